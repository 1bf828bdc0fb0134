package mapping

import (
	"strings"
	"time"

	"kapbridge/fhir"
)

// Period has a start and an exclusive end column; NULL is open. dated, when the
// table has such a column, says that the bounds are whole days, months or
// years ('day', 'month', 'year'; NULL means moments). A Period's end includes
// its whole unit (http://hl7.org/fhir/R4/datatypes.html#Period), so the end of
// 2026-03 is kept as the first moment of April.
func Period(path, start, end string, dated ...string) *Lens {
	return &Lens{Path: path, shape: ShapePeriod, form: form{
		columns: func() []Column {
			cols := []Column{{Name: start, Type: TypeInstant}, {Name: end, Type: TypeInstant}}
			for _, d := range dated {
				cols = append(cols, Column{Name: d, Type: TypeText})
			}
			return cols
		},
		read: func(v *fhir.Tree, c Cells, _ Dictionary) {
			from, okFrom := parseSpan(v.Get("start").StringOr(""))
			to, okTo := parseSpan(v.Get("end").StringOr(""))
			if okFrom {
				c[start] = cellOf(from.low)
			}
			if okTo {
				c[end] = cellOf(to.high)
			}
			if unit := commonUnit(from, okFrom, to, okTo); unit != byMoment && len(dated) > 0 {
				c[dated[0]] = string(unit)
			}
		},
		show: func(c Cells, _ Dictionary) *fhir.Tree {
			unit := byMoment
			if len(dated) > 0 {
				unit = precision(c[dated[0]])
			}
			return showPeriod(c[start], c[end], unit)
		},
	}}
}

func commonUnit(from span, okFrom bool, to span, okTo bool) precision {
	switch {
	case okFrom && okTo && from.precision != to.precision:
		return byMoment
	case okFrom:
		return from.precision
	case okTo:
		return to.precision
	}
	return byMoment
}

func showPeriod(start, end string, unit precision) *fhir.Tree {
	period := fhir.Obj()
	if start != "" && !strings.HasSuffix(start, "infinity") {
		period.Set("start", fhir.Str(unitOf(start, unit)))
	}
	if end != "" && !strings.HasSuffix(end, "infinity") {
		if unit != byMoment {
			if t, err := time.Parse(time.RFC3339Nano, end); err == nil {
				end = cellOf(t.Add(-time.Microsecond))
			}
		}
		period.Set("end", fhir.Str(unitOf(end, unit)))
	}
	if period.Empty() {
		return nil
	}
	return period
}

func unitOf(cell string, unit precision) string {
	if unit == byMoment {
		return cell
	}
	return unitText(cell, unit)
}
