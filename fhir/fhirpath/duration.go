package fhirpath

import (
	"strings"
	"time"
)

// duration is a unit of time that may be added to a date.
type duration struct {
	part int           // the part of a date that it counts
	days int           // of a week 7, of a day 1
	span time.Duration // of hours and what is shorter
}

var partNames = [...]string{"", "year", "month", "day", "hour", "minute", "second"}

// spans are the lengths of the parts that have a fixed one; years and months are
// here counted as 365 and 30 days, as where a whole number of them is made of days
// (http://hl7.org/fhirpath/N1/#datetime-arithmetic).
var spans = [...]time.Duration{0, 365 * 24 * time.Hour, 30 * 24 * time.Hour, 24 * time.Hour, time.Hour, time.Minute, time.Second}

// whole is how long the unit lasts.
func (d duration) whole() time.Duration {
	switch {
	case d.days > 0:
		return time.Duration(d.days) * spans[toDay]
	case d.span > 0:
		return d.span
	}
	return spans[d.part]
}

// calendar are the units that are written as words, and the UCUM unit that is the
// same amount, or for months and years the nearest.
var calendar = map[string]string{
	"year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h", "minute": "min", "second": "s", "millisecond": "ms",
}

// calendarUnit finds the singular of a calendar word, or "".
func calendarUnit(word string) string {
	singular := strings.TrimSuffix(word, "s")
	if _, ok := calendar[singular]; ok {
		return singular
	}
	return ""
}

var durations = map[string]duration{
	"year": {part: toYear}, "month": {part: toMonth}, "week": {part: toDay, days: 7}, "day": {part: toDay, days: 1},
	"hour": {part: toHour, span: time.Hour}, "minute": {part: toMinute, span: time.Minute},
	"second": {part: toSecond, span: time.Second}, "millisecond": {part: toSecond, span: time.Millisecond},
}

// durationOf tells which part of a date a quantity counts. UCUM's months and
// years do not count any, unless they come from a FHIR Quantity, where R4 reads
// them as those of the calendar (http://hl7.org/fhir/R4/fhirpath.html#quantity).
func durationOf(q Quantity) (duration, bool) {
	if q.Calendar {
		d, ok := durations[calendarUnit(q.Unit)]
		return d, ok
	}
	for word, code := range calendar {
		if code == q.Unit && (q.fromFHIR || word != "month" && word != "year") {
			return durations[word], true
		}
	}
	return duration{}, false
}
