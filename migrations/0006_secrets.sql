-- +goose Up
-- What only the servers of this clinic know. It stands in the database, so that
-- they share it and links that were given out outlive a restart.

create table fhir_secret (
    name   text primary key,
    secret bytea not null check (octet_length(secret) = 32)
);
comment on table fhir_secret is 'keys that the exchange signs with; who may read them can forge what they sign';
comment on column fhir_secret.name is 'what it signs: cursor, the places in searches and histories that links lead to';

-- Two UUIDs have 244 bits of the server's strong random source.
insert into fhir_secret values ('cursor', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
