package fhirpath

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// conversions has iif and the functions from one type to another
// (http://hl7.org/fhirpath/N1/#conversion).
func conversions() map[string]*function {
	all := map[string]*function{
		"iif":  {2, 3, false, iif},
		"type": plainly(reflect),
	}
	for name, convert := range map[string]func(any) any{
		"Boolean": toBoolean, "Integer": toInteger, "Decimal": toDecimal, "String": toString,
		"Date": toDate, "DateTime": toDateTime, "Time": toTime,
	} {
		all["to"+name], all["convertsTo"+name] = conversion(0, func(n *call, _ scope, input Collection) (Collection, bool, error) {
			return n.converted(input, convert)
		})
	}
	all["toQuantity"], all["convertsToQuantity"] = conversion(1, (*call).quantity)
	return all
}

// conversion makes the function that converts, and the one that tells whether it could.
func conversion(most int, does func(*call, scope, Collection) (got Collection, any bool, err error)) (to, could *function) {
	to = &function{0, most, false, func(n *call, s scope, input Collection) (Collection, error) {
		got, _, err := does(n, s, input)
		return got, err
	}}
	could = &function{0, most, false, func(n *call, s scope, input Collection) (Collection, error) {
		got, any, err := does(n, s, input)
		if err != nil || !any {
			return nil, err
		}
		return boolean(len(got) > 0), nil
	}}
	return to, could
}

// converted converts the only value of the input; any is false when there is none.
func (n *call) converted(input Collection, convert func(any) any) (got Collection, any bool, err error) {
	v, any, err := n.single(input)
	if err != nil || !any {
		return nil, false, err
	}
	if x := convert(v.plain()); x != nil {
		return one(x), true, nil
	}
	return nil, true, nil
}

// iif evaluates one of two arguments only, with its input in focus.
func iif(n *call, s scope, input Collection) (Collection, error) {
	if _, _, err := n.single(input); err != nil && n.left != nil {
		return nil, err
	}
	on := s
	if n.left != nil {
		on = s.on(input)
	}
	got, err := n.args[0].eval(on)
	if err != nil {
		return nil, err
	}
	met := false
	if len(got) > 0 {
		var ok bool
		if met, ok = got[0].plain().(bool); !ok || len(got) > 1 {
			return nil, wrong("the criterion of iif() is one Boolean, not %s", shownAll(got))
		}
	}
	switch {
	case met:
		return n.args[1].eval(on)
	case len(n.args) > 2:
		return n.args[2].eval(on)
	}
	return nil, nil
}

func reflect(input Collection) (Collection, error) {
	var out Collection
	for _, v := range input {
		out = append(out, Value{own: typeOf(v)})
	}
	return out, nil
}

var booleans = map[string]bool{
	"true": true, "t": true, "yes": true, "y": true, "1": true, "1.0": true,
	"false": false, "f": false, "no": false, "n": false, "0": false, "0.0": false,
}

func toBoolean(x any) any {
	switch x := x.(type) {
	case bool:
		return x
	case string:
		if b, ok := booleans[strings.ToLower(x)]; ok {
			return b
		}
	case int64, Decimal:
		d, _ := decimalFrom(x)
		for _, b := range []int64{0, 1} {
			if d.cmp(decimalOf(b)) == 0 {
				return b == 1
			}
		}
	}
	return nil
}

func toInteger(x any) any {
	switch x := x.(type) {
	case bool:
		if x {
			return int64(1)
		}
		return int64(0)
	case int64:
		return x
	case string:
		if n, err := strconv.ParseInt(x, 10, 32); err == nil {
			return n
		}
	}
	return nil
}

var decimalForm = regexp.MustCompile(`^[+-]?\d+(\.\d+)?$`)

func toDecimal(x any) any {
	switch x := x.(type) {
	case bool:
		if x {
			return Decimal{big.NewInt(10), 1}
		}
		return Decimal{new(big.Int), 1}
	case int64:
		return decimalOf(x)
	case Decimal:
		return x
	case string:
		if d, ok := parseDecimal(x); ok && decimalForm.MatchString(x) {
			return d
		}
	}
	return nil
}

func toString(x any) any {
	if s, ok := (Value{own: x}).Text(); ok {
		return s
	}
	return nil
}

func toDate(x any) any {
	switch x := x.(type) {
	case Temporal:
		if x.kind == isTime {
			return nil
		}
		return x.date()
	case string:
		if t, ok := parseTemporal(x, isDateTime); ok {
			return t.date()
		}
	}
	return nil
}

func toDateTime(x any) any {
	switch x := x.(type) {
	case Temporal:
		if x.kind == isTime {
			return nil
		}
		x.kind = isDateTime
		return x
	case string:
		if t, ok := parseTemporal(x, isDateTime); ok {
			return t
		}
	}
	return nil
}

func toTime(x any) any {
	switch x := x.(type) {
	case Temporal:
		if x.kind == isTime {
			return x
		}
	case string:
		if t, ok := parseTemporal(strings.TrimPrefix(x, "T"), isTime); ok {
			return t
		}
	}
	return nil
}
