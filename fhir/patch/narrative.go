package patch

import "kapbridge/fhir"

// Narrative keeps a patched resource from telling one thing in its data and
// another in its text, as the standard demands of a server that patches
// (http://hl7.org/fhir/R4/http.html#patch). Where a patch changes data and not
// the text, a text that was made of the data is left out of the resource
// returned; one that says more than the data is refused with 422, for only its
// author can tell what is still true.
func Narrative(old, patched *fhir.Tree) (*fhir.Tree, error) {
	text := patched.Get("text")
	if text == nil || !text.Equal(old.Get("text")) || old.Without("meta").Equal(patched.Without("meta")) {
		return patched, nil
	}
	switch text.Get("status").StringOr("") {
	case "generated", "extensions": // made of elements and extensions alone
		return patched.Without("text"), nil
	case "empty": // it tells nothing
		return patched, nil
	}
	name := old.Get("resourceType").StringOr("")
	return nil, fhir.Refuse(422, "business-rule", "the narrative says more than the data do, and may no longer be right: change or remove text in the same patch").At(name + ".text")
}
