-- +goose Up
-- Organizations: the clinic itself and those it deals with.
-- Before them, three checks that the tables of all types use.

-- +goose StatementBegin
create function are_words(list text[]) returns boolean language plpgsql immutable parallel safe as $$
begin
    return list is null
        or coalesce(array_ndims(list) = 1, false) and array_position(list, null) is null and '' <> all (list);
end $$;

create function in_order(low timestamptz, high timestamptz, unit text default null) returns boolean
language plpgsql immutable parallel safe as $$
begin
    return (isfinite(low) and isfinite(high)) is not false and case
        when unit is null then (high at time zone 'UTC' >= (low at time zone 'UTC') - interval '14 hours') is not false
        else num_nonnulls(low, high) > 0 and (high > low) is not false
            and (low at time zone 'UTC' = date_trunc(unit, low at time zone 'UTC')) is not false
            and (high at time zone 'UTC' = date_trunc(unit, high at time zone 'UTC')) is not false
        end;
end $$;

create function is_elsewhere(literal text) returns boolean language plpgsql immutable parallel safe as $$
begin
    return literal is null or literal !~ '^(#|[^/]*/(?!\.{1,2}(/|$))[A-Za-z0-9.-]{1,64}/_history/[^/]+$)';
end $$;

create function is_elsewhere(literal text, variadic kept_here text[]) returns boolean language plpgsql immutable parallel safe as $$
begin
    return literal is null or literal !~ '^(#|[^/]*/(?!\.{1,2}(/|$))[A-Za-z0-9.-]{1,64}/_history/[^/]+$)' and literal !~ ('^(' || array_to_string(kept_here, '|')
        || ')/(?!\.{1,2}(/|$))[A-Za-z0-9.-]{1,64}(/_history/[^/]+)?$');
end $$;
-- +goose StatementEnd
comment on function is_elsewhere(text) is 'true when a reference leads out of its resource and names no version of another one here';
comment on function are_words is 'true for a list of one text or more, none of them empty; what is not known is NULL';
comment on function in_order is 'true when a period does not end before it starts (a day is kept in UTC, so a day and a moment may cross by the widest offset, 14 hours), or when it is of whole days, months or years';
comment on function is_elsewhere(text, text[]) is 'true when a reference names none of the types whose resources are rows here and have a column of their own';

create table organization (
    id               fhir_id primary key,
    active           boolean,
    name             words,
    alias            text[] check (are_words(alias)),
    parent_id        text references organization deferrable,
    parent_elsewhere words,
    check (num_nonnulls(parent_id, parent_elsewhere) <= 1),
    check (is_elsewhere(parent_elsewhere, 'Organization'))
);
comment on table organization is 'clinics, and those that refer to them, supply drugs or vouch for staff';
comment on column organization.id is 'the logical id, under which others know the organization';
comment on column organization.active is 'still in use';
comment on column organization.name is 'its name';
comment on column organization.alias is 'other names it goes by or went by';
comment on column organization.parent_id is 'the organization that it is a part of';
comment on column organization.parent_elsewhere is 'the organization that it is a part of, when kept in another system: its URL, or Type/id';
create index organization_parent_id on organization (parent_id) where parent_id is not null;
create index organization_parent_elsewhere on organization (parent_elsewhere) where parent_elsewhere is not null;

create table organization_identifier (
    organization_id    fhir_id not null references organization on delete cascade deferrable,
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
    primary key (organization_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table organization_identifier is 'numbers of an organization: NPI, DEA registration, REMS site';
comment on column organization_identifier.organization_id is 'the organization whose row it is';
comment on column organization_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column organization_identifier.position is 'the order of the rows';
comment on column organization_identifier.use is 'usual, official, temp, secondary or old';
comment on column organization_identifier.type_concept is 'what kind of number it is, such as a medical record number or a licence';
comment on column organization_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column organization_identifier.value is 'the number as it is written';
comment on column organization_identifier.started_at is 'when it became valid';
comment on column organization_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column organization_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column organization_identifier.assigner_id is 'the organization that gave it';
comment on column organization_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';
create index organization_identifier_value_system on organization_identifier (value, system) where value is not null;
create index organization_identifier_assigner_id on organization_identifier (assigner_id) where assigner_id is not null;

create table organization_type (
    organization_id fhir_id not null references organization on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    concept         text references concept deferrable,
    primary key (organization_id, id)
);
comment on table organization_type is 'what kind of organization it is';
comment on column organization_type.organization_id is 'the organization whose row it is';
comment on column organization_type.id is 'key of the row among those of its owner; it never changes';
comment on column organization_type.position is 'the order of the rows';
comment on column organization_type.concept is 'the kind';
create index organization_type_concept on organization_type (concept) where concept is not null;

create table organization_telecom (
    organization_id fhir_id not null references organization on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    system          words check (system in ('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other')),
    value           words,
    use             words check (use in ('home', 'work', 'temp', 'old', 'mobile')),
    rank            integer check (rank > 0),
    started_at      timestamptz,
    ended_at        timestamptz,
    dated           words check (dated in ('day', 'month', 'year')),
    primary key (organization_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table organization_telecom is 'how to reach an organization';
comment on column organization_telecom.organization_id is 'the organization whose row it is';
comment on column organization_telecom.id is 'key of the row among those of its owner; it never changes';
comment on column organization_telecom.position is 'the order of the rows';
comment on column organization_telecom.system is 'phone, fax, email, pager, url, sms or other';
comment on column organization_telecom.value is 'the number or address itself';
comment on column organization_telecom.use is 'home, work, temp, old or mobile';
comment on column organization_telecom.rank is 'which to try first: 1 before 2';
comment on column organization_telecom.started_at is 'when it came into use';
comment on column organization_telecom.ended_at is 'the first moment at which it is no longer in use';
comment on column organization_telecom.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table organization_address (
    organization_id fhir_id not null references organization on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    use             words check (use in ('home', 'work', 'temp', 'old', 'billing')),
    type            words check (type in ('postal', 'physical', 'both')),
    text            words,
    line            text[] check (are_words(line)),
    city            words,
    district        words,
    state           words,
    postal_code     words,
    country         words,
    started_at      timestamptz,
    ended_at        timestamptz,
    dated           words check (dated in ('day', 'month', 'year')),
    primary key (organization_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table organization_address is 'where an organization is';
comment on column organization_address.organization_id is 'the organization whose row it is';
comment on column organization_address.id is 'key of the row among those of its owner; it never changes';
comment on column organization_address.position is 'the order of the rows';
comment on column organization_address.use is 'home, work, temp, old or billing';
comment on column organization_address.type is 'postal (for letters), physical (to go there) or both';
comment on column organization_address.text is 'the whole address as it is to be shown';
comment on column organization_address.line is 'street, house number, box, in order';
comment on column organization_address.city is 'city or town';
comment on column organization_address.district is 'district or county';
comment on column organization_address.state is 'state or province';
comment on column organization_address.postal_code is 'postal code';
comment on column organization_address.country is 'country';
comment on column organization_address.started_at is 'when it came into use';
comment on column organization_address.ended_at is 'the first moment at which it is no longer in use';
comment on column organization_address.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
create index organization_address_use on organization_address (use) where use is not null;

create table organization_contact (
    organization_id     fhir_id not null references organization on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    purpose_concept     text references concept deferrable,
    name_use            words check (name_use in ('usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden')),
    name_text           words,
    name_family         words,
    name_given          text[] check (are_words(name_given)),
    name_prefix         text[] check (are_words(name_prefix)),
    name_suffix         text[] check (are_words(name_suffix)),
    name_started_at     timestamptz,
    name_ended_at       timestamptz,
    name_dated          words check (name_dated in ('day', 'month', 'year')),
    address_use         words check (address_use in ('home', 'work', 'temp', 'old', 'billing')),
    address_type        words check (address_type in ('postal', 'physical', 'both')),
    address_text        words,
    address_line        text[] check (are_words(address_line)),
    address_city        words,
    address_district    words,
    address_state       words,
    address_postal_code words,
    address_country     words,
    address_started_at  timestamptz,
    address_ended_at    timestamptz,
    address_dated       words check (address_dated in ('day', 'month', 'year')),
    primary key (organization_id, id),
    check (in_order(name_started_at, name_ended_at, name_dated)),
    check (in_order(address_started_at, address_ended_at, address_dated))
);
comment on table organization_contact is 'whom to turn to at an organization';
comment on column organization_contact.organization_id is 'the organization whose row it is';
comment on column organization_contact.id is 'key of the row among those of its owner; it never changes';
comment on column organization_contact.position is 'the order of the rows';
comment on column organization_contact.purpose_concept is 'for what: billing, administration, patients';
comment on column organization_contact.name_use is 'usual, official, temp, nickname, anonymous, old or maiden';
comment on column organization_contact.name_text is 'the whole name as it is to be shown';
comment on column organization_contact.name_family is 'family name';
comment on column organization_contact.name_given is 'given names, first and middle, in order';
comment on column organization_contact.name_prefix is 'what stands before it, such as Dr.';
comment on column organization_contact.name_suffix is 'what stands behind it, such as Jr.';
comment on column organization_contact.name_started_at is 'when the name came into use';
comment on column organization_contact.name_ended_at is 'the first moment at which it is no longer in use';
comment on column organization_contact.name_dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column organization_contact.address_use is 'home, work, temp, old or billing';
comment on column organization_contact.address_type is 'postal (for letters), physical (to go there) or both';
comment on column organization_contact.address_text is 'the whole address as it is to be shown';
comment on column organization_contact.address_line is 'street, house number, box, in order';
comment on column organization_contact.address_city is 'city or town';
comment on column organization_contact.address_district is 'district or county';
comment on column organization_contact.address_state is 'state or province';
comment on column organization_contact.address_postal_code is 'postal code';
comment on column organization_contact.address_country is 'country';
comment on column organization_contact.address_started_at is 'when it came into use';
comment on column organization_contact.address_ended_at is 'the first moment at which it is no longer in use';
comment on column organization_contact.address_dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table organization_contact_telecom (
    organization_id         fhir_id not null references organization on delete cascade deferrable,
    id                      bigint not null default nextval('child_row_key'),
    position                bigint not null default nextval('child_row_position'),
    organization_contact_id bigint,
    system                  words check (system in ('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other')),
    value                   words,
    use                     words check (use in ('home', 'work', 'temp', 'old', 'mobile')),
    rank                    integer check (rank > 0),
    started_at              timestamptz,
    ended_at                timestamptz,
    dated                   words check (dated in ('day', 'month', 'year')),
    primary key (organization_id, id),
    foreign key (organization_id, organization_contact_id) references organization_contact on delete cascade deferrable,
    check (in_order(started_at, ended_at, dated))
);
comment on table organization_contact_telecom is 'how to reach a contact of an organization';
comment on column organization_contact_telecom.organization_id is 'the organization whose row it is';
comment on column organization_contact_telecom.id is 'key of the row among those of its owner; it never changes';
comment on column organization_contact_telecom.position is 'the order of the rows';
comment on column organization_contact_telecom.organization_contact_id is 'the row of organization_contact that it belongs to';
comment on column organization_contact_telecom.system is 'phone, fax, email, pager, url, sms or other';
comment on column organization_contact_telecom.value is 'the number or address itself';
comment on column organization_contact_telecom.use is 'home, work, temp, old or mobile';
comment on column organization_contact_telecom.rank is 'which to try first: 1 before 2';
comment on column organization_contact_telecom.started_at is 'when it came into use';
comment on column organization_contact_telecom.ended_at is 'the first moment at which it is no longer in use';
comment on column organization_contact_telecom.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table organization_endpoint (
    organization_id    fhir_id not null references organization on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    endpoint_elsewhere words,
    primary key (organization_id, id),
    check (is_elsewhere(endpoint_elsewhere))
);
comment on table organization_endpoint is 'network addresses under which an organization exchanges records';
comment on column organization_endpoint.organization_id is 'the organization whose row it is';
comment on column organization_endpoint.id is 'key of the row among those of its owner; it never changes';
comment on column organization_endpoint.position is 'the order of the rows';
comment on column organization_endpoint.endpoint_elsewhere is 'the endpoint, in another system: its URL, or Type/id';
create index organization_endpoint_endpoint_elsewhere on organization_endpoint (endpoint_elsewhere) where endpoint_elsewhere is not null;
create index organization_address_text_folded on organization_address ((folded_start(text) collate "C")) where text is not null;
create index organization_address_line_items on organization_address using gin (array_to_tsvector(folded_items(line))) where line is not null;
create index organization_address_city_folded on organization_address ((folded_start(city) collate "C")) where city is not null;
create index organization_address_district_folded on organization_address ((folded_start(district) collate "C")) where district is not null;
create index organization_address_state_folded on organization_address ((folded_start(state) collate "C")) where state is not null;
create index organization_address_postal_code_folded on organization_address ((folded_start(postal_code) collate "C")) where postal_code is not null;
create index organization_address_country_folded on organization_address ((folded_start(country) collate "C")) where country is not null;
create index organization_name_folded on organization ((folded_start(name) collate "C")) where name is not null;
create index organization_alias_items on organization using gin (array_to_tsvector(folded_items(alias))) where alias is not null;

select fhir_watch('organization', 'Organization', 'id');
select fhir_watch('organization_identifier', 'Organization', 'organization_id');
select fhir_watch('organization_type', 'Organization', 'organization_id');
select fhir_watch('organization_telecom', 'Organization', 'organization_id');
select fhir_watch('organization_address', 'Organization', 'organization_id');
select fhir_watch('organization_contact', 'Organization', 'organization_id');
select fhir_watch('organization_contact_telecom', 'Organization', 'organization_id');
select fhir_watch('organization_endpoint', 'Organization', 'organization_id');
