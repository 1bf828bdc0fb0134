-- +goose Up
-- Orders: what a prescriber wants a patient to be given.

create table medication_order (
    id                               fhir_id primary key,
    status                           words
        check (status in ('active', 'on-hold', 'cancelled', 'completed', 'entered-in-error', 'stopped', 'draft',
            'unknown')),
    status_reason_concept            text references concept deferrable,
    intent                           words
        check (intent in ('proposal', 'plan', 'order', 'original-order', 'reflex-order', 'filler-order',
            'instance-order', 'option')),
    priority                         words check (priority in ('routine', 'urgent', 'asap', 'stat')),
    do_not_perform                   boolean,
    reported                         boolean,
    reported_by_patient_id           text references patient deferrable,
    reported_by_practitioner_id      text references practitioner deferrable,
    reported_by_practitioner_role_id text references practitioner_role deferrable,
    reported_by_organization_id      text references organization deferrable,
    reported_by_elsewhere            short_words,
    medication_concept               text references concept deferrable,
    medication_id                    text references medication deferrable,
    medication_elsewhere             short_words,
    patient_id                       text references patient deferrable,
    patient_elsewhere                short_words,
    session_id                       text references session deferrable,
    session_elsewhere                short_words,
    ordered_at                       timestamptz,
    ordered_until                    timestamptz check (ordered_until is null or whole_days(ordered_at, ordered_until)),
    requester_practitioner_id        text references practitioner deferrable,
    requester_practitioner_role_id   text references practitioner_role deferrable,
    requester_organization_id        text references organization deferrable,
    requester_patient_id             text references patient deferrable,
    requester_elsewhere              short_words,
    performer_practitioner_id        text references practitioner deferrable,
    performer_practitioner_role_id   text references practitioner_role deferrable,
    performer_organization_id        text references organization deferrable,
    performer_patient_id             text references patient deferrable,
    performer_elsewhere              short_words,
    performer_type_concept           text references concept deferrable,
    recorder_practitioner_id         text references practitioner deferrable,
    recorder_practitioner_role_id    text references practitioner_role deferrable,
    recorder_elsewhere               short_words,
    group_system                     short_words,
    group_value                      short_words,
    group_use                        words check (group_use in ('usual', 'official', 'temp', 'secondary', 'old')),
    group_type_concept               text references concept deferrable,
    group_started_at                 timestamptz,
    group_ended_at                   timestamptz,
    group_dated                      words check (group_dated in ('day', 'month', 'year')),
    group_assigner_id                text references organization deferrable,
    group_assigner_elsewhere         short_words,
    course_concept                   text references concept deferrable,
    initial_fill                     numeric,
    initial_fill_unit                words,
    initial_fill_system              short_words,
    initial_fill_code                short_words,
    initial_fill_duration            numeric,
    initial_fill_duration_unit       words,
    initial_fill_duration_system     short_words,
    initial_fill_duration_code       short_words,
    dispense_interval                numeric,
    dispense_interval_unit           words,
    dispense_interval_system         short_words,
    dispense_interval_code           short_words,
    valid_from                       timestamptz,
    valid_until                      timestamptz,
    valid_dated                      words check (valid_dated in ('day', 'month', 'year')),
    repeats_allowed                  integer,
    dispense                         numeric,
    dispense_unit                    words,
    dispense_system                  short_words,
    dispense_code                    short_words,
    supply_duration                  numeric,
    supply_duration_unit             words,
    supply_duration_system           short_words,
    supply_duration_code             short_words,
    dispenser_id                     text references organization deferrable,
    dispenser_elsewhere              short_words,
    substitution_allowed             boolean,
    substitution_concept             text references concept deferrable,
    substitution_reason_concept      text references concept deferrable,
    prior_order_id                   text references medication_order deferrable,
    prior_order_elsewhere            short_words,
    check (num_nonnulls(reported, reported_by_patient_id, reported_by_practitioner_id,
            reported_by_practitioner_role_id, reported_by_organization_id, reported_by_elsewhere) <= 1),
    check (is_elsewhere(reported_by_elsewhere, 'Patient', 'Practitioner', 'PractitionerRole', 'Organization')),
    check (num_nonnulls(medication_concept, medication_id, medication_elsewhere) <= 1),
    check (is_elsewhere(medication_elsewhere, 'Medication')),
    check (is_elsewhere(patient_elsewhere, 'Patient')),
    check (num_nonnulls(patient_id, patient_elsewhere) <= 1),
    check (is_elsewhere(session_elsewhere, 'Encounter')),
    check (num_nonnulls(session_id, session_elsewhere) <= 1),
    check (is_elsewhere(requester_elsewhere, 'Practitioner', 'PractitionerRole', 'Organization', 'Patient')),
    check (num_nonnulls(requester_practitioner_id, requester_practitioner_role_id, requester_organization_id,
            requester_patient_id, requester_elsewhere) <= 1),
    check (is_elsewhere(performer_elsewhere, 'Practitioner', 'PractitionerRole', 'Organization', 'Patient')),
    check (num_nonnulls(performer_practitioner_id, performer_practitioner_role_id, performer_organization_id,
            performer_patient_id, performer_elsewhere) <= 1),
    check (is_elsewhere(recorder_elsewhere, 'Practitioner', 'PractitionerRole')),
    check (num_nonnulls(recorder_practitioner_id, recorder_practitioner_role_id, recorder_elsewhere) <= 1),
    check (in_order(group_started_at, group_ended_at, group_dated)),
    check (is_elsewhere(group_assigner_elsewhere, 'Organization')),
    check (num_nonnulls(group_assigner_id, group_assigner_elsewhere) <= 1),
    check (in_order(valid_from, valid_until, valid_dated)),
    check (is_elsewhere(dispenser_elsewhere, 'Organization')),
    check (num_nonnulls(dispenser_id, dispenser_elsewhere) <= 1),
    check (num_nonnulls(substitution_allowed, substitution_concept) <= 1),
    check (is_elsewhere(prior_order_elsewhere, 'MedicationRequest')),
    check (num_nonnulls(prior_order_id, prior_order_elsewhere) <= 1)
);
comment on table medication_order is 'an order for a dose or a series of doses';
comment on column medication_order.id is 'the logical id, part of every link to it';
comment on column medication_order.status is 'where the order stands';
comment on column medication_order.status_reason_concept is 'why it was held, cancelled or stopped';
comment on column medication_order.intent is 'a proposal, a plan or an order';
comment on column medication_order.priority is 'how urgent it is';
comment on column medication_order.do_not_perform is 'true when this must NOT be given';
comment on column medication_order.reported is 'true when the order is known by hearsay, not from its author';
comment on column medication_order.reported_by_patient_id is 'the patient who told of the order';
comment on column medication_order.reported_by_practitioner_id is 'the practitioner who told of the order';
comment on column medication_order.reported_by_practitioner_role_id is 'the same, in a role';
comment on column medication_order.reported_by_organization_id is 'the organization that told of the order';
comment on column medication_order.reported_by_elsewhere is 'what reported_by_patient_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order.medication_concept is 'the drug, as a code';
comment on column medication_order.medication_id is 'the drug, as one of the clinic''s medications';
comment on column medication_order.medication_elsewhere is 'what medication_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order.patient_id is 'for whom';
comment on column medication_order.patient_elsewhere is 'what patient_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order.session_id is 'the session in which it was ordered';
comment on column medication_order.session_elsewhere is 'what session_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order.ordered_at is 'when it was ordered, or the first moment of the day, month or year';
comment on column medication_order.ordered_until is 'when only the day, month or year of ordered_at is known: the first moment after it; else empty';
comment on column medication_order.requester_practitioner_id is 'the prescriber';
comment on column medication_order.requester_practitioner_role_id is 'the prescriber, in a role';
comment on column medication_order.requester_organization_id is 'the organization that prescribes';
comment on column medication_order.requester_patient_id is 'the patient, who asked for it';
comment on column medication_order.requester_elsewhere is 'what requester_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order.performer_practitioner_id is 'who shall give it';
comment on column medication_order.performer_practitioner_role_id is 'who shall give it, in a role';
comment on column medication_order.performer_organization_id is 'which organization shall give it';
comment on column medication_order.performer_patient_id is 'the patient, who shall take it without help';
comment on column medication_order.performer_elsewhere is 'what performer_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order.performer_type_concept is 'what kind of person shall give it';
comment on column medication_order.recorder_practitioner_id is 'who wrote the order down';
comment on column medication_order.recorder_practitioner_role_id is 'who wrote the order down, in a role';
comment on column medication_order.recorder_elsewhere is 'what recorder_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order.group_system is 'who gives out the group numbers, as a url';
comment on column medication_order.group_value is 'number that orders written together share';
comment on column medication_order.group_use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column medication_order.group_type_concept is 'what kind of number it is';
comment on column medication_order.group_started_at is 'from when on the group number is in use';
comment on column medication_order.group_ended_at is 'the first moment at which it is no longer in use';
comment on column medication_order.group_dated is '''day'', ''month'' or ''year'' when both bounds of the group period are whole ones; empty for moments';
comment on column medication_order.group_assigner_id is 'the organization that gave the group number';
comment on column medication_order.group_assigner_elsewhere is 'what group_assigner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order.course_concept is 'the pattern of treatment: a short course, continuous, seasonal';
comment on column medication_order.initial_fill is 'how much is handed out the first time';
comment on column medication_order.initial_fill_unit is 'unit of initial_fill, in words';
comment on column medication_order.initial_fill_system is 'code system of initial_fill_code';
comment on column medication_order.initial_fill_code is 'unit of initial_fill as a code, usually UCUM';
comment on column medication_order.initial_fill_duration is 'how long the first supply shall last';
comment on column medication_order.initial_fill_duration_unit is 'unit of initial_fill_duration, in words';
comment on column medication_order.initial_fill_duration_system is 'code system of initial_fill_duration_code';
comment on column medication_order.initial_fill_duration_code is 'unit of initial_fill_duration as a code, usually UCUM';
comment on column medication_order.dispense_interval is 'the least time between two supplies';
comment on column medication_order.dispense_interval_unit is 'unit of dispense_interval, in words';
comment on column medication_order.dispense_interval_system is 'code system of dispense_interval_code';
comment on column medication_order.dispense_interval_code is 'unit of dispense_interval as a code, usually UCUM';
comment on column medication_order.valid_from is 'from when on it may be dispensed';
comment on column medication_order.valid_until is 'the first moment at which it may no longer be dispensed';
comment on column medication_order.valid_dated is '''day'', ''month'' or ''year'' when both bounds of the valid period are whole ones; empty for moments';
comment on column medication_order.repeats_allowed is 'how often it may be dispensed again';
comment on column medication_order.dispense is 'how much is handed out each time';
comment on column medication_order.dispense_unit is 'unit of dispense, in words';
comment on column medication_order.dispense_system is 'code system of dispense_code';
comment on column medication_order.dispense_code is 'unit of dispense as a code, usually UCUM';
comment on column medication_order.supply_duration is 'how long one supply shall last';
comment on column medication_order.supply_duration_unit is 'unit of supply_duration, in words';
comment on column medication_order.supply_duration_system is 'code system of supply_duration_code';
comment on column medication_order.supply_duration_code is 'unit of supply_duration as a code, usually UCUM';
comment on column medication_order.dispenser_id is 'the organization that shall dispense it';
comment on column medication_order.dispenser_elsewhere is 'what dispenser_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order.substitution_allowed is 'whether another product may be given instead';
comment on column medication_order.substitution_concept is 'which kind of other product may be given instead';
comment on column medication_order.substitution_reason_concept is 'why another product may or must not be given';
comment on column medication_order.prior_order_id is 'the order that this one replaces';
comment on column medication_order.prior_order_elsewhere is 'what prior_order_id cannot hold, as written: a URL or urn, or a record of another kind';

create table medication_order_identifier (
    medication_order_id fhir_id not null references medication_order on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    use                 words check (use in ('usual', 'official', 'temp', 'secondary', 'old')),
    type_concept        text references concept deferrable,
    system              short_words,
    value               short_words,
    started_at          timestamptz,
    ended_at            timestamptz,
    dated               words check (dated in ('day', 'month', 'year')),
    assigner_id         text references organization deferrable,
    assigner_elsewhere  short_words,
    primary key (medication_order_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (is_elsewhere(assigner_elsewhere, 'Organization')),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1)
);
comment on table medication_order_identifier is 'numbers of an order';
comment on column medication_order_identifier.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_identifier.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_identifier.position is 'its place in the list, lowest first';
comment on column medication_order_identifier.use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column medication_order_identifier.type_concept is 'what kind of number it is';
comment on column medication_order_identifier.system is 'who gives out such numbers, as a url';
comment on column medication_order_identifier.value is 'the number itself';
comment on column medication_order_identifier.started_at is 'from when on the number is in use';
comment on column medication_order_identifier.ended_at is 'the first moment at which it is no longer in use';
comment on column medication_order_identifier.dated is '''day'', ''month'' or ''year'' when both bounds are whole ones; empty for moments';
comment on column medication_order_identifier.assigner_id is 'the organization that gave the number';
comment on column medication_order_identifier.assigner_elsewhere is 'what assigner_id cannot hold, as written: a URL or urn, or a record of another kind';

create table medication_order_category (
    medication_order_id fhir_id not null references medication_order on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    concept             text references concept deferrable,
    primary key (medication_order_id, id)
);
comment on table medication_order_category is 'where the drug is to be given or taken: clinic, home';
comment on column medication_order_category.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_category.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_category.position is 'its place in the list, lowest first';
comment on column medication_order_category.concept is 'the category';

create table medication_order_information (
    medication_order_id      fhir_id not null references medication_order on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    information_condition_id text references condition deferrable,
    information_elsewhere    short_words,
    primary key (medication_order_id, id),
    check (is_elsewhere(information_elsewhere, 'Condition')),
    check (num_nonnulls(information_condition_id, information_elsewhere) <= 1)
);
comment on table medication_order_information is 'what the prescriber looked at';
comment on column medication_order_information.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_information.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_information.position is 'its place in the list, lowest first';
comment on column medication_order_information.information_condition_id is 'a condition';
comment on column medication_order_information.information_elsewhere is 'what information_condition_id cannot hold, as written: a URL or urn, or a record of another kind';

create table medication_order_reason (
    medication_order_id fhir_id not null references medication_order on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    concept             text references concept deferrable,
    primary key (medication_order_id, id)
);
comment on table medication_order_reason is 'why the drug is ordered, in codes';
comment on column medication_order_reason.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_reason.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_reason.position is 'its place in the list, lowest first';
comment on column medication_order_reason.concept is 'the reason';

create table medication_order_reason_reference (
    medication_order_id fhir_id not null references medication_order on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    reason_condition_id text references condition deferrable,
    reason_elsewhere    short_words,
    primary key (medication_order_id, id),
    check (is_elsewhere(reason_elsewhere, 'Condition')),
    check (num_nonnulls(reason_condition_id, reason_elsewhere) <= 1)
);
comment on table medication_order_reason_reference is 'why the drug is ordered, as records';
comment on column medication_order_reason_reference.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_reason_reference.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_reason_reference.position is 'its place in the list, lowest first';
comment on column medication_order_reason_reference.reason_condition_id is 'the condition it is for';
comment on column medication_order_reason_reference.reason_elsewhere is 'what reason_condition_id cannot hold, as written: a URL or urn, or a record of another kind';

create table medication_order_based_on (
    medication_order_id fhir_id not null references medication_order on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    order_id            text references medication_order deferrable,
    order_elsewhere     short_words,
    primary key (medication_order_id, id),
    check (is_elsewhere(order_elsewhere, 'MedicationRequest')),
    check (num_nonnulls(order_id, order_elsewhere) <= 1)
);
comment on table medication_order_based_on is 'the orders that this one carries out';
comment on column medication_order_based_on.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_based_on.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_based_on.position is 'its place in the list, lowest first';
comment on column medication_order_based_on.order_id is 'the order that is carried out';
comment on column medication_order_based_on.order_elsewhere is 'what order_id cannot hold, as written: a URL or urn, or a record of another kind';

create table medication_order_note (
    medication_order_id    fhir_id not null references medication_order on delete cascade deferrable,
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
    primary key (medication_order_id, id),
    check (num_nonnulls(author_practitioner_id, author_patient_id, author_organization_id, author_elsewhere,
            author_name) <= 1),
    check (is_elsewhere(author_elsewhere, 'Practitioner', 'Patient', 'Organization'))
);
comment on table medication_order_note is 'notes on an order';
comment on column medication_order_note.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_note.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_note.position is 'its place in the list, lowest first';
comment on column medication_order_note.author_practitioner_id is 'who wrote it, a practitioner';
comment on column medication_order_note.author_patient_id is 'who wrote it, a patient';
comment on column medication_order_note.author_organization_id is 'who wrote it, an organization';
comment on column medication_order_note.author_elsewhere is 'what author_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_order_note.author_name is 'who wrote it, as a name only';
comment on column medication_order_note.written_at is 'when it was written, or the first moment of the day, month or year';
comment on column medication_order_note.written_until is 'when only the day, month or year of written_at is known: the first moment after it; else empty';
comment on column medication_order_note.body is 'the words, Markdown';

create table medication_order_dosage (
    medication_order_id                    fhir_id not null references medication_order on delete cascade deferrable,
    id                                     bigint not null default nextval('child_row_key'),
    position                               bigint not null default nextval('child_row_position'),
    sequence                               integer,
    text                                   words,
    patient_instruction                    words,
    bounds                                 numeric,
    bounds_unit                            words,
    bounds_system                          short_words,
    bounds_code                            short_words,
    bounds_low                             numeric,
    bounds_low_unit                        words,
    bounds_low_system                      short_words,
    bounds_low_code                        short_words,
    bounds_high                            numeric,
    bounds_high_unit                       words,
    bounds_high_system                     short_words,
    bounds_high_code                       short_words,
    bounds_started_at                      timestamptz,
    bounds_ended_at                        timestamptz,
    bounds_dated                           words check (bounds_dated in ('day', 'month', 'year')),
    count                                  integer,
    count_max                              integer,
    duration                               numeric,
    duration_max                           numeric,
    duration_unit                          words check (duration_unit in ('s', 'min', 'h', 'd', 'wk', 'mo', 'a')),
    frequency                              integer,
    frequency_max                          integer,
    period                                 numeric,
    period_max                             numeric,
    period_unit                            words check (period_unit in ('s', 'min', 'h', 'd', 'wk', 'mo', 'a')),
    days_of_week                           text[]
        check (are_words(days_of_week) and days_of_week <@ array['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']),
    times_of_day                           text[] check (are_words(times_of_day)),
    events_of_day                          text[]
        check (are_words(events_of_day) and events_of_day <@ array['MORN', 'MORN.early', 'MORN.late', 'NOON',
            'AFT', 'AFT.early', 'AFT.late', 'EVE', 'EVE.early', 'EVE.late', 'NIGHT', 'PHS', 'HS', 'WAKE', 'C',
            'CM', 'CD', 'CV', 'AC', 'ACM', 'ACD', 'ACV', 'PC', 'PCM', 'PCD', 'PCV']),
    offset_minutes                         integer,
    timing_concept                         text references concept deferrable,
    as_needed                              boolean,
    as_needed_concept                      text references concept deferrable,
    site_concept                           text references concept deferrable,
    route_concept                          text references concept deferrable,
    method_concept                         text references concept deferrable,
    most_per_period_numerator              numeric,
    most_per_period_numerator_unit         words,
    most_per_period_numerator_system       short_words,
    most_per_period_numerator_code         short_words,
    most_per_period_numerator_comparator   words check (most_per_period_numerator_comparator in ('<', '<=', '>=', '>')),
    most_per_period_denominator            numeric,
    most_per_period_denominator_unit       words,
    most_per_period_denominator_system     short_words,
    most_per_period_denominator_code       short_words,
    most_per_period_denominator_comparator words check (most_per_period_denominator_comparator in ('<', '<=', '>=',
            '>')),
    most_per_administration                numeric,
    most_per_administration_unit           words,
    most_per_administration_system         short_words,
    most_per_administration_code           short_words,
    most_per_lifetime                      numeric,
    most_per_lifetime_unit                 words,
    most_per_lifetime_system               short_words,
    most_per_lifetime_code                 short_words,
    primary key (medication_order_id, id),
    check ((num_nonnulls(bounds, bounds_unit, bounds_system, bounds_code) > 0)::int
        + (num_nonnulls(bounds_low, bounds_low_unit, bounds_low_system, bounds_low_code, bounds_high,
            bounds_high_unit, bounds_high_system, bounds_high_code) > 0)::int
        + (num_nonnulls(bounds_started_at, bounds_ended_at, bounds_dated) > 0)::int <= 1),
    check (in_order(bounds_started_at, bounds_ended_at, bounds_dated)),
    check (num_nonnulls(as_needed, as_needed_concept) <= 1)
);
comment on table medication_order_dosage is 'how the drug is to be given, one row for each instruction';
comment on column medication_order_dosage.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_dosage.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_dosage.position is 'its place in the list, lowest first';
comment on column medication_order_dosage.sequence is 'instructions with the same number run together, others one after another';
comment on column medication_order_dosage.text is 'the instruction in words';
comment on column medication_order_dosage.patient_instruction is 'the instruction in words that the patient understands';
comment on column medication_order_dosage.bounds is 'for how long';
comment on column medication_order_dosage.bounds_unit is 'unit of bounds, in words';
comment on column medication_order_dosage.bounds_system is 'code system of bounds_code';
comment on column medication_order_dosage.bounds_code is 'unit of bounds as a code, usually UCUM';
comment on column medication_order_dosage.bounds_low is 'for how long at least';
comment on column medication_order_dosage.bounds_low_unit is 'unit of bounds_low, in words';
comment on column medication_order_dosage.bounds_low_system is 'code system of bounds_low_code';
comment on column medication_order_dosage.bounds_low_code is 'unit of bounds_low as a code, usually UCUM';
comment on column medication_order_dosage.bounds_high is 'for how long at most';
comment on column medication_order_dosage.bounds_high_unit is 'unit of bounds_high, in words';
comment on column medication_order_dosage.bounds_high_system is 'code system of bounds_high_code';
comment on column medication_order_dosage.bounds_high_code is 'unit of bounds_high as a code, usually UCUM';
comment on column medication_order_dosage.bounds_started_at is 'from when on';
comment on column medication_order_dosage.bounds_ended_at is 'the first moment at which it no longer applies';
comment on column medication_order_dosage.bounds_dated is '''day'', ''month'' or ''year'' when both bounds of the bounds period are whole ones; empty for moments';
comment on column medication_order_dosage.count is 'how many times';
comment on column medication_order_dosage.count_max is 'how many times at most';
comment on column medication_order_dosage.duration is 'how long one time lasts, in duration_unit';
comment on column medication_order_dosage.duration_max is 'how long one time lasts at most';
comment on column medication_order_dosage.duration_unit is '''s'', ''min'', ''h'', ''d'', ''wk'', ''mo'' or ''a''';
comment on column medication_order_dosage.frequency is 'how many times in each period';
comment on column medication_order_dosage.frequency_max is 'how many times at most in each period';
comment on column medication_order_dosage.period is 'how long a period is, in period_unit';
comment on column medication_order_dosage.period_max is 'how long a period is at most';
comment on column medication_order_dosage.period_unit is '''s'', ''min'', ''h'', ''d'', ''wk'', ''mo'' or ''a''';
comment on column medication_order_dosage.days_of_week is 'on which days: mon, tue, wed, thu, fri, sat, sun';
comment on column medication_order_dosage.times_of_day is 'at which times of the day, hh:mm:ss';
comment on column medication_order_dosage.events_of_day is 'at which events of the day, such as AC (before a meal) or HS (at bedtime)';
comment on column medication_order_dosage.offset_minutes is 'how many minutes before or after the event';
comment on column medication_order_dosage.timing_concept is 'the timing as a code, such as BID';
comment on column medication_order_dosage.as_needed is 'true when it is given only as needed';
comment on column medication_order_dosage.as_needed_concept is 'what makes it needed';
comment on column medication_order_dosage.site_concept is 'where on the body';
comment on column medication_order_dosage.route_concept is 'by which route: intravenous, intramuscular, nasal, sublingual, oral';
comment on column medication_order_dosage.method_concept is 'by which technique';
comment on column medication_order_dosage.most_per_period_numerator is 'the most that may be given';
comment on column medication_order_dosage.most_per_period_numerator_unit is 'unit of most_per_period_numerator, in words';
comment on column medication_order_dosage.most_per_period_numerator_system is 'code system of most_per_period_numerator_code';
comment on column medication_order_dosage.most_per_period_numerator_code is 'unit of most_per_period_numerator as a code, usually UCUM';
comment on column medication_order_dosage.most_per_period_numerator_comparator is '''<'', ''<='', ''>='' or ''>'' when most_per_period_numerator is only a bound';
comment on column medication_order_dosage.most_per_period_denominator is 'in how long a time';
comment on column medication_order_dosage.most_per_period_denominator_unit is 'unit of most_per_period_denominator, in words';
comment on column medication_order_dosage.most_per_period_denominator_system is 'code system of most_per_period_denominator_code';
comment on column medication_order_dosage.most_per_period_denominator_code is 'unit of most_per_period_denominator as a code, usually UCUM';
comment on column medication_order_dosage.most_per_period_denominator_comparator is '''<'', ''<='', ''>='' or ''>'' when most_per_period_denominator is only a bound';
comment on column medication_order_dosage.most_per_administration is 'the most that may be given at a time';
comment on column medication_order_dosage.most_per_administration_unit is 'unit of most_per_administration, in words';
comment on column medication_order_dosage.most_per_administration_system is 'code system of most_per_administration_code';
comment on column medication_order_dosage.most_per_administration_code is 'unit of most_per_administration as a code, usually UCUM';
comment on column medication_order_dosage.most_per_lifetime is 'the most that may ever be given';
comment on column medication_order_dosage.most_per_lifetime_unit is 'unit of most_per_lifetime, in words';
comment on column medication_order_dosage.most_per_lifetime_system is 'code system of most_per_lifetime_code';
comment on column medication_order_dosage.most_per_lifetime_code is 'unit of most_per_lifetime as a code, usually UCUM';

create table medication_order_instruction (
    medication_order_id        fhir_id not null references medication_order on delete cascade deferrable,
    id                         bigint not null default nextval('child_row_key'),
    position                   bigint not null default nextval('child_row_position'),
    medication_order_dosage_id bigint,
    concept                    text references concept deferrable,
    primary key (medication_order_id, id),
    foreign key (medication_order_id, medication_order_dosage_id) references medication_order_dosage on delete cascade deferrable
);
comment on table medication_order_instruction is 'further instructions of a dosage, such as "with an escort only"';
comment on column medication_order_instruction.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_instruction.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_instruction.position is 'its place in the list, lowest first';
comment on column medication_order_instruction.medication_order_dosage_id is 'the dosage it belongs to';
comment on column medication_order_instruction.concept is 'the instruction';

create table medication_order_event (
    medication_order_id        fhir_id not null references medication_order on delete cascade deferrable,
    id                         bigint not null default nextval('child_row_key'),
    position                   bigint not null default nextval('child_row_position'),
    medication_order_dosage_id bigint,
    due_at                     timestamptz,
    due_until                  timestamptz check (due_until is null or whole_days(due_at, due_until)),
    primary key (medication_order_id, id),
    foreign key (medication_order_id, medication_order_dosage_id) references medication_order_dosage on delete cascade deferrable
);
comment on table medication_order_event is 'the moments at which a dosage is due';
comment on column medication_order_event.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_event.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_event.position is 'its place in the list, lowest first';
comment on column medication_order_event.medication_order_dosage_id is 'the dosage it belongs to';
comment on column medication_order_event.due_at is 'when it is due, or the first moment of the day, month or year';
comment on column medication_order_event.due_until is 'when only the day, month or year of due_at is known: the first moment after it; else empty';

create table medication_order_dose (
    medication_order_id         fhir_id not null references medication_order on delete cascade deferrable,
    id                          bigint not null default nextval('child_row_key'),
    position                    bigint not null default nextval('child_row_position'),
    medication_order_dosage_id  bigint,
    type_concept                text references concept deferrable,
    dose_low                    numeric,
    dose_low_unit               words,
    dose_low_system             short_words,
    dose_low_code               short_words,
    dose_high                   numeric,
    dose_high_unit              words,
    dose_high_system            short_words,
    dose_high_code              short_words,
    dose                        numeric,
    dose_unit                   words,
    dose_system                 short_words,
    dose_code                   short_words,
    rate_numerator              numeric,
    rate_numerator_unit         words,
    rate_numerator_system       short_words,
    rate_numerator_code         short_words,
    rate_numerator_comparator   words check (rate_numerator_comparator in ('<', '<=', '>=', '>')),
    rate_denominator            numeric,
    rate_denominator_unit       words,
    rate_denominator_system     short_words,
    rate_denominator_code       short_words,
    rate_denominator_comparator words check (rate_denominator_comparator in ('<', '<=', '>=', '>')),
    rate_low                    numeric,
    rate_low_unit               words,
    rate_low_system             short_words,
    rate_low_code               short_words,
    rate_high                   numeric,
    rate_high_unit              words,
    rate_high_system            short_words,
    rate_high_code              short_words,
    rate                        numeric,
    rate_unit                   words,
    rate_system                 short_words,
    rate_code                   short_words,
    primary key (medication_order_id, id),
    foreign key (medication_order_id, medication_order_dosage_id) references medication_order_dosage on delete cascade deferrable,
    check ((num_nonnulls(dose_low, dose_low_unit, dose_low_system, dose_low_code, dose_high, dose_high_unit,
            dose_high_system, dose_high_code) > 0)::int
        + (num_nonnulls(dose, dose_unit, dose_system, dose_code) > 0)::int <= 1),
    check ((num_nonnulls(rate_numerator, rate_numerator_unit, rate_numerator_system, rate_numerator_code,
            rate_numerator_comparator, rate_denominator, rate_denominator_unit, rate_denominator_system,
            rate_denominator_code, rate_denominator_comparator) > 0)::int
        + (num_nonnulls(rate_low, rate_low_unit, rate_low_system, rate_low_code, rate_high, rate_high_unit,
            rate_high_system, rate_high_code) > 0)::int
        + (num_nonnulls(rate, rate_unit, rate_system, rate_code) > 0)::int <= 1)
);
comment on table medication_order_dose is 'the amounts of a dosage';
comment on column medication_order_dose.medication_order_id is 'the medication order it belongs to';
comment on column medication_order_dose.id is 'key of the row, never changed and never used twice in one medication order';
comment on column medication_order_dose.position is 'its place in the list, lowest first';
comment on column medication_order_dose.medication_order_dosage_id is 'the dosage it belongs to';
comment on column medication_order_dose.type_concept is 'whether it was ordered so or calculated';
comment on column medication_order_dose.dose_low is 'how much at least';
comment on column medication_order_dose.dose_low_unit is 'unit of dose_low, in words';
comment on column medication_order_dose.dose_low_system is 'code system of dose_low_code';
comment on column medication_order_dose.dose_low_code is 'unit of dose_low as a code, usually UCUM';
comment on column medication_order_dose.dose_high is 'how much at most';
comment on column medication_order_dose.dose_high_unit is 'unit of dose_high, in words';
comment on column medication_order_dose.dose_high_system is 'code system of dose_high_code';
comment on column medication_order_dose.dose_high_code is 'unit of dose_high as a code, usually UCUM';
comment on column medication_order_dose.dose is 'how much, in mg or mg per kg';
comment on column medication_order_dose.dose_unit is 'unit of dose, in words';
comment on column medication_order_dose.dose_system is 'code system of dose_code';
comment on column medication_order_dose.dose_code is 'unit of dose as a code, usually UCUM';
comment on column medication_order_dose.rate_numerator is 'how fast: how much';
comment on column medication_order_dose.rate_numerator_unit is 'unit of rate_numerator, in words';
comment on column medication_order_dose.rate_numerator_system is 'code system of rate_numerator_code';
comment on column medication_order_dose.rate_numerator_code is 'unit of rate_numerator as a code, usually UCUM';
comment on column medication_order_dose.rate_numerator_comparator is '''<'', ''<='', ''>='' or ''>'' when rate_numerator is only a bound';
comment on column medication_order_dose.rate_denominator is 'how fast: in how long a time';
comment on column medication_order_dose.rate_denominator_unit is 'unit of rate_denominator, in words';
comment on column medication_order_dose.rate_denominator_system is 'code system of rate_denominator_code';
comment on column medication_order_dose.rate_denominator_code is 'unit of rate_denominator as a code, usually UCUM';
comment on column medication_order_dose.rate_denominator_comparator is '''<'', ''<='', ''>='' or ''>'' when rate_denominator is only a bound';
comment on column medication_order_dose.rate_low is 'how fast at least';
comment on column medication_order_dose.rate_low_unit is 'unit of rate_low, in words';
comment on column medication_order_dose.rate_low_system is 'code system of rate_low_code';
comment on column medication_order_dose.rate_low_code is 'unit of rate_low as a code, usually UCUM';
comment on column medication_order_dose.rate_high is 'how fast at most';
comment on column medication_order_dose.rate_high_unit is 'unit of rate_high, in words';
comment on column medication_order_dose.rate_high_system is 'code system of rate_high_code';
comment on column medication_order_dose.rate_high_code is 'unit of rate_high as a code, usually UCUM';
comment on column medication_order_dose.rate is 'how fast';
comment on column medication_order_dose.rate_unit is 'unit of rate, in words';
comment on column medication_order_dose.rate_system is 'code system of rate_code';
comment on column medication_order_dose.rate_code is 'unit of rate as a code, usually UCUM';

create index medication_order_ordered_at on medication_order (ordered_at) where ordered_at is not null;
create index medication_order_category_concept on medication_order_category (concept) where concept is not null;
create index medication_order_medication_concept on medication_order (medication_concept) where medication_concept is not null;
create index medication_order_event_due_at on medication_order_event (due_at) where due_at is not null;
create index medication_order_session_id on medication_order (session_id) where session_id is not null;
create index medication_order_session_elsewhere on medication_order (session_elsewhere) where session_elsewhere is not null;
create index medication_order_identifier_value on medication_order_identifier (value, system) where value is not null;
create index medication_order_dispenser_id on medication_order (dispenser_id) where dispenser_id is not null;
create index medication_order_dispenser_elsewhere on medication_order (dispenser_elsewhere) where dispenser_elsewhere is not null;
create index medication_order_performer_practitioner_id on medication_order (performer_practitioner_id) where performer_practitioner_id is not null;
create index medication_order_performer_practitioner_role_id on medication_order (performer_practitioner_role_id) where performer_practitioner_role_id is not null;
create index medication_order_performer_organization_id on medication_order (performer_organization_id) where performer_organization_id is not null;
create index medication_order_performer_patient_id on medication_order (performer_patient_id) where performer_patient_id is not null;
create index medication_order_performer_elsewhere on medication_order (performer_elsewhere) where performer_elsewhere is not null;
create index medication_order_performer_type_concept on medication_order (performer_type_concept) where performer_type_concept is not null;
create index medication_order_intent on medication_order (intent) where intent is not null;
create index medication_order_medication_id on medication_order (medication_id) where medication_id is not null;
create index medication_order_medication_elsewhere on medication_order (medication_elsewhere) where medication_elsewhere is not null;
create index medication_order_patient_id on medication_order (patient_id, ordered_at) where patient_id is not null;
create index medication_order_patient_elsewhere on medication_order (patient_elsewhere) where patient_elsewhere is not null;
create index medication_order_priority on medication_order (priority) where priority is not null;
create index medication_order_requester_practitioner_id on medication_order (requester_practitioner_id) where requester_practitioner_id is not null;
create index medication_order_requester_practitioner_role_id on medication_order (requester_practitioner_role_id) where requester_practitioner_role_id is not null;
create index medication_order_requester_organization_id on medication_order (requester_organization_id) where requester_organization_id is not null;
create index medication_order_requester_patient_id on medication_order (requester_patient_id) where requester_patient_id is not null;
create index medication_order_requester_elsewhere on medication_order (requester_elsewhere) where requester_elsewhere is not null;
create index medication_order_status on medication_order (status) where status is not null;
create index medication_order_reported_by_patient_id on medication_order (reported_by_patient_id) where reported_by_patient_id is not null;
create index medication_order_reported_by_practitioner_id on medication_order (reported_by_practitioner_id) where reported_by_practitioner_id is not null;
create index medication_order_reported_by_practitioner_role_id on medication_order (reported_by_practitioner_role_id) where reported_by_practitioner_role_id is not null;
create index medication_order_reported_by_organization_id on medication_order (reported_by_organization_id) where reported_by_organization_id is not null;
create index medication_order_recorder_practitioner_id on medication_order (recorder_practitioner_id) where recorder_practitioner_id is not null;
create index medication_order_recorder_practitioner_role_id on medication_order (recorder_practitioner_role_id) where recorder_practitioner_role_id is not null;
create index medication_order_group_assigner_id on medication_order (group_assigner_id) where group_assigner_id is not null;
create index medication_order_prior_order_id on medication_order (prior_order_id) where prior_order_id is not null;
create index medication_order_identifier_assigner_id on medication_order_identifier (assigner_id) where assigner_id is not null;
create index medication_order_information_information_condition_id on medication_order_information (information_condition_id) where information_condition_id is not null;
create index medication_order_reason_reference_reason_condition_id on medication_order_reason_reference (reason_condition_id) where reason_condition_id is not null;
create index medication_order_based_on_order_id on medication_order_based_on (order_id) where order_id is not null;
create index medication_order_note_author_practitioner_id on medication_order_note (author_practitioner_id) where author_practitioner_id is not null;
create index medication_order_note_author_patient_id on medication_order_note (author_patient_id) where author_patient_id is not null;
create index medication_order_note_author_organization_id on medication_order_note (author_organization_id) where author_organization_id is not null;

alter table condition_evidence_detail
    add column evidence_medication_order_id text references medication_order deferrable,
    add check (evidence_medication_order_id is null or num_nonnulls(evidence_condition_id, evidence_session_id, evidence_elsewhere) = 0),
    add check (is_elsewhere(evidence_elsewhere, 'MedicationRequest'));
comment on column condition_evidence_detail.evidence_medication_order_id is 'an order that speaks for the condition, such as a trial that failed';
create index condition_evidence_detail_evidence_medication_order_id on condition_evidence_detail (evidence_medication_order_id) where evidence_medication_order_id is not null;
create index medication_order_ordered_at_long on medication_order (ordered_at) where ordered_until - ordered_at > interval '1 day';
create statistics medication_order_ordered_at_length on (ordered_until - ordered_at) from medication_order;

select fhir_watch('medication_order', 'MedicationRequest', 'id');
select fhir_watch('medication_order_identifier', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_category', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_information', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_reason', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_reason_reference', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_based_on', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_note', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_dosage', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_instruction', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_event', 'MedicationRequest', 'medication_order_id');
select fhir_watch('medication_order_dose', 'MedicationRequest', 'medication_order_id');
