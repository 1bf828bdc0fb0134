-- +goose Up
-- The watch: an edit of a clinic table by anybody but the adapter marks the head
-- of the resource as pending, in the same transaction, once per statement. It
-- works whatever the editor's search_path is and needs no right on the fhir_
-- tables; session_user stays the editor.

-- +goose StatementBegin
create function fhir_mark(type_name text, ids text[]) returns void
language plpgsql security definer set search_path from current as $$
begin
    insert into fhir_resource as h (type, id, version, last_updated, pending, pending_by)
    select type_name, id, 0, date_trunc('milliseconds', clock_timestamp()), true, array[session_user::text]
    from (select distinct unnest(ids) as id) touched
    where not exists ( -- marked in this transaction already, as each statement of one after the first finds it
        select from fhir_resource marked
        where marked.type = type_name and marked.id = touched.id and marked.pending and marked.xmin = pg_current_xact_id()::xid)
    order by id
    on conflict (type, id) do update set
        pending = true,
        placeholder = false,
        pending_by = case when h.pending_by @> excluded.pending_by then h.pending_by
                          else coalesce(h.pending_by, '{}') || excluded.pending_by end,
        last_updated = greatest(h.last_updated + interval '1 millisecond', excluded.last_updated);
end $$;

-- One function serves all watched tables: its arguments are the resource type
-- and the column that holds the resource's id.
create function fhir_came() returns trigger language plpgsql set search_path from current as $$
declare ids text[];
begin
    execute format('select array_agg(distinct %I) from came', tg_argv[1]) into ids;
    perform fhir_mark(tg_argv[0], ids);
    return null;
end $$;

create function fhir_went() returns trigger language plpgsql set search_path from current as $$
declare ids text[];
begin
    execute format('select array_agg(distinct %I) from went', tg_argv[1]) into ids;
    perform fhir_mark(tg_argv[0], ids);
    return null;
end $$;

create function fhir_changed() returns trigger language plpgsql set search_path from current as $$
declare ids text[];
begin
    execute format('select array_agg(distinct id) from (select %1$I as id from came union all select %1$I from went) both_sides', tg_argv[1]) into ids;
    perform fhir_mark(tg_argv[0], ids);
    return null;
end $$;

create function fhir_emptied() returns trigger language plpgsql set search_path from current as $$
begin
    perform fhir_mark(tg_argv[0], (select array_agg(id::text) from fhir_resource where type = tg_argv[0] and not deleted and not placeholder));
    return null;
end $$;

create function fhir_watch(watched regclass, type_name text, owner_column text) returns void language plpgsql as $$
declare
    foreign_writer text := $q$ when (current_setting('kapbridge.adapter', true) is distinct from 'on') $q$;
    call text := format('(%L, %L)', type_name, owner_column);
begin
    execute format('create trigger fhir_came after insert on %s referencing new table as came for each statement', watched)
        || foreign_writer || 'execute function fhir_came' || call;
    execute format('create trigger fhir_changed after update on %s referencing new table as came old table as went for each statement', watched)
        || foreign_writer || 'execute function fhir_changed' || call;
    execute format('create trigger fhir_went after delete on %s referencing old table as went for each statement', watched)
        || foreign_writer || 'execute function fhir_went' || call;
    execute format('create trigger fhir_emptied after truncate on %s for each statement', watched)
        || foreign_writer || 'execute function fhir_emptied' || call;
end $$;
-- +goose StatementEnd
comment on function fhir_watch is 'call it once for every clinic table: fhir_watch(''episode_diagnosis'', ''EpisodeOfCare'', ''episode_id'')';
