package validate

import (
	"cmp"
	"fmt"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
)

// rule is an invariant of R4 that is asked.
type rule struct {
	fhir.Invariant
	asked *fhirpath.Expression
}

// elsewhere lists the invariants that fhir.CheckStructure looks at, and says so
// in words of its own.
var elsewhere = map[string]bool{
	"ele-1": true, "ext-1": true, "ref-1": true, "txt-1": true, "txt-2": true,
	"dom-2": true, "dom-3": true, "dom-4": true, "dom-5": true,
}

// declined lists the invariants that are not asked, and why.
var declined = map[string]string{
	"cid-0": "it asks for the name of a ChargeItemDefinition, which R4 does not give it",
}

// mended are the expressions of invariants that miss what R4's words for them
// say. que-7 asks for the Boolean of FHIRPath, which no answer is. que-12 begins with the third condition, where the words say more than one;
// que-13 says nothing of an item that does not say whether it repeats
// (http://hl7.org/fhir/R4/questionnaire.html#invs).
var mended = map[string]string{
	"que-7":  "operator = 'exists' implies (answer is boolean)",
	"que-12": "enableWhen.count() > 1 implies enableBehavior.exists()",
	"que-13": "repeats.where($this).exists() or initial.count() <= 1",
}

// narrated advises a narrative. Contained resources have none
// (http://hl7.org/fhir/R4/domainresource-definitions.html#DomainResource.text).
const narrated = "dom-6"

// rulesAt compiles the invariants that are asked at a path. R4's own table is
// part of the program: what does not compile there is our slip.
func rulesAt(path string) []rule {
	var list []rule
	for _, i := range fhir.Invariants(path) {
		if elsewhere[i.Key] || declined[i.Key] != "" {
			continue
		}
		i.Expression = cmp.Or(mended[i.Key], i.Expression)
		e, err := fhirpath.Compile(i.Expression)
		if err != nil {
			panic(fmt.Sprintf("validate: %s of %s: %v", i.Key, i.Path, err))
		}
		list = append(list, rule{i, e})
	}
	return list
}
