package mapping

import (
	"testing"

	"kapbridge/fhir/ig"
	"kapbridge/fhir/validate"
)

// TestPublishedIsValid holds what others are given, snapshots too, to R4.
func TestPublishedIsValid(t *testing.T) {
	t.Parallel()
	for _, d := range Published() {
		place := d.Get("resourceType").Text + "/" + d.Get("id").Text
		for _, issue := range ig.Validator().Resource(d) {
			if validate.IsError(issue) {
				t.Errorf("%s: %s: %s", place, issue.Expression, issue.Text)
			}
		}
		if of := d.Get("resourceType").Text; of == "StructureDefinition" && d.At("snapshot", "element") == nil {
			t.Errorf("%s has no snapshot", place)
		}
	}
}
