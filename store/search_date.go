package store

import (
	"fmt"
	"strings"
	"time"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// dateValue compiles a date (http://hl7.org/fhir/R4/search.html#date).
func dateValue(c *compilation, value string) (string, error) {
	if c.term.Modifier == mapping.Overlaps {
		return c.overlaps(value)
	}
	condition, err := dateCondition(c.builder, c.term.Code, value, c.span())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("(%s and %s)", c.timed(), condition), nil
}

// overlaps says that the element and the searched time have a part in common.
func (c *compilation) overlaps(value string) (string, error) {
	_, low, high, err := parseDate(c.term.Code, mapping.Unescape(value), c.zone)
	if err != nil {
		return "", err
	}
	s := c.span()
	s.builder = c.builder
	return fmt.Sprintf("(%s and %s and %s)", c.timed(), s.startsBefore(high), s.endsAfter(low)), nil
}

// dateCondition compares as the prefixes of
// http://hl7.org/fhir/R4/search.html#prefix define, on the ranges of both sides.
// A range that ends after the searched one or lies within it also begins in or
// ends after it: so ge is "ends after or starts from", and le its mirror.
func dateCondition(b *builder, code, value string, s span) (string, error) {
	prefix, low, high, err := parseDate(code, mapping.Unescape(value), b.zone)
	if err != nil {
		return "", err
	}
	s.builder = b
	within := func() string { return s.startsFrom(low) + " and " + s.endsBy(high) }
	switch prefix {
	case "eq":
		return "(" + within() + ")", nil
	case "ne":
		return "not coalesce(" + within() + ", false)", nil
	case "lt":
		return s.startsBefore(low), nil
	case "gt":
		return s.endsAfter(high), nil
	case "le":
		return "(" + s.startsBefore(low) + " or " + s.endsBy(high) + ")", nil
	case "ge":
		return "(" + s.startsFrom(low) + " or " + s.endsAfter(high) + ")", nil
	case "sa":
		return s.startsFrom(high), nil
	case "ap":
		return s.about(low, high), nil
	}
	return s.endsBy(low), nil // eb
}

var datePrefixes = []string{"eq", "ne", "lt", "gt", "le", "ge", "sa", "eb", "ap"}

// dateLayouts are the precisions a search may have.
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

// parseDate reads a date; one without a zone is meant in the given one.
func parseDate(code, value string, zone *time.Location) (prefix string, low, high time.Time, err error) {
	prefix, text := "eq", value
	for _, p := range datePrefixes {
		if rest, ok := strings.CutPrefix(value, p); ok {
			prefix, text = p, rest
		}
	}
	text = strings.Replace(text, " ", "+", 1) // a "+" that a client did not encode
	for _, l := range dateLayouts {
		t, parseErr := time.ParseInLocation(l.layout, text, zone)
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
