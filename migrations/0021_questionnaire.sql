-- +goose Up
-- Questionnaires: the instruments of the clinic, one row for each version, and their questions.

create table questionnaire (
    id                fhir_id primary key,
    url               short_words,
    version           short_words,
    name              short_words,
    title             short_words,
    status            words check (status in ('draft', 'active', 'retired', 'unknown')),
    experimental      boolean,
    changed_at        timestamptz,
    changed_until     timestamptz check (changed_until is null or whole_days(changed_at, changed_until)),
    publisher         short_words,
    description       short_words,
    purpose           words,
    copyright         words,
    approved_on       date,
    approved_on_until date
        check (approved_on_until is null or whole_days(approved_on::timestamp at time zone 'UTC',
            approved_on_until::timestamp at time zone 'UTC')),
    reviewed_on       date,
    reviewed_on_until date
        check (reviewed_on_until is null or whole_days(reviewed_on::timestamp at time zone 'UTC',
            reviewed_on_until::timestamp at time zone 'UTC')),
    effective_from    timestamptz,
    effective_until   timestamptz,
    effective_dated   words check (effective_dated in ('day', 'month', 'year')),
    check (in_order(effective_from, effective_until, effective_dated))
);
comment on table questionnaire is 'an instrument in one version, such as the PHQ-9';
comment on column questionnaire.id is 'the logical id, part of every link to it';
comment on column questionnaire.url is 'its name for computers: the url that responses point to';
comment on column questionnaire.version is 'which version this is';
comment on column questionnaire.name is 'its name for programs';
comment on column questionnaire.title is 'its name for people';
comment on column questionnaire.status is '''draft'', ''active'', ''retired'' or ''unknown''';
comment on column questionnaire.experimental is 'true when it is for tests only';
comment on column questionnaire.changed_at is 'when it last changed, or the first moment of the day, month or year';
comment on column questionnaire.changed_until is 'when only the day, month or year of changed_at is known: the first moment after it; else empty';
comment on column questionnaire.publisher is 'who publishes it';
comment on column questionnaire.description is 'what it is, Markdown';
comment on column questionnaire.purpose is 'what it is for, Markdown';
comment on column questionnaire.copyright is 'who holds which rights in it, Markdown';
comment on column questionnaire.approved_on is 'when it was approved, or the first day of the month or year';
comment on column questionnaire.approved_on_until is 'when only the month or year of approved_on is known: the day after it; else empty';
comment on column questionnaire.reviewed_on is 'when it was last reviewed, or the first day of the month or year';
comment on column questionnaire.reviewed_on_until is 'when only the month or year of reviewed_on is known: the day after it; else empty';
comment on column questionnaire.effective_from is 'from when on it is to be used';
comment on column questionnaire.effective_until is 'the first moment at which it is no longer to be used';
comment on column questionnaire.effective_dated is '''day'', ''month'' or ''year'' when both bounds of the effective period are whole ones; empty for moments';

create table questionnaire_identifier (
    questionnaire_id   fhir_id not null references questionnaire on delete cascade deferrable,
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
    primary key (questionnaire_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (is_elsewhere(assigner_elsewhere, 'Organization')),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1)
);
comment on table questionnaire_identifier is 'numbers of a questionnaire';
comment on column questionnaire_identifier.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_identifier.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_identifier.position is 'its place in the list, lowest first';
comment on column questionnaire_identifier.use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column questionnaire_identifier.type_concept is 'what kind of number it is';
comment on column questionnaire_identifier.system is 'who gives out such numbers, as a url';
comment on column questionnaire_identifier.value is 'the number itself';
comment on column questionnaire_identifier.started_at is 'from when on the number is in use';
comment on column questionnaire_identifier.ended_at is 'the first moment at which it is no longer in use';
comment on column questionnaire_identifier.dated is '''day'', ''month'' or ''year'' when both bounds are whole ones; empty for moments';
comment on column questionnaire_identifier.assigner_id is 'the organization that gave the number';
comment on column questionnaire_identifier.assigner_elsewhere is 'what assigner_id cannot hold, as written: a URL or urn, or a record of another kind';

create table questionnaire_derived_from (
    questionnaire_id fhir_id not null references questionnaire on delete cascade deferrable,
    id               bigint not null default nextval('child_row_key'),
    position         bigint not null default nextval('child_row_position'),
    url              short_words,
    primary key (questionnaire_id, id)
);
comment on table questionnaire_derived_from is 'the instruments that a questionnaire was made from';
comment on column questionnaire_derived_from.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_derived_from.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_derived_from.position is 'its place in the list, lowest first';
comment on column questionnaire_derived_from.url is 'the url of the other instrument';

create table questionnaire_subject_type (
    questionnaire_id fhir_id not null references questionnaire on delete cascade deferrable,
    id               bigint not null default nextval('child_row_key'),
    position         bigint not null default nextval('child_row_position'),
    subject_type     short_words,
    primary key (questionnaire_id, id)
);
comment on table questionnaire_subject_type is 'what kinds of subject may fill in a questionnaire';
comment on column questionnaire_subject_type.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_subject_type.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_subject_type.position is 'its place in the list, lowest first';
comment on column questionnaire_subject_type.subject_type is 'the kind, such as Patient';

create table questionnaire_context (
    questionnaire_id      fhir_id not null references questionnaire on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    kind_system           short_words,
    kind_code             short_words,
    kind_version          words,
    kind_display          words,
    value_concept         text references concept deferrable,
    value                 numeric,
    value_unit            short_words,
    value_system          short_words,
    value_code            short_words,
    value_comparator      words check (value_comparator in ('<', '<=', '>=', '>')),
    value_low             numeric,
    value_low_unit        short_words,
    value_low_system      short_words,
    value_low_code        short_words,
    value_high            numeric,
    value_high_unit       short_words,
    value_high_system     short_words,
    value_high_code       short_words,
    value_location_id     text references location deferrable,
    value_organization_id text references organization deferrable,
    value_elsewhere       short_words,
    primary key (questionnaire_id, id),
    check ((value_concept is not null)::int
        + (num_nonnulls(value, value_unit, value_system, value_code, value_comparator) > 0)::int
        + (num_nonnulls(value_low, value_low_unit, value_low_system, value_low_code, value_high, value_high_unit,
            value_high_system, value_high_code) > 0)::int
        + (num_nonnulls(value_location_id, value_organization_id, value_elsewhere) > 0)::int <= 1),
    check (is_elsewhere(value_elsewhere, 'Location', 'Organization')),
    check (num_nonnulls(value_location_id, value_organization_id, value_elsewhere) <= 1)
);
comment on table questionnaire_context is 'for which use a questionnaire is meant';
comment on column questionnaire_context.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_context.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_context.position is 'its place in the list, lowest first';
comment on column questionnaire_context.kind_system is 'code system of kind_code';
comment on column questionnaire_context.kind_code is 'which side of the use is told: the age, the focus, the venue';
comment on column questionnaire_context.kind_version is 'version of kind_system';
comment on column questionnaire_context.kind_display is 'what kind_code means, in words';
comment on column questionnaire_context.value_concept is 'the use, as a code';
comment on column questionnaire_context.value is 'the use, as an amount';
comment on column questionnaire_context.value_unit is 'unit of value, in words';
comment on column questionnaire_context.value_system is 'code system of value_code';
comment on column questionnaire_context.value_code is 'unit of value as a code, usually UCUM';
comment on column questionnaire_context.value_comparator is '''<'', ''<='', ''>='' or ''>'' when value is only a bound';
comment on column questionnaire_context.value_low is 'the use, as a range: the lowest';
comment on column questionnaire_context.value_low_unit is 'unit of value_low, in words';
comment on column questionnaire_context.value_low_system is 'code system of value_low_code';
comment on column questionnaire_context.value_low_code is 'unit of value_low as a code, usually UCUM';
comment on column questionnaire_context.value_high is 'the use, as a range: the highest';
comment on column questionnaire_context.value_high_unit is 'unit of value_high, in words';
comment on column questionnaire_context.value_high_system is 'code system of value_high_code';
comment on column questionnaire_context.value_high_code is 'unit of value_high as a code, usually UCUM';
comment on column questionnaire_context.value_location_id is 'the location it is for';
comment on column questionnaire_context.value_organization_id is 'the organization it is for';
comment on column questionnaire_context.value_elsewhere is 'what value_location_id cannot hold, as written: a URL or urn, or a record of another kind';

create table questionnaire_jurisdiction (
    questionnaire_id fhir_id not null references questionnaire on delete cascade deferrable,
    id               bigint not null default nextval('child_row_key'),
    position         bigint not null default nextval('child_row_position'),
    concept          text references concept deferrable,
    primary key (questionnaire_id, id)
);
comment on table questionnaire_jurisdiction is 'the countries or regions that a questionnaire is for';
comment on column questionnaire_jurisdiction.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_jurisdiction.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_jurisdiction.position is 'its place in the list, lowest first';
comment on column questionnaire_jurisdiction.concept is 'the country or region';

create table questionnaire_code (
    questionnaire_id fhir_id not null references questionnaire on delete cascade deferrable,
    id               bigint not null default nextval('child_row_key'),
    position         bigint not null default nextval('child_row_position'),
    coding_system    short_words,
    coding_code      short_words,
    coding_version   words,
    coding_display   words,
    primary key (questionnaire_id, id)
);
comment on table questionnaire_code is 'what a questionnaire measures, such as its LOINC panel';
comment on column questionnaire_code.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_code.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_code.position is 'its place in the list, lowest first';
comment on column questionnaire_code.coding_system is 'code system of coding_code';
comment on column questionnaire_code.coding_code is 'the code';
comment on column questionnaire_code.coding_version is 'version of coding_system';
comment on column questionnaire_code.coding_display is 'what coding_code means, in words';

create table questionnaire_item (
    questionnaire_id      fhir_id not null references questionnaire on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    questionnaire_item_id bigint,
    link_id               short_words,
    definition            short_words,
    prefix                words,
    text                  words,
    type                  words
        check (type in ('group', 'display', 'question', 'boolean', 'decimal', 'integer', 'date', 'dateTime',
            'time', 'string', 'text', 'url', 'choice', 'open-choice', 'attachment', 'reference', 'quantity')),
    enable_behavior       words check (enable_behavior in ('all', 'any')),
    required              boolean,
    repeats               boolean,
    read_only             boolean,
    max_length            integer,
    answer_value_set      short_words,
    primary key (questionnaire_id, id),
    foreign key (questionnaire_id, questionnaire_item_id) references questionnaire_item on delete cascade deferrable
);
comment on table questionnaire_item is 'a question, a group of questions or words to be shown';
comment on column questionnaire_item.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_item.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_item.position is 'its place in the list, lowest first';
comment on column questionnaire_item.questionnaire_item_id is 'the question or group it is in; empty at the top';
comment on column questionnaire_item.link_id is 'its name within the questionnaire, which answers repeat';
comment on column questionnaire_item.definition is 'the url of the element that the question asks for';
comment on column questionnaire_item.prefix is 'its label, such as 1(a)';
comment on column questionnaire_item.text is 'the words of the question';
comment on column questionnaire_item.type is 'the kind of answer, or ''group'' or ''display''';
comment on column questionnaire_item.enable_behavior is '''all'' or ''any'' of its conditions must be met for it to be asked';
comment on column questionnaire_item.required is 'true when it must be answered';
comment on column questionnaire_item.repeats is 'true when it may have several answers';
comment on column questionnaire_item.read_only is 'true when people cannot change it';
comment on column questionnaire_item.max_length is 'the most characters of an answer';
comment on column questionnaire_item.answer_value_set is 'the url of the list of possible answers';

create table questionnaire_item_code (
    questionnaire_id      fhir_id not null references questionnaire on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    questionnaire_item_id bigint,
    coding_system         short_words,
    coding_code           short_words,
    coding_version        words,
    coding_display        words,
    primary key (questionnaire_id, id),
    foreign key (questionnaire_id, questionnaire_item_id) references questionnaire_item on delete cascade deferrable
);
comment on table questionnaire_item_code is 'what a question measures, such as its LOINC code';
comment on column questionnaire_item_code.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_item_code.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_item_code.position is 'its place in the list, lowest first';
comment on column questionnaire_item_code.questionnaire_item_id is 'the question it belongs to';
comment on column questionnaire_item_code.coding_system is 'code system of coding_code';
comment on column questionnaire_item_code.coding_code is 'the code';
comment on column questionnaire_item_code.coding_version is 'version of coding_system';
comment on column questionnaire_item_code.coding_display is 'what coding_code means, in words';

create table questionnaire_enable_when (
    questionnaire_id         fhir_id not null references questionnaire on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    questionnaire_item_id    bigint,
    question                 short_words,
    operator                 words check (operator in ('exists', '=', '!=', '>', '<', '>=', '<=')),
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
    primary key (questionnaire_id, id),
    foreign key (questionnaire_id, questionnaire_item_id) references questionnaire_item on delete cascade deferrable,
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
comment on table questionnaire_enable_when is 'the conditions under which a question is asked';
comment on column questionnaire_enable_when.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_enable_when.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_enable_when.position is 'its place in the list, lowest first';
comment on column questionnaire_enable_when.questionnaire_item_id is 'the question that is asked or not';
comment on column questionnaire_enable_when.question is 'the name (link_id) of the question whose answer decides';
comment on column questionnaire_enable_when.operator is 'how the answer is compared';
comment on column questionnaire_enable_when.value_bool is 'the answer yes (true) or no (false)';
comment on column questionnaire_enable_when.value_num is 'the answer as a number with decimals';
comment on column questionnaire_enable_when.value_int is 'the answer as a whole number';
comment on column questionnaire_enable_when.value_date is 'the answer as a day, or the first day of a month or year';
comment on column questionnaire_enable_when.value_date_until is 'when only the month or year of value_date is known: the day after it; else empty';
comment on column questionnaire_enable_when.value_at is 'the answer as a moment, or the first moment of a day, month or year';
comment on column questionnaire_enable_when.value_until is 'when only the day, month or year of value_at is known: the first moment after it; else empty';
comment on column questionnaire_enable_when.value_time is 'the answer as a time of day, hh:mm:ss';
comment on column questionnaire_enable_when.value_text is 'the answer in words';
comment on column questionnaire_enable_when.value_uri is 'the answer as a URI';
comment on column questionnaire_enable_when.value_file_type is 'media type of the file';
comment on column questionnaire_enable_when.value_file_url is 'where the file is';
comment on column questionnaire_enable_when.value_file_title is 'name of the file';
comment on column questionnaire_enable_when.value_file_size is 'size of the file in bytes';
comment on column questionnaire_enable_when.value_file_created_at is 'when the file was made';
comment on column questionnaire_enable_when.value_file_created_until is 'when only the day, month or year of value_file_created_at is known: the first moment after it; else empty';
comment on column questionnaire_enable_when.value_system is 'code system of value_code';
comment on column questionnaire_enable_when.value_code is 'the answer chosen from a list, as a code';
comment on column questionnaire_enable_when.value_version is 'version of value_system';
comment on column questionnaire_enable_when.value_display is 'what value_code means, in words';
comment on column questionnaire_enable_when.value_qty is 'the answer as an amount';
comment on column questionnaire_enable_when.value_qty_unit is 'unit of value_qty, in words';
comment on column questionnaire_enable_when.value_qty_system is 'code system of value_qty_code';
comment on column questionnaire_enable_when.value_qty_code is 'unit of value_qty as a code, usually UCUM';
comment on column questionnaire_enable_when.value_qty_comparator is '''<'', ''<='', ''>='' or ''>'' when value_qty is only a bound';
comment on column questionnaire_enable_when.value_ref_elsewhere is 'the answer as a link to another record, as written';

create table questionnaire_option (
    questionnaire_id      fhir_id not null references questionnaire on delete cascade deferrable,
    id                    bigint not null default nextval('child_row_key'),
    position              bigint not null default nextval('child_row_position'),
    questionnaire_item_id bigint,
    value_int             integer,
    value_date            date,
    value_date_until      date
        check (value_date_until is null or whole_days(value_date::timestamp at time zone 'UTC',
            value_date_until::timestamp at time zone 'UTC')),
    value_time            words check (value_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?$'),
    value_text            words,
    value_system          short_words,
    value_code            short_words,
    value_version         words,
    value_display         words,
    value_ref_elsewhere   short_words,
    initial_selected      boolean,
    primary key (questionnaire_id, id),
    foreign key (questionnaire_id, questionnaire_item_id) references questionnaire_item on delete cascade deferrable,
    check ((value_int is not null)::int
        + (num_nonnulls(value_date, value_date_until) > 0)::int
        + (value_time is not null)::int
        + (value_text is not null)::int
        + (num_nonnulls(value_system, value_code, value_version, value_display) > 0)::int
        + (value_ref_elsewhere is not null)::int <= 1),
    check (is_elsewhere(value_ref_elsewhere))
);
comment on table questionnaire_option is 'the answers that may be chosen';
comment on column questionnaire_option.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_option.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_option.position is 'its place in the list, lowest first';
comment on column questionnaire_option.questionnaire_item_id is 'the question it belongs to';
comment on column questionnaire_option.value_int is 'the answer as a whole number';
comment on column questionnaire_option.value_date is 'the answer as a day, or the first day of a month or year';
comment on column questionnaire_option.value_date_until is 'when only the month or year of value_date is known: the day after it; else empty';
comment on column questionnaire_option.value_time is 'the answer as a time of day, hh:mm:ss';
comment on column questionnaire_option.value_text is 'the answer in words';
comment on column questionnaire_option.value_system is 'code system of value_code';
comment on column questionnaire_option.value_code is 'the answer chosen from a list, as a code';
comment on column questionnaire_option.value_version is 'version of value_system';
comment on column questionnaire_option.value_display is 'what value_code means, in words';
comment on column questionnaire_option.value_ref_elsewhere is 'the answer as a link to another record, as written';
comment on column questionnaire_option.initial_selected is 'true when it is chosen from the start';

create table questionnaire_initial (
    questionnaire_id         fhir_id not null references questionnaire on delete cascade deferrable,
    id                       bigint not null default nextval('child_row_key'),
    position                 bigint not null default nextval('child_row_position'),
    questionnaire_item_id    bigint,
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
    primary key (questionnaire_id, id),
    foreign key (questionnaire_id, questionnaire_item_id) references questionnaire_item on delete cascade deferrable,
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
comment on table questionnaire_initial is 'the answers that a question has from the start';
comment on column questionnaire_initial.questionnaire_id is 'the questionnaire it belongs to';
comment on column questionnaire_initial.id is 'key of the row, never changed and never used twice in one questionnaire';
comment on column questionnaire_initial.position is 'its place in the list, lowest first';
comment on column questionnaire_initial.questionnaire_item_id is 'the question it belongs to';
comment on column questionnaire_initial.value_bool is 'the answer yes (true) or no (false)';
comment on column questionnaire_initial.value_num is 'the answer as a number with decimals';
comment on column questionnaire_initial.value_int is 'the answer as a whole number';
comment on column questionnaire_initial.value_date is 'the answer as a day, or the first day of a month or year';
comment on column questionnaire_initial.value_date_until is 'when only the month or year of value_date is known: the day after it; else empty';
comment on column questionnaire_initial.value_at is 'the answer as a moment, or the first moment of a day, month or year';
comment on column questionnaire_initial.value_until is 'when only the day, month or year of value_at is known: the first moment after it; else empty';
comment on column questionnaire_initial.value_time is 'the answer as a time of day, hh:mm:ss';
comment on column questionnaire_initial.value_text is 'the answer in words';
comment on column questionnaire_initial.value_uri is 'the answer as a URI';
comment on column questionnaire_initial.value_file_type is 'media type of the file';
comment on column questionnaire_initial.value_file_url is 'where the file is';
comment on column questionnaire_initial.value_file_title is 'name of the file';
comment on column questionnaire_initial.value_file_size is 'size of the file in bytes';
comment on column questionnaire_initial.value_file_created_at is 'when the file was made';
comment on column questionnaire_initial.value_file_created_until is 'when only the day, month or year of value_file_created_at is known: the first moment after it; else empty';
comment on column questionnaire_initial.value_system is 'code system of value_code';
comment on column questionnaire_initial.value_code is 'the answer chosen from a list, as a code';
comment on column questionnaire_initial.value_version is 'version of value_system';
comment on column questionnaire_initial.value_display is 'what value_code means, in words';
comment on column questionnaire_initial.value_qty is 'the answer as an amount';
comment on column questionnaire_initial.value_qty_unit is 'unit of value_qty, in words';
comment on column questionnaire_initial.value_qty_system is 'code system of value_qty_code';
comment on column questionnaire_initial.value_qty_code is 'unit of value_qty as a code, usually UCUM';
comment on column questionnaire_initial.value_qty_comparator is '''<'', ''<='', ''>='' or ''>'' when value_qty is only a bound';
comment on column questionnaire_initial.value_ref_elsewhere is 'the answer as a link to another record, as written';

create index questionnaire_item_code_coding_code on questionnaire_item_code (coding_code, coding_system) where coding_code is not null;
create index questionnaire_context_value_concept on questionnaire_context (value_concept) where value_concept is not null;
create index questionnaire_context_value on questionnaire_context (value) where value is not null;
create index questionnaire_context_value_low on questionnaire_context (value_low) where value_low is not null;
create index questionnaire_context_kind_code on questionnaire_context (kind_code, kind_system) where kind_code is not null;
create index questionnaire_changed_at on questionnaire (changed_at) where changed_at is not null;
create index questionnaire_item_definition on questionnaire_item (definition) where definition is not null;
create index questionnaire_effective_from on questionnaire (effective_from) where effective_from is not null;
create index questionnaire_identifier_value on questionnaire_identifier (value, system) where value is not null;
create index questionnaire_jurisdiction_concept on questionnaire_jurisdiction (concept) where concept is not null;
create index questionnaire_status on questionnaire (status) where status is not null;
create index questionnaire_subject_type_subject_type on questionnaire_subject_type (subject_type) where subject_type is not null;
create index questionnaire_url on questionnaire (url) where url is not null;
create index questionnaire_version on questionnaire (version) where version is not null;
create index questionnaire_identifier_assigner_id on questionnaire_identifier (assigner_id) where assigner_id is not null;
create index questionnaire_context_value_location_id on questionnaire_context (value_location_id) where value_location_id is not null;
create index questionnaire_context_value_organization_id on questionnaire_context (value_organization_id) where value_organization_id is not null;
create index questionnaire_changed_at_long on questionnaire (changed_at) where changed_until - changed_at > interval '1 day';
create statistics questionnaire_changed_at_length on (changed_until - changed_at) from questionnaire;
create index questionnaire_description_folded on questionnaire ((folded_start(description) collate "C")) where description is not null;
create index questionnaire_effective_from_long on questionnaire (effective_from) where (effective_from is null and effective_until is not null or effective_until is null and effective_from is not null or effective_until - effective_from > interval '1 day');
create statistics questionnaire_effective_from_length on (effective_until - effective_from) from questionnaire;
create index questionnaire_name_folded on questionnaire ((folded_start(name) collate "C")) where name is not null;
create index questionnaire_publisher_folded on questionnaire ((folded_start(publisher) collate "C")) where publisher is not null;
create index questionnaire_title_folded on questionnaire ((folded_start(title) collate "C")) where title is not null;

select fhir_watch('questionnaire', 'Questionnaire', 'id');
select fhir_watch('questionnaire_identifier', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_derived_from', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_subject_type', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_context', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_jurisdiction', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_code', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_item', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_item_code', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_enable_when', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_option', 'Questionnaire', 'questionnaire_id');
select fhir_watch('questionnaire_initial', 'Questionnaire', 'questionnaire_id');
