-- +goose Up
-- Patients, and whom to call for them.

create table patient (
    id                     fhir_id primary key,
    active                 boolean,
    gender                 words check (gender in ('male', 'female', 'other', 'unknown')),
    birth_date             date check (isfinite(birth_date)),
    birth_date_until       date,
    deceased               boolean,
    deceased_at            timestamptz check (isfinite(deceased_at)),
    deceased_until         timestamptz,
    marital_status_concept text references concept deferrable,
    multiple_birth         boolean,
    birth_order            integer,
    organization_id        text references organization deferrable,
    organization_elsewhere words,
    sex_at_birth           words,
    check (birth_date_until is null or whole_days(birth_date::timestamp at time zone 'UTC', birth_date_until::timestamp at time zone 'UTC', 'month')
        or whole_days(birth_date::timestamp at time zone 'UTC', birth_date_until::timestamp at time zone 'UTC', 'year')),
    check (num_nonnulls(deceased, deceased_at) <= 1),
    check (deceased_until is null or whole_days(deceased_at, deceased_until)),
    check (num_nonnulls(multiple_birth, birth_order) <= 1),
    check (num_nonnulls(organization_id, organization_elsewhere) <= 1),
    check (is_elsewhere(organization_elsewhere, 'Organization'))
);
comment on table patient is 'people in the care of the clinic, from the first enquiry on';
comment on column patient.id is 'the logical id, under which others know the patient';
comment on column patient.active is 'the record is in use; false for a record merged into another';
comment on column patient.gender is 'male, female, other or unknown, for administration';
comment on column patient.birth_date is 'date of birth, or the first day of the month or year when more is not known';
comment on column patient.birth_date_until is 'the day after that month or year; NULL when the day is known';
comment on column patient.deceased is 'has died, the time being unknown; false: lives';
comment on column patient.deceased_at is 'when the patient died, or the first moment of that day, month or year';
comment on column patient.deceased_until is 'the first moment after that day, month or year; NULL when the moment is known';
comment on column patient.marital_status_concept is 'marital status';
comment on column patient.multiple_birth is 'is a twin or the like, the order being unknown';
comment on column patient.birth_order is 'which of the twins or the like: 1 was born first';
comment on column patient.organization_id is 'the organization that keeps the record';
comment on column patient.organization_elsewhere is 'the organization that keeps the record, when kept in another system: its URL, or Type/id';
comment on column patient.sex_at_birth is 'sex assigned at birth: F, M, UNK and what else the US Core guide allows';
create index patient_birth_date on patient (birth_date) where birth_date is not null;
create index patient_deceased_at on patient (deceased_at) where deceased_at is not null;
create index patient_deceased on patient (deceased) where deceased is not null;
create index patient_gender on patient (gender) where gender is not null;
create index patient_organization_id on patient (organization_id) where organization_id is not null;
create index patient_organization_elsewhere on patient (organization_elsewhere) where organization_elsewhere is not null;

create table patient_identifier (
    patient_id         fhir_id not null references patient on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    use                words check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    type_concept       text references concept deferrable,
    system             words,
    value              words,
    started_at         timestamptz,
    ended_at           timestamptz,
    dated              words check (dated in ('day', 'month', 'year')),
    assigner_id        text references organization deferrable,
    assigner_elsewhere words,
    primary key (patient_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table patient_identifier is 'numbers of a patient: medical record numbers, insurance';
comment on column patient_identifier.patient_id is 'the patient whose row it is';
comment on column patient_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column patient_identifier.position is 'the order of the rows';
comment on column patient_identifier.use is 'usual, official, temp, secondary or old';
comment on column patient_identifier.type_concept is 'what kind of number it is, such as a medical record number or a licence';
comment on column patient_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column patient_identifier.value is 'the number as it is written';
comment on column patient_identifier.started_at is 'when it became valid';
comment on column patient_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column patient_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column patient_identifier.assigner_id is 'the organization that gave it';
comment on column patient_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';
create index patient_identifier_value_system on patient_identifier (value, system) where value is not null;
create index patient_identifier_assigner_id on patient_identifier (assigner_id) where assigner_id is not null;

create table patient_name (
    patient_id fhir_id not null references patient on delete cascade deferrable,
    id         bigint not null default nextval('child_row_key'),
    position   bigint not null default nextval('child_row_position'),
    use        words check (use in ('usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden')),
    text       words,
    family     words,
    given      text[] check (are_words(given)),
    prefix     text[] check (are_words(prefix)),
    suffix     text[] check (are_words(suffix)),
    started_at timestamptz,
    ended_at   timestamptz,
    dated      words check (dated in ('day', 'month', 'year')),
    primary key (patient_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table patient_name is 'names of a patient';
comment on column patient_name.patient_id is 'the patient whose row it is';
comment on column patient_name.id is 'key of the row among those of its owner; it never changes';
comment on column patient_name.position is 'the order of the rows';
comment on column patient_name.use is 'usual, official, temp, nickname, anonymous, old or maiden';
comment on column patient_name.text is 'the whole name as it is to be shown';
comment on column patient_name.family is 'family name';
comment on column patient_name.given is 'given names, first and middle, in order';
comment on column patient_name.prefix is 'what stands before it, such as Dr.';
comment on column patient_name.suffix is 'what stands behind it, such as Jr.';
comment on column patient_name.started_at is 'when the name came into use';
comment on column patient_name.ended_at is 'the first moment at which it is no longer in use';
comment on column patient_name.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table patient_telecom (
    patient_id fhir_id not null references patient on delete cascade deferrable,
    id         bigint not null default nextval('child_row_key'),
    position   bigint not null default nextval('child_row_position'),
    system     words check (system in ('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other')),
    value      words,
    use        words check (use in ('home', 'work', 'temp', 'old', 'mobile')),
    rank       integer check (rank > 0),
    started_at timestamptz,
    ended_at   timestamptz,
    dated      words check (dated in ('day', 'month', 'year')),
    primary key (patient_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table patient_telecom is 'how to reach a patient';
comment on column patient_telecom.patient_id is 'the patient whose row it is';
comment on column patient_telecom.id is 'key of the row among those of its owner; it never changes';
comment on column patient_telecom.position is 'the order of the rows';
comment on column patient_telecom.system is 'phone, fax, email, pager, url, sms or other';
comment on column patient_telecom.value is 'the number or address itself';
comment on column patient_telecom.use is 'home, work, temp, old or mobile';
comment on column patient_telecom.rank is 'which to try first: 1 before 2';
comment on column patient_telecom.started_at is 'when it came into use';
comment on column patient_telecom.ended_at is 'the first moment at which it is no longer in use';
comment on column patient_telecom.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
create index patient_telecom_value on patient_telecom (value) where value is not null;

create table patient_address (
    patient_id  fhir_id not null references patient on delete cascade deferrable,
    id          bigint not null default nextval('child_row_key'),
    position    bigint not null default nextval('child_row_position'),
    use         words check (use in ('home', 'work', 'temp', 'old', 'billing')),
    type        words check (type in ('postal', 'physical', 'both')),
    text        words,
    line        text[] check (are_words(line)),
    city        words,
    district    words,
    state       words,
    postal_code words,
    country     words,
    started_at  timestamptz,
    ended_at    timestamptz,
    dated       words check (dated in ('day', 'month', 'year')),
    primary key (patient_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table patient_address is 'addresses of a patient';
comment on column patient_address.patient_id is 'the patient whose row it is';
comment on column patient_address.id is 'key of the row among those of its owner; it never changes';
comment on column patient_address.position is 'the order of the rows';
comment on column patient_address.use is 'home, work, temp, old or billing';
comment on column patient_address.type is 'postal (for letters), physical (to go there) or both';
comment on column patient_address.text is 'the whole address as it is to be shown';
comment on column patient_address.line is 'street, house number, box, in order';
comment on column patient_address.city is 'city or town';
comment on column patient_address.district is 'district or county';
comment on column patient_address.state is 'state or province';
comment on column patient_address.postal_code is 'postal code';
comment on column patient_address.country is 'country';
comment on column patient_address.started_at is 'when it came into use';
comment on column patient_address.ended_at is 'the first moment at which it is no longer in use';
comment on column patient_address.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
create index patient_address_use on patient_address (use) where use is not null;

create table patient_contact (
    patient_id             fhir_id not null references patient on delete cascade deferrable,
    id                     bigint not null default nextval('child_row_key'),
    position               bigint not null default nextval('child_row_position'),
    name_use               words check (name_use in ('usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden')),
    name_text              words,
    name_family            words,
    name_given             text[] check (are_words(name_given)),
    name_prefix            text[] check (are_words(name_prefix)),
    name_suffix            text[] check (are_words(name_suffix)),
    name_started_at        timestamptz,
    name_ended_at          timestamptz,
    name_dated             words check (name_dated in ('day', 'month', 'year')),
    address_use            words check (address_use in ('home', 'work', 'temp', 'old', 'billing')),
    address_type           words check (address_type in ('postal', 'physical', 'both')),
    address_text           words,
    address_line           text[] check (are_words(address_line)),
    address_city           words,
    address_district       words,
    address_state          words,
    address_postal_code    words,
    address_country        words,
    address_started_at     timestamptz,
    address_ended_at       timestamptz,
    address_dated          words check (address_dated in ('day', 'month', 'year')),
    gender                 words check (gender in ('male', 'female', 'other', 'unknown')),
    organization_id        text references organization deferrable,
    organization_elsewhere words,
    started_at             timestamptz,
    ended_at               timestamptz,
    dated                  words check (dated in ('day', 'month', 'year')),
    primary key (patient_id, id),
    check (in_order(name_started_at, name_ended_at, name_dated)),
    check (in_order(address_started_at, address_ended_at, address_dated)),
    check (num_nonnulls(organization_id, organization_elsewhere) <= 1),
    check (is_elsewhere(organization_elsewhere, 'Organization')),
    check (in_order(started_at, ended_at, dated))
);
comment on table patient_contact is 'whom to call for a patient, who takes the patient home';
comment on column patient_contact.patient_id is 'the patient whose row it is';
comment on column patient_contact.id is 'key of the row among those of its owner; it never changes';
comment on column patient_contact.position is 'the order of the rows';
comment on column patient_contact.name_use is 'usual, official, temp, nickname, anonymous, old or maiden';
comment on column patient_contact.name_text is 'the whole name as it is to be shown';
comment on column patient_contact.name_family is 'family name';
comment on column patient_contact.name_given is 'given names, first and middle, in order';
comment on column patient_contact.name_prefix is 'what stands before it, such as Dr.';
comment on column patient_contact.name_suffix is 'what stands behind it, such as Jr.';
comment on column patient_contact.name_started_at is 'when the name came into use';
comment on column patient_contact.name_ended_at is 'the first moment at which it is no longer in use';
comment on column patient_contact.name_dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column patient_contact.address_use is 'home, work, temp, old or billing';
comment on column patient_contact.address_type is 'postal (for letters), physical (to go there) or both';
comment on column patient_contact.address_text is 'the whole address as it is to be shown';
comment on column patient_contact.address_line is 'street, house number, box, in order';
comment on column patient_contact.address_city is 'city or town';
comment on column patient_contact.address_district is 'district or county';
comment on column patient_contact.address_state is 'state or province';
comment on column patient_contact.address_postal_code is 'postal code';
comment on column patient_contact.address_country is 'country';
comment on column patient_contact.address_started_at is 'when it came into use';
comment on column patient_contact.address_ended_at is 'the first moment at which it is no longer in use';
comment on column patient_contact.address_dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column patient_contact.gender is 'male, female, other or unknown';
comment on column patient_contact.organization_id is 'the organization that is the contact, or for which the person works';
comment on column patient_contact.organization_elsewhere is 'the organization that is the contact, or for which the person works, when kept in another system: its URL, or Type/id';
comment on column patient_contact.started_at is 'from when the contact may be called';
comment on column patient_contact.ended_at is 'the first moment from which the contact is no longer to be called';
comment on column patient_contact.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
create index patient_contact_organization_id on patient_contact (organization_id) where organization_id is not null;

create table patient_contact_relationship (
    patient_id         fhir_id not null references patient on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    patient_contact_id bigint,
    concept            text references concept deferrable,
    primary key (patient_id, id),
    foreign key (patient_id, patient_contact_id) references patient_contact on delete cascade deferrable
);
comment on table patient_contact_relationship is 'what a contact is to the patient';
comment on column patient_contact_relationship.patient_id is 'the patient whose row it is';
comment on column patient_contact_relationship.id is 'key of the row among those of its owner; it never changes';
comment on column patient_contact_relationship.position is 'the order of the rows';
comment on column patient_contact_relationship.patient_contact_id is 'the row of patient_contact that it belongs to';
comment on column patient_contact_relationship.concept is 'the relationship: spouse, emergency contact, escort';

create table patient_contact_telecom (
    patient_id         fhir_id not null references patient on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    patient_contact_id bigint,
    system             words check (system in ('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other')),
    value              words,
    use                words check (use in ('home', 'work', 'temp', 'old', 'mobile')),
    rank               integer check (rank > 0),
    started_at         timestamptz,
    ended_at           timestamptz,
    dated              words check (dated in ('day', 'month', 'year')),
    primary key (patient_id, id),
    foreign key (patient_id, patient_contact_id) references patient_contact on delete cascade deferrable,
    check (in_order(started_at, ended_at, dated))
);
comment on table patient_contact_telecom is 'how to reach a contact of a patient';
comment on column patient_contact_telecom.patient_id is 'the patient whose row it is';
comment on column patient_contact_telecom.id is 'key of the row among those of its owner; it never changes';
comment on column patient_contact_telecom.position is 'the order of the rows';
comment on column patient_contact_telecom.patient_contact_id is 'the row of patient_contact that it belongs to';
comment on column patient_contact_telecom.system is 'phone, fax, email, pager, url, sms or other';
comment on column patient_contact_telecom.value is 'the number or address itself';
comment on column patient_contact_telecom.use is 'home, work, temp, old or mobile';
comment on column patient_contact_telecom.rank is 'which to try first: 1 before 2';
comment on column patient_contact_telecom.started_at is 'when it came into use';
comment on column patient_contact_telecom.ended_at is 'the first moment at which it is no longer in use';
comment on column patient_contact_telecom.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table patient_language (
    patient_id       fhir_id not null references patient on delete cascade deferrable,
    id               bigint not null default nextval('child_row_key'),
    position         bigint not null default nextval('child_row_position'),
    language_concept text references concept deferrable,
    preferred        boolean,
    primary key (patient_id, id)
);
comment on table patient_language is 'languages in which to speak with a patient';
comment on column patient_language.patient_id is 'the patient whose row it is';
comment on column patient_language.id is 'key of the row among those of its owner; it never changes';
comment on column patient_language.position is 'the order of the rows';
comment on column patient_language.language_concept is 'the language';
comment on column patient_language.preferred is 'the patient likes this one best';
create index patient_language_language_concept on patient_language (language_concept) where language_concept is not null;

create table patient_primary_care (
    patient_id                        fhir_id not null references patient on delete cascade deferrable,
    id                                bigint not null default nextval('child_row_key'),
    position                          bigint not null default nextval('child_row_position'),
    primary_care_organization_id      text references organization deferrable,
    primary_care_practitioner_id      text references practitioner deferrable,
    primary_care_practitioner_role_id text references practitioner_role deferrable,
    primary_care_elsewhere            words,
    primary key (patient_id, id),
    check (num_nonnulls(primary_care_organization_id, primary_care_practitioner_id, primary_care_practitioner_role_id, primary_care_elsewhere) <= 1),
    check (is_elsewhere(primary_care_elsewhere, 'Organization', 'Practitioner', 'PractitionerRole'))
);
comment on table patient_primary_care is 'who looks after a patient outside of the clinic';
comment on column patient_primary_care.patient_id is 'the patient whose row it is';
comment on column patient_primary_care.id is 'key of the row among those of its owner; it never changes';
comment on column patient_primary_care.position is 'the order of the rows';
comment on column patient_primary_care.primary_care_organization_id is 'the practice';
comment on column patient_primary_care.primary_care_practitioner_id is 'the doctor';
comment on column patient_primary_care.primary_care_practitioner_role_id is 'the doctor at one practice';
comment on column patient_primary_care.primary_care_elsewhere is 'who looks after the patient, when kept in another system: its URL, or Type/id';
create index patient_primary_care_primary_care_organization_id on patient_primary_care (primary_care_organization_id) where primary_care_organization_id is not null;
create index patient_primary_care_primary_care_practitioner_id on patient_primary_care (primary_care_practitioner_id) where primary_care_practitioner_id is not null;
create index patient_primary_care_primary_care_practitioner_role_id on patient_primary_care (primary_care_practitioner_role_id) where primary_care_practitioner_role_id is not null;
create index patient_primary_care_primary_care_elsewhere on patient_primary_care (primary_care_elsewhere) where primary_care_elsewhere is not null;

create table patient_link (
    patient_id      fhir_id not null references patient on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    other_id        text references patient deferrable,
    other_elsewhere words,
    type            words check (type in ('replaced-by', 'replaces', 'refer', 'seealso')),
    primary key (patient_id, id),
    check (num_nonnulls(other_id, other_elsewhere) <= 1),
    check (is_elsewhere(other_elsewhere, 'Patient'))
);
comment on table patient_link is 'other records of the same patient';
comment on column patient_link.patient_id is 'the patient whose row it is';
comment on column patient_link.id is 'key of the row among those of its owner; it never changes';
comment on column patient_link.position is 'the order of the rows';
comment on column patient_link.other_id is 'the other record';
comment on column patient_link.other_elsewhere is 'the other record, when kept in another system: its URL, or Type/id';
comment on column patient_link.type is 'replaced-by, replaces, refer (look there for more) or seealso';
create index patient_link_other_id on patient_link (other_id) where other_id is not null;
create index patient_link_other_elsewhere on patient_link (other_elsewhere) where other_elsewhere is not null;
create index patient_address_text_folded on patient_address ((folded_start(text) collate "C")) where text is not null;
create index patient_address_line_items on patient_address using gin (array_to_tsvector(folded_items(line))) where line is not null;
create index patient_address_city_folded on patient_address ((folded_start(city) collate "C")) where city is not null;
create index patient_address_district_folded on patient_address ((folded_start(district) collate "C")) where district is not null;
create index patient_address_state_folded on patient_address ((folded_start(state) collate "C")) where state is not null;
create index patient_address_postal_code_folded on patient_address ((folded_start(postal_code) collate "C")) where postal_code is not null;
create index patient_address_country_folded on patient_address ((folded_start(country) collate "C")) where country is not null;
create index patient_birth_date_long on patient (birth_date) where birth_date_until - birth_date > 1;
create statistics patient_birth_date_length on (birth_date_until - birth_date) from patient;
create index patient_deceased_at_long on patient (deceased_at) where deceased_until - deceased_at > interval '1 day';
create statistics patient_deceased_at_length on (deceased_until - deceased_at) from patient;
create index patient_name_family_folded on patient_name ((folded_start(family) collate "C")) where family is not null;
create index patient_name_given_items on patient_name using gin (array_to_tsvector(folded_items(given))) where given is not null;
create index patient_name_text_folded on patient_name ((folded_start(text) collate "C")) where text is not null;
create index patient_name_prefix_items on patient_name using gin (array_to_tsvector(folded_items(prefix))) where prefix is not null;
create index patient_name_suffix_items on patient_name using gin (array_to_tsvector(folded_items(suffix))) where suffix is not null;

select fhir_watch('patient', 'Patient', 'id');
select fhir_watch('patient_identifier', 'Patient', 'patient_id');
select fhir_watch('patient_name', 'Patient', 'patient_id');
select fhir_watch('patient_telecom', 'Patient', 'patient_id');
select fhir_watch('patient_address', 'Patient', 'patient_id');
select fhir_watch('patient_contact', 'Patient', 'patient_id');
select fhir_watch('patient_contact_relationship', 'Patient', 'patient_id');
select fhir_watch('patient_contact_telecom', 'Patient', 'patient_id');
select fhir_watch('patient_language', 'Patient', 'patient_id');
select fhir_watch('patient_primary_care', 'Patient', 'patient_id');
select fhir_watch('patient_link', 'Patient', 'patient_id');
