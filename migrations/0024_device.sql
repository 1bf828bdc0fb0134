-- +goose Up
-- Devices: what doses are given and readings are taken with.

create table device (
    id fhir_id primary key,
    definition_elsewhere words,
    status words,
    distinct_identifier words,
    manufacturer words,
    manufactured_at timestamptz,
    manufactured_until timestamptz,
    expires_at timestamptz,
    expires_until timestamptz,
    lot_number words,
    serial_number words,
    model words,
    part_number words,
    type_concept text references concept deferrable,
    patient_id text references patient deferrable,
    patient_elsewhere words,
    owner_id text references organization deferrable,
    owner_elsewhere words,
    location_id text references location deferrable,
    location_elsewhere words,
    url words,
    parent_id text references device deferrable,
    parent_elsewhere words,
    check (is_elsewhere(definition_elsewhere)),
    check (status in ('active', 'inactive', 'entered-in-error', 'unknown')),
    check (manufactured_until is null or whole_days(manufactured_at, manufactured_until)),
    check (expires_until is null or whole_days(expires_at, expires_until)),
    check (num_nonnulls(patient_id, patient_elsewhere) <= 1),
    check (is_elsewhere(patient_elsewhere, 'Patient')),
    check (num_nonnulls(owner_id, owner_elsewhere) <= 1),
    check (is_elsewhere(owner_elsewhere, 'Organization')),
    check (num_nonnulls(location_id, location_elsewhere) <= 1),
    check (is_elsewhere(location_elsewhere, 'Location')),
    check (num_nonnulls(parent_id, parent_elsewhere) <= 1),
    check (is_elsewhere(parent_elsewhere, 'Device'))
);
comment on table device is 'pumps, oximeters and monitors of the clinic, and devices that partners tell of';
comment on column device.id is 'the logical id, under which others know the device';
comment on column device.definition_elsewhere is 'the description of its make, in another system: its URL, or Type/id';
comment on column device.status is 'active, inactive, entered-in-error or unknown';
comment on column device.distinct_identifier is 'number of a device that holds cells or tissue';
comment on column device.manufacturer is 'who made it';
comment on column device.manufactured_at is 'when it was made, or the start of the day, month or year';
comment on column device.manufactured_until is 'the end of that day, month or year; NULL when the moment is known';
comment on column device.expires_at is 'when it expires, or the start of the day, month or year';
comment on column device.expires_until is 'the end of that day, month or year; NULL when the moment is known';
comment on column device.lot_number is 'lot it was made in';
comment on column device.serial_number is 'serial number';
comment on column device.model is 'model number';
comment on column device.part_number is 'part number';
comment on column device.type_concept is 'what kind of device it is';
comment on column device.patient_id is 'the patient it belongs to or is fixed to';
comment on column device.patient_elsewhere is 'the patient it belongs to or is fixed to, when kept in another system: its URL, or Type/id';
comment on column device.owner_id is 'the organization that answers for it';
comment on column device.owner_elsewhere is 'the organization that answers for it, when kept in another system: its URL, or Type/id';
comment on column device.location_id is 'where it stands';
comment on column device.location_elsewhere is 'where it stands, when kept in another system: its URL, or Type/id';
comment on column device.url is 'network address of the device itself';
comment on column device.parent_id is 'the device that it is a part of';
comment on column device.parent_elsewhere is 'the device that it is a part of, when kept in another system: its URL, or Type/id';

create table device_identifier (
    device_id fhir_id not null references device on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    use words,
    type_concept text references concept deferrable,
    system words,
    value words,
    started_at timestamptz,
    ended_at timestamptz,
    dated words,
    assigner_id text references organization deferrable,
    assigner_elsewhere words,
    primary key (device_id, id),
    check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    check (in_order(started_at, ended_at, dated)),
    check (dated in ('day', 'month', 'year')),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table device_identifier is 'numbers of a device: inventory, asset tag';
comment on column device_identifier.device_id is 'the device whose row it is';
comment on column device_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column device_identifier.position is 'the order of the rows';
comment on column device_identifier.use is 'usual, official, temp, secondary or old';
comment on column device_identifier.type_concept is 'what kind of number it is';
comment on column device_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column device_identifier.value is 'the number as it is written';
comment on column device_identifier.started_at is 'when it became valid';
comment on column device_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column device_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column device_identifier.assigner_id is 'the organization that gave it';
comment on column device_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';

create table device_udi (
    device_id fhir_id not null references device on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    device_identifier words,
    issuer words,
    jurisdiction words,
    carrier words,
    entry_type words,
    primary key (device_id, id),
    check (entry_type in ('barcode', 'rfid', 'manual', 'card', 'self-reported', 'unknown'))
);
comment on table device_udi is 'unique device identifiers as printed on a device';
comment on column device_udi.device_id is 'the device whose row it is';
comment on column device_udi.id is 'key of the row among those of its owner; it never changes';
comment on column device_udi.position is 'the order of the rows';
comment on column device_udi.device_identifier is 'the part that names make and model';
comment on column device_udi.issuer is 'who issues such identifiers, as a URI';
comment on column device_udi.jurisdiction is 'the regulator it was issued under, as a URI';
comment on column device_udi.carrier is 'the whole text under the barcode';
comment on column device_udi.entry_type is 'barcode, rfid, manual, card, self-reported or unknown: how it was read';

create table device_status_reason (
    device_id fhir_id not null references device on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    concept text references concept deferrable,
    primary key (device_id, id)
);
comment on table device_status_reason is 'why a device has its status: on, off, not ready';
comment on column device_status_reason.device_id is 'the device whose row it is';
comment on column device_status_reason.id is 'key of the row among those of its owner; it never changes';
comment on column device_status_reason.position is 'the order of the rows';
comment on column device_status_reason.concept is 'the reason';

create table device_name (
    device_id fhir_id not null references device on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    name words,
    type words,
    primary key (device_id, id),
    check (type in ('udi-label-name', 'user-friendly-name', 'patient-reported-name', 'manufacturer-name', 'model-name', 'other'))
);
comment on table device_name is 'names of a device';
comment on column device_name.device_id is 'the device whose row it is';
comment on column device_name.id is 'key of the row among those of its owner; it never changes';
comment on column device_name.position is 'the order of the rows';
comment on column device_name.name is 'the name';
comment on column device_name.type is 'udi-label-name, user-friendly-name, patient-reported-name, manufacturer-name, model-name or other';

create table device_version (
    device_id fhir_id not null references device on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    type_concept text references concept deferrable,
    value words,
    primary key (device_id, id)
);
comment on table device_version is 'versions of what runs on a device';
comment on column device_version.device_id is 'the device whose row it is';
comment on column device_version.id is 'key of the row among those of its owner; it never changes';
comment on column device_version.position is 'the order of the rows';
comment on column device_version.type_concept is 'version of what';
comment on column device_version.value is 'the version';

create table device_note (
    device_id fhir_id not null references device on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    author_practitioner_id text references practitioner deferrable,
    author_patient_id text references patient deferrable,
    author_organization_id text references organization deferrable,
    author_elsewhere words,
    author_name words,
    written_at timestamptz,
    written_until timestamptz,
    body words,
    primary key (device_id, id),
    check (written_until is null or whole_days(written_at, written_until)),
    check (num_nonnulls(author_practitioner_id, author_patient_id, author_organization_id, author_elsewhere, author_name) <= 1),
    check (is_elsewhere(author_elsewhere, 'Practitioner', 'Patient', 'Organization'))
);
comment on table device_note is 'remarks about a device';
comment on column device_note.device_id is 'the device whose row it is';
comment on column device_note.id is 'key of the row among those of its owner; it never changes';
comment on column device_note.position is 'the order of the rows';
comment on column device_note.author_practitioner_id is 'who wrote it';
comment on column device_note.author_patient_id is 'the patient who wrote it';
comment on column device_note.author_organization_id is 'the organization that wrote it';
comment on column device_note.author_elsewhere is 'who wrote it, when kept in another system: its URL, or Type/id';
comment on column device_note.author_name is 'who wrote it, by name only';
comment on column device_note.written_at is 'when it was written, or the start of the day, month or year';
comment on column device_note.written_until is 'the end of that day, month or year; NULL when the moment is known';
comment on column device_note.body is 'the remark';

create table device_safety (
    device_id fhir_id not null references device on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    concept text references concept deferrable,
    primary key (device_id, id)
);
comment on table device_safety is 'safety characteristics of a device';
comment on column device_safety.device_id is 'the device whose row it is';
comment on column device_safety.id is 'key of the row among those of its owner; it never changes';
comment on column device_safety.position is 'the order of the rows';
comment on column device_safety.concept is 'the characteristic, such as MR safe';

create index device_identifier_value_system on device_identifier (value, system) where value is not null;
create index device_location_id on device (location_id) where location_id is not null;
create index device_location_elsewhere on device (location_elsewhere) where location_elsewhere is not null;
create index device_owner_id on device (owner_id) where owner_id is not null;
create index device_owner_elsewhere on device (owner_elsewhere) where owner_elsewhere is not null;
create index device_patient_id on device (patient_id) where patient_id is not null;
create index device_patient_elsewhere on device (patient_elsewhere) where patient_elsewhere is not null;
create index device_status on device (status) where status is not null;
create index device_type_concept on device (type_concept) where type_concept is not null;
create index device_udi_device_identifier on device_udi (device_identifier) where device_identifier is not null;
create index device_url on device (url) where url is not null;
create index device_parent_id on device (parent_id) where parent_id is not null;
create index device_identifier_assigner_id on device_identifier (assigner_id) where assigner_id is not null;
create index device_note_author_practitioner_id on device_note (author_practitioner_id) where author_practitioner_id is not null;
create index device_note_author_patient_id on device_note (author_patient_id) where author_patient_id is not null;
create index device_note_author_organization_id on device_note (author_organization_id) where author_organization_id is not null;
create index device_name_name_folded on device_name ((folded_start(name) collate "C")) where name is not null;
create index device_manufacturer_folded on device ((folded_start(manufacturer) collate "C")) where manufacturer is not null;
create index device_model_folded on device ((folded_start(model) collate "C")) where model is not null;
create index device_udi_carrier_folded on device_udi ((folded_start(carrier) collate "C")) where carrier is not null;

select fhir_watch('device', 'Device', 'id');
select fhir_watch('device_identifier', 'Device', 'device_id');
select fhir_watch('device_udi', 'Device', 'device_id');
select fhir_watch('device_status_reason', 'Device', 'device_id');
select fhir_watch('device_name', 'Device', 'device_id');
select fhir_watch('device_version', 'Device', 'device_id');
select fhir_watch('device_note', 'Device', 'device_id');
select fhir_watch('device_safety', 'Device', 'device_id');

-- What earlier types say of devices.
alter table administration_device add column device_id text references device deferrable;
comment on column administration_device.device_id is 'the device it was given with';
select fhir_adopt('administration_device', 'device_elsewhere', 'device_id', 'Device');
alter table administration_performer add column actor_device_id text references device deferrable;
comment on column administration_performer.actor_device_id is 'the device that took part';
select fhir_adopt('administration_performer', 'actor_elsewhere', 'actor_device_id', 'Device');
alter table medication_order add column requester_device_id text references device deferrable;
comment on column medication_order.requester_device_id is 'the device that asked for it';
select fhir_adopt('medication_order', 'requester_elsewhere', 'requester_device_id', 'Device');
alter table medication_order add column performer_device_id text references device deferrable;
comment on column medication_order.performer_device_id is 'the device that is to give it';
select fhir_adopt('medication_order', 'performer_elsewhere', 'performer_device_id', 'Device');
alter table observation add column subject_device_id text references device deferrable;
comment on column observation.subject_device_id is 'the device that it is about';
select fhir_adopt('observation', 'subject_elsewhere', 'subject_device_id', 'Device');
alter table observation add column device_id text references device deferrable;
comment on column observation.device_id is 'the device it was measured with';
select fhir_adopt('observation', 'device_elsewhere', 'device_id', 'Device');
alter table response add column author_device_id text references device deferrable;
comment on column response.author_device_id is 'the device that recorded it';
select fhir_adopt('response', 'author_elsewhere', 'author_device_id', 'Device');
