-- +goose Up
-- Observations: readings, scores, findings and experiences.

create table observation (
    id                           fhir_id primary key,
    status                       words
        check (status in ('registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled',
            'entered-in-error', 'unknown')),
    code_concept                 text references concept deferrable,
    subject_patient_id           text references patient deferrable,
    subject_location_id          text references location deferrable,
    subject_elsewhere            short_words,
    session_id                   text references session deferrable,
    session_elsewhere            short_words,
    taken_at                     timestamptz,
    taken_until                  timestamptz,
    timing                       words,
    issued_at                    timestamptz check (isfinite(issued_at)),
    value                        numeric,
    value_unit                   short_words,
    value_system                 short_words,
    value_code                   short_words,
    value_comparator             words check (value_comparator in ('<', '<=', '>=', '>')),
    value_bool                   boolean,
    value_int                    integer,
    value_low                    numeric,
    value_low_unit               words,
    value_low_system             short_words,
    value_low_code               short_words,
    value_high                   numeric,
    value_high_unit              words,
    value_high_system            short_words,
    value_high_code              short_words,
    value_numerator              numeric,
    value_numerator_unit         words,
    value_numerator_system       short_words,
    value_numerator_code         short_words,
    value_numerator_comparator   words check (value_numerator_comparator in ('<', '<=', '>=', '>')),
    value_denominator            numeric,
    value_denominator_unit       words,
    value_denominator_system     short_words,
    value_denominator_code       short_words,
    value_denominator_comparator words check (value_denominator_comparator in ('<', '<=', '>=', '>')),
    value_time                   words check (value_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$'),
    value_concept                text references concept deferrable,
    value_text                   short_words,
    value_at                     timestamptz,
    value_until                  timestamptz check (value_until is null or whole_days(value_at, value_until)),
    value_started_at             timestamptz,
    value_ended_at               timestamptz,
    value_dated                  words check (value_dated in ('day', 'month', 'year')),
    absent_reason_concept        text references concept deferrable,
    site_concept                 text references concept deferrable,
    method_concept               text references concept deferrable,
    specimen_elsewhere           short_words,
    device_elsewhere             short_words,
    episode_id                   text references episode deferrable,
    episode_elsewhere            short_words,
    dose_offset                  numeric,
    dose_offset_unit             words,
    dose_offset_system           short_words,
    dose_offset_code             short_words,
    score_rule                   short_words,
    submitted_score              numeric,
    check (is_elsewhere(subject_elsewhere, 'Patient', 'Location')),
    check (num_nonnulls(subject_patient_id, subject_location_id, subject_elsewhere) <= 1),
    check (is_elsewhere(session_elsewhere, 'Encounter')),
    check (num_nonnulls(session_id, session_elsewhere) <= 1),
    check (in_order(taken_at, taken_until)),
    check (case timing
        when 'ongoing' then taken_at is not null and taken_until is null
        when 'partial' then whole_days(taken_at, taken_until)
        when 'instant' then taken_at is not null and taken_until is null
        else timing is null end),
    check ((num_nonnulls(value, value_unit, value_system, value_code, value_comparator) > 0)::int
        + (value_bool is not null)::int
        + (value_int is not null)::int
        + (num_nonnulls(value_low, value_low_unit, value_low_system, value_low_code, value_high, value_high_unit,
            value_high_system, value_high_code) > 0)::int
        + (num_nonnulls(value_numerator, value_numerator_unit, value_numerator_system, value_numerator_code,
            value_numerator_comparator, value_denominator, value_denominator_unit, value_denominator_system,
            value_denominator_code, value_denominator_comparator) > 0)::int
        + (value_time is not null)::int
        + (value_concept is not null)::int
        + (value_text is not null)::int
        + (num_nonnulls(value_at, value_until) > 0)::int
        + (num_nonnulls(value_started_at, value_ended_at, value_dated) > 0)::int <= 1),
    check (in_order(value_started_at, value_ended_at, value_dated)),
    check (is_elsewhere(specimen_elsewhere)),
    check (is_elsewhere(device_elsewhere)),
    check (is_elsewhere(episode_elsewhere, 'EpisodeOfCare')),
    check (num_nonnulls(episode_id, episode_elsewhere) <= 1)
);
comment on table observation is 'a reading, a score, a finding or an experience';
comment on column observation.id is 'the logical id, part of every link to it';
comment on column observation.status is 'where it stands: ''final'' when it is complete';
comment on column observation.code_concept is 'what was observed';
comment on column observation.subject_patient_id is 'whom it is about';
comment on column observation.subject_location_id is 'the room it is about';
comment on column observation.subject_elsewhere is 'what subject_patient_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column observation.session_id is 'the session during which it was made';
comment on column observation.session_elsewhere is 'what session_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column observation.taken_at is 'when it was taken; the first moment of the day, month or year if no more is known; the start of a period';
comment on column observation.taken_until is 'the end of a period; the moment after the day, month or year if no more is known';
comment on column observation.timing is 'empty for a moment or a start and an end; ''ongoing'' for a start whose end is not known yet; ''partial'' when only the day, month or year is known; ''instant'' for a moment that a machine stamped';
comment on column observation.issued_at is 'when it was released';
comment on column observation.value is 'the value as an amount';
comment on column observation.value_unit is 'unit of value, in words';
comment on column observation.value_system is 'code system of value_code';
comment on column observation.value_code is 'unit of value as a code, usually UCUM';
comment on column observation.value_comparator is '''<'', ''<='', ''>='' or ''>'' when value is only a bound';
comment on column observation.value_bool is 'the value yes (true) or no (false)';
comment on column observation.value_int is 'the value as a whole number';
comment on column observation.value_low is 'the value as a range: the lowest';
comment on column observation.value_low_unit is 'unit of value_low, in words';
comment on column observation.value_low_system is 'code system of value_low_code';
comment on column observation.value_low_code is 'unit of value_low as a code, usually UCUM';
comment on column observation.value_high is 'the value as a range: the highest';
comment on column observation.value_high_unit is 'unit of value_high, in words';
comment on column observation.value_high_system is 'code system of value_high_code';
comment on column observation.value_high_code is 'unit of value_high as a code, usually UCUM';
comment on column observation.value_numerator is 'the value as a ratio: the upper amount';
comment on column observation.value_numerator_unit is 'unit of value_numerator, in words';
comment on column observation.value_numerator_system is 'code system of value_numerator_code';
comment on column observation.value_numerator_code is 'unit of value_numerator as a code, usually UCUM';
comment on column observation.value_numerator_comparator is '''<'', ''<='', ''>='' or ''>'' when value_numerator is only a bound';
comment on column observation.value_denominator is 'the value as a ratio: the lower amount';
comment on column observation.value_denominator_unit is 'unit of value_denominator, in words';
comment on column observation.value_denominator_system is 'code system of value_denominator_code';
comment on column observation.value_denominator_code is 'unit of value_denominator as a code, usually UCUM';
comment on column observation.value_denominator_comparator is '''<'', ''<='', ''>='' or ''>'' when value_denominator is only a bound';
comment on column observation.value_time is 'the value as a time of day, hh:mm:ss';
comment on column observation.value_concept is 'the value as a concept';
comment on column observation.value_text is 'the value in words';
comment on column observation.value_at is 'the value as a moment, or the first moment of a day, month or year';
comment on column observation.value_until is 'when only the day, month or year of value_at is known: the first moment after it; else empty';
comment on column observation.value_started_at is 'the value as a period: its start';
comment on column observation.value_ended_at is 'the value as a period: the first moment after it';
comment on column observation.value_dated is '''day'', ''month'' or ''year'' when both bounds of the value period are whole ones; empty for moments';
comment on column observation.absent_reason_concept is 'why there is no value';
comment on column observation.site_concept is 'where on the body';
comment on column observation.method_concept is 'how it was measured';
comment on column observation.specimen_elsewhere is 'the specimen it was measured on, as written';
comment on column observation.device_elsewhere is 'the device it was measured with, as written';
comment on column observation.episode_id is 'the episode it belongs to';
comment on column observation.episode_elsewhere is 'what episode_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column observation.dose_offset is 'how long after the start of the dose, negative before it';
comment on column observation.dose_offset_unit is 'unit of dose_offset, in words';
comment on column observation.dose_offset_system is 'code system of dose_offset_code';
comment on column observation.dose_offset_code is 'unit of dose_offset as a code, usually UCUM';
comment on column observation.score_rule is 'the uri of the rule that worked the score out';
comment on column observation.submitted_score is 'the total that came with the response, when there was one';

create table observation_identifier (
    observation_id     fhir_id not null references observation on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    use                words check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    type_concept       text references concept deferrable,
    system             short_words,
    value              short_words,
    started_at         timestamptz,
    ended_at           timestamptz,
    dated              words check (dated in ('day', 'month', 'year')),
    assigner_id        text references organization deferrable,
    assigner_elsewhere short_words,
    primary key (observation_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (is_elsewhere(assigner_elsewhere, 'Organization')),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1)
);
comment on table observation_identifier is 'numbers of an observation';
comment on column observation_identifier.observation_id is 'the observation it belongs to';
comment on column observation_identifier.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_identifier.position is 'its place in the list, lowest first';
comment on column observation_identifier.use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column observation_identifier.type_concept is 'what kind of number it is';
comment on column observation_identifier.system is 'who gives out such numbers, as a url';
comment on column observation_identifier.value is 'the number itself';
comment on column observation_identifier.started_at is 'from when on the number is in use';
comment on column observation_identifier.ended_at is 'the first moment at which it is no longer in use';
comment on column observation_identifier.dated is '''day'', ''month'' or ''year'' when both bounds are whole ones; empty for moments';
comment on column observation_identifier.assigner_id is 'the organization that gave the number';
comment on column observation_identifier.assigner_elsewhere is 'what assigner_id cannot hold, as written: a URL or urn, or a record of another kind';

create table observation_order (
    observation_id  fhir_id not null references observation on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    order_id        text references medication_order deferrable,
    order_elsewhere short_words,
    primary key (observation_id, id),
    check (is_elsewhere(order_elsewhere, 'MedicationRequest')),
    check (num_nonnulls(order_id, order_elsewhere) <= 1)
);
comment on table observation_order is 'the orders that an observation follows up';
comment on column observation_order.observation_id is 'the observation it belongs to';
comment on column observation_order.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_order.position is 'its place in the list, lowest first';
comment on column observation_order.order_id is 'the order';
comment on column observation_order.order_elsewhere is 'what order_id cannot hold, as written: a URL or urn, or a record of another kind';

create table observation_part_of (
    observation_id            fhir_id not null references observation on delete cascade deferrable,
    id                        bigint not null default nextval('child_row_key'),
    position                  bigint not null default nextval('child_row_position'),
    part_of_administration_id text references administration deferrable,
    part_of_elsewhere         short_words,
    primary key (observation_id, id),
    check (is_elsewhere(part_of_elsewhere, 'MedicationAdministration')),
    check (num_nonnulls(part_of_administration_id, part_of_elsewhere) <= 1)
);
comment on table observation_part_of is 'what an observation is part of';
comment on column observation_part_of.observation_id is 'the observation it belongs to';
comment on column observation_part_of.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_part_of.position is 'its place in the list, lowest first';
comment on column observation_part_of.part_of_administration_id is 'the dose during which it was taken';
comment on column observation_part_of.part_of_elsewhere is 'what part_of_administration_id cannot hold, as written: a URL or urn, or a record of another kind';

create table observation_category (
    observation_id fhir_id not null references observation on delete cascade deferrable,
    id             bigint not null default nextval('child_row_key'),
    position       bigint not null default nextval('child_row_position'),
    concept        text references concept deferrable,
    primary key (observation_id, id)
);
comment on table observation_category is 'what kind of observation it is';
comment on column observation_category.observation_id is 'the observation it belongs to';
comment on column observation_category.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_category.position is 'its place in the list, lowest first';
comment on column observation_category.concept is 'the kind: vital-signs, survey, exam, therapy';

create table observation_focus (
    observation_id  fhir_id not null references observation on delete cascade deferrable,
    id              bigint not null default nextval('child_row_key'),
    position        bigint not null default nextval('child_row_position'),
    focus_elsewhere short_words,
    primary key (observation_id, id),
    check (is_elsewhere(focus_elsewhere))
);
comment on table observation_focus is 'what an observation is really about, when that is not its subject';
comment on column observation_focus.observation_id is 'the observation it belongs to';
comment on column observation_focus.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_focus.position is 'its place in the list, lowest first';
comment on column observation_focus.focus_elsewhere is 'the record it is about, as written';

create table observation_performer (
    observation_id                 fhir_id not null references observation on delete cascade deferrable,
    id                             bigint not null default nextval('child_row_key'),
    position                       bigint not null default nextval('child_row_position'),
    performer_practitioner_id      text references practitioner deferrable,
    performer_practitioner_role_id text references practitioner_role deferrable,
    performer_organization_id      text references organization deferrable,
    performer_patient_id           text references patient deferrable,
    performer_elsewhere            short_words,
    primary key (observation_id, id),
    check (is_elsewhere(performer_elsewhere, 'Practitioner', 'PractitionerRole', 'Organization', 'Patient')),
    check (num_nonnulls(performer_practitioner_id, performer_practitioner_role_id, performer_organization_id,
            performer_patient_id, performer_elsewhere) <= 1)
);
comment on table observation_performer is 'who observed';
comment on column observation_performer.observation_id is 'the observation it belongs to';
comment on column observation_performer.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_performer.position is 'its place in the list, lowest first';
comment on column observation_performer.performer_practitioner_id is 'the practitioner';
comment on column observation_performer.performer_practitioner_role_id is 'the practitioner, in a role';
comment on column observation_performer.performer_organization_id is 'the organization';
comment on column observation_performer.performer_patient_id is 'the patient';
comment on column observation_performer.performer_elsewhere is 'what performer_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';

create table observation_interpretation (
    observation_id           fhir_id not null references observation on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    observation_component_id bigint,
    concept                  text references concept deferrable,
    primary key (observation_id, id)
);
comment on table observation_interpretation is 'whether a value is high, low or normal';
comment on column observation_interpretation.observation_id is 'the observation it belongs to';
comment on column observation_interpretation.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_interpretation.position is 'its place in the list, lowest first';
comment on column observation_interpretation.observation_component_id is 'the component it is said of; empty when it is said of the whole';
comment on column observation_interpretation.concept is 'the interpretation';

create table observation_note (
    observation_id         fhir_id not null references observation on delete cascade deferrable,
    id                     bigint not null default nextval('child_row_key'),
    position               bigint not null default nextval('child_row_position'),
    author_practitioner_id text references practitioner deferrable,
    author_patient_id      text references patient deferrable,
    author_organization_id text references organization deferrable,
    author_elsewhere       short_words,
    author_name            words,
    written_at             timestamptz,
    written_until          timestamptz check (written_until is null or whole_days(written_at, written_until)),
    body                   words,
    primary key (observation_id, id),
    check (num_nonnulls(author_practitioner_id, author_patient_id, author_organization_id, author_elsewhere,
            author_name) <= 1),
    check (is_elsewhere(author_elsewhere, 'Practitioner', 'Patient', 'Organization'))
);
comment on table observation_note is 'notes on an observation';
comment on column observation_note.observation_id is 'the observation it belongs to';
comment on column observation_note.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_note.position is 'its place in the list, lowest first';
comment on column observation_note.author_practitioner_id is 'who wrote it, a practitioner';
comment on column observation_note.author_patient_id is 'who wrote it, a patient';
comment on column observation_note.author_organization_id is 'who wrote it, an organization';
comment on column observation_note.author_elsewhere is 'what author_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column observation_note.author_name is 'who wrote it, as a name only';
comment on column observation_note.written_at is 'when it was written, or the first moment of the day, month or year';
comment on column observation_note.written_until is 'when only the day, month or year of written_at is known: the first moment after it; else empty';
comment on column observation_note.body is 'the words, Markdown';

create table observation_range (
    observation_id           fhir_id not null references observation on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    observation_component_id bigint,
    low                      numeric,
    low_unit                 words,
    low_system               short_words,
    low_code                 short_words,
    high                     numeric,
    high_unit                words,
    high_system              short_words,
    high_code                short_words,
    type_concept             text references concept deferrable,
    age_low                  numeric,
    age_low_unit             words,
    age_low_system           short_words,
    age_low_code             short_words,
    age_high                 numeric,
    age_high_unit            words,
    age_high_system          short_words,
    age_high_code            short_words,
    text                     words,
    primary key (observation_id, id)
);
comment on table observation_range is 'what values are usual';
comment on column observation_range.observation_id is 'the observation it belongs to';
comment on column observation_range.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_range.position is 'its place in the list, lowest first';
comment on column observation_range.observation_component_id is 'the component it is said of; empty when it is said of the whole';
comment on column observation_range.low is 'the lowest usual value';
comment on column observation_range.low_unit is 'unit of low, in words';
comment on column observation_range.low_system is 'code system of low_code';
comment on column observation_range.low_code is 'unit of low as a code, usually UCUM';
comment on column observation_range.high is 'the highest usual value';
comment on column observation_range.high_unit is 'unit of high, in words';
comment on column observation_range.high_system is 'code system of high_code';
comment on column observation_range.high_code is 'unit of high as a code, usually UCUM';
comment on column observation_range.type_concept is 'what the range means: normal, recommended, a band of a score';
comment on column observation_range.age_low is 'for which age, from';
comment on column observation_range.age_low_unit is 'unit of age_low, in words';
comment on column observation_range.age_low_system is 'code system of age_low_code';
comment on column observation_range.age_low_code is 'unit of age_low as a code, usually UCUM';
comment on column observation_range.age_high is 'for which age, to';
comment on column observation_range.age_high_unit is 'unit of age_high, in words';
comment on column observation_range.age_high_system is 'code system of age_high_code';
comment on column observation_range.age_high_code is 'unit of age_high as a code, usually UCUM';
comment on column observation_range.text is 'the range in words';

create table observation_range_applies_to (
    observation_id       fhir_id not null references observation on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    observation_range_id bigint,
    concept              text references concept deferrable,
    primary key (observation_id, id),
    foreign key (observation_id, observation_range_id) references observation_range on delete cascade deferrable
);
comment on table observation_range_applies_to is 'for whom a range is meant';
comment on column observation_range_applies_to.observation_id is 'the observation it belongs to';
comment on column observation_range_applies_to.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_range_applies_to.position is 'its place in the list, lowest first';
comment on column observation_range_applies_to.observation_range_id is 'the range it belongs to';
comment on column observation_range_applies_to.concept is 'the group of people';

create table observation_member (
    observation_id        fhir_id not null references observation on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    member_observation_id text references observation deferrable,
    member_response_id    text references response deferrable,
    member_elsewhere      short_words,
    primary key (observation_id, id),
    check (is_elsewhere(member_elsewhere, 'Observation', 'QuestionnaireResponse')),
    check (num_nonnulls(member_observation_id, member_response_id, member_elsewhere) <= 1)
);
comment on table observation_member is 'the observations and responses that a panel is made of';
comment on column observation_member.observation_id is 'the observation it belongs to';
comment on column observation_member.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_member.position is 'its place in the list, lowest first';
comment on column observation_member.member_observation_id is 'the observation';
comment on column observation_member.member_response_id is 'the response';
comment on column observation_member.member_elsewhere is 'what member_observation_id cannot hold, as written: a URL or urn, or a record of another kind';

create table observation_derived_from (
    observation_id              fhir_id not null references observation on delete cascade deferrable,
    id                          bigint not null default nextval('child_row_key'),
    position                    bigint not null default nextval('child_row_position'),
    derived_from_response_id    text references response deferrable,
    derived_from_observation_id text references observation deferrable,
    derived_from_elsewhere      short_words,
    primary key (observation_id, id),
    check (is_elsewhere(derived_from_elsewhere, 'QuestionnaireResponse', 'Observation')),
    check (num_nonnulls(derived_from_response_id, derived_from_observation_id, derived_from_elsewhere) <= 1)
);
comment on table observation_derived_from is 'what an observation was worked out from';
comment on column observation_derived_from.observation_id is 'the observation it belongs to';
comment on column observation_derived_from.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_derived_from.position is 'its place in the list, lowest first';
comment on column observation_derived_from.derived_from_response_id is 'the response, for the score of an instrument';
comment on column observation_derived_from.derived_from_observation_id is 'the observation';
comment on column observation_derived_from.derived_from_elsewhere is 'what derived_from_response_id cannot hold, as written: a URL or urn, or a record of another kind';

create table observation_component (
    observation_id               fhir_id not null references observation on delete cascade deferrable,
    id                           bigint not null default nextval('child_row_key'),
    position                     bigint not null default nextval('child_row_position'),
    code_concept                 text references concept deferrable,
    value                        numeric,
    value_unit                   short_words,
    value_system                 short_words,
    value_code                   short_words,
    value_comparator             words check (value_comparator in ('<', '<=', '>=', '>')),
    value_bool                   boolean,
    value_int                    integer,
    value_low                    numeric,
    value_low_unit               words,
    value_low_system             short_words,
    value_low_code               short_words,
    value_high                   numeric,
    value_high_unit              words,
    value_high_system            short_words,
    value_high_code              short_words,
    value_numerator              numeric,
    value_numerator_unit         words,
    value_numerator_system       short_words,
    value_numerator_code         short_words,
    value_numerator_comparator   words check (value_numerator_comparator in ('<', '<=', '>=', '>')),
    value_denominator            numeric,
    value_denominator_unit       words,
    value_denominator_system     short_words,
    value_denominator_code       short_words,
    value_denominator_comparator words check (value_denominator_comparator in ('<', '<=', '>=', '>')),
    value_time                   words check (value_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$'),
    value_concept                text references concept deferrable,
    value_text                   words,
    value_at                     timestamptz,
    value_until                  timestamptz check (value_until is null or whole_days(value_at, value_until)),
    value_started_at             timestamptz,
    value_ended_at               timestamptz,
    value_dated                  words check (value_dated in ('day', 'month', 'year')),
    absent_reason_concept        text references concept deferrable,
    primary key (observation_id, id),
    check ((num_nonnulls(value, value_unit, value_system, value_code, value_comparator) > 0)::int
        + (value_bool is not null)::int
        + (value_int is not null)::int
        + (num_nonnulls(value_low, value_low_unit, value_low_system, value_low_code, value_high, value_high_unit,
            value_high_system, value_high_code) > 0)::int
        + (num_nonnulls(value_numerator, value_numerator_unit, value_numerator_system, value_numerator_code,
            value_numerator_comparator, value_denominator, value_denominator_unit, value_denominator_system,
            value_denominator_code, value_denominator_comparator) > 0)::int
        + (value_time is not null)::int
        + (value_concept is not null)::int
        + (value_text is not null)::int
        + (num_nonnulls(value_at, value_until) > 0)::int
        + (num_nonnulls(value_started_at, value_ended_at, value_dated) > 0)::int <= 1),
    check (in_order(value_started_at, value_ended_at, value_dated))
);
comment on table observation_component is 'one part of an observation, such as the systolic blood pressure';
comment on column observation_component.observation_id is 'the observation it belongs to';
comment on column observation_component.id is 'key of the row, never changed and never used twice in one observation';
comment on column observation_component.position is 'its place in the list, lowest first';
comment on column observation_component.code_concept is 'which part';
comment on column observation_component.value is 'the value as an amount';
comment on column observation_component.value_unit is 'unit of value, in words';
comment on column observation_component.value_system is 'code system of value_code';
comment on column observation_component.value_code is 'unit of value as a code, usually UCUM';
comment on column observation_component.value_comparator is '''<'', ''<='', ''>='' or ''>'' when value is only a bound';
comment on column observation_component.value_bool is 'the value yes (true) or no (false)';
comment on column observation_component.value_int is 'the value as a whole number';
comment on column observation_component.value_low is 'the value as a range: the lowest';
comment on column observation_component.value_low_unit is 'unit of value_low, in words';
comment on column observation_component.value_low_system is 'code system of value_low_code';
comment on column observation_component.value_low_code is 'unit of value_low as a code, usually UCUM';
comment on column observation_component.value_high is 'the value as a range: the highest';
comment on column observation_component.value_high_unit is 'unit of value_high, in words';
comment on column observation_component.value_high_system is 'code system of value_high_code';
comment on column observation_component.value_high_code is 'unit of value_high as a code, usually UCUM';
comment on column observation_component.value_numerator is 'the value as a ratio: the upper amount';
comment on column observation_component.value_numerator_unit is 'unit of value_numerator, in words';
comment on column observation_component.value_numerator_system is 'code system of value_numerator_code';
comment on column observation_component.value_numerator_code is 'unit of value_numerator as a code, usually UCUM';
comment on column observation_component.value_numerator_comparator is '''<'', ''<='', ''>='' or ''>'' when value_numerator is only a bound';
comment on column observation_component.value_denominator is 'the value as a ratio: the lower amount';
comment on column observation_component.value_denominator_unit is 'unit of value_denominator, in words';
comment on column observation_component.value_denominator_system is 'code system of value_denominator_code';
comment on column observation_component.value_denominator_code is 'unit of value_denominator as a code, usually UCUM';
comment on column observation_component.value_denominator_comparator is '''<'', ''<='', ''>='' or ''>'' when value_denominator is only a bound';
comment on column observation_component.value_time is 'the value as a time of day, hh:mm:ss';
comment on column observation_component.value_concept is 'the value as a concept';
comment on column observation_component.value_text is 'the value in words';
comment on column observation_component.value_at is 'the value as a moment, or the first moment of a day, month or year';
comment on column observation_component.value_until is 'when only the day, month or year of value_at is known: the first moment after it; else empty';
comment on column observation_component.value_started_at is 'the value as a period: its start';
comment on column observation_component.value_ended_at is 'the value as a period: the first moment after it';
comment on column observation_component.value_dated is '''day'', ''month'' or ''year'' when both bounds of the value period are whole ones; empty for moments';
comment on column observation_component.absent_reason_concept is 'why this part has no value';

alter table observation_interpretation add foreign key (observation_id, observation_component_id) references observation_component on delete cascade deferrable;
alter table observation_range add foreign key (observation_id, observation_component_id) references observation_component on delete cascade deferrable;

create index observation_order_order_id on observation_order (order_id) where order_id is not null;
create index observation_order_order_elsewhere on observation_order (order_elsewhere) where order_elsewhere is not null;
create index observation_category_concept on observation_category (concept) where concept is not null;
create index observation_code_concept on observation (code_concept) where code_concept is not null;
create index observation_component_code_concept on observation_component (code_concept) where code_concept is not null;
create index observation_absent_reason_concept on observation (absent_reason_concept) where absent_reason_concept is not null;
create index observation_component_absent_reason_concept on observation_component (absent_reason_concept) where absent_reason_concept is not null;
create index observation_value_concept on observation (value_concept) where value_concept is not null;
create index observation_component_value_concept on observation_component (value_concept) where value_concept is not null;
create index observation_taken_at on observation (taken_at, id);
create index observation_derived_from_derived_from_response_id on observation_derived_from (derived_from_response_id) where derived_from_response_id is not null;
create index observation_derived_from_derived_from_observation_id on observation_derived_from (derived_from_observation_id) where derived_from_observation_id is not null;
create index observation_derived_from_derived_from_elsewhere on observation_derived_from (derived_from_elsewhere) where derived_from_elsewhere is not null;
create index observation_device_elsewhere on observation (device_elsewhere) where device_elsewhere is not null;
create index observation_session_id on observation (session_id) where session_id is not null;
create index observation_session_elsewhere on observation (session_elsewhere) where session_elsewhere is not null;
create index observation_focus_focus_elsewhere on observation_focus (focus_elsewhere) where focus_elsewhere is not null;
create index observation_member_member_observation_id on observation_member (member_observation_id) where member_observation_id is not null;
create index observation_member_member_response_id on observation_member (member_response_id) where member_response_id is not null;
create index observation_member_member_elsewhere on observation_member (member_elsewhere) where member_elsewhere is not null;
create index observation_identifier_value on observation_identifier (value, system) where value is not null;
create index observation_method_concept on observation (method_concept) where method_concept is not null;
create index observation_part_of_part_of_administration_id on observation_part_of (part_of_administration_id) where part_of_administration_id is not null;
create index observation_part_of_part_of_elsewhere on observation_part_of (part_of_elsewhere) where part_of_elsewhere is not null;
create index observation_subject_patient_id on observation (subject_patient_id, taken_at desc, id) where subject_patient_id is not null;
create index observation_subject_location_id on observation (subject_location_id) where subject_location_id is not null;
create index observation_subject_elsewhere on observation (subject_elsewhere) where subject_elsewhere is not null;
create index observation_performer_performer_practitioner_id on observation_performer (performer_practitioner_id) where performer_practitioner_id is not null;
create index observation_performer_performer_practitioner_role_id on observation_performer (performer_practitioner_role_id) where performer_practitioner_role_id is not null;
create index observation_performer_performer_organization_id on observation_performer (performer_organization_id) where performer_organization_id is not null;
create index observation_performer_performer_patient_id on observation_performer (performer_patient_id) where performer_patient_id is not null;
create index observation_performer_performer_elsewhere on observation_performer (performer_elsewhere) where performer_elsewhere is not null;
create index observation_specimen_elsewhere on observation (specimen_elsewhere) where specimen_elsewhere is not null;
create index observation_status on observation (status, taken_at desc, id) where status is not null;
create index observation_status_id on observation (status, id) where status is not null;
create index observation_value on observation (value) where value is not null;
create index observation_value_bound on observation (value) where value_comparator is not null;
create index observation_component_value on observation_component (value) where value is not null;
create index observation_component_value_bound on observation_component (value) where value_comparator is not null;
create index observation_value_at on observation (value_at) where value_at is not null;
create index observation_value_started_at on observation (value_started_at) where value_started_at is not null;
create index observation_episode_id on observation (episode_id) where episode_id is not null;
create index observation_identifier_assigner_id on observation_identifier (assigner_id) where assigner_id is not null;
create index observation_note_author_practitioner_id on observation_note (author_practitioner_id) where author_practitioner_id is not null;
create index observation_note_author_patient_id on observation_note (author_patient_id) where author_patient_id is not null;
create index observation_note_author_organization_id on observation_note (author_organization_id) where author_organization_id is not null;

alter table condition_stage_assessment
    add column assessment_id text references observation deferrable,
    add check (assessment_id is null or assessment_elsewhere is null),
    add check (is_elsewhere(assessment_elsewhere, 'Observation'));
comment on column condition_stage_assessment.assessment_id is 'the observation that the stage rests on';
create index condition_stage_assessment_assessment_id on condition_stage_assessment (assessment_id) where assessment_id is not null;

alter table condition_evidence_detail
    add column evidence_observation_id text references observation deferrable,
    add check (evidence_observation_id is null or num_nonnulls(evidence_condition_id, evidence_session_id, evidence_medication_order_id, evidence_administration_id, evidence_response_id, evidence_elsewhere) = 0),
    add check (is_elsewhere(evidence_elsewhere, 'Observation'));
comment on column condition_evidence_detail.evidence_observation_id is 'an observation that speaks for the condition';
create index condition_evidence_detail_evidence_observation_id on condition_evidence_detail (evidence_observation_id) where evidence_observation_id is not null;

alter table session_reason_reference
    add column reason_observation_id text references observation deferrable,
    add check (reason_observation_id is null or num_nonnulls(reason_condition_id, reason_elsewhere) = 0),
    add check (is_elsewhere(reason_elsewhere, 'Observation'));
comment on column session_reason_reference.reason_observation_id is 'the observation that the session answers to';
create index session_reason_reference_reason_observation_id on session_reason_reference (reason_observation_id) where reason_observation_id is not null;

alter table medication_order_information
    add column information_observation_id text references observation deferrable,
    add check (information_observation_id is null or num_nonnulls(information_condition_id, information_response_id, information_elsewhere) = 0),
    add check (is_elsewhere(information_elsewhere, 'Observation'));
comment on column medication_order_information.information_observation_id is 'an observation, such as the weight';
create index medication_order_information_information_observation_id on medication_order_information (information_observation_id) where information_observation_id is not null;

alter table medication_order_reason_reference
    add column reason_observation_id text references observation deferrable,
    add check (reason_observation_id is null or num_nonnulls(reason_condition_id, reason_elsewhere) = 0),
    add check (is_elsewhere(reason_elsewhere, 'Observation'));
comment on column medication_order_reason_reference.reason_observation_id is 'the observation it answers to';
create index medication_order_reason_reference_reason_observation_id on medication_order_reason_reference (reason_observation_id) where reason_observation_id is not null;

alter table administration_information
    add column information_observation_id text references observation deferrable,
    add check (information_observation_id is null or num_nonnulls(information_condition_id, information_response_id, information_elsewhere) = 0),
    add check (is_elsewhere(information_elsewhere, 'Observation'));
comment on column administration_information.information_observation_id is 'an observation, such as the blood pressure before the dose';
create index administration_information_information_observation_id on administration_information (information_observation_id) where information_observation_id is not null;

alter table administration_reason_reference
    add column reason_observation_id text references observation deferrable,
    add check (reason_observation_id is null or num_nonnulls(reason_condition_id, reason_elsewhere) = 0),
    add check (is_elsewhere(reason_elsewhere, 'Observation'));
comment on column administration_reason_reference.reason_observation_id is 'the observation it answers to';
create index administration_reason_reference_reason_observation_id on administration_reason_reference (reason_observation_id) where reason_observation_id is not null;

alter table response_part_of
    add column part_of_observation_id text references observation deferrable,
    add check (part_of_observation_id is null or part_of_elsewhere is null),
    add check (is_elsewhere(part_of_elsewhere, 'Observation'));
comment on column response_part_of.part_of_observation_id is 'the observation it is part of';
create index response_part_of_part_of_observation_id on response_part_of (part_of_observation_id) where part_of_observation_id is not null;
create index observation_taken_at_long on observation (taken_at) where (taken_at is null and taken_until is not null or timing = 'ongoing' or taken_until - taken_at > interval '1 day');
create statistics observation_taken_at_length on (taken_until - taken_at) from observation;
create index observation_value_at_long on observation (value_at) where value_until - value_at > interval '1 day';
create statistics observation_value_at_length on (value_until - value_at) from observation;
create index observation_value_started_at_long on observation (value_started_at) where (value_started_at is null and value_ended_at is not null or value_ended_at is null and value_started_at is not null or value_ended_at - value_started_at > interval '1 day');
create statistics observation_value_started_at_length on (value_ended_at - value_started_at) from observation;
create index observation_value_text_folded on observation ((folded_start(value_text) collate "C")) where value_text is not null;

select fhir_watch('observation', 'Observation', 'id');
select fhir_watch('observation_identifier', 'Observation', 'observation_id');
select fhir_watch('observation_order', 'Observation', 'observation_id');
select fhir_watch('observation_part_of', 'Observation', 'observation_id');
select fhir_watch('observation_category', 'Observation', 'observation_id');
select fhir_watch('observation_focus', 'Observation', 'observation_id');
select fhir_watch('observation_performer', 'Observation', 'observation_id');
select fhir_watch('observation_interpretation', 'Observation', 'observation_id');
select fhir_watch('observation_note', 'Observation', 'observation_id');
select fhir_watch('observation_range', 'Observation', 'observation_id');
select fhir_watch('observation_range_applies_to', 'Observation', 'observation_id');
select fhir_watch('observation_member', 'Observation', 'observation_id');
select fhir_watch('observation_derived_from', 'Observation', 'observation_id');
select fhir_watch('observation_component', 'Observation', 'observation_id');
