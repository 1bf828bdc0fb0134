package validate

import (
	"fmt"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
)

// examiner holds one document to profiles. It keeps no places: they are looked up
// for what is found, so that a good resource costs little.
type examiner struct {
	v        *Validator
	document *fhir.Tree // all that came, in which places are told
	bundle   *fhir.Tree // the innermost Bundle around, in which references may lead
	entry    *fhir.Tree // its entry around
	ctx      fhirpath.Context
	advice   bool                // tell also what is only preferred
	of       *held               // whose rules are asked
	asking   map[question]bool   // what is asked already further up
	values   fhirpath.Collection // room for the values that are being looked at
	found    []breach
}

// question is a value and a definition that it is held to.
type question struct {
	value *fhir.Tree
	of    *held
}

// breach is something that a profile does not allow.
type breach struct {
	of             *held // nil for what is no rule of a definition
	at             *fhir.Tree
	step           string // to an element of it that is missing
	severity, code string
	text           string
}

func (x *examiner) fail(at fhirpath.Value, step, severity, code, format string, args ...any) {
	x.found = append(x.found, breach{x.of, treeOf(at), step, severity, code, fmt.Sprintf(format, args...)})
}

// treeOf is what stands for a value in the document.
func treeOf(v fhirpath.Value) *fhir.Tree {
	if v.Tree != nil {
		return v.Tree
	}
	return v.Sibling
}

// issues words what was found, each finding once, whatever number of profiles has it.
func (x *examiner) issues() []fhir.Issue {
	var all []fhir.Issue
	said := map[fhir.Issue]bool{}
	for _, b := range x.found {
		is := fhir.Issue{Severity: b.severity, Code: b.code, Expression: fhir.PlaceOf(x.document, b.at), Text: b.text}
		if b.step != "" {
			is.Expression += "." + b.step
		}
		if said[is] {
			continue
		}
		said[is] = true
		if b.of != nil {
			is.Profile, is.Text = b.of.URL, b.text+" (profile "+b.of.Name+")"
		}
		if all = append(all, is); len(all) == fhir.MaxIssues {
			break
		}
	}
	return all
}

// held holds a value to a definition. What is being asked already is not asked
// again inside of itself: definitions and references may lead in a circle.
func (x *examiner) held(v fhirpath.Value, h *held) {
	s, q := h.outline().root, question{treeOf(v), h}
	if s == nil || x.asking[q] {
		return
	}
	if x.asking == nil {
		x.asking = map[question]bool{}
	}
	x.asking[q] = true
	before := x.of
	x.of = h
	x.value(v, s)
	x.of = before
	delete(x.asking, q)
}

// conforms tells whether a value has no error by a definition.
func (x *examiner) conforms(v fhirpath.Value, h *held) bool {
	found := x.found
	x.found = nil
	x.held(v, h)
	faults := slices.ContainsFunc(x.found, func(b breach) bool { return b.severity == "error" })
	x.found = found
	return !faults
}

// value asks one value what an element's shape asks.
func (x *examiner) value(v fhirpath.Value, s *shape) {
	if s.fixed != nil && !v.Tree.Equal(s.fixed) {
		x.fail(v, "", "error", "value", "the value is to be %s", brief(s.fixed))
	}
	if s.pattern != nil && !contains(v.Tree, s.pattern) {
		x.fail(v, "", "error", "value", "the value is to contain %s", brief(s.pattern))
	}
	if s.types != nil {
		x.types(v, s)
	}
	if s.binding != nil {
		x.binding(v, s.binding)
	}
	if s.longest > 0 && v.Tree.Is(fhir.String) && tooLong(v.Tree.Text, s.longest) {
		x.fail(v, "", "error", "too-long", "the text may have %d characters at most", s.longest)
	}
	if s.rules != nil {
		x.rules(v, s.rules)
	}
	for _, e := range s.below {
		x.element(v, e)
	}
}

// tooLong counts characters only where there are more bytes than those.
func tooLong(text string, most int) bool {
	return len(text) > most && len([]rune(text)) > most
}

// element asks all values of one element below a value.
func (x *examiner) element(parent fhirpath.Value, s *shape) {
	start := len(x.values)
	x.values = s.child.Append(x.values, parent)
	list := x.values[start:len(x.values):len(x.values)]
	x.cardinality(parent, s, list, "")
	for i := range list {
		x.value(list[i], s)
	}
	if s.slicing != nil {
		x.slicing(parent, s, list)
	}
	x.values = x.values[:start]
}

// cardinality asks for the number of values, of an element or of a slice of it.
func (x *examiner) cardinality(parent fhirpath.Value, s *shape, list []fhirpath.Value, slice string) {
	switch n := len(list); {
	case n >= s.min && (s.max == fhir.Many || n <= s.max):
	case n < s.min && slice != "":
		x.fail(parent, s.label, "error", "required", "of the values of %q, %d %s; at least %d must: %s", s.label, n, are(n), s.min, slice)
	case n == 0 && len(s.names) > 1:
		x.fail(parent, s.label, "error", "required", "the required element is missing; give one of %s", strings.Join(s.names, ", "))
	case n == 0:
		x.fail(parent, s.label, "error", "required", "the required element %q is missing", s.name())
	case n < s.min:
		x.fail(parent, s.label, "error", "required", "the element %q is needed %d times, here it is %d times", s.label, s.min, n)
	case s.max == 0 && slice == "":
		x.fail(list[0], "", "error", "structure", "this element is not allowed")
	case slice != "":
		x.fail(list[s.max], "", "error", "structure", "of the values of %q, %d %s; at most %d may: %s", s.label, n, are(n), s.max, slice)
	default:
		x.fail(list[s.max], "", "error", "structure", "the element is allowed %d times, here it is %d times", s.max, n)
	}
}

// are words how many values a slice has.
func are(n int) string {
	if n == 1 {
		return "is in a slice"
	}
	return "are in a slice"
}

func (s *shape) name() string {
	if len(s.names) == 1 {
		return s.names[0]
	}
	return s.label
}

// rules asks for the constraints of the profile.
func (x *examiner) rules(v fhirpath.Value, list []rule) {
	for i := range list {
		holds, err := list[i].asked.Holds(&x.ctx, v)
		switch {
		case err != nil:
			x.fail(v, "", "warning", "incomplete", "whether %s holds cannot be said: %v", list[i].Key, err)
		case !holds:
			x.fail(v, "", list[i].Severity, "invariant", "%s (%s)", list[i].Text, list[i].Key)
		}
	}
}

// types asks for one of the types, and what is said of it.
func (x *examiner) types(v fhirpath.Value, s *shape) {
	if v.Type == nil {
		return // a resource of a type that R4 does not know
	}
	i := slices.IndexFunc(s.types, func(a allowed) bool { return a.is(v.Type) })
	if i < 0 {
		x.fail(v, "", "error", "structure", "the value is of the type %s; this profile allows %s", v.Type.Name, codes(s.types))
		return
	}
	t := &s.types[i]
	x.oneOf(v, t.profiles)
	if t.targets != nil && t.code == "Reference" {
		x.reference(v, t)
	}
}

// is tells whether a value may be of the type: a backbone element has a type of
// its own.
func (a *allowed) is(d *fhir.TypeDef) bool {
	return d.Kind == "backbone" || d.Name == a.code || d.Kind == "resource" && d.Is(a.code)
}

func codes(types []allowed) string {
	var all []string
	for _, t := range types {
		all = append(all, t.code)
	}
	return strings.Join(all, ", ")
}

// oneOf holds a value to at least one of several definitions. Those that are not
// held here are not asked, and of what one of them may allow nothing is said.
func (x *examiner) oneOf(v fhirpath.Value, canonicals []string) {
	var known []*held
	for _, c := range canonicals {
		h := x.v.find(c)
		if h == nil {
			return
		}
		known = append(known, h)
	}
	switch {
	case len(known) == 0:
	case len(known) == 1:
		x.held(v, known[0])
	case !slices.ContainsFunc(known, func(h *held) bool { return x.conforms(v, h) }):
		x.fail(v, "", "error", "structure", "the value conforms to none of the profiles that are allowed here: %s", strings.Join(canonicals, ", "))
	}
}
