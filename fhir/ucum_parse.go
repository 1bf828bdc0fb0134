package fhir

import (
	"math/big"
	"strings"
)

// ParseUnit reads a UCUM code (https://ucum.org/ucum, section 2): a known unit,
// or a product of powers of them, such as "mL/kg/h", "cm.m" or "kg/m2". ok is
// false for what is not known here.
func ParseUnit(code string) (u Unit, ok bool) {
	if u, ok = units()[code]; ok {
		return u, true
	}
	if code == "" || len(code) > 100 {
		return u, false
	}
	p := unitParser{rest: code}
	u = p.term()
	u.Code = code
	return u, !p.wrong && p.rest == ""
}

// Measures tells whether two units measure the same, so that In converts between them.
func (u Unit) Measures(other Unit) bool { return u.dimension == other.dimension }

// unitParser reads UCUM's grammar from the left.
type unitParser struct {
	rest  string
	depth int
	wrong bool
}

// term reads components joined by . and /, the first of which may be missing
// before a slash.
func (p *unitParser) term() Unit {
	u := Unit{scale: ratio("1"), offset: ratio("0")}
	if p.depth++; p.depth > 10 {
		p.wrong = true
	}
	if p.rest == "" || p.rest[0] == ')' { // there is nothing in the parentheses
		p.wrong = true
	}
	for first := true; !p.wrong && p.rest != "" && p.rest[0] != ')'; first = false {
		by := byte('.')
		if c := p.rest[0]; c == '/' || c == '.' && !first {
			by, p.rest = c, p.rest[1:]
		} else if !first {
			p.wrong = true
			break
		}
		power := 1
		if by == '/' {
			power = -1
		}
		u = u.times(p.component(), power)
	}
	p.depth--
	return u
}

// component reads an atom with its exponent and annotation, or a term in parentheses.
func (p *unitParser) component() Unit {
	if inner, ok := strings.CutPrefix(p.rest, "("); ok {
		p.rest = inner
		u := p.term()
		if p.rest, ok = strings.CutPrefix(p.rest, ")"); !ok {
			p.wrong = true
		}
		return u
	}
	end := strings.IndexAny(p.rest, "./()")
	if end < 0 {
		end = len(p.rest)
	}
	atom := p.rest[:end]
	p.rest = p.rest[end:]
	u, ok := unitPower(atom)
	if !ok {
		p.wrong = true
	}
	return u
}

// unitPower reads an atom such as "m2", "s-1" or "mg{salt}".
func unitPower(s string) (Unit, bool) {
	if at := strings.IndexByte(s, '{'); at > 0 && strings.IndexByte(s, '}') == len(s)-1 {
		s = s[:at]
	}
	if u, ok := units()[s]; ok && u.offset.Sign() == 0 {
		return u, true
	}
	atom := strings.TrimRight(s, "0123456789")
	exponent := s[len(atom):]
	bare := strings.TrimRight(atom, "+-")
	u, ok := units()[bare]
	if !ok || u.offset.Sign() != 0 || len(exponent) != 1 || len(atom)-len(bare) > 1 {
		return Unit{scale: ratio("1"), offset: ratio("0")}, false
	}
	power := int(exponent[0] - '0')
	if strings.HasSuffix(atom, "-") {
		power = -power
	}
	return Unit{scale: ratio("1"), offset: ratio("0")}.times(u, power), true
}

// times multiplies by a power of another unit.
func (u Unit) times(other Unit, power int) Unit {
	product := Unit{scale: new(big.Rat).Set(u.scale), offset: ratio("0"), dimension: u.dimension}
	for range max(power, -power) {
		if power > 0 {
			product.scale.Mul(product.scale, other.scale)
		} else {
			product.scale.Quo(product.scale, other.scale)
		}
	}
	for n, exponent := range other.dimension {
		product.dimension[n] += power * exponent
	}
	return product
}
