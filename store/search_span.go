package store

import (
	"fmt"
	"time"

	"github.com/lib/pq"

	"kapbridge/mapping"
)

// span is the time that an element covers: from low up to, not including, high,
// both SQL expressions of a time, or of a day with days.
type span struct {
	*builder
	low, high string
	begin     string // the column behind low, which may be NULL for what has no beginning
	long      string // condition: longer than usual, or without a beginning or end; "" where there are none
	length    string // of most elements usual at most, as a difference of the columns
	days      bool   // the expressions are dates, which have no zone
	moved     bool   // low and high are not what the columns say, see inZone
}

const tick = " + interval '1 microsecond'"

// moment is the span of a column that holds instants.
func moment(column string) span { return span{low: column, high: column + tick, begin: column} }

// span reads the columns of the shapes that have a time.
func (c *compilation) span() span {
	a, b := c.column(0), ""
	if len(c.place.Columns()) > 1 {
		b = c.column(1)
	}
	switch c.place.Shape() {
	case mapping.ShapeDate:
		return span{low: a, high: "coalesce(" + b + ", " + a + " + 1)", begin: a, length: b + " - " + a, long: b + " - " + a + " > 1", days: true}
	case mapping.ShapePeriod:
		s := span{low: "coalesce(" + a + ", '-infinity')", high: "coalesce(" + b + ", 'infinity')", begin: a, length: b + " - " + a,
			long: fmt.Sprintf("(%[1]s is null and %[2]s is not null or %[2]s is null and %[1]s is not null or %[2]s - %[1]s > %[3]s)", a, b, usualSQL)}
		if len(c.place.Columns()) > 2 {
			return c.inZone(s, c.column(2)+" is not null")
		}
		return s
	case mapping.ShapeTimed:
		s := span{low: "coalesce(" + a + ", '-infinity')", begin: a, length: b + " - " + a,
			high: fmt.Sprintf("case when %s = 'ongoing' then 'infinity' else coalesce(%s, %s) end", c.column(2), b, a+tick),
			long: fmt.Sprintf("(%[1]s is null and %[3]s is not null or %[2]s = 'ongoing' or %[3]s - %[1]s > %[4]s)", a, c.column(2), b, usualSQL)}
		return c.inZone(s, c.column(2)+" = 'partial'")
	}
	if b == "" {
		return moment(a)
	}
	return c.inZone(span{low: a, high: "coalesce(" + b + ", " + a + tick + ")", begin: a, length: b + " - " + a, long: b + " - " + a + " > " + usualSQL}, b+" is not null")
}

// timed says that the element is there.
func (c *compilation) timed() string {
	switch c.place.Shape() {
	case mapping.ShapePeriod, mapping.ShapeTimed:
		return "num_nonnulls(" + c.column(0) + ", " + c.column(1) + ") > 0"
	}
	return c.column(0) + " is not null"
}

// inZone moves what the columns hold of a date without a zone from UTC, in which
// they hold it, to the zone in which such dates are meant; partial tells such rows.
func (c *compilation) inZone(s span, partial string) span {
	if c.zone == time.UTC {
		return s
	}
	move := func(expression string) string {
		return fmt.Sprintf("case when %s and isfinite(%s) then (%[2]s at time zone 'UTC') at time zone %s else %[2]s end",
			partial, expression, c.inSQL())
	}
	s.low, s.high, s.moved = move(s.low), move(s.high), true
	return s
}

// inSQL is the name of the zone. It is a setting and part of the text: an
// expression with a parameter could not stand where it is needed or not.
func (b *builder) inSQL() string { return pq.QuoteLiteral(b.zone.String()) }

// at is a time to compare with; of days, the first day that begins at it or
// later, or the day it is in, where something ends.
func (s span) at(t time.Time, end bool) string {
	if !s.days {
		return s.arg(t, "timestamptz")
	}
	t = t.In(s.zone)
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
	if !end && t.After(day) {
		day = day.AddDate(0, 0, 1)
	}
	return s.arg(day.Format(time.DateOnly), "date")
}

// startsFrom says that the element begins at x or later.
func (s span) startsFrom(x time.Time) string { return s.low + " >= " + s.at(x, false) }

// startsBefore says that it begins before x.
func (s span) startsBefore(x time.Time) string { return s.low + " < " + s.at(x, false) }

// endsAfter says that it ends later than x; of an instant, that it is x or later,
// which an index serves.
func (s span) endsAfter(x time.Time) string {
	if s.long == "" {
		return s.begin + " >= " + s.at(x, true)
	}
	return s.high + " > " + s.at(x, true)
}

// endsBy says that it ends at x at the latest.
func (s span) endsBy(x time.Time) string {
	if s.long == "" {
		return s.begin + " < " + s.at(x, true)
	}
	return s.high + " <= " + s.at(x, true)
}

// about allows a tenth of the time between then and now on both sides, as the
// standard recommends for ap.
func (s span) about(low, high time.Time) string {
	from, to := s.arg(low, "timestamptz"), s.arg(high, "timestamptz")
	begin, end := s.low, s.high
	if s.days {
		zone := s.inSQL()
		begin, end = fmt.Sprintf("(cast(%s as timestamp) at time zone %s)", begin, zone), fmt.Sprintf("(cast(%s as timestamp) at time zone %s)", end, zone)
	}
	room := fmt.Sprintf("make_interval(secs => 0.1 * abs(extract(epoch from now() - %s)))", from)
	return fmt.Sprintf("(%s < %s + %s and %s > %s - %[3]s)", begin, to, room, end, from)
}
