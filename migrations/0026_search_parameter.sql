-- +goose Up
-- The search parameters that the project defines beyond the standard, as others
-- may read them. No clinic's data: the program publishes them, see store/publish.go.

create table fhir_search_parameter (
    id            fhir_id primary key,
    url           short_words,
    version       short_words,
    name          words,
    derived_from  short_words,
    status        short_words check (status in ('draft', 'active', 'retired', 'unknown')),
    experimental  boolean,
    changed_at    timestamptz,
    changed_until timestamptz,
    publisher     words,
    description   words,
    purpose       words,
    code          short_words,
    type          short_words check (type in ('number', 'date', 'string', 'token', 'reference', 'composite', 'quantity',
            'uri', 'special')),
    expression    words,
    xpath         words,
    xpath_usage   words check (xpath_usage in ('normal', 'phonetic', 'nearby', 'distance', 'other')),
    multiple_or   boolean,
    multiple_and  boolean,
    comparators   text[],
    modifiers     text[],
    chains        text[],
    check (changed_until is null or whole_days(changed_at, changed_until)),
    check (are_words(comparators)),
    check (are_words(modifiers)),
    check (are_words(chains))
);
comment on table fhir_search_parameter is 'a parameter that searches may use, as it is published to others; the program writes it';
comment on column fhir_search_parameter.id is 'the logical id, part of every link to it';
comment on column fhir_search_parameter.url is 'its canonical url, which the CapabilityStatement points to';
comment on column fhir_search_parameter.version is 'which version of the definition this is';
comment on column fhir_search_parameter.name is 'its name for programs';
comment on column fhir_search_parameter.derived_from is 'the url of the parameter that it widens or narrows';
comment on column fhir_search_parameter.status is '''draft'', ''active'', ''retired'' or ''unknown''';
comment on column fhir_search_parameter.experimental is 'true when it is for tests only';
comment on column fhir_search_parameter.changed_at is 'when it last changed, or the first moment of the day, month or year';
comment on column fhir_search_parameter.changed_until is 'when only the day, month or year of changed_at is known: the first moment after it; else empty';
comment on column fhir_search_parameter.publisher is 'who publishes it';
comment on column fhir_search_parameter.description is 'what it finds, Markdown';
comment on column fhir_search_parameter.purpose is 'what it is for, Markdown';
comment on column fhir_search_parameter.code is 'its name in a search';
comment on column fhir_search_parameter.type is 'of what type its values are: ''token'', ''date'' and so on';
comment on column fhir_search_parameter.expression is 'where it looks, as FHIRPath';
comment on column fhir_search_parameter.xpath is 'where it looks, as XPath';
comment on column fhir_search_parameter.xpath_usage is 'how the XPath is to be used';
comment on column fhir_search_parameter.multiple_or is 'several values may be given, joined by commas';
comment on column fhir_search_parameter.multiple_and is 'it may be given several times';
comment on column fhir_search_parameter.comparators is 'the prefixes that its values may have: ''ge'', ''lt''';
comment on column fhir_search_parameter.modifiers is 'the modifiers that it may have: ''missing'', ''not''';
comment on column fhir_search_parameter.chains is 'the parameters that may follow it after a dot';
create index fhir_search_parameter_code on fhir_search_parameter (code) where code is not null;
create index fhir_search_parameter_changed_at on fhir_search_parameter (changed_at) where changed_at is not null;
create index fhir_search_parameter_changed_at_long on fhir_search_parameter (changed_at) where changed_until - changed_at > interval '1 day';
create statistics fhir_search_parameter_changed_at_length on (changed_until - changed_at) from fhir_search_parameter;
create index fhir_search_parameter_derived_from on fhir_search_parameter (derived_from) where derived_from is not null;
create index fhir_search_parameter_description_folded on fhir_search_parameter ((folded_start(description) collate "C")) where description is not null;
create index fhir_search_parameter_name_folded on fhir_search_parameter ((folded_start(name) collate "C")) where name is not null;
create index fhir_search_parameter_publisher_folded on fhir_search_parameter ((folded_start(publisher) collate "C")) where publisher is not null;
create index fhir_search_parameter_status on fhir_search_parameter (status) where status is not null;
create index fhir_search_parameter_type on fhir_search_parameter (type) where type is not null;
create index fhir_search_parameter_url on fhir_search_parameter (url) where url is not null;
create index fhir_search_parameter_version on fhir_search_parameter (version) where version is not null;

create table fhir_search_parameter_context (
    fhir_search_parameter_id fhir_id not null references fhir_search_parameter on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    kind_system              short_words,
    kind_code                short_words,
    kind_version             words,
    kind_display             words,
    value_concept            text references concept deferrable,
    value                    numeric,
    value_unit               words,
    value_system             words,
    value_code               words,
    value_comparator         words,
    value_low                numeric,
    value_low_unit           words,
    value_low_system         words,
    value_low_code           words,
    value_high               numeric,
    value_high_unit          words,
    value_high_system        words,
    value_high_code          words,
    value_location_id        text references location deferrable,
    value_organization_id    text references organization deferrable,
    value_elsewhere          words,
    primary key (fhir_search_parameter_id, id),
    check ((num_nonnulls(value_concept) > 0)::integer + (num_nonnulls(value, value_unit, value_system, value_code,
            value_comparator) > 0)::integer + (num_nonnulls(value_low, value_low_unit, value_low_system,
            value_low_code, value_high, value_high_unit, value_high_system, value_high_code) > 0)::integer +
            (num_nonnulls(value_location_id, value_organization_id, value_elsewhere) > 0)::integer <= 1),
    check (num_nonnulls(value_location_id, value_organization_id, value_elsewhere) <= 1),
    check (is_elsewhere(value_elsewhere, 'Location', 'Organization'))
);
comment on table fhir_search_parameter_context is 'for which use a parameter is meant';
comment on column fhir_search_parameter_context.fhir_search_parameter_id is 'the parameter it belongs to';
comment on column fhir_search_parameter_context.id is 'key of the row, never changed and never used twice in one parameter';
comment on column fhir_search_parameter_context.position is 'its place in the list, lowest first';
comment on column fhir_search_parameter_context.kind_system is 'code system of kind_code';
comment on column fhir_search_parameter_context.kind_code is 'which side of the use is told: the age, the focus, the venue';
comment on column fhir_search_parameter_context.kind_version is 'version of kind_system';
comment on column fhir_search_parameter_context.kind_display is 'what kind_code means, in words';
comment on column fhir_search_parameter_context.value_concept is 'the use, as a code';
comment on column fhir_search_parameter_context.value is 'the use, as an amount';
comment on column fhir_search_parameter_context.value_unit is 'unit of value, in words';
comment on column fhir_search_parameter_context.value_system is 'code system of value_code';
comment on column fhir_search_parameter_context.value_code is 'unit of value as a code, usually UCUM';
comment on column fhir_search_parameter_context.value_comparator is '''<'', ''<='', ''>='' or ''>'' when value is only a bound';
comment on column fhir_search_parameter_context.value_low is 'the use, as a range: the lowest';
comment on column fhir_search_parameter_context.value_low_unit is 'unit of value_low, in words';
comment on column fhir_search_parameter_context.value_low_system is 'code system of value_low_code';
comment on column fhir_search_parameter_context.value_low_code is 'unit of value_low as a code, usually UCUM';
comment on column fhir_search_parameter_context.value_high is 'the use, as a range: the highest';
comment on column fhir_search_parameter_context.value_high_unit is 'unit of value_high, in words';
comment on column fhir_search_parameter_context.value_high_system is 'code system of value_high_code';
comment on column fhir_search_parameter_context.value_high_code is 'unit of value_high as a code, usually UCUM';
comment on column fhir_search_parameter_context.value_location_id is 'the use, as the place';
comment on column fhir_search_parameter_context.value_organization_id is 'the use, as the organization';
comment on column fhir_search_parameter_context.value_elsewhere is 'what value_location_id cannot hold, as written: a URL or urn, or a record of another kind';
create index fhir_search_parameter_context_value_concept on fhir_search_parameter_context (value_concept) where value_concept is not null;
create index fhir_search_parameter_context_value on fhir_search_parameter_context (value) where value is not null;
create index fhir_search_parameter_context_value_low on fhir_search_parameter_context (value_low) where value_low is not null;
create index fhir_search_parameter_context_kind_code_kind_system on fhir_search_parameter_context (kind_code, kind_system) where kind_code is not null;
create index fhir_search_parameter_context_value_location_id on fhir_search_parameter_context (value_location_id) where value_location_id is not null;
create index fhir_search_parameter_context_value_organization_id on fhir_search_parameter_context (value_organization_id) where value_organization_id is not null;

create table fhir_search_parameter_jurisdiction (
    fhir_search_parameter_id fhir_id not null references fhir_search_parameter on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    concept                  text references concept deferrable,
    primary key (fhir_search_parameter_id, id)
);
comment on table fhir_search_parameter_jurisdiction is 'where a parameter is meant to be used';
comment on column fhir_search_parameter_jurisdiction.fhir_search_parameter_id is 'the parameter it belongs to';
comment on column fhir_search_parameter_jurisdiction.id is 'key of the row, never changed and never used twice in one parameter';
comment on column fhir_search_parameter_jurisdiction.position is 'its place in the list, lowest first';
comment on column fhir_search_parameter_jurisdiction.concept is 'the country or region, as a code';
create index fhir_search_parameter_jurisdiction_concept on fhir_search_parameter_jurisdiction (concept) where concept is not null;

create table fhir_search_parameter_base (
    fhir_search_parameter_id fhir_id not null references fhir_search_parameter on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    base                     short_words,
    primary key (fhir_search_parameter_id, id)
);
comment on table fhir_search_parameter_base is 'the resource types that a parameter can search';
comment on column fhir_search_parameter_base.fhir_search_parameter_id is 'the parameter it belongs to';
comment on column fhir_search_parameter_base.id is 'key of the row, never changed and never used twice in one parameter';
comment on column fhir_search_parameter_base.position is 'its place in the list, lowest first';
comment on column fhir_search_parameter_base.base is 'the resource type';
create index fhir_search_parameter_base_base on fhir_search_parameter_base (base) where base is not null;

create table fhir_search_parameter_target (
    fhir_search_parameter_id fhir_id not null references fhir_search_parameter on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    target                   short_words,
    primary key (fhir_search_parameter_id, id)
);
comment on table fhir_search_parameter_target is 'the resource types that a reference parameter may lead to';
comment on column fhir_search_parameter_target.fhir_search_parameter_id is 'the parameter it belongs to';
comment on column fhir_search_parameter_target.id is 'key of the row, never changed and never used twice in one parameter';
comment on column fhir_search_parameter_target.position is 'its place in the list, lowest first';
comment on column fhir_search_parameter_target.target is 'the resource type';
create index fhir_search_parameter_target_target on fhir_search_parameter_target (target) where target is not null;

create table fhir_search_parameter_component (
    fhir_search_parameter_id fhir_id not null references fhir_search_parameter on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    definition               short_words,
    expression               words,
    primary key (fhir_search_parameter_id, id)
);
comment on table fhir_search_parameter_component is 'the parts of a composite parameter';
comment on column fhir_search_parameter_component.fhir_search_parameter_id is 'the parameter it belongs to';
comment on column fhir_search_parameter_component.id is 'key of the row, never changed and never used twice in one parameter';
comment on column fhir_search_parameter_component.position is 'its place in the list, lowest first';
comment on column fhir_search_parameter_component.definition is 'the url of the parameter that is the part';
comment on column fhir_search_parameter_component.expression is 'where the part is, from the element that the whole looks at';
create index fhir_search_parameter_component_definition on fhir_search_parameter_component (definition) where definition is not null;

select fhir_watch('fhir_search_parameter', 'SearchParameter', 'id');
select fhir_watch('fhir_search_parameter_context', 'SearchParameter', 'fhir_search_parameter_id');
select fhir_watch('fhir_search_parameter_jurisdiction', 'SearchParameter', 'fhir_search_parameter_id');
select fhir_watch('fhir_search_parameter_base', 'SearchParameter', 'fhir_search_parameter_id');
select fhir_watch('fhir_search_parameter_target', 'SearchParameter', 'fhir_search_parameter_id');
select fhir_watch('fhir_search_parameter_component', 'SearchParameter', 'fhir_search_parameter_id');
