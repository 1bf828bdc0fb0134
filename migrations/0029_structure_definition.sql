-- +goose Up
-- The profiles and extensions of the implementation guide, as others may read them. No
-- clinic's data: the program publishes them, see store/publish.go.

create table fhir_structure_definition (
    id            fhir_id primary key,
    version       short_words,
    name          words,
    title         words,
    status        short_words check (status in ('draft', 'active', 'retired', 'unknown')),
    changed_at    timestamptz,
    changed_until timestamptz,
    publisher     words,
    description   words,
    purpose       words,
    copyright     words,
    url           short_words,
    experimental  boolean,
    kind          short_words check (kind in ('primitive-type', 'complex-type', 'resource', 'logical')),
    abstract      boolean,
    type          short_words,
    base          short_words,
    derivation    short_words check (derivation in ('specialization', 'constraint')),
    check (changed_until is null or whole_days(changed_at, changed_until))
);
comment on table fhir_structure_definition is 'a profile or an extension of the implementation guide, as it is published to others; the program writes it';
comment on column fhir_structure_definition.id is 'the logical id, part of every link to it';
comment on column fhir_structure_definition.version is 'which version of the definition this is';
comment on column fhir_structure_definition.name is 'its name for programs';
comment on column fhir_structure_definition.title is 'its name for people';
comment on column fhir_structure_definition.status is '''draft'', ''active'', ''retired'' or ''unknown''';
comment on column fhir_structure_definition.changed_at is 'when it last changed, or the first moment of the day, month or year';
comment on column fhir_structure_definition.changed_until is 'when only the day, month or year of changed_at is known: the first moment after it; else empty';
comment on column fhir_structure_definition.publisher is 'who publishes it';
comment on column fhir_structure_definition.description is 'what it is, Markdown';
comment on column fhir_structure_definition.purpose is 'what it is for, Markdown';
comment on column fhir_structure_definition.copyright is 'what its use is bound to, Markdown';
comment on column fhir_structure_definition.url is 'its canonical url, by which others name it';
comment on column fhir_structure_definition.experimental is 'true when it is for tests only';
comment on column fhir_structure_definition.kind is '''resource'', ''complex-type'' and so on: what it is a definition of';
comment on column fhir_structure_definition.abstract is 'true when nothing is only this, but something derived from it';
comment on column fhir_structure_definition.type is 'the type that it is a definition of';
comment on column fhir_structure_definition.base is 'the url of the definition that it is made from';
comment on column fhir_structure_definition.derivation is '''constraint'' when it narrows its base, ''specialization'' when it is a new type';
create index fhir_structure_definition_base on fhir_structure_definition (base) where base is not null;
create index fhir_structure_definition_changed_at on fhir_structure_definition (changed_at) where changed_at is not null;
create index fhir_structure_definition_changed_at_long on fhir_structure_definition (changed_at) where changed_until - changed_at > interval '1 day';
create statistics fhir_structure_definition_changed_at_length on (changed_until - changed_at) from fhir_structure_definition;
create index fhir_structure_definition_derivation on fhir_structure_definition (derivation) where derivation is not null;
create index fhir_structure_definition_description_folded on fhir_structure_definition ((folded_start(description) collate "C")) where description is not null;
create index fhir_structure_definition_kind on fhir_structure_definition (kind) where kind is not null;
create index fhir_structure_definition_name_folded on fhir_structure_definition ((folded_start(name) collate "C")) where name is not null;
create index fhir_structure_definition_publisher_folded on fhir_structure_definition ((folded_start(publisher) collate "C")) where publisher is not null;
create index fhir_structure_definition_status on fhir_structure_definition (status) where status is not null;
create index fhir_structure_definition_title_folded on fhir_structure_definition ((folded_start(title) collate "C")) where title is not null;
create index fhir_structure_definition_type on fhir_structure_definition (type) where type is not null;
create index fhir_structure_definition_url on fhir_structure_definition (url) where url is not null;
create index fhir_structure_definition_version on fhir_structure_definition (version) where version is not null;

create table fhir_structure_definition_identifier (
    fhir_structure_definition_id fhir_id not null references fhir_structure_definition on delete cascade deferrable,
    id                           bigint not null default nextval('child_row_key'),
    position                     bigint not null default nextval('child_row_position'),
    use                          words check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    type_concept                 text references concept deferrable,
    system                       short_words,
    value                        short_words,
    started_at                   timestamptz,
    ended_at                     timestamptz,
    dated                        words check (dated in ('day', 'month', 'year')),
    assigner_id                  text references organization deferrable,
    assigner_elsewhere           words,
    primary key (fhir_structure_definition_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table fhir_structure_definition_identifier is 'other identifiers of a definition';
comment on column fhir_structure_definition_identifier.fhir_structure_definition_id is 'the definition it belongs to';
comment on column fhir_structure_definition_identifier.id is 'key of the row, never changed and never used twice in one definition';
comment on column fhir_structure_definition_identifier.position is 'its place in the list, lowest first';
comment on column fhir_structure_definition_identifier.use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column fhir_structure_definition_identifier.type_concept is 'what kind of identifier it is';
comment on column fhir_structure_definition_identifier.system is 'who gives such identifiers out';
comment on column fhir_structure_definition_identifier.value is 'the identifier itself';
comment on column fhir_structure_definition_identifier.started_at is 'since when it holds';
comment on column fhir_structure_definition_identifier.ended_at is 'until when it holds';
comment on column fhir_structure_definition_identifier.dated is '''day'', ''month'' or ''year'' when only these are known of the two; else empty';
comment on column fhir_structure_definition_identifier.assigner_id is 'the organization that gave it out';
comment on column fhir_structure_definition_identifier.assigner_elsewhere is 'what assigner_id cannot hold, as written';
create index fhir_structure_definition_identifier_value_system on fhir_structure_definition_identifier (value, system) where value is not null;
create index fhir_structure_definition_identifier_assigner_id on fhir_structure_definition_identifier (assigner_id) where assigner_id is not null;

create table fhir_structure_definition_context (
    fhir_structure_definition_id fhir_id not null references fhir_structure_definition on delete cascade deferrable,
    id                           bigint not null default nextval('child_row_key'),
    position                     bigint not null default nextval('child_row_position'),
    kind_system                  short_words,
    kind_code                    short_words,
    kind_version                 words,
    kind_display                 words,
    value_concept                text references concept deferrable,
    value                        numeric,
    value_unit                   words,
    value_system                 words,
    value_code                   words,
    value_comparator             words,
    value_low                    numeric,
    value_low_unit               words,
    value_low_system             words,
    value_low_code               words,
    value_high                   numeric,
    value_high_unit              words,
    value_high_system            words,
    value_high_code              words,
    value_location_id            text references location deferrable,
    value_organization_id        text references organization deferrable,
    value_elsewhere              words,
    primary key (fhir_structure_definition_id, id),
    check ((num_nonnulls(value_concept) > 0)::integer + (num_nonnulls(value, value_unit, value_system, value_code,
            value_comparator) > 0)::integer + (num_nonnulls(value_low, value_low_unit, value_low_system,
            value_low_code, value_high, value_high_unit, value_high_system, value_high_code) > 0)::integer +
            (num_nonnulls(value_location_id, value_organization_id, value_elsewhere) > 0)::integer <= 1),
    check (num_nonnulls(value_location_id, value_organization_id, value_elsewhere) <= 1),
    check (is_elsewhere(value_elsewhere, 'Location', 'Organization'))
);
comment on table fhir_structure_definition_context is 'for which use a definition is meant';
comment on column fhir_structure_definition_context.fhir_structure_definition_id is 'the definition it belongs to';
comment on column fhir_structure_definition_context.id is 'key of the row, never changed and never used twice in one definition';
comment on column fhir_structure_definition_context.position is 'its place in the list, lowest first';
comment on column fhir_structure_definition_context.kind_system is 'code system of kind_code';
comment on column fhir_structure_definition_context.kind_code is 'which side of the use is told: the age, the focus, the venue';
comment on column fhir_structure_definition_context.kind_version is 'version of kind_system';
comment on column fhir_structure_definition_context.kind_display is 'what kind_code means, in words';
comment on column fhir_structure_definition_context.value_concept is 'the use, as a code';
comment on column fhir_structure_definition_context.value is 'the use, as an amount';
comment on column fhir_structure_definition_context.value_unit is 'unit of value, in words';
comment on column fhir_structure_definition_context.value_system is 'code system of value_code';
comment on column fhir_structure_definition_context.value_code is 'unit of value as a code, usually UCUM';
comment on column fhir_structure_definition_context.value_comparator is '''<'', ''<='', ''>='' or ''>'' when value is only a bound';
comment on column fhir_structure_definition_context.value_low is 'the use, as a range: the lowest';
comment on column fhir_structure_definition_context.value_low_unit is 'unit of value_low, in words';
comment on column fhir_structure_definition_context.value_low_system is 'code system of value_low_code';
comment on column fhir_structure_definition_context.value_low_code is 'unit of value_low as a code, usually UCUM';
comment on column fhir_structure_definition_context.value_high is 'the use, as a range: the highest';
comment on column fhir_structure_definition_context.value_high_unit is 'unit of value_high, in words';
comment on column fhir_structure_definition_context.value_high_system is 'code system of value_high_code';
comment on column fhir_structure_definition_context.value_high_code is 'unit of value_high as a code, usually UCUM';
comment on column fhir_structure_definition_context.value_location_id is 'the use, as the place';
comment on column fhir_structure_definition_context.value_organization_id is 'the use, as the organization';
comment on column fhir_structure_definition_context.value_elsewhere is 'what value_location_id cannot hold, as written: a URL or urn, or a record of another kind';
create index fhir_structure_definition_context_value_concept on fhir_structure_definition_context (value_concept) where value_concept is not null;
create index fhir_structure_definition_context_value on fhir_structure_definition_context (value) where value is not null;
create index fhir_structure_definition_context_value_low on fhir_structure_definition_context (value_low) where value_low is not null;
create index fhir_structure_definition_context_kind_code_kind_system on fhir_structure_definition_context (kind_code, kind_system) where kind_code is not null;
create index fhir_structure_definition_context_value_location_id on fhir_structure_definition_context (value_location_id) where value_location_id is not null;
create index fhir_structure_definition_context_value_organization_id on fhir_structure_definition_context (value_organization_id) where value_organization_id is not null;

create table fhir_structure_definition_jurisdiction (
    fhir_structure_definition_id fhir_id not null references fhir_structure_definition on delete cascade deferrable,
    id                           bigint not null default nextval('child_row_key'),
    position                     bigint not null default nextval('child_row_position'),
    concept                      text references concept deferrable,
    primary key (fhir_structure_definition_id, id)
);
comment on table fhir_structure_definition_jurisdiction is 'where a definition is meant to be used';
comment on column fhir_structure_definition_jurisdiction.fhir_structure_definition_id is 'the definition it belongs to';
comment on column fhir_structure_definition_jurisdiction.id is 'key of the row, never changed and never used twice in one definition';
comment on column fhir_structure_definition_jurisdiction.position is 'its place in the list, lowest first';
comment on column fhir_structure_definition_jurisdiction.concept is 'the country or region, as a code';
create index fhir_structure_definition_jurisdiction_concept on fhir_structure_definition_jurisdiction (concept) where concept is not null;

create table fhir_structure_definition_keyword (
    fhir_structure_definition_id fhir_id not null references fhir_structure_definition on delete cascade deferrable,
    id                           bigint not null default nextval('child_row_key'),
    position                     bigint not null default nextval('child_row_position'),
    keyword_system               short_words,
    keyword_code                 short_words,
    keyword_version              words,
    keyword_display              words,
    primary key (fhir_structure_definition_id, id)
);
comment on table fhir_structure_definition_keyword is 'words by which a definition is found, as codes';
comment on column fhir_structure_definition_keyword.fhir_structure_definition_id is 'the definition it belongs to';
comment on column fhir_structure_definition_keyword.id is 'key of the row, never changed and never used twice in one definition';
comment on column fhir_structure_definition_keyword.position is 'its place in the list, lowest first';
comment on column fhir_structure_definition_keyword.keyword_system is 'code system of keyword_code';
comment on column fhir_structure_definition_keyword.keyword_code is 'the code';
comment on column fhir_structure_definition_keyword.keyword_version is 'version of keyword_system';
comment on column fhir_structure_definition_keyword.keyword_display is 'what keyword_code means, in words';
create index fhir_structure_definition_keyword_keyword_code_keyword_system on fhir_structure_definition_keyword (keyword_code, keyword_system) where keyword_code is not null;

create table fhir_structure_definition_place (
    fhir_structure_definition_id fhir_id not null references fhir_structure_definition on delete cascade deferrable,
    id                           bigint not null default nextval('child_row_key'),
    position                     bigint not null default nextval('child_row_position'),
    type                         short_words check (type in ('fhirpath', 'element', 'extension')),
    expression                   words,
    primary key (fhir_structure_definition_id, id)
);
comment on table fhir_structure_definition_place is 'where an extension may stand';
comment on column fhir_structure_definition_place.fhir_structure_definition_id is 'the definition it belongs to';
comment on column fhir_structure_definition_place.id is 'key of the row, never changed and never used twice in one definition';
comment on column fhir_structure_definition_place.position is 'its place in the list, lowest first';
comment on column fhir_structure_definition_place.type is '''element'', ''extension'' or ''fhirpath'': how expression is to be read';
comment on column fhir_structure_definition_place.expression is 'the place';
create index fhir_structure_definition_place_type on fhir_structure_definition_place (type) where type is not null;

create table fhir_structure_definition_snapshot (
    fhir_structure_definition_id fhir_id not null references fhir_structure_definition on delete cascade deferrable,
    id                           bigint not null default nextval('child_row_key'),
    position                     bigint not null default nextval('child_row_position'),
    path                         short_words,
    base_path                    short_words,
    value_set                    short_words,
    primary key (fhir_structure_definition_id, id)
);
comment on table fhir_structure_definition_snapshot is 'all elements of a definition, those that it does not change too; their rules are in the complement';
comment on column fhir_structure_definition_snapshot.fhir_structure_definition_id is 'the definition it belongs to';
comment on column fhir_structure_definition_snapshot.id is 'key of the row, never changed and never used twice in one definition';
comment on column fhir_structure_definition_snapshot.position is 'its place in the list, lowest first';
comment on column fhir_structure_definition_snapshot.path is 'the element';
comment on column fhir_structure_definition_snapshot.base_path is 'the element of R4 that it comes from';
comment on column fhir_structure_definition_snapshot.value_set is 'the url of the value set that its codes are from';
create index fhir_structure_definition_snapshot_base_path on fhir_structure_definition_snapshot (base_path) where base_path is not null;
create index fhir_structure_definition_snapshot_path on fhir_structure_definition_snapshot (path) where path is not null;
create index fhir_structure_definition_snapshot_value_set on fhir_structure_definition_snapshot (value_set) where value_set is not null;

create table fhir_structure_definition_differential (
    fhir_structure_definition_id fhir_id not null references fhir_structure_definition on delete cascade deferrable,
    id                           bigint not null default nextval('child_row_key'),
    position                     bigint not null default nextval('child_row_position'),
    path                         short_words,
    base_path                    short_words,
    primary key (fhir_structure_definition_id, id)
);
comment on table fhir_structure_definition_differential is 'the elements that a definition changes; their rules are in the complement';
comment on column fhir_structure_definition_differential.fhir_structure_definition_id is 'the definition it belongs to';
comment on column fhir_structure_definition_differential.id is 'key of the row, never changed and never used twice in one definition';
comment on column fhir_structure_definition_differential.position is 'its place in the list, lowest first';
comment on column fhir_structure_definition_differential.path is 'the element';
comment on column fhir_structure_definition_differential.base_path is 'the element of R4 that it comes from';
create index fhir_structure_definition_differential_base_path on fhir_structure_definition_differential (base_path) where base_path is not null;
create index fhir_structure_definition_differential_path on fhir_structure_definition_differential (path) where path is not null;

select fhir_watch('fhir_structure_definition', 'StructureDefinition', 'id');
select fhir_watch('fhir_structure_definition_identifier', 'StructureDefinition', 'fhir_structure_definition_id');
select fhir_watch('fhir_structure_definition_context', 'StructureDefinition', 'fhir_structure_definition_id');
select fhir_watch('fhir_structure_definition_jurisdiction', 'StructureDefinition', 'fhir_structure_definition_id');
select fhir_watch('fhir_structure_definition_keyword', 'StructureDefinition', 'fhir_structure_definition_id');
select fhir_watch('fhir_structure_definition_place', 'StructureDefinition', 'fhir_structure_definition_id');
select fhir_watch('fhir_structure_definition_snapshot', 'StructureDefinition', 'fhir_structure_definition_id');
select fhir_watch('fhir_structure_definition_differential', 'StructureDefinition', 'fhir_structure_definition_id');
