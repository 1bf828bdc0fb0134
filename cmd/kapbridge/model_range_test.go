package main

import (
	"math/big"
	"regexp"
	"strings"
	"time"

	"kapbridge/fhir"
)

// The prefixes of http://hl7.org/fhir/R4/search.html#prefix on ordered values
// of any kind; compare is that of two of them.
func prefixHolds[T any](prefix string, compare func(a, b T) int, low, high, from, to T) bool {
	inside := compare(low, from) >= 0 && compare(high, to) <= 0
	switch prefix {
	case "eq":
		return inside
	case "ne":
		return !inside
	case "lt":
		return compare(low, from) < 0
	case "gt":
		return compare(high, to) > 0
	case "le":
		return compare(low, from) < 0 || inside
	case "ge":
		return compare(high, to) > 0 || inside
	case "sa":
		return compare(low, to) >= 0
	}
	return compare(high, from) <= 0 // eb
}

var prefixed = regexp.MustCompile(`^([a-z]{2})?(.*)$`)

func cutPrefix(value string) (prefix, rest string) {
	m := prefixed.FindStringSubmatch(value)
	if m[1] == "" {
		return "eq", m[2]
	}
	return m[1], m[2]
}

var (
	longAgo = time.Date(-9000, 1, 1, 0, 0, 0, 0, time.UTC)
	farOff  = time.Date(19000, 1, 1, 0, 0, 0, 0, time.UTC)
)

// during is the time that a written date covers, a moment for a microsecond.
func during(text string, asked bool) (from, to time.Time) {
	for layout, years := range map[string][3]int{"2006": {1, 0, 0}, "2006-01": {0, 1, 0}, "2006-01-02": {0, 0, 1}} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, t.AddDate(years[0], years[1], years[2])
		}
	}
	if t, err := time.Parse("2006-01-02T15:04Z07:00", text); err == nil {
		return t, t.Add(time.Minute)
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	t = t.UTC().Truncate(time.Microsecond)
	if asked && !strings.Contains(text, ".") {
		return t, t.Add(time.Second)
	}
	if asked {
		digits := len(strings.TrimRight(text[strings.Index(text, ".")+1:], "Z"))
		unit := time.Second
		for range min(digits, 6) {
			unit /= 10
		}
		return t, t.Add(unit)
	}
	return t, t.Add(time.Microsecond)
}

func dateMatches(value string, f finding) bool {
	prefix, text := cutPrefix(value)
	from, to := during(text, true)
	var low, high time.Time
	if f.kind == "Period" {
		low, high = longAgo, farOff
		if s := f.tree.Get("start"); s != nil {
			low, _ = during(s.Text, false)
		}
		if e := f.tree.Get("end"); e != nil {
			start, end := during(e.Text, false)
			if high = end; strings.Contains(e.Text, "T") {
				high = start // over at that moment
			}
		}
	} else if f.tree.Is(fhir.String) {
		low, high = during(f.tree.Text, false)
	} else {
		return false // a Timing has no columns
	}
	if prefix == "ap" {
		tenth := time.Since(from).Abs() / 10
		return low.Before(to.Add(tenth)) && high.After(from.Add(-tenth))
	}
	if prefix == "po" { // of a filter: they overlap
		return low.Before(to) && high.After(from)
	}
	return prefixHolds(prefix, time.Time.Compare, low, high, from, to)
}

var inf = new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(90), nil))

// measured is the range and the unit of an amount; ok when there is a number.
func measured(f finding) (low, high *big.Rat, unit *fhir.Tree, ok bool) {
	low, high = new(big.Rat).Neg(inf), inf
	if f.kind == "Range" {
		from, _, _, okFrom := measured(finding{tree: f.tree.Get("low")})
		_, to, _, okTo := measured(finding{tree: f.tree.Get("high")})
		unit = f.tree.Get("low")
		if okFrom {
			low = from
		} else {
			unit = f.tree.Get("high")
		}
		if okTo {
			high = to
		}
		return low, high, unit, okFrom || okTo
	}
	n := f.tree.Get("value")
	if n == nil {
		return nil, nil, nil, false
	}
	v, _ := new(big.Rat).SetString(n.Text)
	comparator := f.tree.Get("comparator").StringOr("")
	if !strings.HasPrefix(comparator, "<") {
		low = v
	}
	if !strings.HasPrefix(comparator, ">") {
		high = v
	}
	return low, high, f.tree, true
}

func quantityMatches(value string, f finding) bool {
	prefix, rest := cutPrefix(value)
	parts := splitAt(rest, '|')
	low, high, unit, ok := measured(f)
	if !ok {
		return false
	}
	x, half := exact(parts[0])
	if len(parts) == 3 {
		system, code := plain(parts[1]), plain(parts[2])
		hasSystem, hasCode := unit.Get("system").StringOr(""), unit.Get("code").StringOr("")
		asked, all, known := fhir.Commensurable(code)
		switch {
		case system == "":
			if code != "" && code != hasCode && code != unit.Get("unit").StringOr("") {
				return false
			}
		case system != hasSystem || code == "":
			return system == hasSystem && numberHolds(prefix, low, high, x, half)
		case system == fhir.UCUM && known:
			for _, u := range all {
				if u.Code == hasCode {
					width := new(big.Rat).Sub(u.In(asked, new(big.Rat).SetInt64(1)), u.In(asked, new(big.Rat)))
					if width.Sign() <= 0 {
						panic("a unit of no size")
					}
					return numberHolds(prefix, inUnit(u, asked, low), inUnit(u, asked, high), x, half)
				}
			}
			return false
		case code != hasCode:
			return false
		}
	}
	return numberHolds(prefix, low, high, x, half)
}

func numberMatches(value string, f finding) bool {
	prefix, rest := cutPrefix(value)
	x, half := exact(rest)
	held, ok := new(big.Rat).SetString(f.tree.StringOr(f.tree.Text))
	return ok && numberHolds(prefix, held, held, x, half)
}

// inUnit leaves the infinite as it is.
func inUnit(from, to fhir.Unit, v *big.Rat) *big.Rat {
	if new(big.Rat).Abs(v).Cmp(inf) == 0 {
		return v
	}
	return from.In(to, v)
}

// exact is a number and half of what its last digit stands for.
func exact(text string) (x, half *big.Rat) {
	x, _ = new(big.Rat).SetString(text)
	mantissa, exponent, _ := strings.Cut(strings.ToLower(text), "e")
	last := strings.TrimLeft(mantissa, "-+0123456789.")
	for i, r := range mantissa { // the same number with a 1 for its last digit alone
		switch {
		case r == '.':
			last += "."
		case i == len(mantissa)-1:
			last += "1"
		case r >= '0' && r <= '9':
			last += "0"
		}
	}
	if exponent != "" {
		last += "e" + exponent
	}
	unit, _ := new(big.Rat).SetString(last)
	return x, unit.Mul(unit, big.NewRat(1, 2))
}

func numberHolds(prefix string, low, high, x, half *big.Rat) bool {
	from, to := new(big.Rat).Sub(x, half), new(big.Rat).Add(x, half)
	switch prefix {
	case "eq", "ne":
		return (low.Cmp(from) >= 0 && high.Cmp(to) < 0) == (prefix == "eq")
	case "ap":
		width := new(big.Rat).Mul(new(big.Rat).Abs(x), big.NewRat(1, 10))
		if width.Cmp(half) < 0 {
			width = half
		}
		return low.Cmp(new(big.Rat).Add(x, width)) <= 0 && high.Cmp(new(big.Rat).Sub(x, width)) >= 0
	case "sa":
		return low.Cmp(x) > 0
	case "eb":
		return high.Cmp(x) < 0
	}
	return prefixHolds(prefix, (*big.Rat).Cmp, low, high, x, x)
}
