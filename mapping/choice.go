package mapping

import "kapbridge/fhir"

// OneOf is a choice element: stem names it ("value" for value[x]) and each
// alternative is a leaf whose path is the type's name as it stands in JSON
// ("Quantity", "String"). It owns every valueX member of any R4 type, so that a
// row that gains a value drops whatever stood there before. Alternatives have
// columns of their own, of which the schema lets one at most be set.
func OneOf(stem string, alternatives ...*Lens) *Lens {
	return &Lens{Path: stem, choice: true, Lenses: alternatives, form: form{
		columns: func() []Column { return columnsOf(alternatives) },
		read: func(owned *fhir.Tree, c Cells, d Dictionary) {
			for _, a := range alternatives {
				if v := owned.Get(stem + a.Path); v != nil {
					a.form.read(v, c, d)
					return // two choices at once are no R4; the note keeps the second
				}
			}
		},
		show: func(c Cells, d Dictionary) *fhir.Tree {
			for _, a := range alternatives {
				if v := a.form.show(c, d); v != nil {
					return fhir.Obj(fhir.Member{Name: stem + a.Path, Value: v})
				}
			}
			return nil
		},
	}}
}

// Whether is a choice between yes, a boolean, and alternatives that say yes by
// being there, such as deceased[x]: a search for true or false looks at them all.
func Whether(stem string, yes *Lens, others ...*Lens) *Lens {
	l := OneOf(stem, append([]*Lens{yes}, others...)...)
	l.shape = ShapeWhether
	return l
}

// The states of the column that tells the forms of a Timed element apart, where
// its two times alone do not.
const (
	ongoing = "ongoing" // a Period without end, not a moment
	partial = "partial" // a date, month or year, not a Period
	instant = "instant" // an instant, not a dateTime
)

// Timed is a choice between a dateTime (or instant) and a Period that share
// their columns, so that one index serves the search: a start alone is a
// moment, a start and an end are a Period. The form column is NULL except for
// 'ongoing' (a Period whose end is not known), 'partial' (a partial dateTime,
// the end column holding its exclusive end) and 'instant'.
func Timed(stem, start, end, formColumn string) *Lens {
	return &Lens{Path: stem, choice: true, shape: ShapeTimed, form: form{
		columns: func() []Column {
			return []Column{{Name: start, Type: TypeInstant}, {Name: end, Type: TypeInstant}, {Name: formColumn, Type: TypeText}}
		},
		read: func(owned *fhir.Tree, c Cells, _ Dictionary) {
			if p := owned.Get(stem + "Period"); p != nil {
				readTimedPeriod(p, c, start, end, formColumn)
				return
			}
			for _, suffix := range []string{"DateTime", "Instant"} {
				if s, ok := parseSpan(owned.Get(stem + suffix).StringOr("")); ok {
					c[start] = cellOf(s.low)
					switch {
					case s.precision != byMoment:
						c[end], c[formColumn] = cellOf(s.high), partial
					case suffix == "Instant":
						c[formColumn] = instant
					}
					return
				}
			}
		},
		show: func(c Cells, _ Dictionary) *fhir.Tree {
			suffix, v := showTimed(c[start], c[end], c[formColumn])
			if v == nil {
				return nil
			}
			return fhir.Obj(fhir.Member{Name: stem + suffix, Value: v})
		},
	}}
}

func readTimedPeriod(p *fhir.Tree, c Cells, start, end, formColumn string) {
	from, okFrom := parseSpan(p.Get("start").StringOr(""))
	to, okTo := parseSpan(p.Get("end").StringOr(""))
	if okFrom {
		c[start] = cellOf(from.low)
	}
	if okTo {
		c[end] = cellOf(to.high)
	}
	if okFrom && !okTo {
		c[formColumn] = ongoing
	}
}

func showTimed(start, end, kind string) (suffix string, v *fhir.Tree) {
	switch {
	case start == "" && end == "":
		return "", nil
	case kind == partial:
		return "DateTime", showMoment(start, end)
	case kind == instant:
		return "Instant", fhir.Str(start)
	case kind == ongoing || end != "":
		return "Period", showPeriod(start, end, byMoment)
	}
	return "DateTime", fhir.Str(start)
}

// mostIndexed is the longest text a searched column may hold, in bytes: an
// index entry of PostgreSQL takes some 2,700. Longer values stay in the note.
const mostIndexed = 1000

// tooLong tells whether a searched leaf read a text that its index cannot hold.
// The parts of a choice are each asked for themselves: a long valueString is no
// worse for standing beside a valueUri.
func (l *Lens) tooLong(c Cells) bool {
	long := false
	for _, cell := range c {
		long = long || len(cell) > mostIndexed
	}
	return long && l.readTooMuch(c)
}

func (l *Lens) readTooMuch(c Cells) bool {
	for _, part := range l.Lenses {
		if part.readTooMuch(c) {
			return true
		}
	}
	if len(l.params) == 0 && l.shape != ShapeCode {
		return false
	}
	for _, column := range l.Columns() {
		if len(c[column.Name]) > mostIndexed {
			return true
		}
	}
	return false
}
