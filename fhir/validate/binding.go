package validate

import (
	"cmp"
	"fmt"
	"slices"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/term"
)

// binding says which value set the codes of an element are from
// (http://hl7.org/fhir/R4/terminologies.html#strength).
type binding struct {
	strength, valueSet string
	usual              string // a value set that can be listed, for the code that was meant; "" for the same
}

// binding holds a coded value to a value set. What is not held here is not
// asked. A text without a code is no code from the set.
func (x *examiner) binding(v fhirpath.Value, b *binding) {
	if !bindable(v.Type) || b.strength == "example" || b.strength == "preferred" && !x.advice || v.In(x.v.terms, b.valueSet) != term.No {
		return
	}
	severity := "warning"
	if b.strength == "required" {
		severity = "error"
	}
	x.fail(v, "", severity, "code-invalid", "%s is not in the %s value set %s%s", coded(v), b.strength, b.valueSet, x.v.didYouMean(v, cmp.Or(b.usual, b.valueSet)))
}

// bindable tells whether a binding says something of values of a type: in a choice
// there are others (http://hl7.org/fhir/R4/terminologies.html#4.1).
func bindable(d *fhir.TypeDef) bool {
	return d != nil && slices.ContainsFunc([]string{"code", "Coding", "CodeableConcept", "Quantity", "string", "uri"}, d.Is)
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
	if code == "" {
		return ""
	}
	return meant(v.terms.Nearest(valueSet, code))
}

// meant names a code that is near, as the end of a sentence.
func meant(near string) string {
	if near == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", near)
}
