package fhirpath

import (
	"math"
	"math/big"
)

// mathematics has the functions of numbers (http://hl7.org/fhirpath/N1/#math-1).
var mathematics = map[string]*function{
	"abs":      onNumber(0, 0, abs),
	"ceiling":  onNumber(0, 0, func(_ *call, d Decimal, _ []Decimal) (any, error) { return integer(d.ceiling(0)), nil }),
	"floor":    onNumber(0, 0, func(_ *call, d Decimal, _ []Decimal) (any, error) { return integer(d.floor(0)), nil }),
	"truncate": onNumber(0, 0, func(_ *call, d Decimal, _ []Decimal) (any, error) { return integer(d.truncate()), nil }),
	"round":    onNumber(0, 1, round),
	"exp":      onNumber(0, 0, func(_ *call, d Decimal, _ []Decimal) (any, error) { return computed(math.Exp(d.float())), nil }),
	"ln":       onNumber(0, 0, func(_ *call, d Decimal, _ []Decimal) (any, error) { return computed(math.Log(d.float())), nil }),
	"log":      onNumber(1, 1, logarithm),
	"power":    onNumber(1, 1, power),
	"sqrt":     onNumber(0, 0, func(_ *call, d Decimal, _ []Decimal) (any, error) { return squareRoot(d), nil }),
}

// onNumber makes a function of one number with arguments that are numbers: empty
// where any of them is.
func onNumber(least, most int, does func(n *call, d Decimal, args []Decimal) (any, error)) *function {
	return &function{least, most, false, func(n *call, s scope, input Collection) (Collection, error) {
		v, ok, err := n.single(input)
		if err != nil || !ok {
			return nil, err
		}
		q, isQuantity := v.plain().(Quantity)
		d, isNumber := decimalFrom(v.plain())
		if isQuantity && (n.name == "abs" || n.name == "round") {
			d, isNumber = q.Amount, true
		}
		if !isNumber {
			return nil, wrong("%s() is called on a number, not on %s", n.name, v.TypeName())
		}
		args, ok, err := n.numbers(s)
		if err != nil || !ok {
			return nil, err
		}
		got, err := does(n, d, args)
		if err != nil {
			return nil, err
		}
		return limited(likeInput(v.plain(), got)), nil
	}}
}

// likeInput makes an Integer of an Integer's result, and a quantity of a quantity's.
func likeInput(input, result any) any {
	d, ok := result.(Decimal)
	if !ok {
		return result
	}
	switch x := input.(type) {
	case Quantity:
		x.Amount = d
		return x
	case int64:
		if d.scale == 0 && d.units.IsInt64() {
			return d.units.Int64()
		}
	}
	return d
}

func (n *call) numbers(s scope) (args []Decimal, ok bool, err error) {
	for i := range n.args {
		got, err := n.arg(s, i)
		if err != nil || len(got) == 0 {
			return nil, false, err
		}
		d, ok := decimalFrom(got[0].plain())
		if !ok || len(got) > 1 {
			return nil, false, wrong("%s() needs one number, not %s", n.name, shownAll(got))
		}
		args = append(args, d)
	}
	return args, true, nil
}

func abs(_ *call, d Decimal, _ []Decimal) (any, error) {
	return Decimal{new(big.Int).Abs(d.units), d.scale}, nil
}

// integer is a whole number as an Integer, or nothing when it is too large.
func integer(d Decimal) any {
	if !d.units.IsInt64() {
		return nil
	}
	return d.units.Int64()
}

func round(_ *call, d Decimal, args []Decimal) (any, error) {
	if len(args) == 0 {
		return integer(d.round(0)), nil
	}
	if args[0].units.Sign() < 0 || args[0].scale > 0 {
		return nil, wrong("round() needs a number of decimals, 0 or more")
	}
	if !args[0].units.IsInt64() {
		return d, nil
	}
	return d.round(int(min(args[0].units.Int64(), mostDigits))), nil
}

// computed is a result of floating point, or nothing when it is none.
func computed(f float64) any {
	if d, ok := fromFloat(f); ok {
		return d
	}
	return nil
}

func logarithm(_ *call, d Decimal, args []Decimal) (any, error) {
	return computed(math.Log(d.float()) / math.Log(args[0].float())), nil
}

// power is exact for whole exponents from 0, and else computed.
func power(_ *call, d Decimal, args []Decimal) (any, error) {
	by := args[0].trimmed()
	if by.scale > 0 || by.units.Sign() < 0 {
		return computed(math.Pow(d.float(), by.float())), nil
	}
	result := decimalOf(1)
	if !by.units.IsInt64() || by.units.Int64() > 10*mostDigits {
		return computed(math.Pow(d.float(), by.float())), nil
	}
	for range by.units.Int64() {
		if result = result.mul(d); !result.sensible() {
			return nil, nil
		}
	}
	return result, nil
}

// squareRoot is exact where the root ends, and else to 28 decimals.
func squareRoot(d Decimal) any {
	if d.units.Sign() < 0 {
		return nil
	}
	scale := quotientScale + d.scale%2
	n := new(big.Int).Mul(d.scaled(d.scale+d.scale%2).units, powerOf10(2*scale))
	root := n.Sqrt(n)
	return Decimal{root, (d.scale+d.scale%2)/2 + scale}.trimmed()
}
