-- +goose Up
-- Lists: collections of anything that somebody keeps by hand.

create table list (
    id                          fhir_id primary key,
    status                      short_words check (status in ('current', 'retired', 'entered-in-error')),
    mode                        words check (mode in ('working', 'snapshot', 'changes')),
    title                       words,
    code_concept                text references concept deferrable,
    subject_patient_id          text references patient deferrable,
    subject_device_id           text references device deferrable,
    subject_location_id         text references location deferrable,
    subject_elsewhere           short_words,
    session_id                  text references session deferrable,
    session_elsewhere           short_words,
    drawn_up_at                 timestamptz,
    drawn_up_until              timestamptz,
    source_practitioner_id      text references practitioner deferrable,
    source_practitioner_role_id text references practitioner_role deferrable,
    source_patient_id           text references patient deferrable,
    source_device_id            text references device deferrable,
    source_elsewhere            short_words,
    order_concept               text references concept deferrable,
    empty_reason_concept        text references concept deferrable,
    check (num_nonnulls(subject_patient_id, subject_device_id, subject_location_id, subject_elsewhere) <= 1),
    check (is_elsewhere(subject_elsewhere, 'Patient', 'Device', 'Location')),
    check (num_nonnulls(session_id, session_elsewhere) <= 1),
    check (is_elsewhere(session_elsewhere, 'Encounter')),
    check (drawn_up_until is null or whole_days(drawn_up_at, drawn_up_until)),
    check (num_nonnulls(source_practitioner_id, source_practitioner_role_id, source_patient_id, source_device_id,
            source_elsewhere) <= 1),
    check (is_elsewhere(source_elsewhere, 'Practitioner', 'PractitionerRole', 'Patient', 'Device'))
);
comment on table list is 'a collection that somebody keeps by hand: patients of a study, problems of a patient';
comment on column list.id is 'the logical id, part of every link to it';
comment on column list.status is '''current'', ''retired'' or ''entered-in-error''';
comment on column list.mode is '''working'' (kept up), ''snapshot'' (as things were) or ''changes''';
comment on column list.title is 'its name for people';
comment on column list.code_concept is 'what it is a list of';
comment on column list.subject_patient_id is 'whom it is about, a patient';
comment on column list.subject_device_id is 'what it is about, a device';
comment on column list.subject_location_id is 'what it is about, a room';
comment on column list.subject_elsewhere is 'what subject_patient_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column list.session_id is 'the session in which it was drawn up';
comment on column list.session_elsewhere is 'what session_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column list.drawn_up_at is 'when it was drawn up, or the first moment of the day, month or year';
comment on column list.drawn_up_until is 'when only the day, month or year of drawn_up_at is known: the first moment after it; else empty';
comment on column list.source_practitioner_id is 'who drew it up, a practitioner';
comment on column list.source_practitioner_role_id is 'who drew it up, in a role';
comment on column list.source_patient_id is 'who drew it up, a patient';
comment on column list.source_device_id is 'what drew it up, a device';
comment on column list.source_elsewhere is 'what source_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column list.order_concept is 'by what its entries are ordered';
comment on column list.empty_reason_concept is 'why it has no entries';
create index list_code_concept on list (code_concept) where code_concept is not null;
create index list_drawn_up_at on list (drawn_up_at) where drawn_up_at is not null;
create index list_drawn_up_at_long on list (drawn_up_at) where drawn_up_until - drawn_up_at > interval '1 day';
create statistics list_drawn_up_at_length on (drawn_up_until - drawn_up_at) from list;
create index list_empty_reason_concept on list (empty_reason_concept) where empty_reason_concept is not null;
create index list_session_id on list (session_id) where session_id is not null;
create index list_session_elsewhere on list (session_elsewhere) where session_elsewhere is not null;
create index list_subject_patient_id on list (subject_patient_id) where subject_patient_id is not null;
create index list_subject_device_id on list (subject_device_id) where subject_device_id is not null;
create index list_subject_location_id on list (subject_location_id) where subject_location_id is not null;
create index list_subject_elsewhere on list (subject_elsewhere) where subject_elsewhere is not null;
create index list_source_practitioner_id on list (source_practitioner_id) where source_practitioner_id is not null;
create index list_source_practitioner_role_id on list (source_practitioner_role_id) where source_practitioner_role_id is not null;
create index list_source_patient_id on list (source_patient_id) where source_patient_id is not null;
create index list_source_device_id on list (source_device_id) where source_device_id is not null;
create index list_source_elsewhere on list (source_elsewhere) where source_elsewhere is not null;
create index list_status on list (status) where status is not null;
create index list_title_folded on list ((folded_start(title) collate "C")) where title is not null;

create table list_identifier (
    list_id            fhir_id not null references list on delete cascade deferrable,
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
    assigner_elsewhere words,
    primary key (list_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1),
    check (is_elsewhere(assigner_elsewhere, 'Organization'))
);
comment on table list_identifier is 'numbers of a list';
comment on column list_identifier.list_id is 'the list it belongs to';
comment on column list_identifier.id is 'key of the row, never changed and never used twice in one list';
comment on column list_identifier.position is 'its place in the list, lowest first';
comment on column list_identifier.use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column list_identifier.type_concept is 'what kind of number it is';
comment on column list_identifier.system is 'who gives out such numbers, as a url';
comment on column list_identifier.value is 'the number itself';
comment on column list_identifier.started_at is 'from when on the number is in use';
comment on column list_identifier.ended_at is 'the first moment at which it is no longer in use';
comment on column list_identifier.dated is '''day'', ''month'' or ''year'' when both bounds are whole ones; empty for moments';
comment on column list_identifier.assigner_id is 'the organization that gave the number';
comment on column list_identifier.assigner_elsewhere is 'what assigner_id cannot hold, as written: a URL or urn, or a record of another kind';
create index list_identifier_value_system on list_identifier (value, system) where value is not null;
create index list_identifier_assigner_id on list_identifier (assigner_id) where assigner_id is not null;

create table list_note (
    list_id                fhir_id not null references list on delete cascade deferrable,
    id                     bigint not null default nextval('child_row_key'),
    position               bigint not null default nextval('child_row_position'),
    author_practitioner_id text references practitioner deferrable,
    author_patient_id      text references patient deferrable,
    author_organization_id text references organization deferrable,
    author_elsewhere       words,
    author_name            words,
    written_at             timestamptz,
    written_until          timestamptz,
    body                   words,
    primary key (list_id, id),
    check ((num_nonnulls(author_practitioner_id, author_patient_id, author_organization_id, author_elsewhere) >
            0)::integer + (num_nonnulls(author_name) > 0)::integer <= 1),
    check (num_nonnulls(author_practitioner_id, author_patient_id, author_organization_id, author_elsewhere) <= 1),
    check (is_elsewhere(author_elsewhere, 'Practitioner', 'Patient', 'Organization')),
    check (written_until is null or whole_days(written_at, written_until))
);
comment on table list_note is 'notes on a list';
comment on column list_note.list_id is 'the list it belongs to';
comment on column list_note.id is 'key of the row, never changed and never used twice in one list';
comment on column list_note.position is 'its place in the list, lowest first';
comment on column list_note.author_practitioner_id is 'who wrote it, a practitioner';
comment on column list_note.author_patient_id is 'who wrote it, a patient';
comment on column list_note.author_organization_id is 'who wrote it, an organization';
comment on column list_note.author_elsewhere is 'what author_practitioner_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column list_note.author_name is 'who wrote it, by name only';
comment on column list_note.written_at is 'when it was written, or the first moment of the day, month or year';
comment on column list_note.written_until is 'when only the day, month or year of written_at is known: the first moment after it; else empty';
comment on column list_note.body is 'the note itself, Markdown';
create index list_note_body_folded on list_note ((folded_start(body) collate "C")) where body is not null;
create index list_note_author_practitioner_id on list_note (author_practitioner_id) where author_practitioner_id is not null;
create index list_note_author_patient_id on list_note (author_patient_id) where author_patient_id is not null;
create index list_note_author_organization_id on list_note (author_organization_id) where author_organization_id is not null;

create table list_entry (
    list_id        fhir_id not null references list on delete cascade deferrable,
    id             bigint not null default nextval('child_row_key'),
    position       bigint not null default nextval('child_row_position'),
    flag_concept   text references concept deferrable,
    deleted        boolean,
    changed_at     timestamptz,
    changed_until  timestamptz,
    item_elsewhere short_words,
    primary key (list_id, id),
    check (changed_until is null or whole_days(changed_at, changed_until)),
    check (is_elsewhere(item_elsewhere))
);
comment on table list_entry is 'what is on a list, in its order';
comment on column list_entry.list_id is 'the list it belongs to';
comment on column list_entry.id is 'key of the row, never changed and never used twice in one list';
comment on column list_entry.position is 'its place in the list, lowest first';
comment on column list_entry.flag_concept is 'what became of it: added, changed, removed';
comment on column list_entry.deleted is 'true when it was struck off; _list leaves it out then';
comment on column list_entry.changed_at is 'when it came onto the list, or the first moment of the day, month or year';
comment on column list_entry.changed_until is 'when only the day, month or year of changed_at is known: the first moment after it; else empty';
comment on column list_entry.item_elsewhere is 'what is on the list, as a link: Type/id, a URL or urn';
create index list_entry_item_elsewhere on list_entry (item_elsewhere) where item_elsewhere is not null;

select fhir_watch('list', 'List', 'id');
select fhir_watch('list_identifier', 'List', 'list_id');
select fhir_watch('list_note', 'List', 'list_id');
select fhir_watch('list_entry', 'List', 'list_id');
