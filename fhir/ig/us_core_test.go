package ig

import (
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/validate"
)

const usCore = "http://hl7.org/fhir/us/core/"

// TestUSCoreIsNotTakenForHL7s holds each of our statements to R4, to HL7's url and
// to what tells it from HL7's publication.
func TestUSCoreIsNotTakenForHL7s(t *testing.T) {
	t.Parallel()
	if len(USCore()) == 0 {
		t.Fatal("nothing is stated of US Core")
	}
	for _, d := range USCore() {
		place := text(d, "resourceType") + "/" + text(d, "id")
		for _, issue := range validate.Errors(d) {
			t.Errorf("%s: %s: %s", place, issue.Expression, issue.Text)
		}
		if text(d, "url") != usCore+place {
			t.Errorf("%s has the url %s", place, text(d, "url"))
		}
		if text(d, "publisher") != "kapbridge" || !strings.HasPrefix(text(d, "description"), "Not HL7's publication: ") {
			t.Errorf("%s could be taken for HL7's: %s", place, text(d, "description"))
		}
		if held(text(d, "url")) != nil {
			t.Errorf("%s is among the definitions that are published", place)
		}
	}
}

// TestUSCoreNamesWhatIsHeld follows the names of profiles, types and code systems
// of US Core. Value sets that are not held answer Unknown, which no check minds.
func TestUSCoreNamesWhatIsHeld(t *testing.T) {
	t.Parallel()
	stated := map[string]bool{}
	for _, d := range USCore() {
		stated[text(d, "url")] = true
	}
	for _, d := range USCore() {
		fhir.Visit(d, func(v *fhir.Tree, at fhir.Spot) {
			for _, kind := range []string{"StructureDefinition/", "CodeSystem/"} {
				if at.Type != "markdown" && strings.HasPrefix(v.Text, usCore+kind) && !stated[v.Text] {
					t.Errorf("%s names %s, which is not stated", text(d, "url"), v.Text)
				}
			}
		})
	}
}
