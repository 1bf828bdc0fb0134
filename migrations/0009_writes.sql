-- +goose Up
-- How the adapter begins to write. What it needs of the planner has to be set
-- before the first plan is made, for plans are kept.

-- +goose StatementBegin
create function fhir_marks() returns text language plpgsql as $$
begin
    perform set_config('kapbridge.adapter', 'on', true), set_config('lock_timeout', '300ms', true),
        set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);
    return pg_current_xact_id()::text;
end $$;

create function fhir_prelude(heads json, refs json, patience text) returns table (place integer, mark text, missing text[],
    version bigint, last_updated timestamptz, deleted boolean, placeholder boolean, pending boolean, patient text,
    at timestamptz, sha256 bytea, body bytea)
language plpgsql as $$
declare
    number text := fhir_marks();
begin
    perform set_config('lock_timeout', patience, true);
    return query select u.place, number, case when u.place = 0 then array(
            select r.type || '/' || r.id from json_to_recordset(refs) r (type text, id text)
            where not exists (select from fhir_resource f where f.type = r.type and f.id = r.id and not f.deleted)) end,
        h.version, h.last_updated, h.deleted, h.placeholder, h.pending, h.patient, v.at, v.sha256, case when u.look then v.body end
    from json_to_recordset(heads) u (type text, id text, place integer, look boolean)
    left join lateral (select * from fhir_resource f where f.type = u.type and f.id = u.id for update) h on true
    left join fhir_version v on v.type = h.type and v.id = h.id and v.version = h.version;
end $$;
-- +goose StatementEnd
comment on function fhir_marks is 'tells the watch, for the rest of the transaction, that the adapter writes, and gives the number of the transaction';
comment on function fhir_prelude is 'locks heads in the order given and names, of some references, those that lead nowhere';
