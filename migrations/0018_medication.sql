-- +goose Up
-- Medications: what stands on the shelf, one row for each product and lot.
-- Before them, a word of the schema for what an index covers.

create table medication (
    id                            fhir_id primary key,
    product_concept               text references concept deferrable,
    status                        words check (status in ('active', 'inactive', 'entered-in-error')),
    manufacturer_id               text references organization deferrable,
    manufacturer_elsewhere        short_words,
    form_concept                  text references concept deferrable,
    amount_numerator              numeric,
    amount_numerator_unit         words,
    amount_numerator_system       short_words,
    amount_numerator_code         short_words,
    amount_numerator_comparator   words check (amount_numerator_comparator in ('<', '<=', '>=', '>')),
    amount_denominator            numeric,
    amount_denominator_unit       words,
    amount_denominator_system     short_words,
    amount_denominator_code       short_words,
    amount_denominator_comparator words check (amount_denominator_comparator in ('<', '<=', '>=', '>')),
    lot_no                        short_words,
    expires_at                    timestamptz,
    expires_until                 timestamptz check (expires_until is null or whole_days(expires_at, expires_until)),
    check (is_elsewhere(manufacturer_elsewhere, 'Organization')),
    check (num_nonnulls(manufacturer_id, manufacturer_elsewhere) <= 1)
);
comment on table medication is 'a product as it stands on the shelf: a vial, a kit, a device or a compounded lozenge';
comment on column medication.id is 'the logical id, part of every link to it';
comment on column medication.product_concept is 'what it is: drug, strength and form (RxNorm, NDC or the clinic''s own code)';
comment on column medication.status is '''active'', ''inactive'' or ''entered-in-error''';
comment on column medication.manufacturer_id is 'who made it';
comment on column medication.manufacturer_elsewhere is 'what manufacturer_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication.form_concept is 'its form: solution, spray, lozenge';
comment on column medication.amount_numerator is 'how much is in one package, such as 20 (mL)';
comment on column medication.amount_numerator_unit is 'unit of amount_numerator, in words';
comment on column medication.amount_numerator_system is 'code system of amount_numerator_code';
comment on column medication.amount_numerator_code is 'unit of amount_numerator as a code, usually UCUM';
comment on column medication.amount_numerator_comparator is '''<'', ''<='', ''>='' or ''>'' when amount_numerator is only a bound';
comment on column medication.amount_denominator is 'per how much, such as 1 (vial)';
comment on column medication.amount_denominator_unit is 'unit of amount_denominator, in words';
comment on column medication.amount_denominator_system is 'code system of amount_denominator_code';
comment on column medication.amount_denominator_code is 'unit of amount_denominator as a code, usually UCUM';
comment on column medication.amount_denominator_comparator is '''<'', ''<='', ''>='' or ''>'' when amount_denominator is only a bound';
comment on column medication.lot_no is 'the maker''s lot number';
comment on column medication.expires_at is 'when it expires, or the first moment of the day, month or year';
comment on column medication.expires_until is 'when only the day, month or year of expires_at is known: the first moment after it; else empty';

create table medication_identifier (
    medication_id      fhir_id not null references medication on delete cascade deferrable,
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
    primary key (medication_id, id),
    check (in_order(started_at, ended_at, dated)),
    check (is_elsewhere(assigner_elsewhere, 'Organization')),
    check (num_nonnulls(assigner_id, assigner_elsewhere) <= 1)
);
comment on table medication_identifier is 'numbers of a medication, such as the container number';
comment on column medication_identifier.medication_id is 'the medication it belongs to';
comment on column medication_identifier.id is 'key of the row, never changed and never used twice in one medication';
comment on column medication_identifier.position is 'its place in the list, lowest first';
comment on column medication_identifier.use is '''usual'', ''official'', ''temp'', ''secondary'' or ''old''';
comment on column medication_identifier.type_concept is 'what kind of number it is';
comment on column medication_identifier.system is 'who gives out such numbers, as a url';
comment on column medication_identifier.value is 'the number itself';
comment on column medication_identifier.started_at is 'from when on the number is in use';
comment on column medication_identifier.ended_at is 'the first moment at which it is no longer in use';
comment on column medication_identifier.dated is '''day'', ''month'' or ''year'' when both bounds are whole ones; empty for moments';
comment on column medication_identifier.assigner_id is 'the organization that gave the number';
comment on column medication_identifier.assigner_elsewhere is 'what assigner_id cannot hold, as written: a URL or urn, or a record of another kind';

create table medication_ingredient (
    medication_id                   fhir_id not null references medication on delete cascade deferrable,
    id                              bigint not null default nextval('child_row_key'),
    position                        bigint not null default nextval('child_row_position'),
    item_concept                    text references concept deferrable,
    item_id                         text references medication deferrable,
    item_elsewhere                  short_words,
    active                          boolean,
    strength_numerator              numeric,
    strength_numerator_unit         words,
    strength_numerator_system       short_words,
    strength_numerator_code         short_words,
    strength_numerator_comparator   words check (strength_numerator_comparator in ('<', '<=', '>=', '>')),
    strength_denominator            numeric,
    strength_denominator_unit       words,
    strength_denominator_system     short_words,
    strength_denominator_code       short_words,
    strength_denominator_comparator words check (strength_denominator_comparator in ('<', '<=', '>=', '>')),
    primary key (medication_id, id),
    check (num_nonnulls(item_concept, item_id, item_elsewhere) <= 1),
    check (is_elsewhere(item_elsewhere, 'Medication'))
);
comment on table medication_ingredient is 'what a medication is made of';
comment on column medication_ingredient.medication_id is 'the medication it belongs to';
comment on column medication_ingredient.id is 'key of the row, never changed and never used twice in one medication';
comment on column medication_ingredient.position is 'its place in the list, lowest first';
comment on column medication_ingredient.item_concept is 'the substance';
comment on column medication_ingredient.item_id is 'the medication that is part of this one';
comment on column medication_ingredient.item_elsewhere is 'what item_id cannot hold, as written: a URL or urn, or a record of another kind';
comment on column medication_ingredient.active is 'true for the substance that works, false for a carrier';
comment on column medication_ingredient.strength_numerator is 'how much of it, such as 50 (mg)';
comment on column medication_ingredient.strength_numerator_unit is 'unit of strength_numerator, in words';
comment on column medication_ingredient.strength_numerator_system is 'code system of strength_numerator_code';
comment on column medication_ingredient.strength_numerator_code is 'unit of strength_numerator as a code, usually UCUM';
comment on column medication_ingredient.strength_numerator_comparator is '''<'', ''<='', ''>='' or ''>'' when strength_numerator is only a bound';
comment on column medication_ingredient.strength_denominator is 'in how much, such as 1 (mL)';
comment on column medication_ingredient.strength_denominator_unit is 'unit of strength_denominator, in words';
comment on column medication_ingredient.strength_denominator_system is 'code system of strength_denominator_code';
comment on column medication_ingredient.strength_denominator_code is 'unit of strength_denominator as a code, usually UCUM';
comment on column medication_ingredient.strength_denominator_comparator is '''<'', ''<='', ''>='' or ''>'' when strength_denominator is only a bound';

create index medication_product_concept on medication (product_concept) where product_concept is not null;
create index medication_expires_at on medication (expires_at) where expires_at is not null;
create index medication_form_concept on medication (form_concept) where form_concept is not null;
create index medication_identifier_value on medication_identifier (value, system) where value is not null;
create index medication_ingredient_item_id on medication_ingredient (item_id) where item_id is not null;
create index medication_ingredient_item_elsewhere on medication_ingredient (item_elsewhere) where item_elsewhere is not null;
create index medication_ingredient_item_concept on medication_ingredient (item_concept) where item_concept is not null;
create index medication_lot_no on medication (lot_no) where lot_no is not null;
create index medication_manufacturer_id on medication (manufacturer_id) where manufacturer_id is not null;
create index medication_manufacturer_elsewhere on medication (manufacturer_elsewhere) where manufacturer_elsewhere is not null;
create index medication_status on medication (status) where status is not null;
create index medication_identifier_assigner_id on medication_identifier (assigner_id) where assigner_id is not null;
create index medication_expires_at_long on medication (expires_at) where expires_until - expires_at > interval '1 day';
create statistics medication_expires_at_length on (expires_until - expires_at) from medication;

select fhir_watch('medication', 'Medication', 'id');
select fhir_watch('medication_identifier', 'Medication', 'medication_id');
select fhir_watch('medication_ingredient', 'Medication', 'medication_id');
