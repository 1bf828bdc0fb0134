-- +goose Up
-- What a search must find of a resource though no column of the clinic shows it:
-- written with every version, of the current one only.

create table fhir_label (
    type      text not null,
    id        text not null,
    position  integer not null,
    parameter text not null,
    system    text,
    value     text,
    display   text,
    primary key (type, id, position)
);
comment on table fhir_label is 'tags, security labels, profiles, the source, and the identifiers of what a resource refers to, by the search parameter that looks for them';
comment on column fhir_label.parameter is '_tag, _security, _profile or _source; of an identifier the reference parameter, such as subject';
comment on column fhir_label.value is 'code, address or value of the identifier';
create index fhir_label_value on fhir_label (type, parameter, value, system);
create index fhir_label_system on fhir_label (type, parameter, system);

create table fhir_words (
    type      text not null,
    id        text not null,
    narrative tsvector,
    content   tsvector,
    primary key (type, id)
);
comment on table fhir_words is 'the different words of a resource, folded, without their places';
comment on column fhir_words.narrative is 'of text.div, for _text; NULL without a narrative';
comment on column fhir_words.content is 'of all its strings, for _content';
-- Words wait in a list, in kB, that a search has to read through, until many are put into the index at once.
create index fhir_words_narrative on fhir_words using gin (narrative) with (gin_pending_list_limit = 512) where narrative is not null;
create index fhir_words_content on fhir_words using gin (content) with (gin_pending_list_limit = 512);

create function fhir_lexemes(plain text, others text) returns tsvector language sql immutable parallel safe
    return array_to_tsvector(nullif(string_to_array(plain, ' ') || string_to_array(case when others = '' then '' else folded(others) end, ' '), '{}'));
comment on function fhir_lexemes is 'the words of two texts that have a blank between them, those of the first folded already; NULL for none';
