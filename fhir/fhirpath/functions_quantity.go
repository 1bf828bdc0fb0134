package fhirpath

import "regexp"

// quantityForm is how a text tells a quantity
// (http://hl7.org/fhirpath/N1/#toquantityunit-string-quantity).
var quantityForm = regexp.MustCompile(`^([+-]?\d+(?:\.\d+)?)\s*(?:'([^']+)'|([a-zA-Z]+))?$`)

// quantity converts the only value of the input, and into the unit of the
// argument where there is one.
func (n *call) quantity(s scope, input Collection) (got Collection, any bool, err error) {
	got, any, err = n.converted(input, toQuantity)
	unit, ok, argErr := n.textArg(s, 0)
	if err != nil || argErr != nil || !ok || len(got) == 0 {
		return got, any, first(err, argErr)
	}
	q, _ := got[0].own.(Quantity)
	into := quantity(decimalOf(0), unit, false)
	_, amount, definite, ok := into.same(q)
	if !ok || !definite {
		return nil, any, nil
	}
	into.Amount = amount
	return one(into), any, nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func toQuantity(x any) any {
	switch x := x.(type) {
	case bool, int64, Decimal:
		if d, ok := toDecimal(x).(Decimal); ok {
			return Quantity{Amount: d, Unit: "1"}
		}
	case Quantity:
		return x
	case string:
		found := quantityForm.FindStringSubmatch(x)
		if found == nil || found[3] != "" && calendarUnit(found[3]) == "" {
			return nil
		}
		amount, ok := parseDecimal(found[1])
		switch {
		case !ok:
			return nil
		case found[2] != "":
			return quantity(amount, found[2], false)
		case found[3] != "":
			return quantity(amount, found[3], true)
		}
		return Quantity{Amount: amount, Unit: "1"}
	}
	return nil
}
