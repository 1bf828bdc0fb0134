package fhirpath

import (
	"fmt"
	"strings"
	"time"
)

// temporalKind says which of three types a Temporal is of.
type temporalKind uint8

const (
	isDate temporalKind = iota
	isDateTime
	isTime
)

func (k temporalKind) name() string { return [...]string{"Date", "DateTime", "Time"}[k] }

// The parts of a date or time, each more precise than the one before. Seconds
// and their fraction are one (http://hl7.org/fhirpath/N1/#datetime-comparison).
const (
	toYear = 1 + iota
	toMonth
	toDay
	toHour
	toMinute
	toSecond
)

// Temporal is a Date, DateTime or Time, known to some of its parts.
type Temporal struct {
	kind     temporalKind
	to       int       // the last part that is known
	decimals int       // digits of the fraction of a second that are known
	from     time.Time // the first instant that it may be, as its own clock shows it (in UTC)
	zoned    bool      // the clock's distance from UTC is known
	offset   time.Duration
}

// parseTemporal reads the text of a date or time as FHIR and FHIRPath write it;
// a DateTime may end after any part.
func parseTemporal(s string, kind temporalKind) (Temporal, bool) {
	t := Temporal{kind: kind}
	day, clock, hasClock := s, s, kind == isTime
	if kind == isDateTime {
		day, clock, hasClock = strings.Cut(s, "T")
	}
	c := [6]int{1, 1, 1}
	if kind != isTime {
		n, ok := parts(day, "-", c[:3], "4-2-2")
		if !ok || n == 0 || hasClock && clock != "" && n < toDay || c[0] == 0 || c[1] < 1 || c[1] > 12 || c[2] < 1 || c[2] > daysIn(c[0], c[1]) {
			return t, false
		}
		t.to = n
	}
	if !hasClock || clock == "" {
		t.from = time.Date(c[0], time.Month(c[1]), c[2], 0, 0, 0, 0, time.UTC)
		return t, kind != isTime
	}
	nanos, ok := t.clock(clock, c[3:])
	t.from = time.Date(c[0], time.Month(c[1]), c[2], c[3], c[4], c[5], nanos, time.UTC)
	return t, ok
}

// clock reads hh:mm:ss.fff and, of a DateTime, the zone.
func (t *Temporal) clock(s string, c []int) (nanos int, ok bool) {
	if t.kind == isDateTime {
		if s, ok = t.zone(s); !ok {
			return 0, false
		}
	}
	s, fraction, point := strings.Cut(s, ".")
	n, ok := parts(s, ":", c, "2-2-2")
	if !ok || n == 0 || c[0] > 23 || c[1] > 59 || c[2] > 60 {
		return 0, false
	}
	t.to = toDay + n
	if point && (!allDigits(fraction) || t.to != toSecond) {
		return 0, false
	}
	t.decimals = min(len(fraction), 9)
	for i := range 9 {
		nanos *= 10
		if i < t.decimals {
			nanos += int(fraction[i] - '0')
		}
	}
	return nanos, true
}

// zone takes the zone from the end of a clock's text.
func (t *Temporal) zone(s string) (rest string, ok bool) {
	if rest, ok = strings.CutSuffix(s, "Z"); ok {
		t.zoned = true
		return rest, true
	}
	at := strings.IndexAny(s, "+-")
	if at < 0 {
		return s, true
	}
	var c [2]int
	n, ok := parts(s[at+1:], ":", c[:], "2-2")
	if !ok || n != 2 || c[0] > 14 || c[1] > 59 {
		return "", false
	}
	t.zoned = true
	t.offset = time.Duration(c[0])*time.Hour + time.Duration(c[1])*time.Minute
	if s[at] == '-' {
		t.offset = -t.offset
	}
	return s[:at], true
}

// parts reads numbers of fixed widths between separators, as many as there are.
func parts(s, separator string, into []int, widths string) (n int, ok bool) {
	for piece := range strings.SplitSeq(s, separator) {
		if n == len(into) || len(piece) != int(widths[2*n]-'0') || !allDigits(piece) {
			return n, false
		}
		into[n] = 0
		for _, c := range []byte(piece) {
			into[n] = 10*into[n] + int(c-'0')
		}
		n++
	}
	return n, true
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// String writes the parts that are known.
func (t Temporal) String() string {
	var b strings.Builder
	if t.kind != isTime {
		b.WriteString(t.from.Format([...]string{"", "2006", "2006-01", "2006-01-02"}[min(t.to, toDay)]))
	}
	if t.to <= toDay {
		return b.String()
	}
	if t.kind == isDateTime {
		b.WriteByte('T')
	}
	b.WriteString(t.from.Format([...]string{"15", "15:04", "15:04:05"}[t.to-toHour]))
	if t.decimals > 0 {
		b.WriteString("." + fmt.Sprintf("%09d", t.from.Nanosecond())[:t.decimals])
	}
	if t.zoned {
		b.WriteString(t.zoneText())
	}
	return b.String()
}

func (t Temporal) zoneText() string {
	if t.offset == 0 {
		return "Z"
	}
	sign, minutes := '+', int(t.offset/time.Minute)
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	return fmt.Sprintf("%c%02d:%02d", sign, minutes/60, minutes%60)
}

// after is the first instant that t no longer may be, on its own clock.
func (t Temporal) after() time.Time {
	switch t.to {
	case toYear:
		return t.from.AddDate(1, 0, 0)
	case toMonth:
		return t.from.AddDate(0, 1, 0)
	case toDay:
		return t.from.AddDate(0, 0, 1)
	case toHour:
		return t.from.Add(time.Hour)
	case toMinute:
		return t.from.Add(time.Minute)
	}
	return t.from.Add(1) // seconds are as precise as they are written
}

// The clocks of the world are ahead of UTC or behind it by so much.
const (
	mostAhead  = 14 * time.Hour
	mostBehind = 12 * time.Hour
)

// span gives the first instant that t may be, and the first after it that it may
// not, in UTC. Where another zone stands on the other side of a comparison, a
// bare date is one of that zone's days, and a bare clock that of any zone.
func (t Temporal) span(other Temporal) (from, after time.Time) {
	from, after = t.from, t.after()
	switch {
	case t.zoned:
		return from.Add(-t.offset), after.Add(-t.offset)
	case !other.zoned:
		return from, after
	case t.to <= toDay:
		return from.Add(-other.offset), after.Add(-other.offset)
	}
	return from.Add(-mostAhead), after.Add(mostBehind)
}

// compare orders two dates, or two times; known is false where their precision
// or zones leave it open (http://hl7.org/fhirpath/N1/#comparison).
func (t Temporal) compare(o Temporal) (order int, known bool) {
	from, after := t.span(o)
	otherFrom, otherAfter := o.span(t)
	switch {
	case !after.After(otherFrom):
		return -1, true
	case !otherAfter.After(from):
		return 1, true
	}
	alike := t.to == o.to && (t.zoned == o.zoned || t.to <= toDay)
	return from.Compare(otherFrom), alike
}

// date leaves the clock out.
func (t Temporal) date() Temporal {
	y, m, d := t.from.Date()
	return Temporal{kind: isDate, to: min(t.to, toDay), from: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}
