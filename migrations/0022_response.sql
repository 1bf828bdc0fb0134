-- +goose Up
-- Responses: instruments as they were filled in, question by question.

create table response (
    id                            fhir_id primary key,
    identifier_system             short_words,
    identifier_value              short_words,
    identifier_use                words check (identifier_use in ('usual', 'official', 'temp', 'secondary', 'old')),
    identifier_type_concept       text references concept deferrable,
    identifier_started_at         timestamptz,
    identifier_ended_at           timestamptz,
    identifier_dated              words check (identifier_dated in ('day', 'month', 'year')),
    identifier_assigner_id        text references organization deferrable,
    identifier_assigner_elsewhere short_words,
    questionnaire                 short_words,
    status                        words check (status in ('in-progress', 'completed', 'amended', 'entered-in-error',
            'stopped')),
    patient_id                    text references patient deferrable,
    patient_elsewhere             short_words,
    session_id                    text references session deferrable,
    session_elsewhere             short_words,
    authored_at                   timestamptz,
    authored_until                timestamptz check (authored_until is null or whole_days(authored_at, authored_until)),
    author_practitioner_id        text references practitioner deferrable,
    author_practitioner_role_id   text references practitioner_role deferrable,
    author_patient_id             text references patient deferrable,
    author_organization_id        text references organization deferrable,
    author_elsewhere              short_words,
    source_patient_id             text references patient deferrable,
    source_practitioner_id        text references practitioner deferrable,
    source_practitioner_role_id   text references practitioner_role deferrable,
    source_elsewhere              short_words,
    episode_id                    text references episode deferrable,
    episode_elsewhere             short_words,
    timing                        short_words,
    check (in_order(identifier_started_at, identifier_ended_at, identifier_dated)),
    check (is_elsewhere(identifier_assigner_elsewhere, 'Organization')),
    check (num_nonnulls(identifier_assigner_id, identifier_assigner_elsewhere) <= 1),
    check (is_elsewhere(patient_elsewhere, 'Patient')),
    check (num_nonnulls(patient_id, patient_elsewhere) <= 1),
    check (is_elsewhere(session_elsewhere, 'Encounter')),
    check (num_nonnulls(session_id, session_elsewhere) <= 1),
    check (is_elsewhere(author_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient', 'Organization')),
    check (num_nonnulls(author_practitioner_id, author_practitioner_role_id, author_patient_id, author_organization_id,
            author_elsewhere) <= 1),
    check (is_elsewhere(source_elsewhere, 'Patient', 'Practitioner', 'PractitionerRole')),
    check (num_nonnulls(source_patient_id, source_practitioner_id, source_practitioner_role_id, source_elsewhere) <= 1),
    check (is_elsewhere(episode_elsewhere, 'EpisodeOfCare')),
    check (num_nonnulls(episode_id, episode_elsewhere) <= 1)
);
comment on table response is 'an instrument as somebody filled it in';
comment on column response.id is 'the logical id, part of every link to it';
comment on column response.identifier_system is 'who gives out such numbers, as a url';
comment on column response.identifier_value is 'number of the response';
comment on column response.identifier_use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column response.identifier_type_concept is 'what kind of number it is';
comment on column response.identifier_started_at is 'from when on the number is in use';
comment on column response.identifier_ended_at is 'the first moment at which it is no longer in use';
comment on column response.identifier_dated is '''day'', ''month'' or ''year'' when both bounds of the identifier period are whole ones; empty for moments';
comment on column response.identifier_assigner_id is 'the organization that gave the number';
comment on column response.identifier_assigner_elsewhere is 'what identifier_assigner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column response.questionnaire is 'the url of the questionnaire, with |version when it is known';
comment on column response.status is 'where it stands';
comment on column response.patient_id is 'whom the answers are about';
comment on column response.patient_elsewhere is 'what patient_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column response.session_id is 'the session during which it was filled in';
comment on column response.session_elsewhere is 'what session_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column response.authored_at is 'when it was filled in, or the first moment of the day, month or year';
comment on column response.authored_until is 'when only the day, month or year of authored_at is known: the first moment after it; else empty';
comment on column response.author_practitioner_id is 'who wrote the answers down, a practitioner';
comment on column response.author_practitioner_role_id is 'who wrote the answers down, in a role';
comment on column response.author_patient_id is 'who wrote the answers down, a patient';
comment on column response.author_organization_id is 'who wrote the answers down, an organization';
comment on column response.author_elsewhere is 'what author_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column response.source_patient_id is 'who gave the answers, a patient';
comment on column response.source_practitioner_id is 'who gave the answers, a practitioner';
comment on column response.source_practitioner_role_id is 'who gave the answers, in a role';
comment on column response.source_elsewhere is 'what source_patient_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column response.episode_id is 'the episode it belongs to, also when it was filled in at home';
comment on column response.episode_elsewhere is 'what episode_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column response.timing is 'its place in the schedule: baseline, pre_dose, plus_4h, plus_24h, plus_7d and so on';

create table response_based_on (
    response_id        fhir_id not null references response on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    based_on_elsewhere short_words,
    primary key (response_id, id),
    check (is_elsewhere(based_on_elsewhere))
);
comment on table response_based_on is 'the plans and requests that a response answers';
comment on column response_based_on.response_id is 'the response it belongs to';
comment on column response_based_on.id is 'key of the row, never changed and never used twice in one response';
comment on column response_based_on.position is 'its place in the list, lowest first';
comment on column response_based_on.based_on_elsewhere is 'the record it points to, as written';

create table response_part_of (
    response_id       fhir_id not null references response on delete cascade deferrable,
    id                bigint not null default nextval('child_row_key'),
    position          bigint not null default nextval('child_row_position'),
    part_of_elsewhere short_words,
    primary key (response_id, id),
    check (is_elsewhere(part_of_elsewhere))
);
comment on table response_part_of is 'the procedures and observations that a response is part of';
comment on column response_part_of.response_id is 'the response it belongs to';
comment on column response_part_of.id is 'key of the row, never changed and never used twice in one response';
comment on column response_part_of.position is 'its place in the list, lowest first';
comment on column response_part_of.part_of_elsewhere is 'what part_of_observation_id cannot hold, as written: a URL or urn, or a record of another kind';

create table response_item (
    response_id        fhir_id not null references response on delete cascade deferrable,
    id                 bigint not null default nextval('child_row_key'),
    position           bigint not null default nextval('child_row_position'),
    response_answer_id bigint,
    response_item_id   bigint,
    link_id            short_words,
    definition         short_words,
    text               words,
    primary key (response_id, id),
    foreign key (response_id, response_item_id) references response_item on delete cascade deferrable,
    check (num_nonnulls(response_answer_id, response_item_id) <= 1)
);
comment on table response_item is 'a question or group that was answered';
comment on column response_item.response_id is 'the response it belongs to';
comment on column response_item.id is 'key of the row, never changed and never used twice in one response';
comment on column response_item.position is 'its place in the list, lowest first';
comment on column response_item.response_answer_id is 'the answer that led to it';
comment on column response_item.response_item_id is 'the group or question it is in';
comment on column response_item.link_id is 'name of the question within the questionnaire';
comment on column response_item.definition is 'the url of the element that the question asks for';
comment on column response_item.text is 'the words of the question, as they were shown';

create table response_answer (
    response_id              fhir_id not null references response on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    response_item_id         bigint,
    value_bool               boolean,
    value_num                numeric,
    value_int                integer,
    value_date               date,
    value_date_until         date
        check (value_date_until is null or whole_days(value_date::timestamp at time zone 'UTC',
            value_date_until::timestamp at time zone 'UTC')),
    value_at                 timestamptz,
    value_until              timestamptz check (value_until is null or whole_days(value_at, value_until)),
    value_time               words check (value_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$'),
    value_text               words,
    value_uri                short_words,
    value_file_type          short_words,
    value_file_url           short_words,
    value_file_title         words,
    value_file_size          integer,
    value_file_created_at    timestamptz,
    value_file_created_until timestamptz
        check (value_file_created_until is null or whole_days(value_file_created_at, value_file_created_until)),
    value_system             short_words,
    value_code               short_words,
    value_version            words,
    value_display            words,
    value_qty                numeric,
    value_qty_unit           words,
    value_qty_system         short_words,
    value_qty_code           short_words,
    value_qty_comparator     words check (value_qty_comparator in ('<', '<=', '>=', '>')),
    value_ref_elsewhere      short_words,
    primary key (response_id, id),
    foreign key (response_id, response_item_id) references response_item on delete cascade deferrable,
    check ((value_bool is not null)::int
        + (value_num is not null)::int
        + (value_int is not null)::int
        + (num_nonnulls(value_date, value_date_until) > 0)::int
        + (num_nonnulls(value_at, value_until) > 0)::int
        + (value_time is not null)::int
        + (value_text is not null)::int
        + (value_uri is not null)::int
        + (num_nonnulls(value_file_type, value_file_url, value_file_title, value_file_size, value_file_created_at,
            value_file_created_until) > 0)::int
        + (num_nonnulls(value_system, value_code, value_version, value_display) > 0)::int
        + (num_nonnulls(value_qty, value_qty_unit, value_qty_system, value_qty_code, value_qty_comparator) > 0)::int
        + (value_ref_elsewhere is not null)::int <= 1),
    check (is_elsewhere(value_ref_elsewhere))
);
comment on table response_answer is 'the answers to the questions';
comment on column response_answer.response_id is 'the response it belongs to';
comment on column response_answer.id is 'key of the row, never changed and never used twice in one response';
comment on column response_answer.position is 'its place in the list, lowest first';
comment on column response_answer.response_item_id is 'the question it answers';
comment on column response_answer.value_bool is 'the answer yes (true) or no (false)';
comment on column response_answer.value_num is 'the answer as a number with decimals';
comment on column response_answer.value_int is 'the answer as a whole number';
comment on column response_answer.value_date is 'the answer as a day, or the first day of a month or year';
comment on column response_answer.value_date_until is 'when only the month or year of value_date is known: the day after it; else empty';
comment on column response_answer.value_at is 'the answer as a moment, or the first moment of a day, month or year';
comment on column response_answer.value_until is 'when only the day, month or year of value_at is known: the first moment after it; else empty';
comment on column response_answer.value_time is 'the answer as a time of day, hh:mm:ss';
comment on column response_answer.value_text is 'the answer in words';
comment on column response_answer.value_uri is 'the answer as a URI';
comment on column response_answer.value_file_type is 'media type of the file';
comment on column response_answer.value_file_url is 'where the file is';
comment on column response_answer.value_file_title is 'name of the file';
comment on column response_answer.value_file_size is 'size of the file in bytes';
comment on column response_answer.value_file_created_at is 'when the file was made';
comment on column response_answer.value_file_created_until is 'when only the day, month or year of value_file_created_at is known: the first moment after it; else empty';
comment on column response_answer.value_system is 'code system of value_code';
comment on column response_answer.value_code is 'the answer chosen from a list, as a code';
comment on column response_answer.value_version is 'version of value_system';
comment on column response_answer.value_display is 'what value_code means, in words';
comment on column response_answer.value_qty is 'the answer as an amount';
comment on column response_answer.value_qty_unit is 'unit of value_qty, in words';
comment on column response_answer.value_qty_system is 'code system of value_qty_code';
comment on column response_answer.value_qty_code is 'unit of value_qty as a code, usually UCUM';
comment on column response_answer.value_qty_comparator is '''<'', ''<='', ''>='' or ''>'' when value_qty is only a bound';
comment on column response_answer.value_ref_elsewhere is 'the answer as a link to another record, as written';

alter table response_item add foreign key (response_id, response_answer_id) references response_answer on delete cascade deferrable;

create index response_author_practitioner_id on response (author_practitioner_id) where author_practitioner_id is not null;
create index response_author_practitioner_role_id on response (author_practitioner_role_id) where author_practitioner_role_id is not null;
create index response_author_patient_id on response (author_patient_id) where author_patient_id is not null;
create index response_author_organization_id on response (author_organization_id) where author_organization_id is not null;
create index response_author_elsewhere on response (author_elsewhere) where author_elsewhere is not null;
create index response_authored_at on response (authored_at, id);
create index response_episode_elsewhere on response (episode_elsewhere) where episode_elsewhere is not null;
create index response_item_link_id on response_item (link_id) where link_id is not null;
create index response_answer_value_code on response_answer (value_code, value_system) where value_code is not null;
create index response_answer_value_num on response_answer (value_num) where value_num is not null;
create index response_answer_value_int on response_answer (value_int) where value_int is not null;
create index response_answer_value_qty on response_answer (value_qty) where value_qty is not null;
create index response_based_on_based_on_elsewhere on response_based_on (based_on_elsewhere) where based_on_elsewhere is not null;
create index response_session_id on response (session_id) where session_id is not null;
create index response_session_elsewhere on response (session_elsewhere) where session_elsewhere is not null;
create index response_identifier_value on response (identifier_value, identifier_system) where identifier_value is not null;
create index response_part_of_part_of_elsewhere on response_part_of (part_of_elsewhere) where part_of_elsewhere is not null;
create index response_patient_id on response (patient_id, authored_at desc, id) where patient_id is not null;
create index response_patient_elsewhere on response (patient_elsewhere) where patient_elsewhere is not null;
create index response_questionnaire on response (questionnaire) where questionnaire is not null;
create index response_source_patient_id on response (source_patient_id) where source_patient_id is not null;
create index response_source_practitioner_id on response (source_practitioner_id) where source_practitioner_id is not null;
create index response_source_practitioner_role_id on response (source_practitioner_role_id) where source_practitioner_role_id is not null;
create index response_source_elsewhere on response (source_elsewhere) where source_elsewhere is not null;
create index response_status on response (status, authored_at desc, id) where status is not null;
create index response_status_id on response (status, id) where status is not null;
create index response_identifier_assigner_id on response (identifier_assigner_id) where identifier_assigner_id is not null;
create index response_episode_id on response (episode_id) where episode_id is not null;

alter table condition_evidence_detail
    add column evidence_response_id text references response deferrable,
    add check (evidence_response_id is null or num_nonnulls(evidence_condition_id, evidence_session_id, evidence_medication_order_id, evidence_administration_id, evidence_elsewhere) = 0),
    add check (is_elsewhere(evidence_elsewhere, 'QuestionnaireResponse'));
comment on column condition_evidence_detail.evidence_response_id is 'a response that speaks for the condition';
create index condition_evidence_detail_evidence_response_id on condition_evidence_detail (evidence_response_id) where evidence_response_id is not null;

alter table medication_order_information
    add column information_response_id text references response deferrable,
    add check (information_response_id is null or num_nonnulls(information_condition_id, information_elsewhere) = 0),
    add check (is_elsewhere(information_elsewhere, 'QuestionnaireResponse'));
comment on column medication_order_information.information_response_id is 'a response';
create index medication_order_information_information_response_id on medication_order_information (information_response_id) where information_response_id is not null;

alter table administration_information
    add column information_response_id text references response deferrable,
    add check (information_response_id is null or num_nonnulls(information_condition_id, information_elsewhere) = 0),
    add check (is_elsewhere(information_elsewhere, 'QuestionnaireResponse'));
comment on column administration_information.information_response_id is 'a response';
create index administration_information_information_response_id on administration_information (information_response_id) where information_response_id is not null;
create index response_authored_at_long on response (authored_at) where authored_until - authored_at > interval '1 day';
create statistics response_authored_at_length on (authored_until - authored_at) from response;

select fhir_watch('response', 'QuestionnaireResponse', 'id');
select fhir_watch('response_based_on', 'QuestionnaireResponse', 'response_id');
select fhir_watch('response_part_of', 'QuestionnaireResponse', 'response_id');
select fhir_watch('response_item', 'QuestionnaireResponse', 'response_id');
select fhir_watch('response_answer', 'QuestionnaireResponse', 'response_id');
