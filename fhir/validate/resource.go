package validate

import (
	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
)

// Resource finds all that is wrong with a resource by R4, and with those in it.
// The severity is error for a fault, and warning for what R4 advises against and
// for an invariant that cannot be asked. The codes are those of
// fhir.CheckStructure; "invariant" comes with R4's key and words.
func Resource(t *fhir.Tree) []fhir.Issue {
	return append(fhir.CheckStructure(t), Invariants(t)...)
}

// Errors finds what Resource finds of severity error, and does not ask the rest:
// most resources go against some advice, and to say where takes longer than all
// else.
func Errors(t *fhir.Tree) []fhir.Issue {
	return append(fhir.CheckStructure(t), walker{root: t, strict: true}.walk()...)
}

// Invariants finds the invariants of R4 that a resource breaks.
func Invariants(t *fhir.Tree) []fhir.Issue { return walker{root: t}.walk() }

func (w walker) walk() []fhir.Issue {
	var issues []fhir.Issue
	t := w.root
	w.resource(t)
	for _, f := range w.found[:min(len(w.found), fhir.MaxIssues)] {
		issues = append(issues, f.issue(t))
	}
	return issues
}

// IsError tells whether an issue is more than a warning.
func IsError(is fhir.Issue) bool { return is.Severity == "error" || is.Severity == "fatal" }

// finding is a rule that a value breaks, or that cannot be asked of it.
type finding struct {
	value *fhir.Tree
	rule  *rule
	err   error
}

// issue words a finding.
func (f finding) issue(t *fhir.Tree) fhir.Issue {
	is := fhir.Issue{
		Severity: f.rule.Severity, Code: "invariant",
		Expression: fhir.PlaceOf(t, f.value), Text: f.rule.Text + " (" + f.rule.Key + ")",
	}
	if f.err != nil {
		is.Severity, is.Code = "warning", "incomplete"
		is.Text = "whether " + f.rule.Key + " holds cannot be said: " + f.err.Error()
	}
	return is
}

// walker goes once through a resource. It keeps no places: they are looked up
// for what is found, so that a good resource costs little.
type walker struct {
	root   *fhir.Tree // that of %rootResource
	ctx    fhirpath.Context
	strict bool // only what is an error
	found  []finding

	contained bool // it is inside of a contained resource
}

// resource asks what is to be asked of a resource that is not contained.
func (w *walker) resource(t *fhir.Tree) {
	root, ctx := w.root, w.ctx
	w.root = t
	w.body(t)
	w.root, w.ctx = root, ctx
}

// body asks what is to be asked of any resource
// (http://hl7.org/fhir/R4/fhirpath.html#variables).
func (w *walker) body(t *fhir.Tree) {
	p := plans()[t.Get("resourceType").StringOr("")]
	if p == nil || p.def.Kind != "resource" || !t.Is(fhir.Object) {
		return // a fault of structure
	}
	w.ctx = fhirpath.Context{Resource: t, Root: w.root, AsMany: true}
	w.ask(p.rules, fhirpath.Of(t))
	w.members(t, p)
}

// members goes on with what an object holds.
func (w *walker) members(t *fhir.Tree, p *plan) {
	for i := range t.Members {
		name, value := t.Members[i].Name, t.Members[i].Value
		m, known := p.members[name]
		switch {
		case !known:
		case value.Is(fhir.Array):
			for _, item := range value.Items {
				w.value(item, m, name)
			}
		default:
			w.value(value, m, name)
		}
	}
}

// value asks what is to be asked of one value. What has the wrong kind is a
// fault of structure, and no rule is asked of it.
func (w *walker) value(v *fhir.Tree, m *member, name string) {
	switch {
	case v == nil || v.Kind == fhir.Null:
	case m.siblings:
		w.members(v, plans()["Element"])
	case m.below == nil && name == "contained":
		ctx := w.ctx
		w.contained = true // a contained resource contains none
		w.body(v)
		w.ctx, w.contained = ctx, false
	case m.below == nil:
		w.resource(v)
	case (v.Kind == fhir.Object) == (m.below.def.Kind == "primitive"):
	default:
		self := fhirpath.Value{Tree: v, Type: m.below.def}
		w.ask(m.rules, self)
		w.ask(m.below.rules, self)
		w.members(v, m.below)
	}
}

// ask evaluates rules with a value in focus.
func (w *walker) ask(rules []rule, v fhirpath.Value) {
	for i := range rules {
		if w.strict && rules[i].Severity != "error" || w.contained && rules[i].Key == narrated {
			continue
		}
		holds, err := rules[i].asked.Holds(&w.ctx, v)
		if w.strict && err != nil {
			continue // which is a warning
		}
		if err != nil || !holds {
			w.found = append(w.found, finding{v.Tree, &rules[i], err})
		}
	}
}
