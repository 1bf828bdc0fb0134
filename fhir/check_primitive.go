package fhir

import (
	"fmt"
	"strings"
)

// primitive checks one value of a primitive type: its JSON type, its form, and
// the code of a required binding.
func (c *checker) primitive(v *Tree, m member) {
	p := m.ref.Def.prim
	if want := p.kind(); v.Kind != want {
		c.report("structure", "%s is a JSON %s; here is %s", article(m.ref.Code), want, kindOf(v))
		return
	}
	if fault := p.fault(v.Text); fault != "" {
		code := "value"
		if p == primDecimal && isDecimal(v.Text) {
			code = BeyondBounds
		}
		c.report(code, "%s", fault)
		return
	}
	switch {
	case m.element.codes != nil:
		if !m.element.codes.Has(v.Text) {
			c.badCode(v.Text, m.element.codes)
		}
	case m.element.Path == "Element.id":
		if strings.ContainsAny(v.Text, " \t\r\n") {
			c.report("value", "the id of an element contains no space")
		}
	case p == primCanonical || p == primURI || p == primURL:
		if v.Text[0] == '#' {
			c.pointsInside(v.Text, nil, p == primCanonical)
		} else if p == primCanonical && !isAbsolute(v.Text) {
			c.report("value", "a canonical is an absolute URL, or # and the id of a contained resource; here is %q", short(v.Text))
		}
	}
}

func (c *checker) badCode(code string, set *ValueSet) {
	if c.full() {
		return
	}
	const most = 12
	var list []string
	for i, sc := range set.Codes {
		if i == most {
			list = append(list, fmt.Sprintf("... (%d codes)", len(set.Codes)))
			break
		}
		list = append(list, sc.Code)
	}
	c.issues = append(c.issues, Issue{Severity: "error", Code: "code-invalid", Expression: c.expression(), Text: fmt.Sprintf("%q is not in the required value set %s%s: %s", short(code), set.URL, set.advice(code), strings.Join(list, ", "))})
}

// concept checks a CodeableConcept with a required binding: one of its codings
// is in the value set. One with extensions only says nothing wrong.
func (c *checker) concept(v *Tree, set *ValueSet) {
	codings := v.Get("coding")
	if set.Open || (codings == nil && v.Get("text") == nil && v.Get("extension") != nil) {
		return
	}
	for i := 0; codings.Is(Array) && i < len(codings.Items); i++ {
		coding := codings.Items[i]
		if system := coding.Get("system").StringOr(""); system != "" && set.HasIn(system, coding.Get("code").StringOr("")) {
			return
		}
	}
	if c.full() {
		return
	}
	advice := ""
	if codings.Is(Array) && len(codings.Items) > 0 {
		advice = set.advice(codings.Items[0].Get("code").StringOr(""))
	}
	var list []string
	for _, sc := range set.Codes {
		list = append(list, sc.System+"|"+sc.Code)
	}
	c.issues = append(c.issues, Issue{Severity: "error", Code: "code-invalid", Expression: c.expression(), Text: fmt.Sprintf("no coding is in the required value set %s%s: %s", set.URL, advice, strings.Join(list, ", "))})
}

// placeholder checks a null in a list of primitives: it stands for a value
// given by its extensions alone (http://hl7.org/fhir/R4/json.html#null).
func (c *checker) placeholder(siblings *Tree, name string, i int) {
	if !siblings.Is(Array) || i >= len(siblings.Items) || !siblings.Items[i].Is(Object) {
		c.report("structure", "null needs an object at the same place in %q, which says what is known of the value", "_"+name)
	}
}

// sibling checks "_x": the id and extensions of the primitive x
// (http://hl7.org/fhir/R4/json.html#primitive).
func (c *checker) sibling(primary, v *Tree, m member) {
	if m.element.Max == 1 {
		if !v.Is(Object) {
			c.report("structure", "the underscore member is a JSON object with id and extension; here is %s", kindOf(v))
			return
		}
		c.extended(v, primary == nil || primary.Kind == Null)
		return
	}
	if !v.Is(Array) || len(v.Items) == 0 {
		c.report("structure", "the underscore member of a list is an array of objects and nulls, not empty; here is %s", kindOf(v))
		return
	}
	if primary.Is(Array) && len(primary.Items) != len(v.Items) {
		c.report("structure", "the underscore member has %d items for %d values; fill up with null", len(v.Items), len(primary.Items))
	}
	useful := false
	for i, item := range v.Items {
		c.index(i)
		valueless := !primary.Is(Array) || i >= len(primary.Items) || primary.Items[i].Is(Null)
		switch {
		case item.Is(Object):
			useful = true
			c.extended(item, valueless)
		case !item.Is(Null):
			c.report("structure", "an item of the underscore member is an object with id and extension, or null; here is %s", kindOf(item))
		case valueless && !primary.Is(Array):
			c.report("structure", "null stands for nothing here: there is no value at this place either")
		}
	}
	c.index(-1)
	if !useful {
		c.report("structure", "the underscore member has no content; leave it out")
	}
}

// extended checks the id and extensions of a primitive, as an Element.
func (c *checker) extended(v *Tree, valueless bool) {
	element, _ := TypeOf("Element")
	c.object(v, element)
	switch {
	case len(v.Members) == 0:
		c.report("structure", "the object is empty; leave out an element that has no value")
	case valueless && len(v.Members) == 1 && v.Members[0].Name == "id":
		c.report("invariant", "an element has a value or children, not only an id (ele-1)")
	}
}
