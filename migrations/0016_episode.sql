-- +goose Up
-- Courses of treatment.

create table episode (
    id                                fhir_id primary key,
    status                            words check (status in ('planned', 'waitlist', 'active', 'onhold', 'finished', 'cancelled', 'entered-in-error')),
    patient_id                        text references patient deferrable,
    patient_elsewhere                 words,
    organization_id                   text references organization deferrable,
    organization_elsewhere            words,
    started_at                        timestamptz,
    ended_at                          timestamptz,
    dated                             words check (dated in ('day', 'month', 'year')),
    care_manager_practitioner_id      text references practitioner deferrable,
    care_manager_practitioner_role_id text references practitioner_role deferrable,
    care_manager_elsewhere            words,
    check (num_nonnulls(patient_id, patient_elsewhere) <= 1),
    check (is_elsewhere(patient_elsewhere, 'Patient')),
    check (num_nonnulls(organization_id, organization_elsewhere) <= 1),
    check (is_elsewhere(organization_elsewhere, 'Organization')),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(care_manager_practitioner_id, care_manager_practitioner_role_id, care_manager_elsewhere) <= 1),
    check (is_elsewhere(care_manager_elsewhere, 'Practitioner', 'PractitionerRole'))
);
comment on table episode is 'courses of ketamine-assisted psychotherapy, from referral to end';
comment on column episode.id is 'the logical id, under which others know the episode';
comment on column episode.status is 'planned, waitlist, active, onhold, finished, cancelled or entered-in-error';
comment on column episode.patient_id is 'who is treated';
comment on column episode.patient_elsewhere is 'who is treated, when kept in another system: its URL, or Type/id';
comment on column episode.organization_id is 'the organization that is responsible';
comment on column episode.organization_elsewhere is 'the organization that is responsible, when kept in another system: its URL, or Type/id';
comment on column episode.started_at is 'when the course began';
comment on column episode.ended_at is 'the first moment after the course';
comment on column episode.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column episode.care_manager_practitioner_id is 'who leads the care';
comment on column episode.care_manager_practitioner_role_id is 'who leads the care, as a practitioner in a role';
comment on column episode.care_manager_elsewhere is 'who leads the care, when kept in another system: its URL, or Type/id';
create index episode_care_manager_practitioner_id on episode (care_manager_practitioner_id) where care_manager_practitioner_id is not null;
create index episode_care_manager_practitioner_role_id on episode (care_manager_practitioner_role_id) where care_manager_practitioner_role_id is not null;
create index episode_care_manager_elsewhere on episode (care_manager_elsewhere) where care_manager_elsewhere is not null;
create index episode_started_at on episode (started_at) where started_at is not null;
create index episode_organization_id on episode (organization_id) where organization_id is not null;
create index episode_organization_elsewhere on episode (organization_elsewhere) where organization_elsewhere is not null;
create index episode_patient_id_status on episode (patient_id, status) where patient_id is not null;
create index episode_patient_elsewhere on episode (patient_elsewhere) where patient_elsewhere is not null;
create index episode_status on episode (status) where status is not null;

create table episode_identifier (
    episode_id         fhir_id not null references episode on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    use                words check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    type_concept       text references concept deferrable,
    system             words,
    value              words,
    started_at         timestamptz,
    ended_at           timestamptz,
    dated              words check (dated in ('day', 'month', 'year')),
    assigner_id        text references organization deferrable,
    assigner_elsewhere words,
    primary key (episode_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table episode_identifier is 'numbers of an episode in other systems';
comment on column episode_identifier.episode_id is 'the episode whose row it is';
comment on column episode_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column episode_identifier.position is 'the order of the rows';
comment on column episode_identifier.use is 'usual, official, temp, secondary or old';
comment on column episode_identifier.type_concept is 'what kind of number it is, such as a medical record number or a licence';
comment on column episode_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column episode_identifier.value is 'the number as it is written';
comment on column episode_identifier.started_at is 'when it became valid';
comment on column episode_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column episode_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column episode_identifier.assigner_id is 'the organization that gave it';
comment on column episode_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';
create index episode_identifier_value_system on episode_identifier (value, system) where value is not null;
create index episode_identifier_assigner_id on episode_identifier (assigner_id) where assigner_id is not null;

create table episode_status_history (
    episode_id fhir_id not null references episode on delete cascade deferrable,
    id         bigint not null default nextval('child_row_key'),
    position   bigint not null default nextval('child_row_position'),
    status     words check (status in ('planned', 'waitlist', 'active', 'onhold', 'finished', 'cancelled', 'entered-in-error')),
    started_at timestamptz,
    ended_at   timestamptz,
    dated      words check (dated in ('day', 'month', 'year')),
    primary key (episode_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table episode_status_history is 'which status an episode had when; add rows, do not change them';
comment on column episode_status_history.episode_id is 'the episode whose row it is';
comment on column episode_status_history.id is 'key of the row among those of its owner; it never changes';
comment on column episode_status_history.position is 'the order of the rows';
comment on column episode_status_history.status is 'the status it had';
comment on column episode_status_history.started_at is 'when it got the status';
comment on column episode_status_history.ended_at is 'the first moment at which it no longer had it';
comment on column episode_status_history.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table episode_type (
    episode_id fhir_id not null references episode on delete cascade deferrable,
    id         bigint not null default nextval('child_row_key'),
    position   bigint not null default nextval('child_row_position'),
    concept    text references concept deferrable,
    primary key (episode_id, id)
);
comment on table episode_type is 'what kind of episode it is';
comment on column episode_type.episode_id is 'the episode whose row it is';
comment on column episode_type.id is 'key of the row among those of its owner; it never changes';
comment on column episode_type.position is 'the order of the rows';
comment on column episode_type.concept is 'the kind; ketamine-assisted psychotherapy has a code of its own here';
create index episode_type_concept on episode_type (concept) where concept is not null;

create table episode_diagnosis (
    episode_id          fhir_id not null references episode on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    condition_id        text references condition deferrable,
    condition_elsewhere words,
    role_concept        text references concept deferrable,
    rank                integer check (rank > 0),
    primary key (episode_id, id),
    check (num_nonnulls(condition_id, condition_elsewhere) <= 1),
    check (is_elsewhere(condition_elsewhere, 'Condition'))
);
comment on table episode_diagnosis is 'what an episode treats, and what goes with it';
comment on column episode_diagnosis.episode_id is 'the episode whose row it is';
comment on column episode_diagnosis.id is 'key of the row among those of its owner; it never changes';
comment on column episode_diagnosis.position is 'the order of the rows';
comment on column episode_diagnosis.condition_id is 'the diagnosis';
comment on column episode_diagnosis.condition_elsewhere is 'the diagnosis, when kept in another system: its URL, or Type/id';
comment on column episode_diagnosis.role_concept is 'its role: chief complaint, comorbidity, on admission, on discharge';
comment on column episode_diagnosis.rank is 'its place among those of the same role: 1 is the main one';
create index episode_diagnosis_condition_id on episode_diagnosis (condition_id) where condition_id is not null;
create index episode_diagnosis_condition_elsewhere on episode_diagnosis (condition_elsewhere) where condition_elsewhere is not null;

create table episode_referral (
    episode_id         fhir_id not null references episode on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    referral_elsewhere words,
    primary key (episode_id, id),
    check (is_elsewhere(referral_elsewhere))
);
comment on table episode_referral is 'referrals that an episode came from';
comment on column episode_referral.episode_id is 'the episode whose row it is';
comment on column episode_referral.id is 'key of the row among those of its owner; it never changes';
comment on column episode_referral.position is 'the order of the rows';
comment on column episode_referral.referral_elsewhere is 'the referral, in another system: its URL, or Type/id';
create index episode_referral_referral_elsewhere on episode_referral (referral_elsewhere) where referral_elsewhere is not null;
create index episode_started_at_long on episode (started_at) where (started_at is null and ended_at is not null or ended_at is null and started_at is not null or ended_at - started_at > interval '1 day');
create statistics episode_started_at_length on (ended_at - started_at) from episode;

create table episode_team (
    episode_id     fhir_id not null references episode on delete cascade deferrable,
    id             bigint not null default nextval('child_row_key'),
    position       bigint not null default nextval('child_row_position'),
    team_elsewhere words,
    primary key (episode_id, id),
    check (is_elsewhere(team_elsewhere))
);
comment on table episode_team is 'care teams of an episode';
comment on column episode_team.episode_id is 'the episode whose row it is';
comment on column episode_team.id is 'key of the row among those of its owner; it never changes';
comment on column episode_team.position is 'the order of the rows';
comment on column episode_team.team_elsewhere is 'the care team, in another system: its URL, or Type/id';

select fhir_watch('episode', 'EpisodeOfCare', 'id');
select fhir_watch('episode_identifier', 'EpisodeOfCare', 'episode_id');
select fhir_watch('episode_status_history', 'EpisodeOfCare', 'episode_id');
select fhir_watch('episode_type', 'EpisodeOfCare', 'episode_id');
select fhir_watch('episode_diagnosis', 'EpisodeOfCare', 'episode_id');
select fhir_watch('episode_referral', 'EpisodeOfCare', 'episode_id');
select fhir_watch('episode_team', 'EpisodeOfCare', 'episode_id');
