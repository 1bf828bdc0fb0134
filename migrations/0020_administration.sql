-- +goose Up
-- Administrations: each dose of ketamine, or the decision not to give it.

create table administration (
    id                                fhir_id primary key,
    status                            words
        check (status in ('in-progress', 'not-done', 'on-hold', 'completed', 'entered-in-error', 'stopped',
            'unknown')),
    category_concept                  text references concept deferrable,
    medication_concept                text references concept deferrable,
    medication_id                     text references medication deferrable,
    medication_elsewhere              short_words,
    patient_id                        text references patient deferrable,
    patient_elsewhere                 short_words,
    context_session_id                text references session deferrable,
    context_episode_id                text references episode deferrable,
    context_elsewhere                 short_words,
    started_at                        timestamptz,
    ended_at                          timestamptz,
    timing                            words,
    order_id                          text references medication_order deferrable,
    order_elsewhere                   short_words,
    dosage_text                       words,
    site_concept                      text references concept deferrable,
    route_concept                     text references concept deferrable,
    method_concept                    text references concept deferrable,
    dose                              numeric,
    dose_unit                         words,
    dose_system                       short_words,
    dose_code                         short_words,
    rate_ratio_numerator              numeric,
    rate_ratio_numerator_unit         words,
    rate_ratio_numerator_system       short_words,
    rate_ratio_numerator_code         short_words,
    rate_ratio_numerator_comparator   words check (rate_ratio_numerator_comparator in ('<', '<=', '>=', '>')),
    rate_ratio_denominator            numeric,
    rate_ratio_denominator_unit       words,
    rate_ratio_denominator_system     short_words,
    rate_ratio_denominator_code       short_words,
    rate_ratio_denominator_comparator words check (rate_ratio_denominator_comparator in ('<', '<=', '>=', '>')),
    rate                              numeric,
    rate_unit                         words,
    rate_system                       short_words,
    rate_code                         short_words,
    dose_per_weight                   numeric,
    dose_per_weight_unit              words,
    dose_per_weight_system            short_words,
    dose_per_weight_code              short_words,
    weight                            numeric,
    weight_unit                       words,
    weight_system                     short_words,
    weight_code                       short_words,
    check (num_nonnulls(medication_concept, medication_id, medication_elsewhere) <= 1),
    check (is_elsewhere(medication_elsewhere, 'Medication')),
    check (is_elsewhere(patient_elsewhere, 'Patient')),
    check (num_nonnulls(patient_id, patient_elsewhere) <= 1),
    check (is_elsewhere(context_elsewhere, 'Encounter', 'EpisodeOfCare')),
    check (num_nonnulls(context_session_id, context_episode_id, context_elsewhere) <= 1),
    check (in_order(started_at, ended_at)),
    check (case timing
        when 'ongoing' then started_at is not null and ended_at is null
        when 'partial' then whole_days(started_at, ended_at)
        else timing is null end),
    check (is_elsewhere(order_elsewhere, 'MedicationRequest')),
    check (num_nonnulls(order_id, order_elsewhere) <= 1),
    check ((num_nonnulls(rate_ratio_numerator, rate_ratio_numerator_unit, rate_ratio_numerator_system,
            rate_ratio_numerator_code, rate_ratio_numerator_comparator, rate_ratio_denominator,
            rate_ratio_denominator_unit, rate_ratio_denominator_system, rate_ratio_denominator_code,
            rate_ratio_denominator_comparator) > 0)::int
        + (num_nonnulls(rate, rate_unit, rate_system, rate_code) > 0)::int <= 1)
);
comment on table administration is 'one dose of ketamine, or the decision not to give it';
comment on column administration.id is 'the logical id, part of every link to it';
comment on column administration.status is 'where it stands; ''not-done'' for a dose that was not given';
comment on column administration.category_concept is 'where it was given: inpatient, outpatient, community';
comment on column administration.medication_concept is 'the drug, as a code';
comment on column administration.medication_id is 'the drug, as one of the clinic''s medications: the vial and its lot';
comment on column administration.medication_elsewhere is 'what medication_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column administration.patient_id is 'who was given it';
comment on column administration.patient_elsewhere is 'what patient_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column administration.context_session_id is 'the session in which it was given';
comment on column administration.context_episode_id is 'the episode in which it was given, when the session is not known';
comment on column administration.context_elsewhere is 'what context_session_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column administration.started_at is 'when it began, or when the injection was given; the first moment of the day, month or year if no more is known';
comment on column administration.ended_at is 'when it ended; the moment after the day, month or year if no more is known';
comment on column administration.timing is 'empty for a moment or a start and an end; ''ongoing'' for a start whose end is not known yet; ''partial'' when only the day, month or year is known';
comment on column administration.order_id is 'the order that was carried out';
comment on column administration.order_elsewhere is 'what order_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column administration.dosage_text is 'the dosage in words';
comment on column administration.site_concept is 'where on the body, such as the left deltoid';
comment on column administration.route_concept is 'by which route: intravenous, intramuscular, nasal, sublingual, oral';
comment on column administration.method_concept is 'by which technique: infusion, push';
comment on column administration.dose is 'how much was given in all';
comment on column administration.dose_unit is 'unit of dose, in words';
comment on column administration.dose_system is 'code system of dose_code';
comment on column administration.dose_code is 'unit of dose as a code, usually UCUM';
comment on column administration.rate_ratio_numerator is 'the mean rate as a ratio: how much';
comment on column administration.rate_ratio_numerator_unit is 'unit of rate_ratio_numerator, in words';
comment on column administration.rate_ratio_numerator_system is 'code system of rate_ratio_numerator_code';
comment on column administration.rate_ratio_numerator_code is 'unit of rate_ratio_numerator as a code, usually UCUM';
comment on column administration.rate_ratio_numerator_comparator is '''<'', ''<='', ''>='' or ''>'' when rate_ratio_numerator is only a bound';
comment on column administration.rate_ratio_denominator is 'the mean rate as a ratio: in how long a time';
comment on column administration.rate_ratio_denominator_unit is 'unit of rate_ratio_denominator, in words';
comment on column administration.rate_ratio_denominator_system is 'code system of rate_ratio_denominator_code';
comment on column administration.rate_ratio_denominator_code is 'unit of rate_ratio_denominator as a code, usually UCUM';
comment on column administration.rate_ratio_denominator_comparator is '''<'', ''<='', ''>='' or ''>'' when rate_ratio_denominator is only a bound';
comment on column administration.rate is 'the mean rate';
comment on column administration.rate_unit is 'unit of rate, in words';
comment on column administration.rate_system is 'code system of rate_code';
comment on column administration.rate_code is 'unit of rate as a code, usually UCUM';
comment on column administration.dose_per_weight is 'the dose per weight that the dose was reckoned from, such as 0.5 mg/kg';
comment on column administration.dose_per_weight_unit is 'unit of dose_per_weight, in words';
comment on column administration.dose_per_weight_system is 'code system of dose_per_weight_code';
comment on column administration.dose_per_weight_code is 'unit of dose_per_weight as a code, usually UCUM';
comment on column administration.weight is 'the body weight that the dose was reckoned with';
comment on column administration.weight_unit is 'unit of weight, in words';
comment on column administration.weight_system is 'code system of weight_code';
comment on column administration.weight_code is 'unit of weight as a code, usually UCUM';

create table administration_identifier (
    administration_id  fhir_id not null references administration on delete cascade deferrable,
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
    primary key (administration_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (is_elsewhere(assigner_elsewhere, 'Organization')),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1)
);
comment on table administration_identifier is 'numbers of an administration';
comment on column administration_identifier.administration_id is 'the administration it belongs to';
comment on column administration_identifier.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_identifier.position is 'its place in the list, lowest first';
comment on column administration_identifier.use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column administration_identifier.type_concept is 'what kind of number it is';
comment on column administration_identifier.system is 'who gives out such numbers, as a url';
comment on column administration_identifier.value is 'the number itself';
comment on column administration_identifier.started_at is 'from when on the number is in use';
comment on column administration_identifier.ended_at is 'the first moment at which it is no longer in use';
comment on column administration_identifier.dated is '''day'', ''month'' or ''year'' when both bounds are whole ones; empty for moments';
comment on column administration_identifier.assigner_id is 'the organization that gave the number';
comment on column administration_identifier.assigner_elsewhere is 'what assigner_id cannot hold, as written: a URL or urn, or a record of another kind';

create table administration_part_of (
    administration_id         fhir_id not null references administration on delete cascade deferrable,
    id                        bigint not null default nextval('child_row_key'),
    position                  bigint not null default nextval('child_row_position'),
    part_of_administration_id text references administration deferrable,
    part_of_elsewhere         short_words,
    primary key (administration_id, id),
    check (is_elsewhere(part_of_elsewhere, 'MedicationAdministration')),
    check (num_nonnulls(part_of_administration_id, part_of_elsewhere) <= 1)
);
comment on table administration_part_of is 'what an administration is part of';
comment on column administration_part_of.administration_id is 'the administration it belongs to';
comment on column administration_part_of.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_part_of.position is 'its place in the list, lowest first';
comment on column administration_part_of.part_of_administration_id is 'the administration it is part of';
comment on column administration_part_of.part_of_elsewhere is 'what part_of_administration_id cannot hold, as written: a URL or urn, or a record of another kind';

create table administration_status_reason (
    administration_id fhir_id not null references administration on delete cascade deferrable,
    id                bigint not null default nextval('child_row_key'),
    position          bigint not null default nextval('child_row_position'),
    concept           text references concept deferrable,
    primary key (administration_id, id)
);
comment on table administration_status_reason is 'why a dose was not given or was stopped';
comment on column administration_status_reason.administration_id is 'the administration it belongs to';
comment on column administration_status_reason.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_status_reason.position is 'its place in the list, lowest first';
comment on column administration_status_reason.concept is 'the reason';

create table administration_information (
    administration_id        fhir_id not null references administration on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    information_condition_id text references condition deferrable,
    information_elsewhere    short_words,
    primary key (administration_id, id),
    check (is_elsewhere(information_elsewhere, 'Condition')),
    check (num_nonnulls(information_condition_id, information_elsewhere) <= 1)
);
comment on table administration_information is 'what was looked at before the dose';
comment on column administration_information.administration_id is 'the administration it belongs to';
comment on column administration_information.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_information.position is 'its place in the list, lowest first';
comment on column administration_information.information_condition_id is 'a condition';
comment on column administration_information.information_elsewhere is 'what information_condition_id cannot hold, as written: a URL or urn, or a record of another kind';

create table administration_performer (
    administration_id          fhir_id not null references administration on delete cascade deferrable,
    id                         bigint not null default nextval('child_row_key'),
    position                   bigint not null default nextval('child_row_position'),
    function_concept           text references concept deferrable,
    actor_practitioner_id      text references practitioner deferrable,
    actor_practitioner_role_id text references practitioner_role deferrable,
    actor_patient_id           text references patient deferrable,
    actor_elsewhere            short_words,
    primary key (administration_id, id),
    check (is_elsewhere(actor_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient')),
    check (num_nonnulls(actor_practitioner_id, actor_practitioner_role_id, actor_patient_id, actor_elsewhere) <= 1)
);
comment on table administration_performer is 'who gave the dose, who checked it, who watched';
comment on column administration_performer.administration_id is 'the administration it belongs to';
comment on column administration_performer.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_performer.position is 'its place in the list, lowest first';
comment on column administration_performer.function_concept is 'what the person did: performer, verifier, witness';
comment on column administration_performer.actor_practitioner_id is 'the practitioner';
comment on column administration_performer.actor_practitioner_role_id is 'the practitioner, in a role';
comment on column administration_performer.actor_patient_id is 'the patient, for a spray or lozenge taken without help';
comment on column administration_performer.actor_elsewhere is 'what actor_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';

create table administration_reason (
    administration_id fhir_id not null references administration on delete cascade deferrable,
    id                bigint not null default nextval('child_row_key'),
    position          bigint not null default nextval('child_row_position'),
    concept           text references concept deferrable,
    primary key (administration_id, id)
);
comment on table administration_reason is 'why the dose was given, in codes';
comment on column administration_reason.administration_id is 'the administration it belongs to';
comment on column administration_reason.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_reason.position is 'its place in the list, lowest first';
comment on column administration_reason.concept is 'the reason';

create table administration_reason_reference (
    administration_id   fhir_id not null references administration on delete cascade deferrable,
    id                  bigint not null default nextval('child_row_key'),
    position            bigint not null default nextval('child_row_position'),
    reason_condition_id text references condition deferrable,
    reason_elsewhere    short_words,
    primary key (administration_id, id),
    check (is_elsewhere(reason_elsewhere, 'Condition')),
    check (num_nonnulls(reason_condition_id, reason_elsewhere) <= 1)
);
comment on table administration_reason_reference is 'why the dose was given, as records';
comment on column administration_reason_reference.administration_id is 'the administration it belongs to';
comment on column administration_reason_reference.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_reason_reference.position is 'its place in the list, lowest first';
comment on column administration_reason_reference.reason_condition_id is 'the condition it is for';
comment on column administration_reason_reference.reason_elsewhere is 'what reason_condition_id cannot hold, as written: a URL or urn, or a record of another kind';

create table administration_device (
    administration_id fhir_id not null references administration on delete cascade deferrable,
    id                bigint not null default nextval('child_row_key'),
    position          bigint not null default nextval('child_row_position'),
    device_elsewhere  short_words,
    primary key (administration_id, id),
    check (is_elsewhere(device_elsewhere))
);
comment on table administration_device is 'the devices that were used, such as the pump';
comment on column administration_device.administration_id is 'the administration it belongs to';
comment on column administration_device.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_device.position is 'its place in the list, lowest first';
comment on column administration_device.device_elsewhere is 'the record it points to, as written';

create table administration_note (
    administration_id      fhir_id not null references administration on delete cascade deferrable,
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
    primary key (administration_id, id),
    check (num_nonnulls(author_practitioner_id, author_patient_id, author_organization_id, author_elsewhere,
            author_name) <= 1),
    check (is_elsewhere(author_elsewhere, 'Practitioner', 'Patient', 'Organization'))
);
comment on table administration_note is 'notes on an administration';
comment on column administration_note.administration_id is 'the administration it belongs to';
comment on column administration_note.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_note.position is 'its place in the list, lowest first';
comment on column administration_note.author_practitioner_id is 'who wrote it, a practitioner';
comment on column administration_note.author_patient_id is 'who wrote it, a patient';
comment on column administration_note.author_organization_id is 'who wrote it, an organization';
comment on column administration_note.author_elsewhere is 'what author_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column administration_note.author_name is 'who wrote it, as a name only';
comment on column administration_note.written_at is 'when it was written, or the first moment of the day, month or year';
comment on column administration_note.written_until is 'when only the day, month or year of written_at is known: the first moment after it; else empty';
comment on column administration_note.body is 'the words, Markdown';

create table administration_event_history (
    administration_id    fhir_id not null references administration on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    provenance_elsewhere short_words,
    primary key (administration_id, id),
    check (is_elsewhere(provenance_elsewhere))
);
comment on table administration_event_history is 'where changes of an administration are told';
comment on column administration_event_history.administration_id is 'the administration it belongs to';
comment on column administration_event_history.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_event_history.position is 'its place in the list, lowest first';
comment on column administration_event_history.provenance_elsewhere is 'the record it points to, as written';

create table administration_step (
    administration_id fhir_id not null references administration on delete cascade deferrable,
    id                bigint not null default nextval('child_row_key'),
    position          bigint not null default nextval('child_row_position'),
    kind              short_words,
    at                timestamptz,
    at_until          timestamptz check (at_until is null or whole_days(at, at_until)),
    rate              numeric,
    rate_unit         words,
    rate_system       short_words,
    rate_code         short_words,
    dose              numeric,
    dose_unit         words,
    dose_system       short_words,
    dose_code         short_words,
    device_no         integer,
    sprays            integer,
    reason            words,
    primary key (administration_id, id)
);
comment on table administration_step is 'the course of an infusion or of a set of sprays: one row for each change';
comment on column administration_step.administration_id is 'the administration it belongs to';
comment on column administration_step.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_step.position is 'its place in the list, lowest first';
comment on column administration_step.kind is 'start, rate_change, pause, resume, bolus, device, stop';
comment on column administration_step.at is 'when, or the first moment of the day, month or year';
comment on column administration_step.at_until is 'when only the day, month or year of at is known: the first moment after it; else empty';
comment on column administration_step.rate is 'the rate from then on';
comment on column administration_step.rate_unit is 'unit of rate, in words';
comment on column administration_step.rate_system is 'code system of rate_code';
comment on column administration_step.rate_code is 'unit of rate as a code, usually UCUM';
comment on column administration_step.dose is 'how much this step gave';
comment on column administration_step.dose_unit is 'unit of dose, in words';
comment on column administration_step.dose_system is 'code system of dose_code';
comment on column administration_step.dose_code is 'unit of dose as a code, usually UCUM';
comment on column administration_step.device_no is 'which device of the set, from 1';
comment on column administration_step.sprays is 'how many sprays of the device were given';
comment on column administration_step.reason is 'why';

create table administration_stock (
    administration_id    fhir_id not null references administration on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    medication_id        text references medication deferrable,
    medication_elsewhere short_words,
    amount               numeric,
    amount_unit          words,
    amount_system        short_words,
    amount_code          short_words,
    primary key (administration_id, id),
    check (is_elsewhere(medication_elsewhere, 'Medication')),
    check (num_nonnulls(medication_id, medication_elsewhere) <= 1)
);
comment on table administration_stock is 'what was drawn from which vial, when a dose comes from several';
comment on column administration_stock.administration_id is 'the administration it belongs to';
comment on column administration_stock.id is 'key of the row, never changed and never used twice in one administration';
comment on column administration_stock.position is 'its place in the list, lowest first';
comment on column administration_stock.medication_id is 'the vial';
comment on column administration_stock.medication_elsewhere is 'what medication_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column administration_stock.amount is 'how much was drawn from it';
comment on column administration_stock.amount_unit is 'unit of amount, in words';
comment on column administration_stock.amount_system is 'code system of amount_code';
comment on column administration_stock.amount_code is 'unit of amount as a code, usually UCUM';

create table waste (
    administration_id    fhir_id not null references administration on delete cascade deferrable,
    id                   bigint not null default nextval('child_row_key'),
    position             bigint not null default nextval('child_row_position'),
    medication_id        text references medication deferrable,
    medication_elsewhere short_words,
    amount               numeric,
    amount_unit          words,
    amount_system        short_words,
    amount_code          short_words,
    at                   timestamptz,
    at_until             timestamptz check (at_until is null or whole_days(at, at_until)),
    wasted_by_id         text references practitioner_role deferrable,
    wasted_by_elsewhere  short_words,
    witness_id           text references practitioner_role deferrable,
    witness_elsewhere    short_words,
    method               short_words,
    primary key (administration_id, id),
    check (is_elsewhere(medication_elsewhere, 'Medication')),
    check (num_nonnulls(medication_id, medication_elsewhere) <= 1),
    check (is_elsewhere(wasted_by_elsewhere, 'PractitionerRole')),
    check (num_nonnulls(wasted_by_id, wasted_by_elsewhere) <= 1),
    check (is_elsewhere(witness_elsewhere, 'PractitionerRole')),
    check (num_nonnulls(witness_id, witness_elsewhere) <= 1)
);
comment on table waste is 'what was thrown away of a controlled substance';
comment on column waste.administration_id is 'the administration it belongs to';
comment on column waste.id is 'key of the row, never changed and never used twice in one administration';
comment on column waste.position is 'its place in the list, lowest first';
comment on column waste.medication_id is 'the vial it was left in';
comment on column waste.medication_elsewhere is 'what medication_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column waste.amount is 'how much was thrown away';
comment on column waste.amount_unit is 'unit of amount, in words';
comment on column waste.amount_system is 'code system of amount_code';
comment on column waste.amount_code is 'unit of amount as a code, usually UCUM';
comment on column waste.at is 'when, or the first moment of the day, month or year';
comment on column waste.at_until is 'when only the day, month or year of at is known: the first moment after it; else empty';
comment on column waste.wasted_by_id is 'who threw it away';
comment on column waste.wasted_by_elsewhere is 'what wasted_by_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column waste.witness_id is 'who watched';
comment on column waste.witness_elsewhere is 'what witness_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column waste.method is 'how it was made unusable, as a code';

create index administration_medication_concept on administration (medication_concept) where medication_concept is not null;
create index administration_context_session_id on administration (context_session_id) where context_session_id is not null;
create index administration_context_episode_id on administration (context_episode_id) where context_episode_id is not null;
create index administration_context_elsewhere on administration (context_elsewhere) where context_elsewhere is not null;
create index administration_device_device_elsewhere on administration_device (device_elsewhere) where device_elsewhere is not null;
create index administration_started_at on administration (started_at, id);
create index administration_identifier_value on administration_identifier (value, system) where value is not null;
create index administration_medication_id on administration (medication_id) where medication_id is not null;
create index administration_medication_elsewhere on administration (medication_elsewhere) where medication_elsewhere is not null;
create index administration_patient_id on administration (patient_id, started_at desc, id) where patient_id is not null;
create index administration_patient_elsewhere on administration (patient_elsewhere) where patient_elsewhere is not null;
create index administration_performer_actor_practitioner_id on administration_performer (actor_practitioner_id) where actor_practitioner_id is not null;
create index administration_performer_actor_practitioner_role_id on administration_performer (actor_practitioner_role_id) where actor_practitioner_role_id is not null;
create index administration_performer_actor_patient_id on administration_performer (actor_patient_id) where actor_patient_id is not null;
create index administration_performer_actor_elsewhere on administration_performer (actor_elsewhere) where actor_elsewhere is not null;
create index administration_reason_concept on administration_reason (concept) where concept is not null;
create index administration_status_reason_concept on administration_status_reason (concept) where concept is not null;
create index administration_order_id on administration (order_id) where order_id is not null;
create index administration_order_elsewhere on administration (order_elsewhere) where order_elsewhere is not null;
create index administration_status on administration (status, started_at desc, id) where status is not null;
create index administration_status_id on administration (status, id) where status is not null;
create index administration_identifier_assigner_id on administration_identifier (assigner_id) where assigner_id is not null;
create index administration_dose on administration (dose) where dose is not null;
create index administration_route_concept on administration (route_concept) where route_concept is not null;
create index administration_part_of_part_of_administration_id on administration_part_of (part_of_administration_id) where part_of_administration_id is not null;
create index administration_information_information_condition_id on administration_information (information_condition_id) where information_condition_id is not null;
create index administration_reason_reference_reason_condition_id on administration_reason_reference (reason_condition_id) where reason_condition_id is not null;
create index administration_note_author_practitioner_id on administration_note (author_practitioner_id) where author_practitioner_id is not null;
create index administration_note_author_patient_id on administration_note (author_patient_id) where author_patient_id is not null;
create index administration_note_author_organization_id on administration_note (author_organization_id) where author_organization_id is not null;
create index administration_stock_medication_id on administration_stock (medication_id) where medication_id is not null;
create index waste_medication_id on waste (medication_id) where medication_id is not null;
create index waste_wasted_by_id on waste (wasted_by_id) where wasted_by_id is not null;
create index waste_witness_id on waste (witness_id) where witness_id is not null;

alter table condition_evidence_detail
    add column evidence_administration_id text references administration deferrable,
    add check (evidence_administration_id is null or num_nonnulls(evidence_condition_id, evidence_session_id, evidence_medication_order_id, evidence_elsewhere) = 0),
    add check (is_elsewhere(evidence_elsewhere, 'MedicationAdministration'));
comment on column condition_evidence_detail.evidence_administration_id is 'an administration that speaks for the condition';
create index condition_evidence_detail_evidence_administration_id on condition_evidence_detail (evidence_administration_id) where evidence_administration_id is not null;
create index administration_started_at_long on administration (started_at) where (started_at is null and ended_at is not null or timing = 'ongoing' or ended_at - started_at > interval '1 day');
create statistics administration_started_at_length on (ended_at - started_at) from administration;

select fhir_watch('administration', 'MedicationAdministration', 'id');
select fhir_watch('administration_identifier', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_part_of', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_status_reason', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_information', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_performer', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_reason', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_reason_reference', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_device', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_note', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_event_history', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_step', 'MedicationAdministration', 'administration_id');
select fhir_watch('administration_stock', 'MedicationAdministration', 'administration_id');
select fhir_watch('waste', 'MedicationAdministration', 'administration_id');
