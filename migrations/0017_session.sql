-- +goose Up
-- Sessions: every visit of a course of treatment.

create table session (
    id                       fhir_id primary key,
    status                   words check (status in ('planned', 'arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'cancelled', 'entered-in-error', 'unknown')),
    class_system             words,
    class_code               words,
    class_version            words,
    class_display            words,
    service_type_concept     text references concept deferrable,
    priority_concept         text references concept deferrable,
    patient_id               text references patient deferrable,
    patient_elsewhere        words,
    started_at               timestamptz,
    ended_at                 timestamptz,
    dated                    words check (dated in ('day', 'month', 'year')),
    length                   numeric check (length > '-Infinity' and length < 'Infinity'),
    length_unit              short_words,
    length_system            short_words,
    length_code              short_words,
    length_comparator        words check (length_comparator in ('<', '<=', '>=', '>')),
    discharge_concept        text references concept deferrable,
    organization_id          text references organization deferrable,
    organization_elsewhere   words,
    parent_session_id        text references session deferrable,
    parent_session_elsewhere words,
    sequence_no              integer check (sequence_no > 0),
    intention                words,
    check (num_nonnulls(patient_id, patient_elsewhere) <= 1),
    check (is_elsewhere(patient_elsewhere, 'Patient')),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(organization_id, organization_elsewhere) <= 1),
    check (is_elsewhere(organization_elsewhere, 'Organization')),
    check (num_nonnulls(parent_session_id, parent_session_elsewhere) <= 1),
    check (is_elsewhere(parent_session_elsewhere, 'Encounter'))
);
comment on table session is 'visits: evaluation, preparation, dosing, integration and follow-up';
comment on column session.id is 'the logical id, under which others know the session';
comment on column session.status is 'planned, arrived, triaged, in-progress, onleave, finished, cancelled, entered-in-error or unknown';
comment on column session.class_system is 'code system of the code below';
comment on column session.class_code is 'how the patient is seen: AMB at the clinic, VR by video, HH at home';
comment on column session.class_version is 'version of that code system';
comment on column session.class_display is 'that in words';
comment on column session.service_type_concept is 'the service that is given';
comment on column session.priority_concept is 'how urgent';
comment on column session.patient_id is 'who is seen';
comment on column session.patient_elsewhere is 'who is seen, when kept in another system: its URL, or Type/id';
comment on column session.started_at is 'when it began, or is planned to';
comment on column session.ended_at is 'the first moment after it';
comment on column session.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column session.length is 'how long it took, without pauses';
comment on column session.length_unit is 'unit of the length in words';
comment on column session.length_system is 'code system of the unit';
comment on column session.length_code is 'the unit as code, such as min';
comment on column session.length_comparator is 'the true length is less (<, <=) or greater (>, >=) than the number';
comment on column session.discharge_concept is 'where the patient went afterwards';
comment on column session.organization_id is 'the organization that is responsible';
comment on column session.organization_elsewhere is 'the organization that is responsible, when kept in another system: its URL, or Type/id';
comment on column session.parent_session_id is 'the session that it is a part of';
comment on column session.parent_session_elsewhere is 'the session that it is a part of, when kept in another system: its URL, or Type/id';
comment on column session.sequence_no is 'its number among the sessions of its kind: 3 of "session 3 of 6"';
comment on column session.intention is 'what the patient wished to turn to';
create index session_class_code_class_system on session (class_code, class_system) where class_code is not null;
create index session_length on session (length) where length is not null;
create index session_started_at on session (started_at, id);
create index session_parent_session_id on session (parent_session_id) where parent_session_id is not null;
create index session_parent_session_elsewhere on session (parent_session_elsewhere) where parent_session_elsewhere is not null;
create index session_patient_id_started_at on session (patient_id, started_at desc, id) where patient_id is not null;
create index session_patient_elsewhere on session (patient_elsewhere) where patient_elsewhere is not null;
create index session_organization_id on session (organization_id) where organization_id is not null;
create index session_organization_elsewhere on session (organization_elsewhere) where organization_elsewhere is not null;
create index session_status on session (status, started_at desc, id) where status is not null;
create index session_status_id on session (status, id) where status is not null;
create index session_sequence_no on session (sequence_no) where sequence_no is not null;

create table session_identifier (
    session_id         fhir_id not null references session on delete cascade deferrable,
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
    primary key (session_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table session_identifier is 'numbers of a session in other systems';
comment on column session_identifier.session_id is 'the session whose row it is';
comment on column session_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column session_identifier.position is 'the order of the rows';
comment on column session_identifier.use is 'usual, official, temp, secondary or old';
comment on column session_identifier.type_concept is 'what kind of number it is, such as a medical record number or a licence';
comment on column session_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column session_identifier.value is 'the number as it is written';
comment on column session_identifier.started_at is 'when it became valid';
comment on column session_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column session_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column session_identifier.assigner_id is 'the organization that gave it';
comment on column session_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';
create index session_identifier_value_system on session_identifier (value, system) where value is not null;
create index session_identifier_assigner_id on session_identifier (assigner_id) where assigner_id is not null;

create table session_status_history (
    session_id fhir_id not null references session on delete cascade deferrable,
    id         bigint not null default nextval('child_row_key'),
    position   bigint not null default nextval('child_row_position'),
    status     words check (status in ('planned', 'arrived', 'triaged', 'in-progress', 'onleave', 'finished', 'cancelled', 'entered-in-error', 'unknown')),
    started_at timestamptz,
    ended_at   timestamptz,
    dated      words check (dated in ('day', 'month', 'year')),
    primary key (session_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table session_status_history is 'which status a session had when';
comment on column session_status_history.session_id is 'the session whose row it is';
comment on column session_status_history.id is 'key of the row among those of its owner; it never changes';
comment on column session_status_history.position is 'the order of the rows';
comment on column session_status_history.status is 'the status it had';
comment on column session_status_history.started_at is 'when it got the status';
comment on column session_status_history.ended_at is 'the first moment at which it no longer had it';
comment on column session_status_history.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table session_class_history (
    session_id    fhir_id not null references session on delete cascade deferrable,
    id            bigint not null default nextval('child_row_key'),
    position      bigint not null default nextval('child_row_position'),
    class_system  words,
    class_code    words,
    class_version words,
    class_display words,
    started_at    timestamptz,
    ended_at      timestamptz,
    dated         words check (dated in ('day', 'month', 'year')),
    primary key (session_id, id),
    check (in_order(started_at, ended_at, dated))
);
comment on table session_class_history is 'how a patient was seen in the parts of a session';
comment on column session_class_history.session_id is 'the session whose row it is';
comment on column session_class_history.id is 'key of the row among those of its owner; it never changes';
comment on column session_class_history.position is 'the order of the rows';
comment on column session_class_history.class_system is 'code system of the code below';
comment on column session_class_history.class_code is 'AMB at the clinic, VR by video, HH at home';
comment on column session_class_history.class_version is 'version of that code system';
comment on column session_class_history.class_display is 'that in words';
comment on column session_class_history.started_at is 'from when';
comment on column session_class_history.ended_at is 'the first moment after it';
comment on column session_class_history.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';

create table session_type (
    session_id fhir_id not null references session on delete cascade deferrable,
    id         bigint not null default nextval('child_row_key'),
    position   bigint not null default nextval('child_row_position'),
    concept    text references concept deferrable,
    primary key (session_id, id)
);
comment on table session_type is 'what kind of session it is: evaluation, preparation, dosing, integration, follow-up';
comment on column session_type.session_id is 'the session whose row it is';
comment on column session_type.id is 'key of the row among those of its owner; it never changes';
comment on column session_type.position is 'the order of the rows';
comment on column session_type.concept is 'the kind';
create index session_type_concept on session_type (concept) where concept is not null;

create table session_episode (
    session_id        fhir_id not null references session on delete cascade deferrable,
    id                bigint not null default nextval('child_row_key'),
    position          bigint not null default nextval('child_row_position'),
    episode_id        text references episode deferrable,
    episode_elsewhere words,
    primary key (session_id, id),
    check (num_nonnulls(episode_id, episode_elsewhere) <= 1),
    check (is_elsewhere(episode_elsewhere, 'EpisodeOfCare'))
);
comment on table session_episode is 'the course of treatment that a session belongs to';
comment on column session_episode.session_id is 'the session whose row it is';
comment on column session_episode.id is 'key of the row among those of its owner; it never changes';
comment on column session_episode.position is 'the order of the rows';
comment on column session_episode.episode_id is 'the episode';
comment on column session_episode.episode_elsewhere is 'the episode, when kept in another system: its URL, or Type/id';
create index session_episode_episode_id on session_episode (episode_id) where episode_id is not null;
create index session_episode_episode_elsewhere on session_episode (episode_elsewhere) where episode_elsewhere is not null;

create table session_referral (
    session_id         fhir_id not null references session on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    referral_elsewhere words,
    primary key (session_id, id),
    check (is_elsewhere(referral_elsewhere))
);
comment on table session_referral is 'referrals and orders that a session follows';
comment on column session_referral.session_id is 'the session whose row it is';
comment on column session_referral.id is 'key of the row among those of its owner; it never changes';
comment on column session_referral.position is 'the order of the rows';
comment on column session_referral.referral_elsewhere is 'the referral or order, in another system: its URL, or Type/id';
create index session_referral_referral_elsewhere on session_referral (referral_elsewhere) where referral_elsewhere is not null;

create table session_participant (
    session_id                       fhir_id not null references session on delete cascade deferrable,
    id                               bigint not null default nextval('child_row_key'),
    position                         bigint not null default nextval('child_row_position'),
    started_at                       timestamptz,
    ended_at                         timestamptz,
    dated                            words check (dated in ('day', 'month', 'year')),
    participant_practitioner_id      text references practitioner deferrable,
    participant_practitioner_role_id text references practitioner_role deferrable,
    participant_elsewhere            words,
    primary key (session_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(participant_practitioner_id, participant_practitioner_role_id, participant_elsewhere) <= 1),
    check (is_elsewhere(participant_elsewhere, 'Practitioner', 'PractitionerRole'))
);
comment on table session_participant is 'who took part in a session besides the patient';
comment on column session_participant.session_id is 'the session whose row it is';
comment on column session_participant.id is 'key of the row among those of its owner; it never changes';
comment on column session_participant.position is 'the order of the rows';
comment on column session_participant.started_at is 'when they joined';
comment on column session_participant.ended_at is 'the first moment at which they were gone';
comment on column session_participant.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column session_participant.participant_practitioner_id is 'the practitioner';
comment on column session_participant.participant_practitioner_role_id is 'the practitioner in a role';
comment on column session_participant.participant_elsewhere is 'the practitioner, when kept in another system: its URL, or Type/id';
create index session_participant_participant_practitioner_id on session_participant (participant_practitioner_id) where participant_practitioner_id is not null;
create index session_participant_participant_practitioner_role_id on session_participant (participant_practitioner_role_id) where participant_practitioner_role_id is not null;
create index session_participant_participant_elsewhere on session_participant (participant_elsewhere) where participant_elsewhere is not null;

create table session_participant_type (
    session_id             fhir_id not null references session on delete cascade deferrable,
    id                     bigint not null default nextval('child_row_key'),
    position               bigint not null default nextval('child_row_position'),
    session_participant_id bigint,
    concept                text references concept deferrable,
    primary key (session_id, id),
    foreign key (session_id, session_participant_id) references session_participant on delete cascade deferrable
);
comment on table session_participant_type is 'as what somebody took part: lead, second, witness, escort';
comment on column session_participant_type.session_id is 'the session whose row it is';
comment on column session_participant_type.id is 'key of the row among those of its owner; it never changes';
comment on column session_participant_type.position is 'the order of the rows';
comment on column session_participant_type.session_participant_id is 'the row of session_participant that it belongs to';
comment on column session_participant_type.concept is 'the part played';
create index session_participant_type_concept on session_participant_type (concept) where concept is not null;

create table session_appointment (
    session_id            fhir_id not null references session on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    appointment_elsewhere words,
    primary key (session_id, id),
    check (is_elsewhere(appointment_elsewhere))
);
comment on table session_appointment is 'appointments that a session was booked by';
comment on column session_appointment.session_id is 'the session whose row it is';
comment on column session_appointment.id is 'key of the row among those of its owner; it never changes';
comment on column session_appointment.position is 'the order of the rows';
comment on column session_appointment.appointment_elsewhere is 'the appointment, in another system: its URL, or Type/id';
create index session_appointment_appointment_elsewhere on session_appointment (appointment_elsewhere) where appointment_elsewhere is not null;

create table session_account (
    session_id            fhir_id not null references session on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    account_elsewhere words,
    primary key (session_id, id),
    check (is_elsewhere(account_elsewhere))
);
comment on table session_account is 'accounts that a session is billed to';
comment on column session_account.session_id is 'the session whose row it is';
comment on column session_account.id is 'key of the row among those of its owner; it never changes';
comment on column session_account.position is 'the order of the rows';
comment on column session_account.account_elsewhere is 'the account, in another system: its URL, or Type/id';
create index session_account_account_elsewhere on session_account (account_elsewhere) where account_elsewhere is not null;

create table session_reason (
    session_id fhir_id not null references session on delete cascade deferrable,
    id         bigint not null default nextval('child_row_key'),
    position   bigint not null default nextval('child_row_position'),
    concept    text references concept deferrable,
    primary key (session_id, id)
);
comment on table session_reason is 'why a session took place';
comment on column session_reason.session_id is 'the session whose row it is';
comment on column session_reason.id is 'key of the row among those of its owner; it never changes';
comment on column session_reason.position is 'the order of the rows';
comment on column session_reason.concept is 'the reason';
create index session_reason_concept on session_reason (concept) where concept is not null;

create table session_reason_reference (
    session_id          fhir_id not null references session on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    reason_condition_id text references condition deferrable,
    reason_elsewhere    words,
    primary key (session_id, id),
    check (num_nonnulls(reason_condition_id, reason_elsewhere) <= 1),
    check (is_elsewhere(reason_elsewhere, 'Condition'))
);
comment on table session_reason_reference is 'records that are the reason of a session';
comment on column session_reason_reference.session_id is 'the session whose row it is';
comment on column session_reason_reference.id is 'key of the row among those of its owner; it never changes';
comment on column session_reason_reference.position is 'the order of the rows';
comment on column session_reason_reference.reason_condition_id is 'the diagnosis';
comment on column session_reason_reference.reason_elsewhere is 'another record, when kept in another system: its URL, or Type/id';
create index session_reason_reference_reason_condition_id on session_reason_reference (reason_condition_id) where reason_condition_id is not null;
create index session_reason_reference_reason_elsewhere on session_reason_reference (reason_elsewhere) where reason_elsewhere is not null;

create table session_diagnosis (
    session_id             fhir_id not null references session on delete cascade deferrable,
    id                     bigint not null default nextval('child_row_key'),
    position               bigint not null default nextval('child_row_position'),
    diagnosis_condition_id text references condition deferrable,
    diagnosis_elsewhere    words,
    use_concept            text references concept deferrable,
    rank                   integer check (rank > 0),
    primary key (session_id, id),
    check (num_nonnulls(diagnosis_condition_id, diagnosis_elsewhere) <= 1),
    check (is_elsewhere(diagnosis_elsewhere, 'Condition'))
);
comment on table session_diagnosis is 'diagnoses that a session dealt with';
comment on column session_diagnosis.session_id is 'the session whose row it is';
comment on column session_diagnosis.id is 'key of the row among those of its owner; it never changes';
comment on column session_diagnosis.position is 'the order of the rows';
comment on column session_diagnosis.diagnosis_condition_id is 'the diagnosis';
comment on column session_diagnosis.diagnosis_elsewhere is 'the diagnosis, when kept in another system: its URL, or Type/id';
comment on column session_diagnosis.use_concept is 'its role: chief complaint, comorbidity, for billing';
comment on column session_diagnosis.rank is 'its place among those of the same role: 1 is the main one';
create index session_diagnosis_diagnosis_condition_id on session_diagnosis (diagnosis_condition_id) where diagnosis_condition_id is not null;
create index session_diagnosis_diagnosis_elsewhere on session_diagnosis (diagnosis_elsewhere) where diagnosis_elsewhere is not null;

create table session_special_arrangement (
    session_id fhir_id not null references session on delete cascade deferrable,
    id         bigint not null default nextval('child_row_key'),
    position   bigint not null default nextval('child_row_position'),
    concept    text references concept deferrable,
    primary key (session_id, id)
);
comment on table session_special_arrangement is 'what a patient needs at a session: wheelchair, interpreter';
comment on column session_special_arrangement.session_id is 'the session whose row it is';
comment on column session_special_arrangement.id is 'key of the row among those of its owner; it never changes';
comment on column session_special_arrangement.position is 'the order of the rows';
comment on column session_special_arrangement.concept is 'the arrangement';
create index session_special_arrangement_concept on session_special_arrangement (concept) where concept is not null;

create table session_location (
    session_id            fhir_id not null references session on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    location_id           text references location deferrable,
    location_elsewhere    words,
    status                words check (status in ('planned', 'active', 'reserved', 'completed')),
    physical_type_concept text references concept deferrable,
    started_at            timestamptz,
    ended_at              timestamptz,
    dated                 words check (dated in ('day', 'month', 'year')),
    primary key (session_id, id),
    check (num_nonnulls(location_id, location_elsewhere) <= 1),
    check (is_elsewhere(location_elsewhere, 'Location')),
    check (in_order(started_at, ended_at, dated))
);
comment on table session_location is 'rooms and other places of a session';
comment on column session_location.session_id is 'the session whose row it is';
comment on column session_location.id is 'key of the row among those of its owner; it never changes';
comment on column session_location.position is 'the order of the rows';
comment on column session_location.location_id is 'the place';
comment on column session_location.location_elsewhere is 'the place, when kept in another system: its URL, or Type/id';
comment on column session_location.status is 'planned, active, reserved or completed';
comment on column session_location.physical_type_concept is 'what of the place is used: room, bed, area';
comment on column session_location.started_at is 'from when';
comment on column session_location.ended_at is 'the first moment after it';
comment on column session_location.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
create index session_location_location_id on session_location (location_id) where location_id is not null;
create index session_location_location_elsewhere on session_location (location_elsewhere) where location_elsewhere is not null;
create index session_location_started_at on session_location (started_at) where started_at is not null;

-- What came before and points to a session.

alter table condition
    add column session_id text references session deferrable,
    add check (num_nonnulls(session_id, session_elsewhere) <= 1),
    add check (is_elsewhere(session_elsewhere, 'Encounter'));
comment on column condition.session_id is 'the session in which it was found';
create index condition_session_id on condition (session_id) where session_id is not null;
alter table condition_evidence_detail
    add column evidence_session_id text references session deferrable,
    add check (num_nonnulls(evidence_condition_id, evidence_session_id, evidence_elsewhere) <= 1),
    add check (is_elsewhere(evidence_elsewhere, 'Encounter'));
comment on column condition_evidence_detail.evidence_session_id is 'a session';
create index condition_evidence_detail_evidence_session_id on condition_evidence_detail (evidence_session_id) where evidence_session_id is not null;
create index session_started_at_long on session (started_at) where (started_at is null and ended_at is not null or ended_at is null and started_at is not null or ended_at - started_at > interval '1 day');
create statistics session_started_at_length on (ended_at - started_at) from session;

select fhir_watch('session', 'Encounter', 'id');
select fhir_watch('session_identifier', 'Encounter', 'session_id');
select fhir_watch('session_status_history', 'Encounter', 'session_id');
select fhir_watch('session_class_history', 'Encounter', 'session_id');
select fhir_watch('session_type', 'Encounter', 'session_id');
select fhir_watch('session_episode', 'Encounter', 'session_id');
select fhir_watch('session_referral', 'Encounter', 'session_id');
select fhir_watch('session_participant', 'Encounter', 'session_id');
select fhir_watch('session_participant_type', 'Encounter', 'session_id');
select fhir_watch('session_appointment', 'Encounter', 'session_id');
select fhir_watch('session_account', 'Encounter', 'session_id');
select fhir_watch('session_reason', 'Encounter', 'session_id');
select fhir_watch('session_reason_reference', 'Encounter', 'session_id');
select fhir_watch('session_diagnosis', 'Encounter', 'session_id');
select fhir_watch('session_special_arrangement', 'Encounter', 'session_id');
select fhir_watch('session_location', 'Encounter', 'session_id');
