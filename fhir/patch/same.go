package patch

import (
	"strconv"
	"strings"

	"kapbridge/fhir"
)

// same compares two values as `test` does: numbers by their value, members
// without regard to order (RFC 6902, section 4.6). Its cost grows with the size
// of the values, whatever the order of their members.
func same(a, b *fhir.Tree) bool {
	if a.Kind != b.Kind || len(a.Items) != len(b.Items) || len(a.Members) != len(b.Members) {
		return false
	}
	switch a.Kind {
	case fhir.Number:
		return a.Text == b.Text || sameNumber(a.Text, b.Text)
	case fhir.Array:
		for i := range a.Items {
			if !same(a.Items[i], b.Items[i]) {
				return false
			}
		}
		return true
	case fhir.Object:
		return sameMembers(a.Members, b.Members)
	}
	return a.Text == b.Text
}

func sameMembers(a, b []fhir.Member) bool {
	var others map[string]*fhir.Tree // made once an order differs
	for i, m := range a {
		other := b[i].Value
		if b[i].Name != m.Name {
			if others == nil {
				others = byName(b)
			}
			if other = others[m.Name]; other == nil {
				return false
			}
		}
		if !same(m.Value, other) {
			return false
		}
	}
	return true
}

// difference goes down to the first place where two values that are not the
// same differ, for a message; nil stands for what is absent on one side.
func difference(at pointer, a, b *fhir.Tree) (pointer, *fhir.Tree, *fhir.Tree) {
	switch {
	case a.Is(fhir.Array) && b.Is(fhir.Array):
		for i := range min(len(a.Items), len(b.Items)) {
			if !same(a.Items[i], b.Items[i]) {
				return difference(at.to(strconv.Itoa(i)), a.Items[i], b.Items[i])
			}
		}
	case a.Is(fhir.Object) && b.Is(fhir.Object):
		others := byName(b.Members)
		for _, m := range a.Members {
			other := others[m.Name]
			delete(others, m.Name)
			if other == nil {
				return at.to(m.Name), m.Value, nil
			}
			if !same(m.Value, other) {
				return difference(at.to(m.Name), m.Value, other)
			}
		}
		for _, m := range b.Members {
			if others[m.Name] != nil {
				return at.to(m.Name), nil, m.Value
			}
		}
	}
	return at, a, b
}

func byName(members []fhir.Member) map[string]*fhir.Tree {
	all := make(map[string]*fhir.Tree, len(members))
	for _, m := range members {
		all[m.Name] = m.Value
	}
	return all
}

// sameNumber compares JSON numbers of any size and precision exactly.
func sameNumber(a, b string) bool {
	x, okX := measure(a)
	y, okY := measure(b)
	return okX && okY && x == y
}

// amount is a number in the one form: digits without zeros at either end, read
// as 0.digits, times ten to a power. Zero is the zero value, whatever its sign.
type amount struct {
	negative bool
	digits   string
	power    int
}

// measure brings a number into the one form; not ok where the exponent is
// beyond anything that FHIR's decimals hold.
func measure(text string) (a amount, ok bool) {
	mantissa, exponent := text, ""
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], text[i+1:]
	}
	mantissa, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := strings.TrimLeft(whole+fraction, "0")
	power := len(digits) - len(fraction)
	if digits = strings.TrimRight(digits, "0"); digits == "" {
		return amount{}, true
	}
	if exponent != "" {
		n, err := strconv.Atoi(exponent)
		if err != nil || n > 1<<30 || n < -1<<30 {
			return amount{}, false
		}
		power += n
	}
	return amount{negative, digits, power}, true
}
