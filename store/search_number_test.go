package store

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func TestNumbersHaveThePrecisionTheyAreWrittenWith(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, prefix, low, high string }{
		{"100", "eq", "99.5", "100.5"},
		{"100.00", "eq", "99.995", "100.005"},
		{"1e2", "eq", "50", "150"},
		{"1.0e2", "eq", "95", "105"},
		{"ne5.40e-3", "ne", "0.005395", "0.005405"},
		{"ge-7", "ge", "-7.5", "-6.5"},
		{"+0", "eq", "-0.5", "0.5"},
	} {
		n, err := parseNumber("x", c.text, c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if n.prefix != c.prefix || decimal(n.low) != c.low || decimal(n.high) != c.high {
			t.Errorf("%s: %s from %s to %s", c.text, n.prefix, decimal(n.low), decimal(n.high))
		}
	}
	for _, wrong := range []string{"", "ge", "1,5", "xy5", "5mg", "1e", "1e999", "NaN", "Infinity", "0x10", "1_0", " 5", ".5", "1."} {
		if _, err := parseNumber("x", wrong, wrong); err == nil {
			t.Errorf("%q passes for a number", wrong)
		}
	}
}

// A decimal is written with all its digits.
func TestDecimalsAreExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		power := new(big.Int).Exp(ten, big.NewInt(rapid.Int64Range(0, 40).Draw(t, "places")), nil)
		r := new(big.Rat).SetFrac(big.NewInt(rapid.Int64().Draw(t, "digits")), power)
		if back, ok := new(big.Rat).SetString(decimal(r)); !ok || back.Cmp(r) != 0 {
			t.Fatalf("%s is written %s", r, decimal(r))
		}
	})
}
