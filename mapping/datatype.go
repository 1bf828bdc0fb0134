package mapping

// SimpleQuantity is a Quantity without comparator in the columns <base> (the
// number), <base>_unit, <base>_system and <base>_code
// (http://hl7.org/fhir/R4/datatypes.html#SimpleQuantity).
func SimpleQuantity(path, base string) *Lens {
	q := Parts(path,
		Decimal("value", base),
		Text("unit", base+"_unit"),
		Code("system", base+"_system"),
		Code("code", base+"_code"))
	q.shape = ShapeQuantity
	return q
}

// Quantity is SimpleQuantity with <base>_comparator; also Age, Duration, Count.
func Quantity(path, base string) *Lens {
	simple := SimpleQuantity(path, base)
	q := Parts(path, append(simple.Lenses, Code("comparator", base+"_comparator"))...)
	q.shape = ShapeQuantity
	return q
}

// Range has the columns of two SimpleQuantities, <base>_low and <base>_high.
func Range(path, base string) *Lens {
	r := Parts(path, SimpleQuantity("low", base+"_low"), SimpleQuantity("high", base+"_high"))
	r.shape = ShapeRange
	return r
}

// Ratio has the columns of two Quantities, <base>_numerator and <base>_denominator.
func Ratio(path, base string) *Lens {
	return Parts(path, Quantity("numerator", base+"_numerator"), Quantity("denominator", base+"_denominator"))
}

// Attachment has <base>_type (mime type), _url, _title, _size, _hash, _created
// and _language; inline data stays in the note, columns are no place for it.
func Attachment(path, base string) *Lens {
	return Parts(path,
		Code("contentType", base+"_type"),
		Code("url", base+"_url"),
		Text("title", base+"_title"),
		Integer("size", base+"_size"),
		Moment("creation", base+"_created_at"))
}

// Coding is a single Coding in <base>_system, _version, _code and _display
// (http://hl7.org/fhir/R4/datatypes.html#Coding).
func Coding(path, base string) *Lens {
	c := Parts(path,
		Code("system", base+"_system"),
		Code("code", base+"_code"),
		Text("version", base+"_version"),
		Text("display", base+"_display"))
	c.shape = ShapeCoding
	return c
}
