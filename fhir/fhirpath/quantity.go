package fhirpath

import (
	"math/big"
	"strings"

	"kapbridge/fhir"
)

// Quantity is an amount in a unit of UCUM, or in one of the calendar, which are
// written as words: "day", "months".
type Quantity struct {
	Amount   Decimal
	Unit     string
	Calendar bool
	fromFHIR bool
}

func quantity(amount Decimal, unit string, asWord bool) Quantity {
	return Quantity{Amount: amount, Unit: unit, Calendar: asWord || calendarUnit(unit) != ""}
}

// quantityOf reads a FHIR Quantity. One with a comparator is not one amount, and
// one without a value none; without a UCUM code the unit's text stands for itself.
func quantityOf(t *fhir.Tree) (q Quantity, ok bool) {
	if t.Get("comparator") != nil || !t.Get("value").Is(fhir.Number) {
		return q, false
	}
	q.fromFHIR = true
	if q.Amount, ok = parseDecimal(t.Get("value").Text); !ok {
		return q, false
	}
	code := t.Get("code").StringOr("")
	switch {
	case code != "" && t.Get("system").StringOr("") == fhir.UCUM:
		q.Unit = code
	case t.Get("unit").Is(fhir.String):
		q.Unit = t.Get("unit").Text
	case code != "":
		q.Unit = code
	default:
		q.Unit = "1"
	}
	return q, true
}

// String writes a quantity as a literal of FHIRPath.
func (q Quantity) String() string {
	if q.Calendar {
		return q.Amount.String() + " " + q.Unit
	}
	return q.Amount.String() + " " + apostrophed(q.Unit)
}

// ucum finds the unit. calendarOnly tells of a month or a year of the calendar,
// which no definite duration equals.
func (q Quantity) ucum() (u fhir.Unit, calendarOnly, ok bool) {
	code := q.Unit
	if q.Calendar {
		word := calendarUnit(q.Unit)
		code, calendarOnly = calendar[word], word == "month" || word == "year"
	}
	u, ok = fhir.ParseUnit(code)
	return u, calendarOnly, ok
}

// same brings two quantities to the unit of the first. ok is false when that has
// no meaning, or cannot be known; definite is false where a month or a year of the
// calendar stands against days or UCUM's own.
func (q Quantity) same(o Quantity) (a, b Decimal, definite, ok bool) {
	if q.Unit == o.Unit && q.Calendar == o.Calendar {
		return q.Amount, o.Amount, true, true
	}
	u, months, okU := q.ucum()
	v, otherMonths, okV := o.ucum()
	if !okU || !okV || !u.Measures(v) {
		return a, b, false, false
	}
	if months && otherMonths {
		return q.Amount.mul(monthsIn(q)), o.Amount.mul(monthsIn(o)), true, true
	}
	b = fromRat(v.In(u, o.Amount.rat()), max(quotientScale, o.Amount.scale))
	return q.Amount, b, months == otherMonths, true
}

// monthsIn tells how many months a calendar unit of months or years has.
func monthsIn(q Quantity) Decimal {
	if calendarUnit(q.Unit) == "year" {
		return decimalOf(12)
	}
	return decimalOf(1)
}

// times multiplies, with the units.
func (q Quantity) times(o Quantity) Quantity {
	return Quantity{Amount: q.Amount.mul(o.Amount), Unit: join(q.Unit, ".", o.Unit)}
}

// over divides, with the units; ok is false for a division by zero.
func (q Quantity) over(o Quantity) (Quantity, bool) {
	if o.Amount.units.Sign() == 0 {
		return Quantity{}, false
	}
	amount := fromRat(new(big.Rat).Quo(q.Amount.rat(), o.Amount.rat()), quotientScale)
	if q.Unit == o.Unit {
		return Quantity{Amount: amount, Unit: "1"}, true
	}
	return Quantity{Amount: amount, Unit: join(q.Unit, "/", o.Unit)}, true
}

// join makes a unit of two; 1 is left out where it says nothing.
func join(a, by, b string) string {
	if strings.ContainsAny(b, "./") {
		b = "(" + b + ")"
	}
	switch {
	case b == "1":
		return a
	case a == "1" && by == ".":
		return b
	case a == "1":
		return "/" + b
	}
	return a + by + b
}
