-- +goose Up
-- What the exchange keeps beside the clinic's tables: the head of each resource,
-- its versions, and the record of who did what.

create table fhir_resource (
    type         text not null,
    id           fhir_id not null,
    version      bigint not null,
    last_updated timestamptz not null,
    deleted      boolean not null default false,
    placeholder  boolean not null default false,
    pending      boolean not null default false,
    pending_by   text[],
    patient      text,
    complement   text compression lz4,
    primary key (type, id)
);
comment on table fhir_resource is 'one row for each resource: where its versions stand and what it says beyond the clinic''s rows';
comment on column fhir_resource.version is 'the current version, 0 before the first';
comment on column fhir_resource.placeholder is 'named by a reference but never received; shown to nobody';
comment on column fhir_resource.pending is 'the clinic edited its rows; a version of kind clinic is made before it is next shown';
comment on column fhir_resource.pending_by is 'the database users who edited since the last version';
comment on column fhir_resource.patient is 'the patient whose compartment it is in';
comment on column fhir_resource.complement is 'JSON: what the rows do not show; see package mapping';
create index fhir_resource_pending on fhir_resource (type, id) where pending;
create index fhir_resource_updated on fhir_resource (type, last_updated, id);

create table fhir_version (
    type    text not null,
    id      text not null,
    version bigint not null,
    at      timestamptz not null,
    deed    text not null check (deed in ('create', 'place', 'update', 'delete', 'clinic')),
    body    bytea compression lz4,
    sha256  bytea,
    primary key (type, id, version),
    check ((body is null) = (sha256 is null))
);
comment on table fhir_version is 'every version ever shown, append-only; body is the exact JSON, NULL where the resource was deleted';
create index fhir_version_at on fhir_version (at desc, type, id, version);
create index fhir_version_type_at on fhir_version (type, at desc, id, version);

create table fhir_audit (
    id             text primary key,
    recorded       timestamptz not null,
    interaction    text not null,
    action         text not null check (action in ('C', 'R', 'U', 'D', 'E')),
    outcome        text not null check (outcome in ('0', '4', '8', '12')),
    detail         text,
    agent          text not null,
    agent_kind     text not null,
    address        text,
    request        text,
    entity_type    text,
    entity_id      text,
    entity_version bigint,
    patients       text[],
    query          text,
    check (strpos(id, '.') = 0),
    check (patients <> '{}')
);
comment on table fhir_audit is 'who did what when, one row for each interaction; append-only, shown as one AuditEvent for each patient';
comment on column fhir_audit.agent is 'user, client or database role';
comment on column fhir_audit.id is 'a dot in the id of an AuditEvent parts it from the number of its patient';
comment on column fhir_audit.patients is 'the patients concerned, each once; NULL where there is none';
comment on column fhir_audit.query is 'the search as received';
create index fhir_audit_recorded on fhir_audit (recorded, id);
-- See fhir_audit_event. Of 4 MB that wait to be sorted in, as is usual, some
-- unlucky insert would take a quarter of a second; so it is 1 MB.
create index fhir_audit_patients on fhir_audit using gin (patients) with (gin_pending_list_limit = 1024);
create index fhir_audit_entity on fhir_audit ((entity_type || '/' || entity_id), recorded) where entity_id is not null;

-- +goose StatementBegin
create function fhir_append_only() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
-- +goose StatementEnd

create trigger append_only before update or delete or truncate on fhir_version
    for each statement execute function fhir_append_only();
create trigger append_only before update or delete or truncate on fhir_audit
    for each statement execute function fhir_append_only();

-- Bodies that name other functions are resolved once, here: autovacuum and a
-- restore look at indexes without this schema in their search_path.
create function folded(text text) returns text language sql immutable parallel safe
    return case when octet_length($1) = length($1) then lower($1) -- ASCII has no accents
        else regexp_replace(lower(normalize($1, NFD)), '[\u0300-\u036f]', '', 'g') end;

create function folded_start(text text) returns text language sql immutable parallel safe
    return left(folded($1), 400);

create function folded_items(list text[]) returns text[] language sql immutable parallel safe
    return (select array_agg(item) from (select folded_start(unnest) from unnest(list)) items (item) where item <> '');

create function item_begins(text text) returns tsquery language sql immutable parallel safe
    return cast('''' || replace(replace(folded_start($1), '\', '\\'), '''', '''''') || ''':*' as tsquery);
comment on function folded is 'the text without case and accents, as a FHIR string search compares';
comment on function folded_start is 'as much of a folded text as an index entry has room for';
comment on function folded_items is 'folded, for each text of a list: array_to_tsvector(folded_items(list)) is what an index of the list holds';
comment on function item_begins is 'matches such an index where some text of the list begins with this one';

create index concept_text_folded on concept ((folded_start(text) collate "C")) where text is not null;
create index concept_coding_display_folded on concept_coding ((folded_start(display) collate "C")) where display is not null;
create index fhir_audit_agent on fhir_audit ((folded_start(agent) collate "C"), recorded) where agent is not null;

-- The view takes an interaction apart into an event for each patient, so that no
-- event tells of two. The first has the id of the row. No index reaches through
-- unnest: conditions on a patient or an id are joined by one on the row.
create view fhir_audit_event as
select e.id, a.id as interaction_id, p.position, a.recorded, a.action, a.outcome, a.agent, a.address,
    a.patients, p.id as patient_id, cast(null as text) as patient_elsewhere,
    a.entity_type || '/' || a.entity_id as entity_elsewhere,
    cast('http://terminology.hl7.org/CodeSystem/audit-event-type' as text) as type_system, cast('rest' as text) as type_code,
    cast(null as text) as type_version, cast('RESTful Operation' as text) as type_display,
    case when a.interaction = 'clinic-edit' then 'https://kapbridge.org/fhir/CodeSystem/audit-interaction'
        else 'http://hl7.org/fhir/restful-interaction' end as subtype_system,
    a.interaction as subtype_code, cast(null as text) as subtype_version,
    case when a.interaction = 'clinic-edit' then 'Edit of the clinic''s tables' end as subtype_display,
    convert_to(cast(row_to_json(e) as text), 'UTF8') as record
from fhir_audit a
    cross join lateral unnest(coalesce(a.patients, array[cast(null as text)])) with ordinality p (id, position)
    cross join lateral (select case when p.position > 1 then a.id || '.' || p.position else a.id end as id, p.id as patient,
        a.recorded, a.interaction, a.outcome, a.detail, a.agent, a.agent_kind, a.address, a.request, a.entity_type, a.entity_id, a.entity_version, a.query) e;
comment on view fhir_audit_event is 'the audit log as AuditEvent is searched';
comment on column fhir_audit_event.interaction_id is 'the row of the log; with position it gives the order of the events';
comment on column fhir_audit_event.patients is 'all patients of the row, for conditions that an index serves; shown to nobody';
comment on column fhir_audit_event.record is 'the row as it concerns the one patient, from which the resource is written';
