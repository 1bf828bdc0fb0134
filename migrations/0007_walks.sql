-- +goose Up
-- Searches that are read page by page while others write.

-- +goose StatementBegin
create function fhir_seen(writer xid, seen pg_snapshot) returns boolean language sql stable parallel safe as $$
    select age(writer) > age(pg_snapshot_xmin(seen)::xid) -- nearly always enough
        or pg_visible_in_snapshot((pg_snapshot_xmin(seen)::text::bigint + age(pg_snapshot_xmin(seen)::xid) - age(writer))::text::xid8, seen)
$$;
-- +goose StatementEnd
comment on function fhir_seen is 'whether a row whose xmin is writer was seen by a snapshot of less than two billion transactions ago; not for rows written in a subtransaction';
