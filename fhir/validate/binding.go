package validate

import (
	"fmt"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/term"
)

// binding says which value set the codes of an element are from
// (http://hl7.org/fhir/R4/terminologies.html#strength).
type binding struct{ strength, valueSet string }

// binding holds a coded value to a value set. What is not held here is not
// asked. A text without a code is no code from the set.
func (x *examiner) binding(v fhirpath.Value, b *binding) {
	if b.strength == "example" || b.strength == "preferred" && !x.advice || x.v.member(v, b.valueSet) != term.No {
		return
	}
	severity := "warning"
	if b.strength == "required" {
		severity = "error"
	}
	x.fail(v, "", severity, "code-invalid", "%s is not in the %s value set %s%s", coded(v), b.strength, b.valueSet, x.v.didYouMean(v, b.valueSet))
}

// member tells whether a code, Coding, CodeableConcept, Quantity or uri is in a
// value set.
func (v *Validator) member(value fhirpath.Value, valueSet string) term.Answer {
	t := value.Tree
	switch {
	case t == nil || value.Type == nil:
		return term.Unknown
	case value.Type.Kind == "primitive":
		return v.terms.Has(valueSet, "", t.Text)
	case value.Type.Name == "CodeableConcept":
		return v.concept(t, valueSet)
	case value.Type.Is("Quantity") && t.Get("code") == nil:
		return term.Unknown // the binding is about its code
	case value.Type.Name == "Coding" || value.Type.Is("Quantity"):
		return v.coding(t, valueSet)
	}
	return term.Unknown
}

// concept tells whether one of the codings is in a value set; there may be others.
func (v *Validator) concept(t *fhir.Tree, valueSet string) term.Answer {
	best, list := term.No, t.Get("coding")
	for i := 0; list.Is(fhir.Array) && i < len(list.Items); i++ {
		switch v.coding(list.Items[i], valueSet) {
		case term.Yes:
			return term.Yes
		case term.Unknown:
			best = term.Unknown
		}
	}
	if best == term.No && !list.Is(fhir.Array) && v.terms.Has(valueSet, "urn:none", "none") == term.Unknown {
		return term.Unknown // of a set that is not held, nothing is asked
	}
	return best
}

func (v *Validator) coding(t *fhir.Tree, valueSet string) term.Answer {
	system, code := t.Get("system").StringOr(""), t.Get("code").StringOr("")
	if system == "" || code == "" {
		return term.No
	}
	return v.terms.Has(valueSet, system, code)
}

// coded names a value as it was sent.
func coded(v fhirpath.Value) string {
	t := v.Tree
	if list := t.Get("coding"); list.Is(fhir.Array) && len(list.Items) > 0 {
		t = list.Items[0]
	}
	switch {
	case t.Is(fhir.String):
		return fmt.Sprintf("%q", t.Text)
	case t.Get("code").Is(fhir.String):
		return fmt.Sprintf("%q of %q", t.Get("code").Text, t.Get("system").StringOr("no system"))
	}
	return "what has no code"
}

// didYouMean names the nearest code of the set, as the end of a sentence.
func (v *Validator) didYouMean(value fhirpath.Value, valueSet string) string {
	t := value.Tree
	if list := t.Get("coding"); list.Is(fhir.Array) && len(list.Items) > 0 {
		t = list.Items[0]
	}
	code := t.StringOr(t.Get("code").StringOr(""))
	if near := v.terms.Nearest(valueSet, code); near != "" && code != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
