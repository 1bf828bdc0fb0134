-- +goose Up
-- What practitioners do where, and when.

create table practitioner_role (
    id                     fhir_id primary key,
    active                 boolean,
    started_at             timestamptz,
    ended_at               timestamptz,
    dated                  words check (dated in ('day', 'month', 'year')),
    practitioner_id        text references practitioner deferrable,
    practitioner_elsewhere words,
    organization_id        text references organization deferrable,
    organization_elsewhere words,
    hours_exceptions       words,
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(practitioner_id, practitioner_elsewhere) <= 1),
    check (is_elsewhere(practitioner_elsewhere, 'Practitioner')),
    check (num_nonnulls(organization_id, organization_elsewhere) <= 1),
    check (is_elsewhere(organization_elsewhere, 'Organization'))
);
comment on table practitioner_role is 'what a practitioner does at an organization, and when';
comment on column practitioner_role.id is 'the logical id, under which others know the practitioner role';
comment on column practitioner_role.active is 'the role is in force';
comment on column practitioner_role.started_at is 'first moment of the role';
comment on column practitioner_role.ended_at is 'the first moment after the role';
comment on column practitioner_role.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column practitioner_role.practitioner_id is 'who has the role';
comment on column practitioner_role.practitioner_elsewhere is 'who has the role, when kept in another system: its URL, or Type/id';
comment on column practitioner_role.organization_id is 'where the role is held';
comment on column practitioner_role.organization_elsewhere is 'where the role is held, when kept in another system: its URL, or Type/id';
comment on column practitioner_role.hours_exceptions is 'when the hours do not hold, in words';
create index practitioner_role_started_at on practitioner_role (started_at) where started_at is not null;
create index practitioner_role_organization_id on practitioner_role (organization_id) where organization_id is not null;
create index practitioner_role_organization_elsewhere on practitioner_role (organization_elsewhere) where organization_elsewhere is not null;
create index practitioner_role_practitioner_id on practitioner_role (practitioner_id) where practitioner_id is not null;
create index practitioner_role_practitioner_elsewhere on practitioner_role (practitioner_elsewhere) where practitioner_elsewhere is not null;

create table practitioner_role_identifier (
    practitioner_role_id fhir_id not null references practitioner_role on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    use                  words check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    type_concept         text references concept deferrable,
    system               words,
    value                words,
    started_at           timestamptz,
    ended_at             timestamptz,
    dated                words check (dated in ('day', 'month', 'year')),
    assigner_id          text references organization deferrable,
    assigner_elsewhere   words,
    primary key (practitioner_role_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table practitioner_role_identifier is 'numbers that belong to a role, such as a DEA number at one site';
comment on column practitioner_role_identifier.practitioner_role_id is 'the practitioner role whose row it is';
comment on column practitioner_role_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_role_identifier.position is 'the order of the rows';
comment on column practitioner_role_identifier.use is 'usual, official, temp, secondary or old';
comment on column practitioner_role_identifier.type_concept is 'what kind of number it is, such as a medical record number or a licence';
comment on column practitioner_role_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column practitioner_role_identifier.value is 'the number as it is written';
comment on column practitioner_role_identifier.started_at is 'when it became valid';
comment on column practitioner_role_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column practitioner_role_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column practitioner_role_identifier.assigner_id is 'the organization that gave it';
comment on column practitioner_role_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';
create index practitioner_role_identifier_value_system on practitioner_role_identifier (value, system) where value is not null;
create index practitioner_role_identifier_assigner_id on practitioner_role_identifier (assigner_id) where assigner_id is not null;

create table practitioner_role_code (
    practitioner_role_id fhir_id not null references practitioner_role on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    concept              text references concept deferrable,
    primary key (practitioner_role_id, id)
);
comment on table practitioner_role_code is 'what the role is: psychiatrist, nurse, therapist, pharmacist';
comment on column practitioner_role_code.practitioner_role_id is 'the practitioner role whose row it is';
comment on column practitioner_role_code.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_role_code.position is 'the order of the rows';
comment on column practitioner_role_code.concept is 'the role';
create index practitioner_role_code_concept on practitioner_role_code (concept) where concept is not null;

create table practitioner_role_specialty (
    practitioner_role_id fhir_id not null references practitioner_role on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    concept              text references concept deferrable,
    primary key (practitioner_role_id, id)
);
comment on table practitioner_role_specialty is 'fields of expertise in a role';
comment on column practitioner_role_specialty.practitioner_role_id is 'the practitioner role whose row it is';
comment on column practitioner_role_specialty.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_role_specialty.position is 'the order of the rows';
comment on column practitioner_role_specialty.concept is 'the field';
create index practitioner_role_specialty_concept on practitioner_role_specialty (concept) where concept is not null;

create table practitioner_role_location (
    practitioner_role_id fhir_id not null references practitioner_role on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    location_id          text references location deferrable,
    location_elsewhere   words,
    primary key (practitioner_role_id, id),
    check (num_nonnulls(location_id, location_elsewhere) <= 1),
    check (is_elsewhere(location_elsewhere, 'Location'))
);
comment on table practitioner_role_location is 'places where a role is carried out';
comment on column practitioner_role_location.practitioner_role_id is 'the practitioner role whose row it is';
comment on column practitioner_role_location.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_role_location.position is 'the order of the rows';
comment on column practitioner_role_location.location_id is 'the place';
comment on column practitioner_role_location.location_elsewhere is 'the place, when kept in another system: its URL, or Type/id';
create index practitioner_role_location_location_id on practitioner_role_location (location_id) where location_id is not null;
create index practitioner_role_location_location_elsewhere on practitioner_role_location (location_elsewhere) where location_elsewhere is not null;

create table practitioner_role_service (
    practitioner_role_id fhir_id not null references practitioner_role on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    service_elsewhere    words,
    primary key (practitioner_role_id, id),
    check (is_elsewhere(service_elsewhere))
);
comment on table practitioner_role_service is 'services that a role is a part of';
comment on column practitioner_role_service.practitioner_role_id is 'the practitioner role whose row it is';
comment on column practitioner_role_service.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_role_service.position is 'the order of the rows';
comment on column practitioner_role_service.service_elsewhere is 'the service, in another system: its URL, or Type/id';
create index practitioner_role_service_service_elsewhere on practitioner_role_service (service_elsewhere) where service_elsewhere is not null;

create table practitioner_role_telecom (
    practitioner_role_id fhir_id not null references practitioner_role on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    system               words check (system in ('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other')),
    value                words,
    use                  words check (use in ('home', 'work', 'temp', 'old', 'mobile')),
    rank                 integer check (rank > 0),
    started_at           timestamptz,
    ended_at             timestamptz,
    dated                words check (dated in ('day', 'month', 'year')),
    primary key (practitioner_role_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table practitioner_role_telecom is 'how to reach the practitioner in a role';
comment on column practitioner_role_telecom.practitioner_role_id is 'the practitioner role whose row it is';
comment on column practitioner_role_telecom.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_role_telecom.position is 'the order of the rows';
comment on column practitioner_role_telecom.system is 'phone, fax, email, pager, url, sms or other';
comment on column practitioner_role_telecom.value is 'the number or address itself';
comment on column practitioner_role_telecom.use is 'home, work, temp, old or mobile';
comment on column practitioner_role_telecom.rank is 'which to try first: 1 before 2';
comment on column practitioner_role_telecom.started_at is 'when it came into use';
comment on column practitioner_role_telecom.ended_at is 'the first moment at which it is no longer in use';
comment on column practitioner_role_telecom.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
create index practitioner_role_telecom_value on practitioner_role_telecom (value) where value is not null;

create table practitioner_role_hours (
    practitioner_role_id fhir_id not null references practitioner_role on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    days                 text[] check (are_words(days) and days <@ array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
    all_day              boolean,
    opens                words check (opens ~ '^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$'),
    closes               words check (closes ~ '^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$'),
    primary key (practitioner_role_id, id)
);
comment on table practitioner_role_hours is 'when the practitioner can be reached in a role';
comment on column practitioner_role_hours.practitioner_role_id is 'the practitioner role whose row it is';
comment on column practitioner_role_hours.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_role_hours.position is 'the order of the rows';
comment on column practitioner_role_hours.days is 'days of the week: mon, tue, wed, thu, fri, sat, sun';
comment on column practitioner_role_hours.all_day is 'open the whole day';
comment on column practitioner_role_hours.opens is 'from, local time hh:mm:ss';
comment on column practitioner_role_hours.closes is 'until, local time hh:mm:ss';

create table practitioner_role_absence (
    practitioner_role_id fhir_id not null references practitioner_role on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    reason               words,
    started_at           timestamptz,
    ended_at             timestamptz,
    dated                words check (dated in ('day', 'month', 'year')),
    primary key (practitioner_role_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table practitioner_role_absence is 'when the practitioner is away';
comment on column practitioner_role_absence.practitioner_role_id is 'the practitioner role whose row it is';
comment on column practitioner_role_absence.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_role_absence.position is 'the order of the rows';
comment on column practitioner_role_absence.reason is 'why, as it may be told';
comment on column practitioner_role_absence.started_at is 'first moment away';
comment on column practitioner_role_absence.ended_at is 'the first moment back';
comment on column practitioner_role_absence.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table practitioner_role_endpoint (
    practitioner_role_id fhir_id not null references practitioner_role on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    endpoint_elsewhere   words,
    primary key (practitioner_role_id, id),
    check (is_elsewhere(endpoint_elsewhere))
);
comment on table practitioner_role_endpoint is 'network addresses under which a role exchanges records';
comment on column practitioner_role_endpoint.practitioner_role_id is 'the practitioner role whose row it is';
comment on column practitioner_role_endpoint.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_role_endpoint.position is 'the order of the rows';
comment on column practitioner_role_endpoint.endpoint_elsewhere is 'the endpoint, in another system: its URL, or Type/id';
create index practitioner_role_endpoint_endpoint_elsewhere on practitioner_role_endpoint (endpoint_elsewhere) where endpoint_elsewhere is not null;
create index practitioner_role_started_at_long on practitioner_role (started_at) where (started_at is null and ended_at is not null or ended_at is null and started_at is not null or ended_at - started_at > interval '1 day');
create statistics practitioner_role_started_at_length on (ended_at - started_at) from practitioner_role;

select fhir_watch('practitioner_role', 'PractitionerRole', 'id');
select fhir_watch('practitioner_role_identifier', 'PractitionerRole', 'practitioner_role_id');
select fhir_watch('practitioner_role_code', 'PractitionerRole', 'practitioner_role_id');
select fhir_watch('practitioner_role_specialty', 'PractitionerRole', 'practitioner_role_id');
select fhir_watch('practitioner_role_location', 'PractitionerRole', 'practitioner_role_id');
select fhir_watch('practitioner_role_service', 'PractitionerRole', 'practitioner_role_id');
select fhir_watch('practitioner_role_telecom', 'PractitionerRole', 'practitioner_role_id');
select fhir_watch('practitioner_role_hours', 'PractitionerRole', 'practitioner_role_id');
select fhir_watch('practitioner_role_absence', 'PractitionerRole', 'practitioner_role_id');
select fhir_watch('practitioner_role_endpoint', 'PractitionerRole', 'practitioner_role_id');
