-- +goose Up
-- Places: sites, rooms, homes.

create table location (
    id                         fhir_id primary key,
    status                     words check (status in ('active', 'suspended', 'inactive')),
    operational_status_system  words,
    operational_status_code    words,
    operational_status_version words,
    operational_status_display words,
    name                       words,
    alias                      text[] check (are_words(alias)),
    description                words,
    mode                       words check (mode in ('instance', 'kind')),
    address_use                words check (address_use in ('home', 'work', 'temp', 'old', 'billing')),
    address_type               words check (address_type in ('postal', 'physical', 'both')),
    address_text               words,
    address_line               text[] check (are_words(address_line)),
    address_city               words,
    address_district           words,
    address_state              words,
    address_postal_code        words,
    address_country            words,
    address_started_at         timestamptz,
    address_ended_at           timestamptz,
    address_dated              words check (address_dated in ('day', 'month', 'year')),
    physical_type_concept      text references concept deferrable,
    longitude                  numeric check (longitude > '-Infinity' and longitude < 'Infinity'),
    latitude                   numeric check (latitude > '-Infinity' and latitude < 'Infinity'),
    altitude                   numeric check (altitude > '-Infinity' and altitude < 'Infinity'),
    organization_id            text references organization deferrable,
    organization_elsewhere     words,
    parent_id                  text references location deferrable,
    parent_elsewhere           words,
    hours_exceptions           words,
    check (in_order(address_started_at, address_ended_at, address_dated)),
    check (num_nonnulls(organization_id, organization_elsewhere) <= 1),
    check (is_elsewhere(organization_elsewhere, 'Organization')),
    check (num_nonnulls(parent_id, parent_elsewhere) <= 1),
    check (is_elsewhere(parent_elsewhere, 'Location'))
);
comment on table location is 'places where sessions are held or drugs are kept: sites, rooms, homes';
comment on column location.id is 'the logical id, under which others know the location';
comment on column location.status is 'active, suspended (closed for a while) or inactive';
comment on column location.operational_status_system is 'code system of the state below';
comment on column location.operational_status_code is 'state of the room or bed at this time, such as cleaning';
comment on column location.operational_status_version is 'version of that code system';
comment on column location.operational_status_display is 'that state in words';
comment on column location.name is 'its name';
comment on column location.alias is 'other names it goes by';
comment on column location.description is 'what helps to find or use it';
comment on column location.mode is 'instance (this very place) or kind (any place of this sort)';
comment on column location.address_use is 'home, work, temp, old or billing';
comment on column location.address_type is 'postal (for letters), physical (to go there) or both';
comment on column location.address_text is 'the whole address as it is to be shown';
comment on column location.address_line is 'street, house number, box, in order';
comment on column location.address_city is 'city or town';
comment on column location.address_district is 'district or county';
comment on column location.address_state is 'state or province';
comment on column location.address_postal_code is 'postal code';
comment on column location.address_country is 'country';
comment on column location.address_started_at is 'when it came into use';
comment on column location.address_ended_at is 'the first moment at which it is no longer in use';
comment on column location.address_dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column location.physical_type_concept is 'what it is built as: site, building, room, vehicle, house';
comment on column location.longitude is 'degrees east (WGS84)';
comment on column location.latitude is 'degrees north (WGS84)';
comment on column location.altitude is 'metres above the ellipsoid (WGS84)';
comment on column location.organization_id is 'the organization that keeps the place';
comment on column location.organization_elsewhere is 'the organization that keeps the place, when kept in another system: its URL, or Type/id';
comment on column location.parent_id is 'the place that it is a part of: a room of a site';
comment on column location.parent_elsewhere is 'the place that it is a part of: a room of a site, when kept in another system: its URL, or Type/id';
comment on column location.hours_exceptions is 'when the opening hours do not hold, in words';
create index location_address_use on location (address_use) where address_use is not null;
create index location_operational_status_code_operational_status_system on location (operational_status_code, operational_status_system) where operational_status_code is not null;
create index location_organization_id on location (organization_id) where organization_id is not null;
create index location_organization_elsewhere on location (organization_elsewhere) where organization_elsewhere is not null;
create index location_parent_id on location (parent_id) where parent_id is not null;
create index location_parent_elsewhere on location (parent_elsewhere) where parent_elsewhere is not null;
create index location_status on location (status) where status is not null;

create table location_identifier (
    location_id        fhir_id not null references location on delete cascade deferrable,
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
    primary key (location_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table location_identifier is 'numbers of a place';
comment on column location_identifier.location_id is 'the location whose row it is';
comment on column location_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column location_identifier.position is 'the order of the rows';
comment on column location_identifier.use is 'usual, official, temp, secondary or old';
comment on column location_identifier.type_concept is 'what kind of number it is, such as a medical record number or a licence';
comment on column location_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column location_identifier.value is 'the number as it is written';
comment on column location_identifier.started_at is 'when it became valid';
comment on column location_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column location_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column location_identifier.assigner_id is 'the organization that gave it';
comment on column location_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';
create index location_identifier_value_system on location_identifier (value, system) where value is not null;
create index location_identifier_assigner_id on location_identifier (assigner_id) where assigner_id is not null;

create table location_type (
    location_id fhir_id not null references location on delete cascade deferrable,
    id          bigint not null default nextval('child_row_key'),
    position    bigint not null default nextval('child_row_position'),
    concept     text references concept deferrable,
    primary key (location_id, id)
);
comment on table location_type is 'what is done at a place';
comment on column location_type.location_id is 'the location whose row it is';
comment on column location_type.id is 'key of the row among those of its owner; it never changes';
comment on column location_type.position is 'the order of the rows';
comment on column location_type.concept is 'the kind of work';
create index location_type_concept on location_type (concept) where concept is not null;

create table location_telecom (
    location_id fhir_id not null references location on delete cascade deferrable,
    id          bigint not null default nextval('child_row_key'),
    position    bigint not null default nextval('child_row_position'),
    system      words check (system in ('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other')),
    value       words,
    use         words check (use in ('home', 'work', 'temp', 'old', 'mobile')),
    rank        integer check (rank > 0),
    started_at  timestamptz,
    ended_at    timestamptz,
    dated       words check (dated in ('day', 'month', 'year')),
    primary key (location_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table location_telecom is 'how to reach a place';
comment on column location_telecom.location_id is 'the location whose row it is';
comment on column location_telecom.id is 'key of the row among those of its owner; it never changes';
comment on column location_telecom.position is 'the order of the rows';
comment on column location_telecom.system is 'phone, fax, email, pager, url, sms or other';
comment on column location_telecom.value is 'the number or address itself';
comment on column location_telecom.use is 'home, work, temp, old or mobile';
comment on column location_telecom.rank is 'which to try first: 1 before 2';
comment on column location_telecom.started_at is 'when it came into use';
comment on column location_telecom.ended_at is 'the first moment at which it is no longer in use';
comment on column location_telecom.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table location_hours (
    location_id fhir_id not null references location on delete cascade deferrable,
    id          bigint not null default nextval('child_row_key'),
    position    bigint not null default nextval('child_row_position'),
    days        text[] check (are_words(days) and days <@ array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
    all_day     boolean,
    opens       words check (opens ~ '^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$'),
    closes      words check (closes ~ '^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$'),
    primary key (location_id, id)
);
comment on table location_hours is 'when a place is open';
comment on column location_hours.location_id is 'the location whose row it is';
comment on column location_hours.id is 'key of the row among those of its owner; it never changes';
comment on column location_hours.position is 'the order of the rows';
comment on column location_hours.days is 'days of the week: mon, tue, wed, thu, fri, sat, sun';
comment on column location_hours.all_day is 'open the whole day';
comment on column location_hours.opens is 'from, local time hh:mm:ss';
comment on column location_hours.closes is 'until, local time hh:mm:ss';

create table location_endpoint (
    location_id        fhir_id not null references location on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    endpoint_elsewhere words,
    primary key (location_id, id),
    check (is_elsewhere(endpoint_elsewhere))
);
comment on table location_endpoint is 'network addresses under which a place exchanges records';
comment on column location_endpoint.location_id is 'the location whose row it is';
comment on column location_endpoint.id is 'key of the row among those of its owner; it never changes';
comment on column location_endpoint.position is 'the order of the rows';
comment on column location_endpoint.endpoint_elsewhere is 'the endpoint, in another system: its URL, or Type/id';
create index location_endpoint_endpoint_elsewhere on location_endpoint (endpoint_elsewhere) where endpoint_elsewhere is not null;
create index location_address_text_folded on location ((folded_start(address_text) collate "C")) where address_text is not null;
create index location_address_line_items on location using gin (array_to_tsvector(folded_items(address_line))) where address_line is not null;
create index location_address_city_folded on location ((folded_start(address_city) collate "C")) where address_city is not null;
create index location_address_district_folded on location ((folded_start(address_district) collate "C")) where address_district is not null;
create index location_address_state_folded on location ((folded_start(address_state) collate "C")) where address_state is not null;
create index location_address_postal_code_folded on location ((folded_start(address_postal_code) collate "C")) where address_postal_code is not null;
create index location_address_country_folded on location ((folded_start(address_country) collate "C")) where address_country is not null;
create index location_name_folded on location ((folded_start(name) collate "C")) where name is not null;
create index location_alias_items on location using gin (array_to_tsvector(folded_items(alias))) where alias is not null;

select fhir_watch('location', 'Location', 'id');
select fhir_watch('location_identifier', 'Location', 'location_id');
select fhir_watch('location_type', 'Location', 'location_id');
select fhir_watch('location_telecom', 'Location', 'location_id');
select fhir_watch('location_hours', 'Location', 'location_id');
select fhir_watch('location_endpoint', 'Location', 'location_id');
