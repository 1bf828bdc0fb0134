package fhir

import (
	"maps"
	"math/big"
	"slices"
	"strings"
	"sync"
)

// UCUM is the code system of units
// (http://hl7.org/fhir/R4/datatypes.html#Quantity).
const UCUM = "http://unitsofmeasure.org"

// Unit is a unit of the small part of UCUM that a clinic's doses, vital signs
// and times need.
type Unit struct {
	Code          string
	scale, offset *big.Rat // value * scale + offset is in base units
	dimension     dimension
}

// dimension holds the powers of gram, metre, second and kelvin.
type dimension [4]int

var (
	one    = dimension{}
	mass   = dimension{1}
	length = dimension{0, 1}
	volume = dimension{0, 3}
	period = dimension{0, 0, 1}
	warmth = dimension{0, 0, 0, 1}
	stress = dimension{1, -1, -2}
)

// atoms are the units that stand for themselves, with their size in grams,
// metres, seconds and kelvins (https://ucum.org/ucum, tables 3 to 7; the year is
// the Julian one, the month its twelfth).
var atoms = []struct {
	codes, scale, offset string
	dimension            dimension
}{
	{"1 {beats} {breaths}", "1", "0", one},
	{"%", "1/100", "0", one},
	{"kg", "1000", "0", mass}, {"g", "1", "0", mass}, {"mg", "1/1000", "0", mass}, {"ug", "1/1000000", "0", mass},
	{"ng", "1/1000000000", "0", mass}, {"[lb_av]", "453.59237", "0", mass}, {"[oz_av]", "28.349523125", "0", mass},
	{"km", "1000", "0", length}, {"m", "1", "0", length}, {"cm", "1/100", "0", length}, {"mm", "1/1000", "0", length},
	{"[in_i]", "0.0254", "0", length}, {"[ft_i]", "0.3048", "0", length}, {"[mi_i]", "1609.344", "0", length}, {"[mi_us]", "6336000/3937", "0", length},
	{"L l", "1/1000", "0", volume}, {"dL dl", "1/10000", "0", volume}, {"mL ml", "1/1000000", "0", volume}, {"uL ul", "1/1000000000", "0", volume},
	{"ms", "1/1000", "0", period}, {"s", "1", "0", period}, {"min", "60", "0", period}, {"h", "3600", "0", period}, {"d", "86400", "0", period},
	{"wk", "604800", "0", period}, {"mo", "2629800", "0", period}, {"a", "31557600", "0", period},
	{"K", "1", "0", warmth}, {"Cel", "1", "273.15", warmth}, {"[degF]", "5/9", "45967/180", warmth},
	{"mm[Hg]", "133322", "0", stress}, {"Pa", "1000", "0", stress}, {"kPa", "1000000", "0", stress},
}

// compounds are the quotients that a clinic writes; their size follows.
const compounds = `mg/kg ug/kg g/kg
mg/h mg/min ug/min ug/h mg/kg/h ug/kg/h ug/kg/min mg/kg/min
mL/h mL/min L/min L/h mL/kg mL/kg/h
mg/mL ug/mL ng/mL g/L mg/L ug/L g/dL mg/dL
/min /h /s /d {beats}/min {breaths}/min kg/m2`

var units = sync.OnceValue(func() map[string]Unit {
	known := map[string]Unit{}
	for _, a := range atoms {
		for _, code := range strings.Fields(a.codes) {
			known[code] = Unit{code, ratio(a.scale), ratio(a.offset), a.dimension}
		}
	}
	for _, code := range strings.Fields(compounds) {
		known[code] = quotient(code, known)
	}
	delete(known, "{beats}") // an annotation alone is a count of something, not a number of anything
	delete(known, "{breaths}")
	return known
})

// quotient reads a/b/c, of which a may be empty and each may be squared.
func quotient(code string, known map[string]Unit) Unit {
	u := Unit{code, ratio("1"), ratio("0"), one}
	for i, factor := range strings.Split(code, "/") {
		if factor == "" {
			continue
		}
		atom, squared := strings.CutSuffix(factor, "2")
		power := 1
		if squared {
			power = 2
		}
		for range power {
			part := known[atom]
			if i == 0 {
				u.scale = new(big.Rat).Mul(u.scale, part.scale)
			} else {
				u.scale = new(big.Rat).Quo(u.scale, part.scale)
			}
			for n, exponent := range part.dimension {
				if i > 0 {
					exponent = -exponent
				}
				u.dimension[n] += exponent
			}
		}
	}
	return u
}

func ratio(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("fhir: " + s + " is no ratio")
	}
	return r
}

// Commensurable returns the unit of that UCUM code and all known units that
// measure the same, itself among them, sorted by code; ok is false for a code
// that is not known here, which can only be compared as it is written.
func Commensurable(code string) (u Unit, all []Unit, ok bool) {
	u, ok = units()[code]
	if !ok {
		return u, nil, false
	}
	for _, other := range sortedUnits() {
		if other.dimension == u.dimension {
			all = append(all, other)
		}
	}
	return u, all, true
}

var sortedUnits = sync.OnceValue(func() []Unit {
	var all []Unit
	for _, code := range slices.Sorted(maps.Keys(units())) {
		all = append(all, units()[code])
	}
	return all
})

// Units returns all units known here, sorted by code.
func Units() []Unit { return slices.Clone(sortedUnits()) }

// Base returns how an amount of this unit becomes one of grams, metres, seconds
// and kelvins: amount * scale + offset.
func (u Unit) Base() (scale, offset *big.Rat) { return u.scale, u.offset }

// In converts an amount of this unit to another one of the same dimension.
func (u Unit) In(other Unit, amount *big.Rat) *big.Rat {
	x := new(big.Rat).Mul(amount, u.scale)
	x.Add(x, u.offset)
	x.Sub(x, other.offset)
	return x.Quo(x, other.scale)
}
