-- +goose Up
-- The words of the schema, the concept dictionary, and helpers of the clinic's SQL.

create domain fhir_id as text
    check (octet_length(value) between 1 and 64 and value !~ '[^A-Za-z0-9.-]' and value not in ('.', '..')); -- {1,64} in a pattern takes ten times as long
comment on domain fhir_id is 'the logical id of a resource, also the primary key of its row';

create domain words as text check (value <> '');
comment on domain words is 'a text that is not empty; what is not known is NULL';
create domain short_words as text check (value <> '' and octet_length(value) <= 1000);
comment on domain short_words is 'words that are searched for: an index entry has room for no more than 1000 bytes of them';

-- Keys of child rows that the clinic's software inserts; the adapter's own are smaller.
create sequence child_row_key start 1000000;

-- Puts rows inserted without a position behind those that are there.
create sequence child_row_position start 1000000;

-- The rules of columns are plpgsql: PostgreSQL takes an SQL function that a check
-- calls apart anew for each statement, which cost a create a sixth of its time.
-- +goose StatementBegin
create function whole_days(low timestamptz, high timestamptz, unit text default null) returns boolean
language plpgsql immutable parallel safe as $$
declare
    low_day  timestamp := low at time zone 'UTC';
    high_day timestamp := high at time zone 'UTC';
begin
    return coalesce((unit is null or unit = 'day') and high_day = low_day + interval '1 day' and low_day = date_trunc('day', low_day)
        or (unit is null or unit = 'month') and high_day = low_day + interval '1 month' and low_day = date_trunc('month', low_day)
        or (unit is null or unit = 'year') and high_day = low_day + interval '1 year' and low_day = date_trunc('year', low_day), false);
end $$;
-- +goose StatementEnd
comment on function whole_days is 'true when [low, high) is one whole day, month or year in UTC, as a partial FHIR date is kept';

-- +goose StatementBegin
create function starts_unit(moment timestamptz, unit text) returns boolean
language plpgsql immutable parallel safe as $$
begin
    return moment is null or unit is null
        or moment at time zone 'UTC' = date_trunc(unit, moment at time zone 'UTC');
end $$;
-- +goose StatementEnd
comment on function starts_unit is 'true when the moment is the first of a day, month or year in UTC';

create table concept (
    id   text primary key,
    text words
);
comment on table concept is 'the concept dictionary: what a coded column means; rows never change, make them with coded()';
comment on column concept.id is 'hash of the content, as concept_hash computes it';
comment on column concept.text is 'the concept in plain words';

create table concept_coding (
    concept_id    text not null references concept deferrable,
    position      integer not null,
    system        words check (octet_length(system) <= 1000),
    version       words check (octet_length(version) <= 1000),
    code          words check (octet_length(code) <= 1000),
    display       words check (octet_length(display) <= 1000),
    user_selected boolean,
    primary key (concept_id, position),
    check (num_nonnulls(system, version, code, display, user_selected) > 0)
);
comment on table concept_coding is 'the codes of a concept, one row for each code system that has one';
create index concept_coding_code on concept_coding (code, system);

-- +goose StatementBegin
create function concept_field(value text) returns text language sql immutable parallel safe as $$
    select coalesce(octet_length(value) || ':' || value, '-')
$$;

create function concept_hash(concept text) returns text language sql stable set search_path from current as $$
    select left(encode(sha256(convert_to(
        concept_field(c.text) || coalesce((
            select string_agg(';' || concept_field(system) || concept_field(version) || concept_field(code)
                || concept_field(display) || concept_field(user_selected::text), '' order by position)
            from concept_coding where concept_id = c.id), ''), 'UTF8')), 'hex'), 32)
    from concept c where c.id = concept
$$;

create function coded(system text, code text, display text default null, text text default null)
returns text language plpgsql set search_path from current as $$
declare
    hash text := left(encode(sha256(convert_to(concept_field($4) || ';' || concept_field($1) || '-'
        || concept_field($2) || concept_field($3) || '-', 'UTF8')), 'hex'), 32);
begin
    insert into concept (id, text) values (hash, $4) on conflict do nothing;
    insert into concept_coding (concept_id, position, system, code, display)
        values (hash, 0, $1, $2, $3) on conflict do nothing;
    return hash;
end $$;

create function in_words(text text) returns text language plpgsql set search_path from current as $$
declare
    hash text := left(encode(sha256(convert_to(concept_field($1), 'UTF8')), 'hex'), 32);
begin
    insert into concept (id, text) values (hash, $1) on conflict do nothing;
    return hash;
end $$;

create function concept_is_kept() returns trigger language plpgsql as $$
begin
    raise exception 'a concept never changes, many rows share it: make another with coded(system, code, display) and point to that'
        using errcode = 'integrity_constraint_violation';
end $$;

create function concept_is_true() returns trigger language plpgsql set search_path from current as $$
declare
    named text := case tg_table_name when 'concept' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'concept_id' end;
begin
    if named <> concept_hash(named) then
        raise exception 'concept % does not have the hash of its content: make concepts with coded(system, code, display) or in_words(text)', named
            using errcode = 'integrity_constraint_violation';
    end if;
    return null;
end $$;
-- +goose StatementEnd
comment on function coded is 'the id of the concept with one code, made when it is new: update administration set route_concept = coded(...)';
comment on function in_words is 'the id of the concept that has plain words only';

create trigger concept_kept before update or delete on concept for each row execute function concept_is_kept();
create trigger concept_kept before update or delete on concept_coding for each row execute function concept_is_kept();
create constraint trigger concept_true after insert on concept
    deferrable initially deferred for each row execute function concept_is_true();
create constraint trigger concept_true after insert on concept_coding
    deferrable initially deferred for each row execute function concept_is_true();
