-- +goose Up
-- Therapy activities: guidance during a dose, mindfulness, breathing, what a session of psychotherapy consists of.

create table therapy_activity (
    id fhir_id primary key,
    status words,
    status_reason_concept text references concept deferrable,
    category_concept text references concept deferrable,
    code_concept text references concept deferrable,
    patient_id text references patient deferrable,
    patient_elsewhere short_words,
    session_id text references session deferrable,
    session_elsewhere short_words,
    started_at timestamptz,
    ended_at timestamptz,
    timing words,
    recorder_practitioner_id text references practitioner deferrable,
    recorder_practitioner_role_id text references practitioner_role deferrable,
    recorder_patient_id text references patient deferrable,
    recorder_elsewhere words,
    asserter_practitioner_id text references practitioner deferrable,
    asserter_practitioner_role_id text references practitioner_role deferrable,
    asserter_patient_id text references patient deferrable,
    asserter_elsewhere words,
    location_id text references location deferrable,
    location_elsewhere short_words,
    outcome_concept text references concept deferrable,
    check (status in ('preparation', 'in-progress', 'not-done', 'on-hold', 'stopped', 'completed', 'entered-in-error', 'unknown')),
    check (num_nonnulls(patient_id, patient_elsewhere) <= 1),
    check (is_elsewhere(patient_elsewhere, 'Patient')),
    check (num_nonnulls(session_id, session_elsewhere) <= 1),
    check (is_elsewhere(session_elsewhere, 'Encounter')),
    check (in_order(started_at, ended_at)),
    check (case timing
        when 'ongoing' then started_at is not null and ended_at is null
        when 'partial' then whole_days(started_at, ended_at)
        else timing is null end),
    check (num_nonnulls(recorder_practitioner_id, recorder_practitioner_role_id, recorder_patient_id, recorder_elsewhere) <= 1),
    check (is_elsewhere(recorder_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient')),
    check (num_nonnulls(asserter_practitioner_id, asserter_practitioner_role_id, asserter_patient_id, asserter_elsewhere) <= 1),
    check (is_elsewhere(asserter_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient')),
    check (num_nonnulls(location_id, location_elsewhere) <= 1),
    check (is_elsewhere(location_elsewhere, 'Location'))
);
comment on table therapy_activity is 'what is done with a patient to further the therapy: guidance during a dose, mindfulness, breathing, the parts of a psychotherapy session';
comment on column therapy_activity.id is 'the logical id, under which others know the activity';
comment on column therapy_activity.status is 'preparation, in-progress, not-done, on-hold, stopped, completed, entered-in-error or unknown';
comment on column therapy_activity.status_reason_concept is 'why it was not done or was stopped';
comment on column therapy_activity.category_concept is 'what sort of activity it is, such as psychotherapy or counselling';
comment on column therapy_activity.code_concept is 'the activity: guided imagery, mindfulness, breathing';
comment on column therapy_activity.patient_id is 'with whom it is done';
comment on column therapy_activity.patient_elsewhere is 'with whom it is done, when a group or kept in another system: its URL, or Type/id';
comment on column therapy_activity.session_id is 'the session in which it is done';
comment on column therapy_activity.session_elsewhere is 'the session in which it is done, when kept in another system: its URL, or Type/id';
comment on column therapy_activity.started_at is 'when it began; the first moment of the day, month or year if no more is known';
comment on column therapy_activity.ended_at is 'when it ended; the moment after the day, month or year if no more is known';
comment on column therapy_activity.timing is 'empty for a moment or a start and an end; ''ongoing'' for a start whose end is not known yet; ''partial'' when only the day, month or year is known';
comment on column therapy_activity.recorder_practitioner_id is 'who wrote it down';
comment on column therapy_activity.recorder_practitioner_role_id is 'who wrote it down, in a role';
comment on column therapy_activity.recorder_patient_id is 'the patient who wrote it down';
comment on column therapy_activity.recorder_elsewhere is 'who wrote it down, when a relative or kept in another system: its URL, or Type/id';
comment on column therapy_activity.asserter_practitioner_id is 'who says that it was done';
comment on column therapy_activity.asserter_practitioner_role_id is 'who says that it was done, in a role';
comment on column therapy_activity.asserter_patient_id is 'the patient who says that it was done';
comment on column therapy_activity.asserter_elsewhere is 'who says that it was done, when a relative or kept in another system: its URL, or Type/id';
comment on column therapy_activity.location_id is 'the room or place';
comment on column therapy_activity.location_elsewhere is 'the room or place, when kept in another system: its URL, or Type/id';
comment on column therapy_activity.outcome_concept is 'how it turned out';

create table therapy_activity_identifier (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    use words,
    type_concept text references concept deferrable,
    system short_words,
    value short_words,
    started_at timestamptz,
    ended_at timestamptz,
    dated words,
    assigner_id text references organization deferrable,
    assigner_elsewhere words,
    primary key (therapy_activity_id, id),
    check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    check (in_order(started_at, ended_at, dated)),
    check (dated in ('day', 'month', 'year')),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table therapy_activity_identifier is 'numbers of an activity';
comment on column therapy_activity_identifier.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_identifier.position is 'the order of the rows';
comment on column therapy_activity_identifier.use is 'usual, official, temp, secondary or old';
comment on column therapy_activity_identifier.type_concept is 'what kind of number it is';
comment on column therapy_activity_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column therapy_activity_identifier.value is 'the number as it is written';
comment on column therapy_activity_identifier.started_at is 'when it became valid';
comment on column therapy_activity_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column therapy_activity_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column therapy_activity_identifier.assigner_id is 'the organization that gave it';
comment on column therapy_activity_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';

create table therapy_activity_protocol (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    url short_words,
    primary key (therapy_activity_id, id)
);
comment on table therapy_activity_protocol is 'protocols, manuals and orders of events that an activity follows, by their canonical URL';
comment on column therapy_activity_protocol.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_protocol.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_protocol.position is 'the order of the rows';
comment on column therapy_activity_protocol.url is 'the canonical URL of the protocol, perhaps with |version';

create table therapy_activity_guideline (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    url short_words,
    primary key (therapy_activity_id, id)
);
comment on table therapy_activity_guideline is 'guidelines and manuals outside of FHIR that an activity follows, such as a page of the web';
comment on column therapy_activity_guideline.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_guideline.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_guideline.position is 'the order of the rows';
comment on column therapy_activity_guideline.url is 'the URL of the guideline';

create table therapy_activity_based_on (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    based_on_elsewhere short_words,
    primary key (therapy_activity_id, id),
    check (is_elsewhere(based_on_elsewhere))
);
comment on table therapy_activity_based_on is 'orders and care plans that an activity carries out';
comment on column therapy_activity_based_on.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_based_on.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_based_on.position is 'the order of the rows';
comment on column therapy_activity_based_on.based_on_elsewhere is 'the order or care plan: its URL, or Type/id';

create table therapy_activity_part_of (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    part_of_administration_id text references administration deferrable,
    part_of_therapy_activity_id text references therapy_activity deferrable,
    part_of_observation_id text references observation deferrable,
    part_of_elsewhere short_words,
    primary key (therapy_activity_id, id),
    check (num_nonnulls(part_of_administration_id, part_of_therapy_activity_id, part_of_observation_id, part_of_elsewhere) <= 1),
    check (is_elsewhere(part_of_elsewhere, 'MedicationAdministration', 'Procedure', 'Observation'))
);
comment on table therapy_activity_part_of is 'what an activity is a part of: a dose, when it takes place while the drug acts, or a longer activity';
comment on column therapy_activity_part_of.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_part_of.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_part_of.position is 'the order of the rows';
comment on column therapy_activity_part_of.part_of_administration_id is 'the dose under whose effect it takes place';
comment on column therapy_activity_part_of.part_of_therapy_activity_id is 'the longer activity';
comment on column therapy_activity_part_of.part_of_observation_id is 'the observation';
comment on column therapy_activity_part_of.part_of_elsewhere is 'what it is a part of, when kept in another system: its URL, or Type/id';

create table therapy_activity_performer (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    function_concept text references concept deferrable,
    actor_practitioner_id text references practitioner deferrable,
    actor_practitioner_role_id text references practitioner_role deferrable,
    actor_organization_id text references organization deferrable,
    actor_patient_id text references patient deferrable,
    actor_device_id text references device deferrable,
    actor_elsewhere short_words,
    on_behalf_of_id text references organization deferrable,
    on_behalf_of_elsewhere words,
    primary key (therapy_activity_id, id),
    check (num_nonnulls(actor_practitioner_id, actor_practitioner_role_id, actor_organization_id, actor_patient_id, actor_device_id, actor_elsewhere) <= 1),
    check (is_elsewhere(actor_elsewhere, 'Practitioner', 'PractitionerRole', 'Organization', 'Patient', 'Device')),
    check (num_nonnulls(on_behalf_of_id, on_behalf_of_elsewhere) <= 1),
    check (is_elsewhere(on_behalf_of_elsewhere, 'Organization'))
);
comment on table therapy_activity_performer is 'who led an activity or took part';
comment on column therapy_activity_performer.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_performer.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_performer.position is 'the order of the rows';
comment on column therapy_activity_performer.function_concept is 'what they did: lead therapist, co-therapist, sitter';
comment on column therapy_activity_performer.actor_practitioner_id is 'who it was';
comment on column therapy_activity_performer.actor_practitioner_role_id is 'who it was, in a role';
comment on column therapy_activity_performer.actor_organization_id is 'the organization, when no one person is named';
comment on column therapy_activity_performer.actor_patient_id is 'the patient, who did it alone';
comment on column therapy_activity_performer.actor_device_id is 'the device, such as one that guides breathing';
comment on column therapy_activity_performer.actor_elsewhere is 'who it was, when a relative or kept in another system: its URL, or Type/id';
comment on column therapy_activity_performer.on_behalf_of_id is 'the organization they acted for';
comment on column therapy_activity_performer.on_behalf_of_elsewhere is 'the organization they acted for, when kept in another system: its URL, or Type/id';

create table therapy_activity_reason (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    concept text references concept deferrable,
    primary key (therapy_activity_id, id)
);
comment on table therapy_activity_reason is 'why an activity is done, in codes or words';
comment on column therapy_activity_reason.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_reason.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_reason.position is 'the order of the rows';
comment on column therapy_activity_reason.concept is 'the reason';

create table therapy_activity_reason_reference (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    reason_condition_id text references condition deferrable,
    reason_observation_id text references observation deferrable,
    reason_therapy_activity_id text references therapy_activity deferrable,
    reason_elsewhere short_words,
    primary key (therapy_activity_id, id),
    check (num_nonnulls(reason_condition_id, reason_observation_id, reason_therapy_activity_id, reason_elsewhere) <= 1),
    check (is_elsewhere(reason_elsewhere, 'Condition', 'Observation', 'Procedure'))
);
comment on table therapy_activity_reason_reference is 'records that are the reason of an activity';
comment on column therapy_activity_reason_reference.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_reason_reference.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_reason_reference.position is 'the order of the rows';
comment on column therapy_activity_reason_reference.reason_condition_id is 'the diagnosis';
comment on column therapy_activity_reason_reference.reason_observation_id is 'the observation, such as a score';
comment on column therapy_activity_reason_reference.reason_therapy_activity_id is 'the activity that made it necessary';
comment on column therapy_activity_reason_reference.reason_elsewhere is 'another record, when kept in another system: its URL, or Type/id';

create table therapy_activity_body_site (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    concept text references concept deferrable,
    primary key (therapy_activity_id, id)
);
comment on table therapy_activity_body_site is 'where on the body an activity took place, such as the shoulder for supportive touch';
comment on column therapy_activity_body_site.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_body_site.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_body_site.position is 'the order of the rows';
comment on column therapy_activity_body_site.concept is 'the part of the body';

create table therapy_activity_complication (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    concept text references concept deferrable,
    primary key (therapy_activity_id, id)
);
comment on table therapy_activity_complication is 'what went wrong during an activity or after it, such as panic';
comment on column therapy_activity_complication.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_complication.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_complication.position is 'the order of the rows';
comment on column therapy_activity_complication.concept is 'what went wrong';

create table therapy_activity_complication_detail (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    complication_id text references condition deferrable,
    complication_elsewhere words,
    primary key (therapy_activity_id, id),
    check (num_nonnulls(complication_id, complication_elsewhere) <= 1),
    check (is_elsewhere(complication_elsewhere, 'Condition'))
);
comment on table therapy_activity_complication_detail is 'diagnoses and problems that came of an activity';
comment on column therapy_activity_complication_detail.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_complication_detail.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_complication_detail.position is 'the order of the rows';
comment on column therapy_activity_complication_detail.complication_id is 'the diagnosis or problem';
comment on column therapy_activity_complication_detail.complication_elsewhere is 'the diagnosis or problem, when kept in another system: its URL, or Type/id';

create table therapy_activity_follow_up (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    concept text references concept deferrable,
    primary key (therapy_activity_id, id)
);
comment on table therapy_activity_follow_up is 'what is to follow an activity, such as journaling or a call on the next day';
comment on column therapy_activity_follow_up.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_follow_up.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_follow_up.position is 'the order of the rows';
comment on column therapy_activity_follow_up.concept is 'what is to follow';

create table therapy_activity_note (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    author_practitioner_id text references practitioner deferrable,
    author_patient_id text references patient deferrable,
    author_organization_id text references organization deferrable,
    author_elsewhere words,
    author_name words,
    written_at timestamptz,
    written_until timestamptz,
    body words,
    primary key (therapy_activity_id, id),
    check ((num_nonnulls(author_practitioner_id, author_patient_id, author_organization_id, author_elsewhere) > 0)::integer
        + (author_name is not null)::integer <= 1),
    check (num_nonnulls(author_practitioner_id, author_patient_id, author_organization_id, author_elsewhere) <= 1),
    check (is_elsewhere(author_elsewhere, 'Practitioner', 'Patient', 'Organization')),
    check (written_until is null or whole_days(written_at, written_until))
);
comment on table therapy_activity_note is 'remarks about an activity';
comment on column therapy_activity_note.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_note.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_note.position is 'the order of the rows';
comment on column therapy_activity_note.author_practitioner_id is 'who wrote it';
comment on column therapy_activity_note.author_patient_id is 'the patient who wrote it';
comment on column therapy_activity_note.author_organization_id is 'the organization that wrote it';
comment on column therapy_activity_note.author_elsewhere is 'who wrote it, when kept in another system: its URL, or Type/id';
comment on column therapy_activity_note.author_name is 'who wrote it, by name only';
comment on column therapy_activity_note.written_at is 'when it was written, or the start of the day, month or year';
comment on column therapy_activity_note.written_until is 'the end of that day, month or year; NULL when the moment is known';
comment on column therapy_activity_note.body is 'the remark';

create table therapy_activity_used (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    used_device_id text references device deferrable,
    used_medication_id text references medication deferrable,
    used_elsewhere words,
    primary key (therapy_activity_id, id),
    check (num_nonnulls(used_device_id, used_medication_id, used_elsewhere) <= 1),
    check (is_elsewhere(used_elsewhere, 'Device', 'Medication'))
);
comment on table therapy_activity_used is 'devices and medications used in an activity, such as a headset';
comment on column therapy_activity_used.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_used.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_used.position is 'the order of the rows';
comment on column therapy_activity_used.used_device_id is 'the device';
comment on column therapy_activity_used.used_medication_id is 'the medication';
comment on column therapy_activity_used.used_elsewhere is 'what was used, such as a substance or a device, when kept in another system: its URL, or Type/id';

create table therapy_activity_aid (
    therapy_activity_id fhir_id not null references therapy_activity on delete cascade deferrable,
    id bigint not null default nextval('child_row_key'),
    position bigint not null default nextval('child_row_position'),
    concept text references concept deferrable,
    primary key (therapy_activity_id, id)
);
comment on table therapy_activity_aid is 'aids used in an activity: eye mask, music, weighted blanket';
comment on column therapy_activity_aid.therapy_activity_id is 'the activity whose row it is';
comment on column therapy_activity_aid.id is 'key of the row among those of its owner; it never changes';
comment on column therapy_activity_aid.position is 'the order of the rows';
comment on column therapy_activity_aid.concept is 'the aid';

create index therapy_activity_based_on_based_on_elsewhere on therapy_activity_based_on (based_on_elsewhere) where based_on_elsewhere is not null;
create index therapy_activity_category_concept on therapy_activity (category_concept) where category_concept is not null;
create index therapy_activity_code_concept on therapy_activity (code_concept) where code_concept is not null;
create index therapy_activity_started_at on therapy_activity (started_at) where started_at is not null;
create index therapy_activity_session_id on therapy_activity (session_id) where session_id is not null;
create index therapy_activity_session_elsewhere on therapy_activity (session_elsewhere) where session_elsewhere is not null;
create index therapy_activity_identifier_value_system on therapy_activity_identifier (value, system) where value is not null;
create index therapy_activity_protocol_url on therapy_activity_protocol (url) where url is not null;
create index therapy_activity_guideline_url on therapy_activity_guideline (url) where url is not null;
create index therapy_activity_location_id on therapy_activity (location_id) where location_id is not null;
create index therapy_activity_location_elsewhere on therapy_activity (location_elsewhere) where location_elsewhere is not null;
create index therapy_activity_part_of_part_of_administration_id on therapy_activity_part_of (part_of_administration_id) where part_of_administration_id is not null;
create index therapy_activity_part_of_part_of_therapy_activity_id on therapy_activity_part_of (part_of_therapy_activity_id) where part_of_therapy_activity_id is not null;
create index therapy_activity_part_of_part_of_observation_id on therapy_activity_part_of (part_of_observation_id) where part_of_observation_id is not null;
create index therapy_activity_part_of_part_of_elsewhere on therapy_activity_part_of (part_of_elsewhere) where part_of_elsewhere is not null;
create index therapy_activity_patient_id_started_at on therapy_activity (patient_id, started_at desc, id) where patient_id is not null;
create index therapy_activity_patient_elsewhere on therapy_activity (patient_elsewhere) where patient_elsewhere is not null;
create index therapy_activity_performer_actor_practitioner_id on therapy_activity_performer (actor_practitioner_id) where actor_practitioner_id is not null;
create index therapy_activity_performer_actor_practitioner_role_id on therapy_activity_performer (actor_practitioner_role_id) where actor_practitioner_role_id is not null;
create index therapy_activity_performer_actor_organization_id on therapy_activity_performer (actor_organization_id) where actor_organization_id is not null;
create index therapy_activity_performer_actor_patient_id on therapy_activity_performer (actor_patient_id) where actor_patient_id is not null;
create index therapy_activity_performer_actor_device_id on therapy_activity_performer (actor_device_id) where actor_device_id is not null;
create index therapy_activity_performer_actor_elsewhere on therapy_activity_performer (actor_elsewhere) where actor_elsewhere is not null;
create index therapy_activity_reason_concept on therapy_activity_reason (concept) where concept is not null;
create index therapy_activity_reason_reference_reason_condition_id on therapy_activity_reason_reference (reason_condition_id) where reason_condition_id is not null;
create index therapy_activity_reason_reference_reason_observation_id on therapy_activity_reason_reference (reason_observation_id) where reason_observation_id is not null;
create index therapy_activity_reason_reference_reason_therapy_activity_id on therapy_activity_reason_reference (reason_therapy_activity_id) where reason_therapy_activity_id is not null;
create index therapy_activity_reason_reference_reason_elsewhere on therapy_activity_reason_reference (reason_elsewhere) where reason_elsewhere is not null;
create index therapy_activity_status on therapy_activity (status) where status is not null;
create index therapy_activity_recorder_practitioner_id on therapy_activity (recorder_practitioner_id) where recorder_practitioner_id is not null;
create index therapy_activity_recorder_practitioner_role_id on therapy_activity (recorder_practitioner_role_id) where recorder_practitioner_role_id is not null;
create index therapy_activity_recorder_patient_id on therapy_activity (recorder_patient_id) where recorder_patient_id is not null;
create index therapy_activity_asserter_practitioner_id on therapy_activity (asserter_practitioner_id) where asserter_practitioner_id is not null;
create index therapy_activity_asserter_practitioner_role_id on therapy_activity (asserter_practitioner_role_id) where asserter_practitioner_role_id is not null;
create index therapy_activity_asserter_patient_id on therapy_activity (asserter_patient_id) where asserter_patient_id is not null;
create index therapy_activity_identifier_assigner_id on therapy_activity_identifier (assigner_id) where assigner_id is not null;
create index therapy_activity_performer_on_behalf_of_id on therapy_activity_performer (on_behalf_of_id) where on_behalf_of_id is not null;
create index therapy_activity_complication_detail_complication_id on therapy_activity_complication_detail (complication_id) where complication_id is not null;
create index therapy_activity_note_author_practitioner_id on therapy_activity_note (author_practitioner_id) where author_practitioner_id is not null;
create index therapy_activity_note_author_patient_id on therapy_activity_note (author_patient_id) where author_patient_id is not null;
create index therapy_activity_note_author_organization_id on therapy_activity_note (author_organization_id) where author_organization_id is not null;
create index therapy_activity_used_used_device_id on therapy_activity_used (used_device_id) where used_device_id is not null;
create index therapy_activity_used_used_medication_id on therapy_activity_used (used_medication_id) where used_medication_id is not null;
create index therapy_activity_started_at_long on therapy_activity (started_at) where (started_at is null and ended_at is not null or timing = 'ongoing' or ended_at - started_at > interval '1 day');
create statistics therapy_activity_started_at_length on (ended_at - started_at) from therapy_activity;

select fhir_watch('therapy_activity', 'Procedure', 'id');
select fhir_watch('therapy_activity_identifier', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_protocol', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_guideline', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_based_on', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_part_of', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_performer', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_reason', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_reason_reference', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_body_site', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_complication', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_complication_detail', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_follow_up', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_note', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_used', 'Procedure', 'therapy_activity_id');
select fhir_watch('therapy_activity_aid', 'Procedure', 'therapy_activity_id');

-- What earlier types say of therapy activities.
alter table condition_evidence_detail add column evidence_therapy_activity_id text references therapy_activity deferrable;
comment on column condition_evidence_detail.evidence_therapy_activity_id is 'a therapy activity that shows it';
select fhir_adopt('condition_evidence_detail', 'evidence_elsewhere', 'evidence_therapy_activity_id', 'Procedure');
alter table session_reason_reference add column reason_therapy_activity_id text references therapy_activity deferrable;
comment on column session_reason_reference.reason_therapy_activity_id is 'the therapy activity that the session is held for';
select fhir_adopt('session_reason_reference', 'reason_elsewhere', 'reason_therapy_activity_id', 'Procedure');
alter table session_diagnosis add column diagnosis_therapy_activity_id text references therapy_activity deferrable;
comment on column session_diagnosis.diagnosis_therapy_activity_id is 'the therapy activity that the session dealt with';
select fhir_adopt('session_diagnosis', 'diagnosis_elsewhere', 'diagnosis_therapy_activity_id', 'Procedure');
alter table administration_part_of add column part_of_therapy_activity_id text references therapy_activity deferrable;
comment on column administration_part_of.part_of_therapy_activity_id is 'the therapy activity that the dose is a part of';
select fhir_adopt('administration_part_of', 'part_of_elsewhere', 'part_of_therapy_activity_id', 'Procedure');
alter table observation_part_of add column part_of_therapy_activity_id text references therapy_activity deferrable;
comment on column observation_part_of.part_of_therapy_activity_id is 'the therapy activity during which it was taken';
select fhir_adopt('observation_part_of', 'part_of_elsewhere', 'part_of_therapy_activity_id', 'Procedure');
alter table response_part_of add column part_of_therapy_activity_id text references therapy_activity deferrable;
comment on column response_part_of.part_of_therapy_activity_id is 'the therapy activity that the questionnaire was a part of';
select fhir_adopt('response_part_of', 'part_of_elsewhere', 'part_of_therapy_activity_id', 'Procedure');
