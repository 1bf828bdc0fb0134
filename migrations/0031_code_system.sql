-- +goose Up
-- The code systems of the implementation guide, as others may read them. No
-- clinic's data: the program publishes them, see store/publish.go.

create table fhir_code_system (
    id             fhir_id primary key,
    version        short_words,
    name           words,
    title          words,
    status         short_words check (status in ('draft', 'active', 'retired', 'unknown')),
    changed_at     timestamptz,
    changed_until  timestamptz,
    publisher      words,
    description    words,
    purpose        words,
    copyright      words,
    url            short_words,
    experimental   boolean,
    case_sensitive boolean,
    value_set      words,
    content        short_words check (content in ('not-present', 'example', 'fragment', 'complete', 'supplement')),
    supplements    short_words,
    check (changed_until is null or whole_days(changed_at, changed_until))
);
comment on table fhir_code_system is 'a list of codes and what they mean, as it is published to others; the program writes it';
comment on column fhir_code_system.id is 'the logical id, part of every link to it';
comment on column fhir_code_system.version is 'which version of the definition this is';
comment on column fhir_code_system.name is 'its name for programs';
comment on column fhir_code_system.title is 'its name for people';
comment on column fhir_code_system.status is '''draft'', ''active'', ''retired'' or ''unknown''';
comment on column fhir_code_system.changed_at is 'when it last changed, or the first moment of the day, month or year';
comment on column fhir_code_system.changed_until is 'when only the day, month or year of changed_at is known: the first moment after it; else empty';
comment on column fhir_code_system.publisher is 'who publishes it';
comment on column fhir_code_system.description is 'what it is, Markdown';
comment on column fhir_code_system.purpose is 'what it is for, Markdown';
comment on column fhir_code_system.copyright is 'what its use is bound to, Markdown';
comment on column fhir_code_system.url is 'its canonical url, by which others name it';
comment on column fhir_code_system.experimental is 'true when it is for tests only';
comment on column fhir_code_system.case_sensitive is 'true when capital and small letters are told apart';
comment on column fhir_code_system.value_set is 'the url of the value set of all its codes';
comment on column fhir_code_system.content is '''complete'', or how much of the system is here';
comment on column fhir_code_system.supplements is 'the url of the code system that it adds to';
create index fhir_code_system_content on fhir_code_system (content) where content is not null;
create index fhir_code_system_changed_at on fhir_code_system (changed_at) where changed_at is not null;
create index fhir_code_system_changed_at_long on fhir_code_system (changed_at) where changed_until - changed_at > interval '1 day';
create statistics fhir_code_system_changed_at_length on (changed_until - changed_at) from fhir_code_system;
create index fhir_code_system_description_folded on fhir_code_system ((folded_start(description) collate "C")) where description is not null;
create index fhir_code_system_name_folded on fhir_code_system ((folded_start(name) collate "C")) where name is not null;
create index fhir_code_system_publisher_folded on fhir_code_system ((folded_start(publisher) collate "C")) where publisher is not null;
create index fhir_code_system_status on fhir_code_system (status) where status is not null;
create index fhir_code_system_supplements on fhir_code_system (supplements) where supplements is not null;
create index fhir_code_system_url on fhir_code_system (url) where url is not null;
create index fhir_code_system_title_folded on fhir_code_system ((folded_start(title) collate "C")) where title is not null;
create index fhir_code_system_version on fhir_code_system (version) where version is not null;

create table fhir_code_system_identifier (
    fhir_code_system_id fhir_id not null references fhir_code_system on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    use                 words check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    type_concept        text references concept deferrable,
    system              short_words,
    value               short_words,
    started_at          timestamptz,
    ended_at            timestamptz,
    dated               words check (dated in ('day', 'month', 'year')),
    assigner_id         text references organization deferrable,
    assigner_elsewhere  words,
    primary key (fhir_code_system_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table fhir_code_system_identifier is 'other identifiers of a system';
comment on column fhir_code_system_identifier.fhir_code_system_id is 'the system it belongs to';
comment on column fhir_code_system_identifier.id is 'key of the row, never changed and never used twice in one system';
comment on column fhir_code_system_identifier.position is 'its place in the list, lowest first';
comment on column fhir_code_system_identifier.use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column fhir_code_system_identifier.type_concept is 'what kind of identifier it is';
comment on column fhir_code_system_identifier.system is 'who gives such identifiers out';
comment on column fhir_code_system_identifier.value is 'the identifier itself';
comment on column fhir_code_system_identifier.started_at is 'since when it holds';
comment on column fhir_code_system_identifier.ended_at is 'until when it holds';
comment on column fhir_code_system_identifier.dated is '''day'', ''month'' or ''year'' when only these are known of the two; else empty';
comment on column fhir_code_system_identifier.assigner_id is 'the organization that gave it out';
comment on column fhir_code_system_identifier.assigner_elsewhere is 'what assigner_id cannot hold, as written';
create index fhir_code_system_identifier_value_system on fhir_code_system_identifier (value, system) where value is not null;
create index fhir_code_system_identifier_assigner_id on fhir_code_system_identifier (assigner_id) where assigner_id is not null;

create table fhir_code_system_context (
    fhir_code_system_id   fhir_id not null references fhir_code_system on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    kind_system           short_words,
    kind_code             short_words,
    kind_version          words,
    kind_display          words,
    value_concept         text references concept deferrable,
    value                 numeric,
    value_unit            words,
    value_system          words,
    value_code            words,
    value_comparator      words,
    value_low             numeric,
    value_low_unit        words,
    value_low_system      words,
    value_low_code        words,
    value_high            numeric,
    value_high_unit       words,
    value_high_system     words,
    value_high_code       words,
    value_location_id     text references location deferrable,
    value_organization_id text references organization deferrable,
    value_elsewhere       words,
    primary key (fhir_code_system_id, id),
    check ((num_nonnulls(value_concept) > 0)::integer + (num_nonnulls(value, value_unit, value_system, value_code,
            value_comparator) > 0)::integer + (num_nonnulls(value_low, value_low_unit, value_low_system,
            value_low_code, value_high, value_high_unit, value_high_system, value_high_code) > 0)::integer +
            (num_nonnulls(value_location_id, value_organization_id, value_elsewhere) > 0)::integer <= 1),
    check (num_nonnulls(value_location_id, value_organization_id, value_elsewhere) <= 1),
    check (is_elsewhere(value_elsewhere, 'Location', 'Organization'))
);
comment on table fhir_code_system_context is 'for which use a system is meant';
comment on column fhir_code_system_context.fhir_code_system_id is 'the system it belongs to';
comment on column fhir_code_system_context.id is 'key of the row, never changed and never used twice in one system';
comment on column fhir_code_system_context.position is 'its place in the list, lowest first';
comment on column fhir_code_system_context.kind_system is 'code system of kind_code';
comment on column fhir_code_system_context.kind_code is 'which side of the use is told: the age, the focus, the venue';
comment on column fhir_code_system_context.kind_version is 'version of kind_system';
comment on column fhir_code_system_context.kind_display is 'what kind_code means, in words';
comment on column fhir_code_system_context.value_concept is 'the use, as a code';
comment on column fhir_code_system_context.value is 'the use, as an amount';
comment on column fhir_code_system_context.value_unit is 'unit of value, in words';
comment on column fhir_code_system_context.value_system is 'code system of value_code';
comment on column fhir_code_system_context.value_code is 'unit of value as a code, usually UCUM';
comment on column fhir_code_system_context.value_comparator is '''<'', ''<='', ''>='' or ''>'' when value is only a bound';
comment on column fhir_code_system_context.value_low is 'the use, as a range: the lowest';
comment on column fhir_code_system_context.value_low_unit is 'unit of value_low, in words';
comment on column fhir_code_system_context.value_low_system is 'code system of value_low_code';
comment on column fhir_code_system_context.value_low_code is 'unit of value_low as a code, usually UCUM';
comment on column fhir_code_system_context.value_high is 'the use, as a range: the highest';
comment on column fhir_code_system_context.value_high_unit is 'unit of value_high, in words';
comment on column fhir_code_system_context.value_high_system is 'code system of value_high_code';
comment on column fhir_code_system_context.value_high_code is 'unit of value_high as a code, usually UCUM';
comment on column fhir_code_system_context.value_location_id is 'the use, as the place';
comment on column fhir_code_system_context.value_organization_id is 'the use, as the organization';
comment on column fhir_code_system_context.value_elsewhere is 'what value_location_id cannot hold, as written: a URL or urn, or a record of another kind';
create index fhir_code_system_context_value_concept on fhir_code_system_context (value_concept) where value_concept is not null;
create index fhir_code_system_context_value on fhir_code_system_context (value) where value is not null;
create index fhir_code_system_context_value_low on fhir_code_system_context (value_low) where value_low is not null;
create index fhir_code_system_context_kind_code_kind_system on fhir_code_system_context (kind_code, kind_system) where kind_code is not null;
create index fhir_code_system_context_value_location_id on fhir_code_system_context (value_location_id) where value_location_id is not null;
create index fhir_code_system_context_value_organization_id on fhir_code_system_context (value_organization_id) where value_organization_id is not null;

create table fhir_code_system_jurisdiction (
    fhir_code_system_id fhir_id not null references fhir_code_system on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    concept             text references concept deferrable,
    primary key (fhir_code_system_id, id)
);
comment on table fhir_code_system_jurisdiction is 'where a system is meant to be used';
comment on column fhir_code_system_jurisdiction.fhir_code_system_id is 'the system it belongs to';
comment on column fhir_code_system_jurisdiction.id is 'key of the row, never changed and never used twice in one system';
comment on column fhir_code_system_jurisdiction.position is 'its place in the list, lowest first';
comment on column fhir_code_system_jurisdiction.concept is 'the country or region, as a code';
create index fhir_code_system_jurisdiction_concept on fhir_code_system_jurisdiction (concept) where concept is not null;

create table fhir_code_system_concept (
    fhir_code_system_id         fhir_id not null references fhir_code_system on delete cascade deferrable,
    id                          bigint not null default nextval('child_row_key'),
    position                    bigint not null default nextval('child_row_position'),
    fhir_code_system_concept_id bigint,
    code                        short_words,
    display                     words,
    definition                  words,
    primary key (fhir_code_system_id, id),
    foreign key (fhir_code_system_id, fhir_code_system_concept_id) references fhir_code_system_concept on delete
            cascade deferrable
);
comment on table fhir_code_system_concept is 'the codes of a system; one may be below another';
comment on column fhir_code_system_concept.fhir_code_system_id is 'the system it belongs to';
comment on column fhir_code_system_concept.id is 'key of the row, never changed and never used twice in one system';
comment on column fhir_code_system_concept.position is 'its place in the list, lowest first';
comment on column fhir_code_system_concept.code is 'the code';
comment on column fhir_code_system_concept.display is 'what it means, in few words';
comment on column fhir_code_system_concept.definition is 'what it means, exactly';
create index fhir_code_system_concept_code on fhir_code_system_concept (code) where code is not null;

create table fhir_code_system_designation (
    fhir_code_system_id         fhir_id not null references fhir_code_system on delete cascade deferrable,
    id                          bigint not null default nextval('child_row_key'),
    position                    bigint not null default nextval('child_row_position'),
    fhir_code_system_concept_id bigint,
    language                    short_words,
    value                       words,
    primary key (fhir_code_system_id, id),
    foreign key (fhir_code_system_id, fhir_code_system_concept_id) references fhir_code_system_concept on delete
            cascade deferrable
);
comment on table fhir_code_system_designation is 'other words for a code';
comment on column fhir_code_system_designation.fhir_code_system_id is 'the system it belongs to';
comment on column fhir_code_system_designation.id is 'key of the row, never changed and never used twice in one system';
comment on column fhir_code_system_designation.position is 'its place in the list, lowest first';
comment on column fhir_code_system_designation.language is 'the language, such as de';
comment on column fhir_code_system_designation.value is 'the words';
create index fhir_code_system_designation_language on fhir_code_system_designation (language) where language is not null;

select fhir_watch('fhir_code_system', 'CodeSystem', 'id');
select fhir_watch('fhir_code_system_identifier', 'CodeSystem', 'fhir_code_system_id');
select fhir_watch('fhir_code_system_context', 'CodeSystem', 'fhir_code_system_id');
select fhir_watch('fhir_code_system_jurisdiction', 'CodeSystem', 'fhir_code_system_id');
select fhir_watch('fhir_code_system_concept', 'CodeSystem', 'fhir_code_system_id');
select fhir_watch('fhir_code_system_designation', 'CodeSystem', 'fhir_code_system_id');
