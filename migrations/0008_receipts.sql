-- +goose Up
-- What was done for requests that came with a key of the client's own, so that
-- one who repeats a request is told again what was done and nothing is done twice.

create table fhir_receipt (
    agent  text not null,
    key    text not null,
    digest text not null,
    at     timestamptz not null,
    done   text not null default '',
    primary key (agent, key)
);
comment on table fhir_receipt is 'answers to requests with an Idempotency-Key, for a day';
comment on column fhir_receipt.digest is 'hash of all that decides what the request does';
comment on column fhir_receipt.done is 'JSON: what became of each write, in their order';
create index fhir_receipt_at on fhir_receipt (at);
