package fhir_test

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
)

func TestUnitsConvert(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, amount, want string }{
		{"g", "mg", "0.5", "500"},
		{"h", "min", "1.5", "90"},
		{"a", "mo", "18", "216"},
		{"mg/kg/h", "ug/kg/min", "0.6", "10"},
		{"mL/h", "mL/min", "60", "1"},
		{"mg/mL", "g/L", "50", "50"},
		{"{beats}/min", "/min", "72", "72"},
		{"Cel", "[degF]", "37", "98.6"},
		{"kPa", "mm[Hg]", "133.322", "1000"},
		{"%", "1", "98", "0.98"},
		{"[lb_av]", "kg", "1", "0.45359237"},
	} {
		amount, _ := new(big.Rat).SetString(c.amount)
		want, _ := new(big.Rat).SetString(c.want)
		from, all, ok := fhir.Commensurable(c.from)
		if !ok {
			t.Errorf("%s is not known", c.from)
			continue
		}
		found := false
		for _, to := range all {
			if to.Code == c.to {
				found = true
				if got := from.In(to, amount); got.Cmp(want) != 0 {
					t.Errorf("%s %s is %s %s, not %s", c.amount, c.from, got.FloatString(10), c.to, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%s and %s measure the same", c.from, c.to)
		}
	}
	for _, code := range []string{"", "{score}", "{spray}", "MG", "ml/", "constructor"} {
		if _, _, ok := fhir.Commensurable(code); ok {
			t.Errorf("%q is no unit that is known here", code)
		}
	}
	if _, all, _ := fhir.Commensurable("mg"); len(all) < 5 {
		t.Errorf("mg measures the same as %v only", all)
	}
}

// To another unit and back is where one began, whatever the units.
func TestUnitsConvertBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom([]string{"mg", "h", "Cel", "mm[Hg]", "mg/kg/h", "L", "%", "cm", "/min", "mg/mL", "mL/h"}).Draw(t, "code")
		unit, all, _ := fhir.Commensurable(code)
		other := rapid.SampledFrom(all).Draw(t, "other")
		amount := big.NewRat(rapid.Int64Range(-1e9, 1e9).Draw(t, "amount"), 1000)
		if back := other.In(unit, unit.In(other, amount)); back.Cmp(amount) != 0 {
			t.Fatalf("%s %s becomes %s by way of %s", amount, code, back, other.Code)
		}
	})
}

func TestUnitsMultiply(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, amount, want string }{
		{"cm.m", "m2", "100", "1"},
		{"m2.s-1", "m2/s", "3", "3"},
		{"mL/(kg.h)", "mL/kg/h", "2", "2"},
		{"g/m", "kg/km", "5", "5"},
		{"/min", "min-1", "60", "60"},
		{"mg{salt}/mL", "g/L", "1", "1"},
	} {
		amount, _ := new(big.Rat).SetString(c.amount)
		want, _ := new(big.Rat).SetString(c.want)
		from, okFrom := fhir.ParseUnit(c.from)
		to, okTo := fhir.ParseUnit(c.to)
		if !okFrom || !okTo || !from.Measures(to) {
			t.Errorf("%s is not comparable with %s", c.from, c.to)
		} else if got := from.In(to, amount); got.Cmp(want) != 0 {
			t.Errorf("%s %s is %s %s, not %s", c.amount, c.from, got.FloatString(10), c.to, c.want)
		}
	}
	for _, code := range []string{"", "[s]", "m..s", "m/", "(m", "m)", "mg mL", "Cel/min", "{beats}", "m22", "/", "()", "m/()"} {
		if _, ok := fhir.ParseUnit(code); ok {
			t.Errorf("%q is taken for a unit", code)
		}
	}
}

// Whatever is understood has the form of a unit.
func TestUnderstoodUnitsHaveTheForm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"mg", "kg", "m2", "s-1", "[in_i]", "mm[Hg]", "/", ".", "(", ")", "{a}", "h", "%"}), 1, 8).Draw(t, "parts")
		code := strings.Join(parts, "")
		if _, ok := fhir.ParseUnit(code); ok && !fhir.IsUnitForm(code) {
			t.Errorf("%s is understood, but has not the form of a unit", code)
		}
	})
	for _, u := range fhir.Units() {
		if !fhir.IsUnitForm(u.Code) {
			t.Errorf("%s has not the form of a unit", u.Code)
		}
	}
}
