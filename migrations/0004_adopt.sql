-- +goose Up
-- For the migration of a type that earlier types already refer to: their
-- references to it stand in an ..._elsewhere column until there is a foreign key.

-- +goose StatementBegin
create function fhir_adopt(referrer regclass, elsewhere text, foreign_key text, type_name text) returns void language plpgsql as $$
declare
    base text := regexp_replace(elsewhere, '_elsewhere$', '');
    here text := '^' || type_name || '/((?!\.{1,2}$)[A-Za-z0-9.-]{1,64})$';
    target regclass := (select k.confrelid from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
        where k.contype = 'f' and k.conrelid = referrer and a.attname = foreign_key);
begin
    perform set_config('kapbridge.adapter', 'on', true); -- what is shown stays the same
    execute format('insert into %s (id) select distinct substring(%I from %L) from %s where %2$I ~ %3$L on conflict do nothing',
        target, elsewhere, here, referrer);
    execute format('insert into fhir_resource (type, id, version, last_updated, placeholder) select %L, id, 0, now(), true from %s on conflict do nothing',
        type_name, target);
    execute format('update %s set %I = substring(%I from %L), %3$I = null where %3$I ~ %4$L', referrer, foreign_key, elsewhere, here);
    execute format('alter table %s add check (%I !~ %L)', referrer, elsewhere, here);
    execute format('alter table %s add check (num_nonnulls(%s, %I) <= 1)', referrer,
        (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_constraint k
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
            where k.contype = 'f' and k.conrelid = referrer and cardinality(k.conkey) = 1
                and (a.attname = base || '_id' or a.attname like base || '\_%\_id')), elsewhere);
    execute format('create index on %s (%I) where %2$I is not null', referrer, foreign_key);
end $$;
-- +goose StatementEnd
comment on function fhir_adopt is 'moves references to a type from an ..._elsewhere column into the new foreign key beside it, of which with its siblings one at most may be set; what is not here yet becomes a placeholder';
