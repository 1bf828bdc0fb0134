package fhirpath

import "kapbridge/fhir"

// Functions by what they do with shapes.
var (
	// perValue look at each value of their input with it as $this.
	perValue = map[string]bool{"where": true, "select": true, "exists": true, "all": true, "repeat": true, "aggregate": true, "sort": true, "trace": true}
	// passing give values of their input.
	passing = map[string]bool{
		"where": true, "first": true, "last": true, "tail": true, "skip": true, "take": true, "single": true, "distinct": true,
		"intersect": true, "exclude": true, "trace": true, "checkModifiers": true, "sort": true,
	}
	// placing count places of their input.
	placing = map[string]bool{"first": true, "last": true, "tail": true, "skip": true, "take": true}
	// choosing give one of their arguments, or all.
	choosing = map[string]bool{"select": true, "repeat": true}
)

// call checks the arguments of a function, and tells what it gives.
func (c *checker) call(n *call, focus shape) (shape, error) {
	input := focus
	if n.left != nil {
		var err error
		if input, err = c.node(n.left, focus); err != nil {
			return input, err
		}
	}
	if placing[n.name] && input.unordered {
		return input, c.noOrder(n.at, n.name+"()")
	}
	given, err := c.arguments(n, focus, input)
	if err != nil {
		return input, err
	}
	switch {
	case n.name == "sort":
		return shape{input.defs, false}, nil
	case passing[n.name]:
		return input, nil
	case choosing[n.name]:
		return shape{given[0].defs, given[0].unordered || input.unordered}, nil
	case n.name == "union" || n.name == "combine":
		return input.with(given[0]), nil
	case n.name == "iif" && len(given) > 2:
		return given[1].with(given[2]), nil
	case n.name == "as" || n.name == "ofType":
		return narrowed(input, n.types[0]), nil
	case n.name == "extension":
		d, _ := fhir.TypeOf("Extension")
		return shape{[]*fhir.TypeDef{d}, input.unordered}, nil
	}
	return anything(n.name == "children" || n.name == "descendants"), nil
}

func (c *checker) arguments(n *call, focus, input shape) ([]shape, error) {
	if perValue[n.name] || n.name == "iif" && n.left != nil {
		focus = input
	}
	var given []shape
	for _, arg := range n.args {
		got, err := c.node(arg, focus)
		if err != nil {
			return nil, err
		}
		given = append(given, got)
	}
	return given, nil
}
