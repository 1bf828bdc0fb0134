package store

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// number is a searched number: the value itself, and from low up to, not
// including, high what its written precision covers: 100 means 99.5 to 100.5
// (http://hl7.org/fhir/R4/search.html#number). There the range of 1e2 is said to
// be 95 to 105, which its one digit does not give; later versions correct that
// to 50 to 150, as here.
type number struct {
	prefix           string
	value, low, high *big.Rat
}

// extent is the amount of a resource as two SQL expressions: the same one for a
// plain number, or its bounds, which may be infinite.
type extent struct{ low, high string }

func numberValue(c *compilation, value string) (string, error) {
	n, err := parseNumber(c.term.Code, value, mapping.Unescape(value))
	if err != nil {
		return "", err
	}
	return c.numbers(n, extent{c.column(0), c.column(0)}), nil
}

var numberPrefixes = []string{"eq", "ne", "lt", "gt", "le", "ge", "sa", "eb", "ap"}

var (
	numberPattern = regexp.MustCompile(`^([a-z]{2})?([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$`)
	ten           = big.NewInt(10)
)

// parseNumber reads [prefix]number; value is the whole search value, to be named.
func parseNumber(code, value, text string) (n number, err error) {
	m := numberPattern.FindStringSubmatch(text)
	if m == nil || len(text) > 60 {
		return n, fhir.Refuse(400, "value", "%s=%s is not a number; write [prefix]number with one of the prefixes %s",
			code, value, strings.Join(numberPrefixes, ", "))
	}
	if n.prefix = m[1]; n.prefix == "" {
		n.prefix = "eq"
	}
	if !slices.Contains(numberPrefixes, n.prefix) {
		return n, fhir.Refuse(400, "value", "%s=%s: there is no prefix %s; use one of %s", code, value, n.prefix, strings.Join(numberPrefixes, ", "))
	}
	n.value, _ = new(big.Rat).SetString(strings.TrimPrefix(text[len(m[1]):], "+"))
	exponent, _ := strconv.Atoi(m[5]) // none is 0
	half := halfDigit(exponent - len(m[4]))
	n.low, n.high = new(big.Rat).Sub(n.value, half), new(big.Rat).Add(n.value, half)
	return n, nil
}

// halfDigit is half of ten to the power.
func halfDigit(power int) *big.Rat {
	unit := new(big.Int).Exp(ten, big.NewInt(int64(max(power, -power))), nil)
	half := new(big.Rat).SetFrac(unit, big.NewInt(2))
	if power < 0 {
		half.SetFrac(big.NewInt(1), new(big.Int).Mul(unit, big.NewInt(2)))
	}
	return half
}

// in converts the number to another unit.
func (n number) in(from, to fhir.Unit) number {
	return number{n.prefix, from.In(to, n.value), from.In(to, n.low), from.In(to, n.high)}
}

// numbers compares as the prefixes of http://hl7.org/fhir/R4/search.html#prefix
// define. The precision of the search counts for eq, ne and ap alone; the
// resource's number is what it is, or a range whose bounds may be infinite.
func (b *builder) numbers(n number, s extent) string {
	arg := func(r *big.Rat) string { return b.arg(decimal(r), "numeric") }
	switch n.prefix {
	case "eq":
		return fmt.Sprintf("(%s >= %s and %s < %s)", s.low, arg(n.low), s.high, arg(n.high))
	case "ne":
		return fmt.Sprintf("not (%s >= %s and %s < %s)", s.low, arg(n.low), s.high, arg(n.high))
	case "lt":
		return s.low + " < " + arg(n.value)
	case "gt":
		return s.high + " > " + arg(n.value)
	case "sa":
		return s.low + " > " + arg(n.value)
	case "eb":
		return s.high + " < " + arg(n.value)
	case "ap":
		low, high := n.about()
		return fmt.Sprintf("(%s <= %s and %s >= %s)", s.low, arg(high), s.high, arg(low))
	}
	compare, edge := "<", s.low // le
	if n.prefix == "ge" {
		compare, edge = ">", s.high
	}
	if s.low == s.high {
		return edge + " " + compare + "= " + arg(n.value)
	}
	x := arg(n.value)
	return fmt.Sprintf("(%s %s %s or %s = %s and %s = %s)", edge, compare, x, s.low, x, s.high, x)
}

// about is a tenth to both sides, as the standard recommends for ap, and not
// less than the written precision.
func (n number) about() (low, high *big.Rat) {
	tenth := new(big.Rat).Mul(n.value, big.NewRat(1, 10))
	tenth.Abs(tenth)
	if half := new(big.Rat).Sub(n.high, n.value); half.Cmp(tenth) > 0 {
		tenth = half
	}
	return new(big.Rat).Sub(n.value, tenth), new(big.Rat).Add(n.value, tenth)
}

// decimal writes a ratio with all its digits, or with 60 where they do not end:
// no stored amount has so many, so none lies between the two.
func decimal(r *big.Rat) string {
	places, exact := r.FloatPrec()
	if !exact {
		places = 60
	}
	return r.FloatString(places)
}
