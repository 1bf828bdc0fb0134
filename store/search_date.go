package store

import (
	"fmt"
	"strings"
	"time"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// span is the time that a resource's element covers, as two SQL expressions:
// from low up to, not including, high. A moment is one microsecond long.
type span struct{ low, high string }

func dateValue(c *compilation, value string) (string, error) {
	s, present := c.span()
	condition, err := dateCondition(c.builder, c.term.Code, value, s)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("(%s and %s)", present, condition), nil
}

// span reads the columns of the shapes that have a time; present is true when
// the element is there.
func (c *compilation) span() (s span, present string) {
	a := c.column(0)
	b := ""
	if len(c.place.Columns()) > 1 {
		b = c.column(1)
	}
	tick := a + " + interval '1 microsecond'"
	switch c.place.Shape() {
	case mapping.ShapeDate:
		day := "(cast(%s as timestamp) at time zone 'UTC')"
		return span{fmt.Sprintf(day, a), fmt.Sprintf(day, "coalesce("+b+", "+a+" + 1)")}, a + " is not null"
	case mapping.ShapePeriod:
		return span{"coalesce(" + a + ", '-infinity')", "coalesce(" + b + ", 'infinity')"}, "num_nonnulls(" + a + ", " + b + ") > 0"
	case mapping.ShapeTimed:
		return span{"coalesce(" + a + ", '-infinity')",
			fmt.Sprintf("case when %s = 'ongoing' then 'infinity' else coalesce(%s, %s) end", c.column(2), b, tick)}, "num_nonnulls(" + a + ", " + b + ") > 0"
	}
	if b == "" {
		return span{a, tick}, a + " is not null"
	}
	return span{a, "coalesce(" + b + ", " + tick + ")"}, a + " is not null"
}

// dateCondition compares as the prefixes of
// http://hl7.org/fhir/R4/search.html#prefix define, on the ranges of both sides.
func dateCondition(b *builder, code, value string, s span) (string, error) {
	prefix, low, high, err := parseDate(code, mapping.Unescape(value))
	if err != nil {
		return "", err
	}
	// Bound where they stand: PostgreSQL refuses a parameter that stands nowhere.
	from := func() string { return b.arg(low, "timestamptz") }
	to := func() string { return b.arg(high, "timestamptz") }
	within := func() string { return fmt.Sprintf("(%s >= %s and %s <= %s)", s.low, from(), s.high, to()) }
	switch prefix {
	case "eq":
		return within(), nil
	case "ne":
		return "not " + within(), nil
	case "lt":
		return fmt.Sprintf("%s < %s", s.low, from()), nil
	case "gt":
		return fmt.Sprintf("%s > %s", s.high, to()), nil
	case "le":
		return fmt.Sprintf("(%s < %s or %s)", s.low, from(), within()), nil
	case "ge":
		return fmt.Sprintf("(%s > %s or %s)", s.high, to(), within()), nil
	case "sa":
		return fmt.Sprintf("%s >= %s", s.low, to()), nil
	case "ap": // a tenth of the time between then and now, as the standard recommends
		about := fmt.Sprintf("make_interval(secs => 0.1 * abs(extract(epoch from now() - %s)))", from())
		return fmt.Sprintf("(%s < %s + %s and %s > %s - %s)", s.low, to(), about, s.high, from(), about), nil
	}
	return fmt.Sprintf("%s <= %s", s.high, from()), nil // eb
}

var datePrefixes = []string{"eq", "ne", "lt", "gt", "le", "ge", "sa", "eb", "ap"}

// dateLayouts are the precisions a search may have; without a zone it is UTC.
var dateLayouts = []struct {
	layout string
	end    func(time.Time) time.Time
}{
	{"2006", func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }},
	{"2006-01", func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }},
	{"2006-01-02", func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }},
	{"2006-01-02T15:04", func(t time.Time) time.Time { return t.Add(time.Minute) }},
	{"2006-01-02T15:04Z07:00", func(t time.Time) time.Time { return t.Add(time.Minute) }},
	{"2006-01-02T15:04:05", func(t time.Time) time.Time { return t.Add(time.Second) }},
	{"2006-01-02T15:04:05Z07:00", func(t time.Time) time.Time { return t.Add(time.Second) }},
}

func parseDate(code, value string) (prefix string, low, high time.Time, err error) {
	prefix, text := "eq", value
	for _, p := range datePrefixes {
		if rest, ok := strings.CutPrefix(value, p); ok {
			prefix, text = p, rest
		}
	}
	text = strings.Replace(text, " ", "+", 1) // a "+" that a client did not encode
	for _, l := range dateLayouts {
		t, parseErr := time.Parse(l.layout, text)
		if parseErr != nil || t.Year() < 1 {
			continue
		}
		if dot := strings.IndexByte(text, '.'); dot >= 0 { // time.Parse takes a fraction unasked
			return prefix, t, t.Add(fraction(text[dot+1:])), nil
		}
		return prefix, t, l.end(t), nil
	}
	return "", low, high, fhir.Refuse(400, "value",
		"%s=%s is not a date; write [prefix]YYYY[-MM[-DD[Thh:mm[:ss[.fff]]zone]]] with one of the prefixes %s", code, value, strings.Join(datePrefixes, ", "))
}

// fraction is the length of the last digit written, a microsecond at least.
func fraction(digits string) time.Duration {
	unit := time.Second
	for _, d := range digits {
		if d < '0' || d > '9' || unit <= time.Microsecond {
			break
		}
		unit /= 10
	}
	return max(unit, time.Microsecond)
}
