package mapping

import (
	"regexp"
	"strings"
	"time"

	"kapbridge/fhir"
)

// precision says which part of a FHIR date or dateTime was written.
type precision string

const (
	byYear   precision = "year"
	byMonth  precision = "month"
	byDay    precision = "day"
	byMoment precision = "" // with time and zone
)

var layouts = map[precision]string{byYear: "2006", byMonth: "2006-01", byDay: "2006-01-02"}

func (p precision) next(t time.Time) time.Time {
	switch p {
	case byYear:
		return t.AddDate(1, 0, 0)
	case byMonth:
		return t.AddDate(0, 1, 0)
	case byDay:
		return t.AddDate(0, 0, 1)
	}
	return t
}

// span is the time a FHIR date or dateTime stands for: from low up to, not
// including, high; equal for a moment. A date without zone is taken as UTC
// (docs/decisions/0003), the written form stays in the note.
type span struct {
	low, high time.Time
	precision precision
}

var momentPattern = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$`)

// parseSpan declines what a timestamptz cannot hold or calendars do not know.
func parseSpan(text string) (span, bool) {
	p, layout := byMoment, time.RFC3339Nano
	switch len(text) {
	case 4:
		p = byYear
	case 7:
		p = byMonth
	case 10:
		p = byDay
	default:
		if !momentPattern.MatchString(text) {
			return span{}, false
		}
	}
	if p != byMoment {
		layout = layouts[p]
	}
	t, err := time.Parse(layout, text)
	if err != nil {
		return span{}, false
	}
	t = t.UTC().Truncate(time.Microsecond)
	s := span{t, p.next(t), p}
	return s, s.low.Year() >= 1 && s.high.Year() <= 9999
}

// cellOf writes an instant as a timestamptz cell.
func cellOf(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999999Z") }

// spanOf is the inverse: the text of the calendar unit from low to high.
func spanOf(low, high string) (string, bool) {
	for _, p := range []precision{byDay, byMonth, byYear} {
		if s, ok := parseSpan(unitText(low, p)); ok && cellOf(s.low) == low && cellOf(s.high) == high {
			return unitText(low, p), true
		}
	}
	return "", false
}

func unitText(cell string, p precision) string { return cell[:min(len(cell), len(layouts[p]))] }

// Moment is a dateTime or instant: column is the moment or the start of a
// partial date, <column without _at>_until the exclusive end of a partial date,
// NULL for a moment (http://hl7.org/fhir/R4/datatypes.html#dateTime).
func Moment(path, column string) *Lens {
	until := strings.TrimSuffix(column, "_at") + "_until"
	return &Lens{Path: path, shape: ShapeMoment, form: form{
		columns: func() []Column {
			return []Column{{Name: column, Type: TypeInstant}, {Name: until, Type: TypeInstant}}
		},
		read: func(v *fhir.Tree, c Cells, _ Dictionary) {
			s, ok := parseSpan(v.StringOr(""))
			if !ok {
				return
			}
			c[column] = cellOf(s.low)
			if s.precision != byMoment {
				c[until] = cellOf(s.high)
			}
		},
		show: func(c Cells, _ Dictionary) *fhir.Tree { return showMoment(c[column], c[until]) },
	}}
}

func showMoment(low, high string) *fhir.Tree {
	switch {
	case low == "", strings.HasSuffix(low, "infinity"): // no time of a calendar
		return nil
	case high == "":
		return fhir.Str(low)
	}
	if text, ok := spanOf(low, high); ok {
		return fhir.Str(text)
	}
	return fhir.Str(low)
}

// Instant is an instant: always a moment, one column.
func Instant(path, column string) *Lens {
	l := Moment(path, column)
	whole := l.form
	l.form.columns = func() []Column { return whole.columns()[:1] }
	l.form.read = func(v *fhir.Tree, c Cells, d Dictionary) {
		if s, ok := parseSpan(v.StringOr("")); ok && s.precision == byMoment {
			c[column] = cellOf(s.low)
		}
	}
	return l
}

// Date is a date: column is the day or the first day of a partial date,
// <column>_until the day after a partial date, NULL for a whole date.
func Date(path, column string) *Lens {
	until := column + "_until"
	return &Lens{Path: path, shape: ShapeDate, form: form{
		columns: func() []Column {
			return []Column{{Name: column, Type: TypeDate}, {Name: until, Type: TypeDate}}
		},
		read: func(v *fhir.Tree, c Cells, _ Dictionary) {
			s, ok := parseSpan(v.StringOr(""))
			if !ok || s.precision == byMoment {
				return
			}
			c[column] = unitText(cellOf(s.low), byDay)
			if s.precision != byDay {
				c[until] = unitText(cellOf(s.high), byDay)
			}
		},
		show: func(c Cells, _ Dictionary) *fhir.Tree {
			low, high := c[column], c[until]
			if low != "" && high != "" {
				return showMoment(low+"T00:00:00Z", high+"T00:00:00Z")
			}
			return showMoment(low, "")
		},
	}}
}
