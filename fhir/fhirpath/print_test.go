package fhirpath

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// dump writes a tree of nodes with all parentheses, to compare trees by.
func dump(n node) string {
	switch n := n.(type) {
	case nil:
		return "-"
	case *literal:
		return n.text + describe(n.values)
	case *variable:
		return "$" + n.name
	case *environment:
		return "%" + n.name
	case *member:
		return fmt.Sprintf("(.%s %s %t)", dumpLeft(n.left), n.name, n.head)
	case *index:
		return fmt.Sprintf("([] %s %s)", dump(n.left), dump(n.number))
	case *sign:
		return fmt.Sprintf("(sign %t %s)", n.minus, dump(n.operand))
	case *typed:
		return fmt.Sprintf("(%s %s %s)", n.name, dump(n.left), n.want)
	case *binary:
		return fmt.Sprintf("(%s %s %s)", n.name, dump(n.left), dump(n.right))
	case *call:
		var args []string
		for _, arg := range n.args {
			args = append(args, dump(arg))
		}
		return fmt.Sprintf("(call %s %s %s %v)", dumpLeft(n.left), n.name, strings.Join(args, " "), n.types)
	}
	panic("a node that is not dumped")
}

func dumpLeft(n node) string {
	if n == nil {
		return "-"
	}
	return dump(n)
}

// drawNode makes a random expression, more or less deep.
func drawNode(t *rapid.T, depth int) node {
	most := 10
	if depth == 0 {
		most = 4
	}
	names := rapid.SampledFrom([]string{"name", "given", "is", "contains", "and", "a b", "it`s", "Patient", "div", "ü"})
	switch rapid.IntRange(0, most).Draw(t, "kind") {
	case 0:
		return &variable{rapid.SampledFrom([]string{"this", "index", "total"}).Draw(t, "variable")}
	case 1:
		s := rapid.String().Draw(t, "text")
		return &literal{str(s), apostrophed(s)}
	case 2:
		return drawNumber(t)
	case 3:
		return &environment{names.Draw(t, "external")}
	case 4:
		name := names.Draw(t, "name")
		return &member{name: name, head: isTypeName(name)}
	case 5:
		return &member{left: drawNode(t, depth-1), name: names.Draw(t, "name")}
	case 6:
		return &index{left: drawNode(t, depth-1), number: drawNode(t, depth-1)}
	case 7:
		return &sign{rapid.Bool().Draw(t, "minus"), drawNode(t, depth-1)}
	case 8:
		want := rapid.SampledFrom([]typeName{{"", "Patient"}, {"System", "Any"}, {"FHIR", "string"}, {"System", "a.b"}}).Draw(t, "type")
		if rapid.Bool().Draw(t, "as function") {
			return &call{left: drawNode(t, depth-1), name: "ofType", does: functions["ofType"], types: []typeName{want}}
		}
		return &typed{rapid.SampledFrom([]string{"is", "as"}).Draw(t, "operator"), drawNode(t, depth-1), want}
	case 9:
		c := &call{name: "iif", does: functions["iif"], args: []node{drawNode(t, depth-1), drawNode(t, depth-1)}}
		if rapid.Bool().Draw(t, "on") {
			c.left = drawNode(t, depth-1)
		}
		return c
	}
	name := rapid.SampledFrom([]string{"implies", "or", "xor", "and", "in", "contains", "=", "!~", "<=", "|", "+", "-", "&", "*", "/", "div", "mod"}).Draw(t, "operator")
	return &binary{name, operators[name], drawNode(t, depth-1), drawNode(t, depth-1)}
}

func drawNumber(t *rapid.T) node {
	text := rapid.SampledFrom([]string{"0", "1", "2147483647", "1.50", "0.00", "3 'mg'", "1.5 days", "@2020", "@2020-02T", "@T12:30", "@2020-01-01T00:00:00.5-05:00", "{}", "true"}).Draw(t, "literal")
	e, err := Compile(text)
	if err != nil {
		t.Fatal(err)
	}
	return e.root
}

// An expression that is printed and read again is the same.
func TestPrintedExpressionsReadTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := drawNode(t, 4)
		text := printed(n)
		again, err := parse(text)
		if err != nil {
			t.Fatalf("%s does not compile: %v", text, err)
		}
		if dump(n) != dump(again) {
			t.Fatalf("%s is read as\n%s and not as\n%s", text, dump(again), dump(n))
		}
	})
}
