package fhirpath

import (
	"math/big"
	"strconv"
	"strings"
)

// Decimal is an exact decimal number: units / 10^scale. The scale is how many
// decimals were written, which 1.0 and 1.00 differ in although they are equal.
type Decimal struct {
	units *big.Int // never changed once it is made
	scale int      // decimals, 0 or more
}

const (
	quotientScale = 28  // decimals of a quotient that does not end before
	mostDigits    = 400 // before and after the point, as in package fhir
)

// parseDecimal reads a number in the form of JSON; ok is false for other text
// and for numbers beyond 400 digits.
func parseDecimal(s string) (d Decimal, ok bool) {
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil || n > mostDigits || n < -mostDigits {
			return d, false
		}
		mantissa, exponent = s[:i], n
	}
	before, after, point := strings.Cut(mantissa, ".")
	bare := strings.TrimLeft(before, "+-")
	if len(before)-len(bare) > 1 || !allDigits(bare) || point && !allDigits(after) || len(bare)+len(after) > 2*mostDigits {
		return d, false
	}
	units, ok := new(big.Int).SetString(before+after, 10)
	if !ok {
		return d, false
	}
	d = Decimal{units, len(after) - exponent}
	if d.scale < 0 {
		d = Decimal{new(big.Int).Mul(units, powerOf10(-d.scale)), 0}
	}
	return d, d.sensible()
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// sensible bounds what arithmetic may lead to.
func (d Decimal) sensible() bool {
	return d.scale <= mostDigits && d.units.BitLen() <= 2*mostDigits*10/3
}

func decimalOf(n int64) Decimal { return Decimal{big.NewInt(n), 0} }

// String writes the number with all its decimals and without an exponent.
func (d Decimal) String() string {
	if d.scale == 0 {
		return d.units.String()
	}
	s := new(big.Int).Abs(d.units).String()
	if missing := d.scale + 1 - len(s); missing > 0 {
		s = strings.Repeat("0", missing) + s
	}
	s = s[:len(s)-d.scale] + "." + s[len(s)-d.scale:]
	if d.units.Sign() < 0 {
		return "-" + s
	}
	return s
}

var powers = func() (all [64]*big.Int) {
	n := big.NewInt(1)
	for i := range all {
		all[i] = new(big.Int).Set(n)
		n.Mul(n, big.NewInt(10))
	}
	return all
}()

func powerOf10(n int) *big.Int {
	if n < len(powers) {
		return powers[n]
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

// scaled writes the number with more decimals.
func (d Decimal) scaled(scale int) Decimal {
	if scale <= d.scale {
		return d
	}
	return Decimal{new(big.Int).Mul(d.units, powerOf10(scale-d.scale)), scale}
}

func aligned(a, b Decimal) (Decimal, Decimal) { return a.scaled(b.scale), b.scaled(a.scale) }

func (d Decimal) cmp(o Decimal) int {
	d, o = aligned(d, o)
	return d.units.Cmp(o.units)
}

func (d Decimal) neg() Decimal { return Decimal{new(big.Int).Neg(d.units), d.scale} }

func (d Decimal) add(o Decimal) Decimal {
	d, o = aligned(d, o)
	return Decimal{new(big.Int).Add(d.units, o.units), d.scale}
}

func (d Decimal) mul(o Decimal) Decimal {
	return Decimal{new(big.Int).Mul(d.units, o.units), d.scale + o.scale}
}

// rat is the number as a ratio.
func (d Decimal) rat() *big.Rat { return new(big.Rat).SetFrac(d.units, powerOf10(d.scale)) }

// fromRat rounds a ratio at a number of decimals, and leaves out the zeros at
// the end that it did not need.
func fromRat(r *big.Rat, scale int) Decimal {
	n := new(big.Int).Mul(r.Num(), powerOf10(scale))
	return Decimal{rounded(n, r.Denom()), scale}.trimmed()
}

// trimmed leaves out zeros at the end of the decimals.
func (d Decimal) trimmed() Decimal {
	ten, rest := big.NewInt(10), new(big.Int)
	for d.scale > 0 {
		shorter, _ := new(big.Int).QuoRem(d.units, ten, rest)
		if rest.Sign() != 0 {
			break
		}
		d = Decimal{shorter, d.scale - 1}
	}
	return d
}

// rounded divides, and rounds half away from zero.
func rounded(n, by *big.Int) *big.Int {
	twice := new(big.Int).Lsh(n, 1)
	if n.Sign() < 0 {
		twice.Sub(twice, by)
	} else {
		twice.Add(twice, by)
	}
	return twice.Quo(twice, new(big.Int).Lsh(by, 1))
}

// round rounds at a number of decimals, half away from zero.
func (d Decimal) round(scale int) Decimal {
	if scale >= d.scale {
		return d
	}
	return Decimal{rounded(d.units, powerOf10(d.scale-scale)), scale}
}

// floor is the greatest number of so many decimals that is not above d.
func (d Decimal) floor(scale int) Decimal {
	if scale >= d.scale {
		return d.scaled(scale)
	}
	rest := new(big.Int)
	n, _ := new(big.Int).DivMod(d.units, powerOf10(d.scale-scale), rest)
	return Decimal{n, scale}
}

// ceiling is the least number of so many decimals that is not below d.
func (d Decimal) ceiling(scale int) Decimal { return d.neg().floor(scale).neg() }

// truncate leaves the decimals out.
func (d Decimal) truncate() Decimal {
	return Decimal{new(big.Int).Quo(d.units, powerOf10(d.scale)), 0}
}

// float is the nearest number that a computer's own arithmetic has.
func (d Decimal) float() float64 {
	f, _ := d.rat().Float64()
	return f
}

// fromFloat reads a computed number; its last digits are not to be trusted, so
// that 15 of them are kept.
func fromFloat(f float64) (Decimal, bool) {
	d, ok := parseDecimal(strconv.FormatFloat(f, 'e', 14, 64))
	if !ok {
		return d, false
	}
	return d.trimmed(), true
}
