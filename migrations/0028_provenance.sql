-- +goose Up
-- Provenance: who did what to which records, from which sources, and who signed.

create table provenance (
    id                 fhir_id primary key,
    occurred_at        timestamptz,
    occurred_until     timestamptz,
    started_at         timestamptz,
    ended_at           timestamptz,
    dated              words check (dated in ('day', 'month', 'year')),
    recorded_at        timestamptz,
    location_id        text references location deferrable,
    location_elsewhere short_words,
    activity_concept   text references concept deferrable,
    check ((num_nonnulls(occurred_at, occurred_until) > 0)::integer + (num_nonnulls(started_at, ended_at, dated) >
            0)::integer <= 1),
    check (occurred_until is null or whole_days(occurred_at, occurred_until)),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(location_id, location_elsewhere) <= 1),
    check (is_elsewhere(location_elsewhere, 'Location'))
);
comment on table provenance is 'an account of how records came to be as they are';
comment on column provenance.id is 'the logical id, part of every link to it';
comment on column provenance.occurred_at is 'when it was done, or the first moment of the day, month or year';
comment on column provenance.occurred_until is 'when only the day, month or year of occurred_at is known: the first moment after it; else empty';
comment on column provenance.started_at is 'when it began, where it took a while';
comment on column provenance.ended_at is 'the first moment at which it was over';
comment on column provenance.dated is '''day'', ''month'' or ''year'' when both bounds are whole ones; empty for moments';
comment on column provenance.recorded_at is 'when this account was written';
comment on column provenance.location_id is 'where it was done';
comment on column provenance.location_elsewhere is 'what location_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column provenance.activity_concept is 'what was done';
create index provenance_location_id on provenance (location_id) where location_id is not null;
create index provenance_location_elsewhere on provenance (location_elsewhere) where location_elsewhere is not null;
create index provenance_recorded_at on provenance (recorded_at) where recorded_at is not null;
create index provenance_occurred_at on provenance (occurred_at) where occurred_at is not null;
create index provenance_occurred_at_long on provenance (occurred_at) where occurred_until - occurred_at > interval '1 day';
create statistics provenance_occurred_at_length on (occurred_until - occurred_at) from provenance;

create table provenance_target (
    provenance_id    fhir_id not null references provenance on delete cascade deferrable,
    id               bigint not null default nextval('child_row_key'),
    position         bigint not null default nextval('child_row_position'),
    target_elsewhere short_words,
    primary key (provenance_id, id),
    check (is_elsewhere(target_elsewhere))
);
comment on table provenance_target is 'the records that an account is about';
comment on column provenance_target.provenance_id is 'the account it belongs to';
comment on column provenance_target.id is 'key of the row, never changed and never used twice in one account';
comment on column provenance_target.position is 'its place in the list, lowest first';
comment on column provenance_target.target_elsewhere is 'what came of it, as a link: Type/id, a URL or urn';
create index provenance_target_target_elsewhere on provenance_target (target_elsewhere) where target_elsewhere is not null;

create table provenance_policy (
    provenance_id fhir_id not null references provenance on delete cascade deferrable,
    id            bigint not null default nextval('child_row_key'),
    position      bigint not null default nextval('child_row_position'),
    uri           words,
    primary key (provenance_id, id)
);
comment on table provenance_policy is 'what allowed it';
comment on column provenance_policy.provenance_id is 'the account it belongs to';
comment on column provenance_policy.id is 'key of the row, never changed and never used twice in one account';
comment on column provenance_policy.position is 'its place in the list, lowest first';
comment on column provenance_policy.uri is 'the rule or contract that allowed it, as a uri';

create table provenance_reason (
    provenance_id fhir_id not null references provenance on delete cascade deferrable,
    id            bigint not null default nextval('child_row_key'),
    position      bigint not null default nextval('child_row_position'),
    concept       text references concept deferrable,
    primary key (provenance_id, id)
);
comment on table provenance_reason is 'why it was done';
comment on column provenance_reason.provenance_id is 'the account it belongs to';
comment on column provenance_reason.id is 'key of the row, never changed and never used twice in one account';
comment on column provenance_reason.position is 'its place in the list, lowest first';
comment on column provenance_reason.concept is 'why it was done';

create table provenance_agent (
    provenance_id                  fhir_id not null references provenance on delete cascade deferrable,
    id                             bigint not null default nextval('child_row_key'),
    position                       bigint not null default nextval('child_row_position'),
    type_concept                   text references concept deferrable,
    agent_practitioner_id          text references practitioner deferrable,
    agent_practitioner_role_id     text references practitioner_role deferrable,
    agent_patient_id               text references patient deferrable,
    agent_device_id                text references device deferrable,
    agent_organization_id          text references organization deferrable,
    agent_elsewhere                short_words,
    principal_practitioner_id      text references practitioner deferrable,
    principal_practitioner_role_id text references practitioner_role deferrable,
    principal_patient_id           text references patient deferrable,
    principal_device_id            text references device deferrable,
    principal_organization_id      text references organization deferrable,
    principal_elsewhere            words,
    primary key (provenance_id, id),
    check (num_nonnulls(agent_practitioner_id, agent_practitioner_role_id, agent_patient_id, agent_device_id,
            agent_organization_id, agent_elsewhere) <= 1),
    check (is_elsewhere(agent_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient', 'Device', 'Organization')),
    check (num_nonnulls(principal_practitioner_id, principal_practitioner_role_id, principal_patient_id,
            principal_device_id, principal_organization_id, principal_elsewhere) <= 1),
    check (is_elsewhere(principal_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient', 'Device', 'Organization'))
);
comment on table provenance_agent is 'who took part';
comment on column provenance_agent.provenance_id is 'the account it belongs to';
comment on column provenance_agent.id is 'key of the row, never changed and never used twice in one account';
comment on column provenance_agent.position is 'its place in the list, lowest first';
comment on column provenance_agent.type_concept is 'how he, she or it took part: author, verifier, device';
comment on column provenance_agent.agent_practitioner_id is 'who took part, a practitioner';
comment on column provenance_agent.agent_practitioner_role_id is 'who took part, in a role';
comment on column provenance_agent.agent_patient_id is 'who took part, a patient';
comment on column provenance_agent.agent_device_id is 'who took part, a device';
comment on column provenance_agent.agent_organization_id is 'who took part, an organization';
comment on column provenance_agent.agent_elsewhere is 'what agent_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column provenance_agent.principal_practitioner_id is 'for whom, a practitioner';
comment on column provenance_agent.principal_practitioner_role_id is 'for whom, in a role';
comment on column provenance_agent.principal_patient_id is 'for whom, a patient';
comment on column provenance_agent.principal_device_id is 'for whom, a device';
comment on column provenance_agent.principal_organization_id is 'for whom, an organization';
comment on column provenance_agent.principal_elsewhere is 'what principal_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
create index provenance_agent_agent_practitioner_id on provenance_agent (agent_practitioner_id) where agent_practitioner_id is not null;
create index provenance_agent_agent_practitioner_role_id on provenance_agent (agent_practitioner_role_id) where agent_practitioner_role_id is not null;
create index provenance_agent_agent_patient_id on provenance_agent (agent_patient_id) where agent_patient_id is not null;
create index provenance_agent_agent_device_id on provenance_agent (agent_device_id) where agent_device_id is not null;
create index provenance_agent_agent_organization_id on provenance_agent (agent_organization_id) where agent_organization_id is not null;
create index provenance_agent_agent_elsewhere on provenance_agent (agent_elsewhere) where agent_elsewhere is not null;
create index provenance_agent_type_concept on provenance_agent (type_concept) where type_concept is not null;
create index provenance_agent_principal_practitioner_id on provenance_agent (principal_practitioner_id) where principal_practitioner_id is not null;
create index provenance_agent_principal_practitioner_role_id on provenance_agent (principal_practitioner_role_id) where principal_practitioner_role_id is not null;
create index provenance_agent_principal_patient_id on provenance_agent (principal_patient_id) where principal_patient_id is not null;
create index provenance_agent_principal_device_id on provenance_agent (principal_device_id) where principal_device_id is not null;
create index provenance_agent_principal_organization_id on provenance_agent (principal_organization_id) where principal_organization_id is not null;

create table provenance_agent_role (
    provenance_id       fhir_id not null references provenance on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    provenance_agent_id bigint,
    concept             text references concept deferrable,
    primary key (provenance_id, id),
    foreign key (provenance_id, provenance_agent_id) references provenance_agent on delete cascade deferrable
);
comment on table provenance_agent_role is 'in which roles one took part';
comment on column provenance_agent_role.provenance_id is 'the account it belongs to';
comment on column provenance_agent_role.id is 'key of the row, never changed and never used twice in one account';
comment on column provenance_agent_role.position is 'its place in the list, lowest first';
comment on column provenance_agent_role.concept is 'the role';
create index provenance_agent_role_concept on provenance_agent_role (concept) where concept is not null;

create table provenance_entity (
    provenance_id    fhir_id not null references provenance on delete cascade deferrable,
    id               bigint not null default nextval('child_row_key'),
    position         bigint not null default nextval('child_row_position'),
    role             words check (role in ('derivation', 'revision', 'quotation', 'source', 'removal')),
    source_elsewhere short_words,
    primary key (provenance_id, id),
    check (is_elsewhere(source_elsewhere))
);
comment on table provenance_entity is 'what it was made from';
comment on column provenance_entity.provenance_id is 'the account it belongs to';
comment on column provenance_entity.id is 'key of the row, never changed and never used twice in one account';
comment on column provenance_entity.position is 'its place in the list, lowest first';
comment on column provenance_entity.role is '''derivation'', ''revision'', ''quotation'', ''source'' or ''removal''';
comment on column provenance_entity.source_elsewhere is 'what it was made from, as a link: Type/id, a URL or urn';
create index provenance_entity_source_elsewhere on provenance_entity (source_elsewhere) where source_elsewhere is not null;

create table provenance_signature (
    provenance_id               fhir_id not null references provenance on delete cascade deferrable,
    id                          bigint not null default nextval('child_row_key'),
    position                    bigint not null default nextval('child_row_position'),
    signed_at                   timestamptz,
    signer_practitioner_id      text references practitioner deferrable,
    signer_practitioner_role_id text references practitioner_role deferrable,
    signer_patient_id           text references patient deferrable,
    signer_device_id            text references device deferrable,
    signer_organization_id      text references organization deferrable,
    signer_elsewhere            words,
    target_format               words,
    signature_format            words,
    primary key (provenance_id, id),
    check (num_nonnulls(signer_practitioner_id, signer_practitioner_role_id, signer_patient_id, signer_device_id,
            signer_organization_id, signer_elsewhere) <= 1),
    check (is_elsewhere(signer_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient', 'Device', 'Organization'))
);
comment on table provenance_signature is 'signatures under an account or under what it is about';
comment on column provenance_signature.provenance_id is 'the account it belongs to';
comment on column provenance_signature.id is 'key of the row, never changed and never used twice in one account';
comment on column provenance_signature.position is 'its place in the list, lowest first';
comment on column provenance_signature.signed_at is 'when it was signed';
comment on column provenance_signature.signer_practitioner_id is 'who signed, a practitioner';
comment on column provenance_signature.signer_practitioner_role_id is 'who signed, in a role';
comment on column provenance_signature.signer_patient_id is 'who signed, a patient';
comment on column provenance_signature.signer_device_id is 'who signed, a device';
comment on column provenance_signature.signer_organization_id is 'who signed, an organization';
comment on column provenance_signature.signer_elsewhere is 'what signer_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column provenance_signature.target_format is 'media type of what was signed';
comment on column provenance_signature.signature_format is 'media type of the signature';
create index provenance_signature_signer_practitioner_id on provenance_signature (signer_practitioner_id) where signer_practitioner_id is not null;
create index provenance_signature_signer_practitioner_role_id on provenance_signature (signer_practitioner_role_id) where signer_practitioner_role_id is not null;
create index provenance_signature_signer_patient_id on provenance_signature (signer_patient_id) where signer_patient_id is not null;
create index provenance_signature_signer_device_id on provenance_signature (signer_device_id) where signer_device_id is not null;
create index provenance_signature_signer_organization_id on provenance_signature (signer_organization_id) where signer_organization_id is not null;

create table provenance_signature_type (
    provenance_id           fhir_id not null references provenance on delete cascade deferrable,
    id                      bigint not null default nextval('child_row_key'),
    position                bigint not null default nextval('child_row_position'),
    provenance_signature_id bigint,
    reason_system           short_words,
    reason_code             short_words,
    reason_version          words,
    reason_display          words,
    primary key (provenance_id, id),
    foreign key (provenance_id, provenance_signature_id) references provenance_signature on delete cascade deferrable
);
comment on table provenance_signature_type is 'what a signature stands for';
comment on column provenance_signature_type.provenance_id is 'the account it belongs to';
comment on column provenance_signature_type.id is 'key of the row, never changed and never used twice in one account';
comment on column provenance_signature_type.position is 'its place in the list, lowest first';
comment on column provenance_signature_type.reason_system is 'code system of reason_code';
comment on column provenance_signature_type.reason_code is 'what the signature stands for: authorship, verification';
comment on column provenance_signature_type.reason_version is 'version of reason_system';
comment on column provenance_signature_type.reason_display is 'what reason_code means, in words';
create index provenance_signature_type_reason_code_reason_system on provenance_signature_type (reason_code, reason_system) where reason_code is not null;

select fhir_watch('provenance', 'Provenance', 'id');
select fhir_watch('provenance_target', 'Provenance', 'provenance_id');
select fhir_watch('provenance_policy', 'Provenance', 'provenance_id');
select fhir_watch('provenance_reason', 'Provenance', 'provenance_id');
select fhir_watch('provenance_agent', 'Provenance', 'provenance_id');
select fhir_watch('provenance_agent_role', 'Provenance', 'provenance_id');
select fhir_watch('provenance_entity', 'Provenance', 'provenance_id');
select fhir_watch('provenance_signature', 'Provenance', 'provenance_id');
select fhir_watch('provenance_signature_type', 'Provenance', 'provenance_id');

-- Doses name the accounts of their history.
alter table administration_event_history add column provenance_id text references provenance deferrable;
comment on column administration_event_history.provenance_id is 'the account of what was done to the dose';
select fhir_adopt('administration_event_history', 'provenance_elsewhere', 'provenance_id', 'Provenance');
