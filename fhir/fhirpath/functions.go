package fhirpath

import (
	"fmt"
	"maps"
	"strings"
)

// function is one that expressions may call.
type function struct {
	least, most int  // arguments
	ofType      bool // its argument is the name of a type
	run         func(n *call, s scope, input Collection) (Collection, error)
}

// functions has them all by name; each family is in a file of its own.
var functions = gathered(
	existence, filters, subsets, combinations, conversions(), texts, codings, mathematics, trees, utilities, elements, boundaries,
)

func gathered(families ...map[string]*function) map[string]*function {
	all := map[string]*function{}
	for _, family := range families {
		maps.Copy(all, family)
	}
	return all
}

// many is the most arguments of a function that takes any number of them.
const many = 1000

func (f *function) arguments() string {
	switch {
	case f.most == 0:
		return "no arguments"
	case f.least == f.most && f.most == 1:
		return "one argument"
	case f.least == f.most:
		return fmt.Sprintf("%d arguments", f.least)
	case f.most == many:
		return fmt.Sprintf("%d arguments or more", f.least)
	}
	return fmt.Sprintf("%d to %d arguments", f.least, f.most)
}

// orNearest names the function that is written almost so.
func orNearest(name string) string {
	for known := range functions {
		if strings.EqualFold(known, name) {
			return "; it is written " + known + "()"
		}
	}
	return ""
}

// plainly makes a function without arguments that looks at its whole input.
func plainly(does func(input Collection) (Collection, error)) *function {
	return &function{run: func(_ *call, _ scope, input Collection) (Collection, error) { return does(input) }}
}

// arg evaluates an argument where the call stands: $this and names in it mean
// what they mean around the call.
func (n *call) arg(s scope, i int) (Collection, error) {
	if i >= len(n.args) {
		return nil, nil
	}
	return n.args[i].eval(s)
}

// textArg evaluates an argument that is one String; ok is false when it is empty.
func (n *call) textArg(s scope, i int) (text string, ok bool, err error) {
	got, err := n.arg(s, i)
	if err != nil || len(got) == 0 {
		return "", false, err
	}
	text, ok = got[0].plain().(string)
	if !ok || len(got) > 1 {
		return "", false, wrong("%s() needs one String, not %s", n.name, shownAll(got))
	}
	return text, true, nil
}

// numberArg evaluates an argument that is one Integer.
func (n *call) numberArg(s scope, i int) (number int, ok bool, err error) {
	got, err := n.arg(s, i)
	if err != nil || len(got) == 0 {
		return 0, false, err
	}
	whole, ok := got[0].plain().(int64)
	if !ok || len(got) > 1 {
		return 0, false, wrong("%s() needs one Integer, not %s", n.name, shownAll(got))
	}
	return int(whole), true, nil
}

// holds evaluates a criterion for one value of a list.
func (n *call) holds(s scope, list Collection, i int) (answer, error) {
	got, err := n.args[0].eval(s.at(list, i))
	if err != nil {
		return unknown, err
	}
	return truthOf("the criterion of "+n.name+"()", got)
}

// single takes the only value of an input; ok is false when there is none.
func (n *call) single(input Collection) (v Value, ok bool, err error) {
	switch len(input) {
	case 0:
		return v, false, nil
	case 1:
		return input[0], true, nil
	}
	return v, false, wrong("%s() is called on one value, not on %s", n.name, shownAll(input))
}
