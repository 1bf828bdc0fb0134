-- +goose Up
-- Diagnoses and problems.

create table condition (
    id                            fhir_id primary key,
    clinical_status_concept       text references concept deferrable,
    verification_status_concept   text references concept deferrable,
    severity_concept              text references concept deferrable,
    code_concept                  text references concept deferrable,
    patient_id                    text references patient deferrable,
    patient_elsewhere             words,
    session_elsewhere             words,
    onset_at                      timestamptz check (isfinite(onset_at)),
    onset_until                   timestamptz,
    onset_age                     numeric check (onset_age > '-Infinity' and onset_age < 'Infinity'),
    onset_age_unit                short_words,
    onset_age_system              short_words,
    onset_age_code                short_words,
    onset_age_comparator          words check (onset_age_comparator in ('<', '<=', '>=', '>')),
    onset_started_at              timestamptz,
    onset_ended_at                timestamptz,
    onset_dated                   words check (onset_dated in ('day', 'month', 'year')),
    onset_age_low                 numeric check (onset_age_low > '-Infinity' and onset_age_low < 'Infinity'),
    onset_age_low_unit            short_words,
    onset_age_low_system          short_words,
    onset_age_low_code            short_words,
    onset_age_high                numeric check (onset_age_high > '-Infinity' and onset_age_high < 'Infinity'),
    onset_age_high_unit           short_words,
    onset_age_high_system         short_words,
    onset_age_high_code           short_words,
    onset_text                    words,
    abatement_at                  timestamptz check (isfinite(abatement_at)),
    abatement_until               timestamptz,
    abatement_age                 numeric check (abatement_age > '-Infinity' and abatement_age < 'Infinity'),
    abatement_age_unit            short_words,
    abatement_age_system          short_words,
    abatement_age_code            short_words,
    abatement_age_comparator      words check (abatement_age_comparator in ('<', '<=', '>=', '>')),
    abatement_started_at          timestamptz,
    abatement_ended_at            timestamptz,
    abatement_dated               words check (abatement_dated in ('day', 'month', 'year')),
    abatement_age_low             numeric check (abatement_age_low > '-Infinity' and abatement_age_low < 'Infinity'),
    abatement_age_low_unit        short_words,
    abatement_age_low_system      short_words,
    abatement_age_low_code        short_words,
    abatement_age_high            numeric check (abatement_age_high > '-Infinity' and abatement_age_high < 'Infinity'),
    abatement_age_high_unit       short_words,
    abatement_age_high_system     short_words,
    abatement_age_high_code       short_words,
    abatement_text                words,
    recorded_at                   timestamptz check (isfinite(recorded_at)),
    recorded_until                timestamptz,
    recorder_practitioner_id      text references practitioner deferrable,
    recorder_practitioner_role_id text references practitioner_role deferrable,
    recorder_patient_id           text references patient deferrable,
    recorder_elsewhere            words,
    asserter_practitioner_id      text references practitioner deferrable,
    asserter_practitioner_role_id text references practitioner_role deferrable,
    asserter_patient_id           text references patient deferrable,
    asserter_elsewhere            words,
    check (num_nonnulls(patient_id, patient_elsewhere) <= 1),
    check (is_elsewhere(patient_elsewhere, 'Patient')),
    check (is_elsewhere(session_elsewhere)),
    check ((onset_at is not null)::integer
        + (num_nonnulls(onset_age, onset_age_unit, onset_age_system, onset_age_code, onset_age_comparator) > 0)::integer
        + (num_nonnulls(onset_started_at, onset_ended_at) > 0)::integer
        + (num_nonnulls(onset_age_low, onset_age_low_unit, onset_age_low_system, onset_age_low_code, onset_age_high, onset_age_high_unit, onset_age_high_system, onset_age_high_code) > 0)::integer
        + (onset_text is not null)::integer <= 1),
    check (onset_until is null or whole_days(onset_at, onset_until)),
    check (in_order(onset_started_at, onset_ended_at, onset_dated)),
    check ((abatement_at is not null)::integer
        + (num_nonnulls(abatement_age, abatement_age_unit, abatement_age_system, abatement_age_code, abatement_age_comparator) > 0)::integer
        + (num_nonnulls(abatement_started_at, abatement_ended_at) > 0)::integer
        + (num_nonnulls(abatement_age_low, abatement_age_low_unit, abatement_age_low_system, abatement_age_low_code, abatement_age_high, abatement_age_high_unit, abatement_age_high_system, abatement_age_high_code) > 0)::integer
        + (abatement_text is not null)::integer <= 1),
    check (abatement_until is null or whole_days(abatement_at, abatement_until)),
    check (in_order(abatement_started_at, abatement_ended_at, abatement_dated)),
    check (recorded_until is null or whole_days(recorded_at, recorded_until)),
    check (num_nonnulls(recorder_practitioner_id, recorder_practitioner_role_id, recorder_patient_id, recorder_elsewhere) <= 1),
    check (is_elsewhere(recorder_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient')),
    check (num_nonnulls(asserter_practitioner_id, asserter_practitioner_role_id, asserter_patient_id, asserter_elsewhere) <= 1),
    check (is_elsewhere(asserter_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient'))
);
comment on table condition is 'diagnoses and problems: what the treatment is for, what goes with it, what speaks against it';
comment on column condition.id is 'the logical id, under which others know the condition';
comment on column condition.clinical_status_concept is 'active, recurrence, relapse, inactive, remission or resolved';
comment on column condition.verification_status_concept is 'how sure it is: unconfirmed, provisional, differential, confirmed, refuted, entered-in-error';
comment on column condition.severity_concept is 'how severe';
comment on column condition.code_concept is 'the diagnosis or problem';
comment on column condition.patient_id is 'who has it';
comment on column condition.patient_elsewhere is 'who has it, when kept in another system: its URL, or Type/id';
comment on column condition.session_elsewhere is 'the session in which it was found, when kept in another system: its URL, or Type/id';
comment on column condition.onset_at is 'when it began, or the first moment of that day, month or year';
comment on column condition.onset_until is 'the first moment after that day, month or year; NULL when the moment is known';
comment on column condition.onset_age is 'age at which it began';
comment on column condition.onset_age_unit is 'unit of the age in words';
comment on column condition.onset_age_system is 'code system of the unit';
comment on column condition.onset_age_code is 'the unit as code, such as a for years';
comment on column condition.onset_age_comparator is 'the true age is less (<, <=) or greater (>, >=) than the number';
comment on column condition.onset_started_at is 'when it began at the earliest';
comment on column condition.onset_ended_at is 'the first moment at which it had surely begun';
comment on column condition.onset_dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column condition.onset_age_low is 'lowest age, when only a range is known';
comment on column condition.onset_age_low_unit is 'its unit in words';
comment on column condition.onset_age_low_system is 'code system of its unit';
comment on column condition.onset_age_low_code is 'its unit as code';
comment on column condition.onset_age_high is 'highest age, when only a range is known';
comment on column condition.onset_age_high_unit is 'its unit in words';
comment on column condition.onset_age_high_system is 'code system of its unit';
comment on column condition.onset_age_high_code is 'its unit as code';
comment on column condition.onset_text is 'when it began, in words';
comment on column condition.abatement_at is 'when it ended, or the first moment of that day, month or year';
comment on column condition.abatement_until is 'the first moment after that day, month or year; NULL when the moment is known';
comment on column condition.abatement_age is 'age at which it ended';
comment on column condition.abatement_age_unit is 'unit of the age in words';
comment on column condition.abatement_age_system is 'code system of the unit';
comment on column condition.abatement_age_code is 'the unit as code, such as a for years';
comment on column condition.abatement_age_comparator is 'the true age is less (<, <=) or greater (>, >=) than the number';
comment on column condition.abatement_started_at is 'when it ended at the earliest';
comment on column condition.abatement_ended_at is 'the first moment at which it had surely ended';
comment on column condition.abatement_dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column condition.abatement_age_low is 'lowest age, when only a range is known';
comment on column condition.abatement_age_low_unit is 'its unit in words';
comment on column condition.abatement_age_low_system is 'code system of its unit';
comment on column condition.abatement_age_low_code is 'its unit as code';
comment on column condition.abatement_age_high is 'highest age, when only a range is known';
comment on column condition.abatement_age_high_unit is 'its unit in words';
comment on column condition.abatement_age_high_system is 'code system of its unit';
comment on column condition.abatement_age_high_code is 'its unit as code';
comment on column condition.abatement_text is 'when it ended, in words';
comment on column condition.recorded_at is 'when it was first put down, or the first moment of that day, month or year';
comment on column condition.recorded_until is 'the first moment after that day, month or year; NULL when the moment is known';
comment on column condition.recorder_practitioner_id is 'who put it down';
comment on column condition.recorder_practitioner_role_id is 'who put it down, as a practitioner in a role';
comment on column condition.recorder_patient_id is 'who put it down, when it was the patient';
comment on column condition.recorder_elsewhere is 'who put it down, when kept in another system: its URL, or Type/id';
comment on column condition.asserter_practitioner_id is 'whose word it is';
comment on column condition.asserter_practitioner_role_id is 'whose word it is, as a practitioner in a role';
comment on column condition.asserter_patient_id is 'whose word it is, when it was the patient';
comment on column condition.asserter_elsewhere is 'whose word it is, when kept in another system: its URL, or Type/id';
create index condition_abatement_age on condition (abatement_age) where abatement_age is not null;
create index condition_abatement_age_low on condition (abatement_age_low) where abatement_age_low is not null;
create index condition_abatement_at on condition (abatement_at) where abatement_at is not null;
create index condition_abatement_started_at on condition (abatement_started_at) where abatement_started_at is not null;
create index condition_asserter_practitioner_id on condition (asserter_practitioner_id) where asserter_practitioner_id is not null;
create index condition_asserter_practitioner_role_id on condition (asserter_practitioner_role_id) where asserter_practitioner_role_id is not null;
create index condition_asserter_patient_id on condition (asserter_patient_id) where asserter_patient_id is not null;
create index condition_asserter_elsewhere on condition (asserter_elsewhere) where asserter_elsewhere is not null;
create index condition_clinical_status_concept on condition (clinical_status_concept) where clinical_status_concept is not null;
create index condition_code_concept on condition (code_concept) where code_concept is not null;
create index condition_session_elsewhere on condition (session_elsewhere) where session_elsewhere is not null;
create index condition_onset_age on condition (onset_age) where onset_age is not null;
create index condition_onset_age_low on condition (onset_age_low) where onset_age_low is not null;
create index condition_onset_at on condition (onset_at) where onset_at is not null;
create index condition_onset_started_at on condition (onset_started_at) where onset_started_at is not null;
create index condition_patient_id on condition (patient_id) where patient_id is not null;
create index condition_patient_elsewhere on condition (patient_elsewhere) where patient_elsewhere is not null;
create index condition_recorded_at on condition (recorded_at) where recorded_at is not null;
create index condition_severity_concept on condition (severity_concept) where severity_concept is not null;
create index condition_verification_status_concept on condition (verification_status_concept) where verification_status_concept is not null;
create index condition_recorder_practitioner_id on condition (recorder_practitioner_id) where recorder_practitioner_id is not null;
create index condition_recorder_practitioner_role_id on condition (recorder_practitioner_role_id) where recorder_practitioner_role_id is not null;
create index condition_recorder_patient_id on condition (recorder_patient_id) where recorder_patient_id is not null;

create table condition_identifier (
    condition_id       fhir_id not null references condition on delete cascade deferrable,
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
    primary key (condition_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table condition_identifier is 'numbers of a condition in other systems';
comment on column condition_identifier.condition_id is 'the condition whose row it is';
comment on column condition_identifier.id is 'key of the row among those of its owner; it never changes';
comment on column condition_identifier.position is 'the order of the rows';
comment on column condition_identifier.use is 'usual, official, temp, secondary or old';
comment on column condition_identifier.type_concept is 'what kind of number it is, such as a medical record number or a licence';
comment on column condition_identifier.system is 'who gives such numbers out, as a URI; with value it is unique in the world';
comment on column condition_identifier.value is 'the number as it is written';
comment on column condition_identifier.started_at is 'when it became valid';
comment on column condition_identifier.ended_at is 'the first moment at which it is no longer valid';
comment on column condition_identifier.dated is 'day, month or year when both times are whole ones of that unit; NULL when they are moments';
comment on column condition_identifier.assigner_id is 'the organization that gave it';
comment on column condition_identifier.assigner_elsewhere is 'the organization that gave it, when kept in another system: its URL, or Type/id';
create index condition_identifier_value_system on condition_identifier (value, system) where value is not null;
create index condition_identifier_assigner_id on condition_identifier (assigner_id) where assigner_id is not null;

create table condition_category (
    condition_id fhir_id not null references condition on delete cascade deferrable,
    id           bigint not null default nextval('child_row_key'),
    position     bigint not null default nextval('child_row_position'),
    concept      text references concept deferrable,
    primary key (condition_id, id)
);
comment on table condition_category is 'whether it is a diagnosis of a session or an entry of the problem list';
comment on column condition_category.condition_id is 'the condition whose row it is';
comment on column condition_category.id is 'key of the row among those of its owner; it never changes';
comment on column condition_category.position is 'the order of the rows';
comment on column condition_category.concept is 'the category';
create index condition_category_concept on condition_category (concept) where concept is not null;

create table condition_body_site (
    condition_id fhir_id not null references condition on delete cascade deferrable,
    id           bigint not null default nextval('child_row_key'),
    position     bigint not null default nextval('child_row_position'),
    concept      text references concept deferrable,
    primary key (condition_id, id)
);
comment on table condition_body_site is 'where in the body a condition is';
comment on column condition_body_site.condition_id is 'the condition whose row it is';
comment on column condition_body_site.id is 'key of the row among those of its owner; it never changes';
comment on column condition_body_site.position is 'the order of the rows';
comment on column condition_body_site.concept is 'the site';
create index condition_body_site_concept on condition_body_site (concept) where concept is not null;

create table condition_stage (
    condition_id    fhir_id not null references condition on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    summary_concept text references concept deferrable,
    type_concept    text references concept deferrable,
    primary key (condition_id, id)
);
comment on table condition_stage is 'stages or grades of a condition';
comment on column condition_stage.condition_id is 'the condition whose row it is';
comment on column condition_stage.id is 'key of the row among those of its owner; it never changes';
comment on column condition_stage.position is 'the order of the rows';
comment on column condition_stage.summary_concept is 'the stage';
comment on column condition_stage.type_concept is 'by which kind of staging';
create index condition_stage_summary_concept on condition_stage (summary_concept) where summary_concept is not null;

create table condition_stage_assessment (
    condition_id         fhir_id not null references condition on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    condition_stage_id   bigint,
    assessment_elsewhere words,
    primary key (condition_id, id),
    foreign key (condition_id, condition_stage_id) references condition_stage on delete cascade deferrable,
    check (is_elsewhere(assessment_elsewhere))
);
comment on table condition_stage_assessment is 'what a stage was judged by';
comment on column condition_stage_assessment.condition_id is 'the condition whose row it is';
comment on column condition_stage_assessment.id is 'key of the row among those of its owner; it never changes';
comment on column condition_stage_assessment.position is 'the order of the rows';
comment on column condition_stage_assessment.condition_stage_id is 'the row of condition_stage that it belongs to';
comment on column condition_stage_assessment.assessment_elsewhere is 'the finding or report, in another system: its URL, or Type/id';

create table condition_evidence (
    condition_id fhir_id not null references condition on delete cascade deferrable,
    id           bigint not null default nextval('child_row_key'),
    position     bigint not null default nextval('child_row_position'),
    primary key (condition_id, id)
);
comment on table condition_evidence is 'what shows a condition; its codes and findings are in the tables below';
comment on column condition_evidence.condition_id is 'the condition whose row it is';
comment on column condition_evidence.id is 'key of the row among those of its owner; it never changes';
comment on column condition_evidence.position is 'the order of the rows';

create table condition_evidence_code (
    condition_id          fhir_id not null references condition on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    condition_evidence_id bigint,
    concept               text references concept deferrable,
    primary key (condition_id, id),
    foreign key (condition_id, condition_evidence_id) references condition_evidence on delete cascade deferrable
);
comment on table condition_evidence_code is 'signs and symptoms that show a condition';
comment on column condition_evidence_code.condition_id is 'the condition whose row it is';
comment on column condition_evidence_code.id is 'key of the row among those of its owner; it never changes';
comment on column condition_evidence_code.position is 'the order of the rows';
comment on column condition_evidence_code.condition_evidence_id is 'the row of condition_evidence that it belongs to';
comment on column condition_evidence_code.concept is 'the sign or symptom';
create index condition_evidence_code_concept on condition_evidence_code (concept) where concept is not null;

create table condition_evidence_detail (
    condition_id          fhir_id not null references condition on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    condition_evidence_id bigint,
    evidence_condition_id text references condition deferrable,
    evidence_elsewhere    words,
    primary key (condition_id, id),
    foreign key (condition_id, condition_evidence_id) references condition_evidence on delete cascade deferrable,
    check (num_nonnulls(evidence_condition_id, evidence_elsewhere) <= 1),
    check (is_elsewhere(evidence_elsewhere, 'Condition'))
);
comment on table condition_evidence_detail is 'records that show a condition, such as failed treatments or a questionnaire';
comment on column condition_evidence_detail.condition_id is 'the condition whose row it is';
comment on column condition_evidence_detail.id is 'key of the row among those of its owner; it never changes';
comment on column condition_evidence_detail.position is 'the order of the rows';
comment on column condition_evidence_detail.condition_evidence_id is 'the row of condition_evidence that it belongs to';
comment on column condition_evidence_detail.evidence_condition_id is 'another condition';
comment on column condition_evidence_detail.evidence_elsewhere is 'another record, when kept in another system: its URL, or Type/id';
create index condition_evidence_detail_evidence_condition_id on condition_evidence_detail (evidence_condition_id) where evidence_condition_id is not null;
create index condition_evidence_detail_evidence_elsewhere on condition_evidence_detail (evidence_elsewhere) where evidence_elsewhere is not null;

create table condition_note (
    condition_id           fhir_id not null references condition on delete cascade deferrable,
    id                     bigint not null default nextval('child_row_key'),
    position               bigint not null default nextval('child_row_position'),
    author_practitioner_id text references practitioner deferrable,
    author_patient_id      text references patient deferrable,
    author_organization_id text references organization deferrable,
    author_elsewhere       words,
    author_name            words,
    written_at             timestamptz check (isfinite(written_at)),
    written_until          timestamptz,
    body                   words,
    primary key (condition_id, id),
    check (num_nonnulls(author_practitioner_id, author_patient_id, author_organization_id, author_elsewhere, author_name) <= 1),
    check (is_elsewhere(author_elsewhere, 'Practitioner', 'Patient', 'Organization')),
    check (written_until is null or whole_days(written_at, written_until))
);
comment on table condition_note is 'notes on a condition';
comment on column condition_note.condition_id is 'the condition whose row it is';
comment on column condition_note.id is 'key of the row among those of its owner; it never changes';
comment on column condition_note.position is 'the order of the rows';
comment on column condition_note.author_practitioner_id is 'who wrote it';
comment on column condition_note.author_patient_id is 'who wrote it, when it was the patient';
comment on column condition_note.author_organization_id is 'who wrote it, when it was an organization';
comment on column condition_note.author_elsewhere is 'who wrote it, when kept in another system: its URL, or Type/id';
comment on column condition_note.author_name is 'who wrote it, as a name alone';
comment on column condition_note.written_at is 'when it was written, or the first moment of that day, month or year';
comment on column condition_note.written_until is 'the first moment after that day, month or year; NULL when the moment is known';
comment on column condition_note.body is 'the note, Markdown';
create index condition_note_author_practitioner_id on condition_note (author_practitioner_id) where author_practitioner_id is not null;
create index condition_note_author_patient_id on condition_note (author_patient_id) where author_patient_id is not null;
create index condition_note_author_organization_id on condition_note (author_organization_id) where author_organization_id is not null;
create index condition_abatement_at_long on condition (abatement_at) where abatement_until - abatement_at > interval '1 day';
create statistics condition_abatement_at_length on (abatement_until - abatement_at) from condition;
create index condition_abatement_started_at_long on condition (abatement_started_at) where (abatement_started_at is null and abatement_ended_at is not null or abatement_ended_at is null and abatement_started_at is not null or abatement_ended_at - abatement_started_at > interval '1 day');
create statistics condition_abatement_started_at_length on (abatement_ended_at - abatement_started_at) from condition;
create index condition_abatement_text_folded on condition ((folded_start(abatement_text) collate "C")) where abatement_text is not null;
create index condition_onset_at_long on condition (onset_at) where onset_until - onset_at > interval '1 day';
create statistics condition_onset_at_length on (onset_until - onset_at) from condition;
create index condition_onset_started_at_long on condition (onset_started_at) where (onset_started_at is null and onset_ended_at is not null or onset_ended_at is null and onset_started_at is not null or onset_ended_at - onset_started_at > interval '1 day');
create statistics condition_onset_started_at_length on (onset_ended_at - onset_started_at) from condition;
create index condition_onset_text_folded on condition ((folded_start(onset_text) collate "C")) where onset_text is not null;
create index condition_recorded_at_long on condition (recorded_at) where recorded_until - recorded_at > interval '1 day';
create statistics condition_recorded_at_length on (recorded_until - recorded_at) from condition;

select fhir_watch('condition', 'Condition', 'id');
select fhir_watch('condition_identifier', 'Condition', 'condition_id');
select fhir_watch('condition_category', 'Condition', 'condition_id');
select fhir_watch('condition_body_site', 'Condition', 'condition_id');
select fhir_watch('condition_stage', 'Condition', 'condition_id');
select fhir_watch('condition_stage_assessment', 'Condition', 'condition_id');
select fhir_watch('condition_evidence', 'Condition', 'condition_id');
select fhir_watch('condition_evidence_code', 'Condition', 'condition_id');
select fhir_watch('condition_evidence_detail', 'Condition', 'condition_id');
select fhir_watch('condition_note', 'Condition', 'condition_id');
