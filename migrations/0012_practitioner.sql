-- +goose Up
-- The people who treat patients.

create table practitioner (
    id               fhir_id primary key,
    active           boolean,
    gender           words check (gender in ('male', 'female', 'other', 'unknown')),
    birth_date       date check (isfinite(birth_date)),
    birth_date_until date,
    check (birth_date_until is null or whole_days(birth_date::timestamp at time zone 'UTC', birth_date_until::timestamp at time zone 'UTC', 'month')
        or whole_days(birth_date::timestamp at time zone 'UTC', birth_date_until::timestamp at time zone 'UTC', 'year'))
);
comment on table practitioner is 'people who treat or care for patients: prescribers, nurses, therapists';
comment on column practitioner.id is 'the logical id, under which others know the practitioner';
comment on column practitioner.active is 'still in practice here';
comment on column practitioner.gender is 'male, female, other or unknown, as in public records';
comment on column practitioner.birth_date is 'date of birth, or the first day of the month or year when more is not known';
comment on column practitioner.birth_date_until is 'the day after that month or year; NULL when the day is known';
create index practitioner_gender on practitioner (gender) where gender is not null;

create table practitioner_identifier (
    practitioner_id    fhir_id not null references practitioner on delete cascade deferrable,
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
    primary key (practitioner_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table practitioner_identifier is 'numbers of a practitioner: NPI, DEA number';
comment on column practitioner_identifier.practitioner_id is 'the practitioner whose row it is';
comment on column practitioner_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_identifier.position is 'the order of the rows';
comment on column practitioner_identifier.use is 'usual, official, temp, secondary or old';
comment on column practitioner_identifier.type_concept is 'what kind of number it is, such as a medical record number or a licence';
comment on column practitioner_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column practitioner_identifier.value is 'the number as it is written';
comment on column practitioner_identifier.started_at is 'when it became valid';
comment on column practitioner_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column practitioner_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column practitioner_identifier.assigner_id is 'the organization that gave it';
comment on column practitioner_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';
create index practitioner_identifier_value_system on practitioner_identifier (value, system) where value is not null;
create index practitioner_identifier_assigner_id on practitioner_identifier (assigner_id) where assigner_id is not null;

create table practitioner_name (
    practitioner_id fhir_id not null references practitioner on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    use             words check (use in ('usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden')),
    text            words,
    family          words,
    given           text[] check (are_words(given)),
    prefix          text[] check (are_words(prefix)),
    suffix          text[] check (are_words(suffix)),
    started_at      timestamptz,
    ended_at        timestamptz,
    dated           words check (dated in ('day', 'month', 'year')),
    primary key (practitioner_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table practitioner_name is 'names of a practitioner';
comment on column practitioner_name.practitioner_id is 'the practitioner whose row it is';
comment on column practitioner_name.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_name.position is 'the order of the rows';
comment on column practitioner_name.use is 'usual, official, temp, nickname, anonymous, old or maiden';
comment on column practitioner_name.text is 'the whole name as it is to be shown';
comment on column practitioner_name.family is 'family name';
comment on column practitioner_name.given is 'given names, first and middle, in order';
comment on column practitioner_name.prefix is 'what stands before it, such as Dr.';
comment on column practitioner_name.suffix is 'what stands behind it, such as Jr.';
comment on column practitioner_name.started_at is 'when the name came into use';
comment on column practitioner_name.ended_at is 'the first moment at which it is no longer in use';
comment on column practitioner_name.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table practitioner_telecom (
    practitioner_id fhir_id not null references practitioner on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    system          words check (system in ('phone', 'fax', 'email', 'pager', 'url', 'sms', 'other')),
    value           words,
    use             words check (use in ('home', 'work', 'temp', 'old', 'mobile')),
    rank            integer check (rank > 0),
    started_at      timestamptz,
    ended_at        timestamptz,
    dated           words check (dated in ('day', 'month', 'year')),
    primary key (practitioner_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table practitioner_telecom is 'how to reach a practitioner';
comment on column practitioner_telecom.practitioner_id is 'the practitioner whose row it is';
comment on column practitioner_telecom.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_telecom.position is 'the order of the rows';
comment on column practitioner_telecom.system is 'phone, fax, email, pager, url, sms or other';
comment on column practitioner_telecom.value is 'the number or address itself';
comment on column practitioner_telecom.use is 'home, work, temp, old or mobile';
comment on column practitioner_telecom.rank is 'which to try first: 1 before 2';
comment on column practitioner_telecom.started_at is 'when it came into use';
comment on column practitioner_telecom.ended_at is 'the first moment at which it is no longer in use';
comment on column practitioner_telecom.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
create index practitioner_telecom_value on practitioner_telecom (value) where value is not null;

create table practitioner_address (
    practitioner_id fhir_id not null references practitioner on delete cascade deferrable,
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
    primary key (practitioner_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table practitioner_address is 'addresses of a practitioner';
comment on column practitioner_address.practitioner_id is 'the practitioner whose row it is';
comment on column practitioner_address.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_address.position is 'the order of the rows';
comment on column practitioner_address.use is 'home, work, temp, old or billing';
comment on column practitioner_address.type is 'postal (for letters), physical (to go there) or both';
comment on column practitioner_address.text is 'the whole address as it is to be shown';
comment on column practitioner_address.line is 'street, house number, box, in order';
comment on column practitioner_address.city is 'city or town';
comment on column practitioner_address.district is 'district or county';
comment on column practitioner_address.state is 'state or province';
comment on column practitioner_address.postal_code is 'postal code';
comment on column practitioner_address.country is 'country';
comment on column practitioner_address.started_at is 'when it came into use';
comment on column practitioner_address.ended_at is 'the first moment at which it is no longer in use';
comment on column practitioner_address.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
create index practitioner_address_use on practitioner_address (use) where use is not null;

create table practitioner_qualification (
    practitioner_id  fhir_id not null references practitioner on delete cascade deferrable,
    id               bigint not null default nextval('child_row_key'),
    position         bigint not null default nextval('child_row_position'),
    concept          text references concept deferrable,
    started_at       timestamptz,
    ended_at         timestamptz,
    dated            words check (dated in ('day', 'month', 'year')),
    issuer_id        text references organization deferrable,
    issuer_elsewhere words,
    primary key (practitioner_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(issuer_id, issuer_elsewhere) <= 1),
    check (is_elsewhere(issuer_elsewhere, 'Organization'))
);
comment on table practitioner_qualification is 'licences, degrees and training of a practitioner';
comment on column practitioner_qualification.practitioner_id is 'the practitioner whose row it is';
comment on column practitioner_qualification.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_qualification.position is 'the order of the rows';
comment on column practitioner_qualification.concept is 'the licence, degree or training';
comment on column practitioner_qualification.started_at is 'when it became valid';
comment on column practitioner_qualification.ended_at is 'the first moment at which it is no longer valid';
comment on column practitioner_qualification.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column practitioner_qualification.issuer_id is 'the board, school or other that gave it';
comment on column practitioner_qualification.issuer_elsewhere is 'the board, school or other that gave it, when kept in another system: its URL, or Type/id';
create index practitioner_qualification_issuer_id on practitioner_qualification (issuer_id) where issuer_id is not null;

create table practitioner_qualification_identifier (
    practitioner_id               fhir_id not null references practitioner on delete cascade deferrable,
    id                            bigint not null default nextval('child_row_key'),
    position                      bigint not null default nextval('child_row_position'),
    practitioner_qualification_id bigint,
    use                           words check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    type_concept                  text references concept deferrable,
    system                        words,
    value                         words,
    started_at                    timestamptz,
    ended_at                      timestamptz,
    dated                         words check (dated in ('day', 'month', 'year')),
    assigner_id                   text references organization deferrable,
    assigner_elsewhere            words,
    primary key (practitioner_id, id),
    foreign key (practitioner_id, practitioner_qualification_id) references practitioner_qualification on delete cascade deferrable,
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table practitioner_qualification_identifier is 'numbers of a licence or degree';
comment on column practitioner_qualification_identifier.practitioner_id is 'the practitioner whose row it is';
comment on column practitioner_qualification_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_qualification_identifier.position is 'the order of the rows';
comment on column practitioner_qualification_identifier.practitioner_qualification_id is 'the row of practitioner_qualification that it belongs to';
comment on column practitioner_qualification_identifier.use is 'usual, official, temp, secondary or old';
comment on column practitioner_qualification_identifier.type_concept is 'what kind of number it is, such as a medical record number or a licence';
comment on column practitioner_qualification_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column practitioner_qualification_identifier.value is 'the number as it is written';
comment on column practitioner_qualification_identifier.started_at is 'when it became valid';
comment on column practitioner_qualification_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column practitioner_qualification_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column practitioner_qualification_identifier.assigner_id is 'the organization that gave it';
comment on column practitioner_qualification_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';
create index practitioner_qualification_identifier_assigner_id on practitioner_qualification_identifier (assigner_id) where assigner_id is not null;

create table practitioner_language (
    practitioner_id fhir_id not null references practitioner on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    concept         text references concept deferrable,
    primary key (practitioner_id, id)
);
comment on table practitioner_language is 'languages in which a practitioner can speak with patients';
comment on column practitioner_language.practitioner_id is 'the practitioner whose row it is';
comment on column practitioner_language.id is 'key of the row among those of its owner; it never changes';
comment on column practitioner_language.position is 'the order of the rows';
comment on column practitioner_language.concept is 'the language';
create index practitioner_language_concept on practitioner_language (concept) where concept is not null;
create index practitioner_address_text_folded on practitioner_address ((folded_start(text) collate "C")) where text is not null;
create index practitioner_address_line_items on practitioner_address using gin (array_to_tsvector(folded_items(line))) where line is not null;
create index practitioner_address_city_folded on practitioner_address ((folded_start(city) collate "C")) where city is not null;
create index practitioner_address_district_folded on practitioner_address ((folded_start(district) collate "C")) where district is not null;
create index practitioner_address_state_folded on practitioner_address ((folded_start(state) collate "C")) where state is not null;
create index practitioner_address_postal_code_folded on practitioner_address ((folded_start(postal_code) collate "C")) where postal_code is not null;
create index practitioner_address_country_folded on practitioner_address ((folded_start(country) collate "C")) where country is not null;
create index practitioner_name_family_folded on practitioner_name ((folded_start(family) collate "C")) where family is not null;
create index practitioner_name_given_items on practitioner_name using gin (array_to_tsvector(folded_items(given))) where given is not null;
create index practitioner_name_text_folded on practitioner_name ((folded_start(text) collate "C")) where text is not null;
create index practitioner_name_prefix_items on practitioner_name using gin (array_to_tsvector(folded_items(prefix))) where prefix is not null;
create index practitioner_name_suffix_items on practitioner_name using gin (array_to_tsvector(folded_items(suffix))) where suffix is not null;

select fhir_watch('practitioner', 'Practitioner', 'id');
select fhir_watch('practitioner_identifier', 'Practitioner', 'practitioner_id');
select fhir_watch('practitioner_name', 'Practitioner', 'practitioner_id');
select fhir_watch('practitioner_telecom', 'Practitioner', 'practitioner_id');
select fhir_watch('practitioner_address', 'Practitioner', 'practitioner_id');
select fhir_watch('practitioner_qualification', 'Practitioner', 'practitioner_id');
select fhir_watch('practitioner_qualification_identifier', 'Practitioner', 'practitioner_id');
select fhir_watch('practitioner_language', 'Practitioner', 'practitioner_id');
