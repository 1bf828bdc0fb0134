package fhirpath

import (
	"math/big"
	"time"
)

// plus adds an amount of time to a date or time
// (http://hl7.org/fhirpath/N1/#datetime-arithmetic). Parts of a unit count for
// seconds only; a month or year of UCUM has no whole number of days, and is
// refused. ok is false when the result is beyond the calendar.
func (t Temporal) plus(q Quantity) (sum Temporal, ok bool, err error) {
	unit, ok := durationOf(q)
	if !ok {
		return t, false, wrong("a quantity in %s cannot be added to a %s; use years, months, weeks, days, hours, minutes, seconds or milliseconds", apostrophed(q.Unit), t.kind.name())
	}
	if t.kind == isDate && unit.part > toDay || t.kind == isTime && unit.part < toHour {
		return t, false, wrong("%s cannot be added to a %s", apostrophed(q.Unit), t.kind.name())
	}
	if unit.part > t.to {
		return t.coarse(q.Amount, unit)
	}
	n := q.Amount.truncate().units
	switch {
	case unit.span > 0 && t.kind == isTime:
		return t.around(q.Amount, unit.span), true, nil
	case unit.span > 0:
		return t.later(q.Amount, unit)
	case !n.IsInt64() || n.Int64() > farthest || n.Int64() < -farthest:
		return t, false, nil
	case unit.part == toYear:
		t.from = addMonths(t.from, 12*n.Int64())
	case unit.part == toMonth:
		t.from = addMonths(t.from, n.Int64())
	default:
		t.from = t.from.AddDate(0, 0, int(n.Int64())*unit.days)
	}
	return t, t.inCalendar(), nil
}

// farthest bounds an amount: as many days are more than the calendar has.
const farthest = 4_000_000

func (t Temporal) inCalendar() bool { return t.from.Year() >= 1 && t.from.Year() <= 9999 }

// later adds hours, minutes or seconds, to the nanosecond.
func (t Temporal) later(amount Decimal, unit duration) (Temporal, bool, error) {
	if unit.part < toSecond {
		amount = amount.truncate()
	}
	rest := new(big.Int)
	days, _ := new(big.Int).QuoRem(nanosOf(amount, unit.span), nanosOfDay, rest)
	if !days.IsInt64() || days.Int64() > farthest || days.Int64() < -farthest {
		return t, false, nil
	}
	t.from = t.from.AddDate(0, 0, int(days.Int64())).Add(time.Duration(rest.Int64()))
	t.decimals = max(t.decimals, t.fraction())
	return t, t.inCalendar(), nil
}

// fraction counts the decimals that the seconds need: milliseconds, or all.
func (t Temporal) fraction() int {
	switch n := t.from.Nanosecond(); {
	case n == 0:
		return 0
	case n%int(time.Millisecond) == 0:
		return 3
	}
	return 9
}

var nanosOfDay = big.NewInt(int64(24 * time.Hour))

func nanosOf(amount Decimal, span time.Duration) *big.Int {
	return amount.mul(decimalOf(int64(span))).truncate().units
}

// coarse adds an amount of a unit that is finer than what is known: as many whole
// ones of the last known part as it makes.
func (t Temporal) coarse(amount Decimal, unit duration) (Temporal, bool, error) {
	of := new(big.Rat).SetFrac64(int64(unit.whole()), int64(spans[t.to]))
	if t.to == toYear && unit.part == toMonth {
		of.SetFrac64(1, 12)
	}
	of.Mul(of, amount.rat())
	n := new(big.Int).Quo(of.Num(), of.Denom())
	return t.plus(Quantity{Amount: Decimal{n, 0}, Unit: partNames[t.to], Calendar: true})
}

// around adds to a time of day, which begins anew at midnight.
func (t Temporal) around(amount Decimal, span time.Duration) Temporal {
	if span > time.Second {
		amount = amount.truncate()
	}
	t.from = t.from.Add(time.Duration(new(big.Int).Rem(nanosOf(amount, span), nanosOfDay).Int64()))
	t.from = time.Date(1, 1, 1, t.from.Hour(), t.from.Minute(), t.from.Second(), t.from.Nanosecond(), time.UTC)
	t.decimals = max(t.decimals, t.fraction())
	return t
}

// addMonths keeps the day of the month, or takes the last one when the month has
// no such day.
func addMonths(t time.Time, months int64) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(months), 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	return first.AddDate(0, 0, min(t.Day(), daysIn(first.Year(), int(first.Month())))-1)
}
