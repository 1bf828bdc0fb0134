package fhir

import "fmt"

// dateFault checks a date, dateTime or instant: R4's form and the calendar
// (http://hl7.org/fhir/R4/datatypes.html#dateTime).
func dateFault(s string, p primitive) string {
	day, rest, ok := dateDigits(s)
	if !ok {
		return fmt.Sprintf("%q is no %s; write it as %s", short(s), p.timeName(), p.timeForms())
	}
	if day.year == 0 || day.months && (day.month < 1 || day.month > 12) {
		return fmt.Sprintf("%q is not in the calendar: years are 0001 to 9999, months 01 to 12", short(s))
	}
	if day.days {
		if last := lastDay(day.year, day.month); day.day < 1 || day.day > last {
			return fmt.Sprintf("%q is not in the calendar: the days of that month are 01 to %02d", short(s), last)
		}
	}
	if rest == "" {
		if p == primInstant {
			return fmt.Sprintf("an instant has date, time with seconds, and zone: %q lacks the time, %s", short(s), p.timeForms())
		}
		return ""
	}
	if p == primDate {
		return fmt.Sprintf("a date has no time: %q goes beyond %s", short(s), p.timeForms())
	}
	if !day.days || rest[0] != 'T' {
		return fmt.Sprintf("%q is no %s; write it as %s", short(s), p.timeName(), p.timeForms())
	}
	return clockAndZoneFault(s, rest[1:], p)
}

type calendarDay struct {
	year, month, day int
	months, days     bool // which parts are there
}

// dateDigits reads YYYY, YYYY-MM or YYYY-MM-DD and returns what follows.
func dateDigits(s string) (d calendarDay, rest string, ok bool) {
	if d.year, ok = fixed(s, 0, 4); !ok {
		return d, "", false
	}
	if rest = s[4:]; len(rest) == 0 || rest[0] != '-' {
		return d, rest, rest == ""
	}
	if d.month, ok = fixed(s, 5, 2); !ok {
		return d, "", false
	}
	d.months = true
	if rest = s[7:]; len(rest) == 0 || rest[0] != '-' {
		return d, rest, rest == ""
	}
	if d.day, ok = fixed(s, 8, 2); !ok {
		return d, "", false
	}
	d.days = true
	rest = s[10:]
	return d, rest, rest == "" || rest[0] == 'T'
}

// clockAndZoneFault checks what follows the T: R4 demands seconds and zone.
func clockAndZoneFault(whole, s string, p primitive) string {
	n, ok := clock(s)
	if !ok {
		return fmt.Sprintf("the time of %q is not hh:mm:ss with optional fraction, 00:00:00 to 23:59:60", short(whole))
	}
	switch zone := s[n:]; {
	case zone == "Z":
		return ""
	case zone == "":
		return fmt.Sprintf("%q lacks the zone: %s with a time ends with Z, +hh:mm or -hh:mm", short(whole), article(p.timeName()))
	case len(zone) != 6 || zone[0] != '+' && zone[0] != '-' || zone[3] != ':':
		return fmt.Sprintf("the zone of %q is not Z, +hh:mm or -hh:mm", short(whole))
	default:
		h, okH := fixed(zone, 1, 2)
		m, okM := fixed(zone, 4, 2)
		if !okH || !okM || m > 59 || h > 14 || h == 14 && m > 0 {
			return fmt.Sprintf("the zone of %q is not between -14:00 and +14:00", short(whole))
		}
		return ""
	}
}

func timeFault(s string) string {
	if n, ok := clock(s); !ok || n != len(s) {
		return fmt.Sprintf("%q is no time; write it as hh:mm:ss with optional fraction and no zone", short(s))
	}
	return ""
}

// clock reads hh:mm:ss(.f+) and returns its length. Second 60 is a leap second.
func clock(s string) (n int, ok bool) {
	h, okH := fixed(s, 0, 2)
	m, okM := fixed(s, 3, 2)
	sec, okS := fixed(s, 6, 2)
	if !okH || !okM || !okS || s[2] != ':' || s[5] != ':' || h > 23 || m > 59 || sec > 60 {
		return 0, false
	}
	n = 8
	if len(s) > 8 && s[8] == '.' {
		for n = 9; n < len(s) && isDigit(s[n]); n++ {
		}
		return n, n > 9
	}
	return n, true
}

// fixed reads a number of exactly n digits at offset i.
func fixed(s string, i, n int) (value int, ok bool) {
	if len(s) < i+n {
		return 0, false
	}
	for _, c := range []byte(s[i : i+n]) {
		if !isDigit(c) {
			return 0, false
		}
		value = 10*value + int(c-'0')
	}
	return value, true
}

func lastDay(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

func (p primitive) timeName() string {
	switch p {
	case primDate:
		return "date"
	case primInstant:
		return "instant"
	default:
		return "dateTime"
	}
}

func (p primitive) timeForms() string {
	switch p {
	case primDate:
		return "YYYY, YYYY-MM or YYYY-MM-DD"
	case primInstant:
		return "YYYY-MM-DDThh:mm:ss.sss+zz:zz"
	default:
		return "YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+zz:zz"
	}
}
