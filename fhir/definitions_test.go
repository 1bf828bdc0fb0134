package fhir

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEveryTypeIsKnown(t *testing.T) {
	t.Parallel()
	// http://hl7.org/fhir/R4/resourcelist.html and datatypes.html
	if n := len(TypeNames("resource")); n != 146 {
		t.Errorf("R4 has 146 resource types that can be instantiated (with Parameters, Binary and Bundle), the table has %d", n)
	}
	if n := len(TypeNames("primitive")); n != 20 {
		t.Errorf("R4 has 20 primitive types (with xhtml), the table has %d", n)
	}
	for _, name := range TypeNames("primitive") {
		if d, _ := TypeOf(name); d.prim == notPrimitive {
			t.Errorf("primitive %s is not provided for", name)
		}
	}
	for name, want := range map[string]bool{"Patient": true, "Resource": false, "DomainResource": false, "Quantity": false, "patient": false, "": false} {
		if IsResource(name) != want {
			t.Errorf("IsResource(%q) = %v", name, !want)
		}
	}
}

// The check keeps the seen elements of an object in 128 bits.
func TestNoTypeHasMoreElementsThanTheCheckCounts(t *testing.T) {
	t.Parallel()
	all := definitions()
	for _, types := range []map[string]*TypeDef{all.types, all.owners} {
		for name, d := range types {
			if len(d.Elements) > 128 {
				t.Errorf("%s has %d elements", name, len(d.Elements))
			}
			for place, e := range d.Elements {
				for _, ref := range e.Types {
					if got := d.Order(e.Member(ref)); got != place {
						t.Errorf("%s.%s is at %d, Order says %d", name, e.Member(ref), place, got)
					}
				}
				if e.Binding != "" && e.codes == nil {
					t.Errorf("%s: no codes for %s", e.Path, e.Binding)
				}
			}
		}
	}
}

func TestElement(t *testing.T) {
	t.Parallel()
	cases := []struct{ typ, member, path, suffix string }{
		{"Observation", "valueQuantity", "Observation.value[x]", "Quantity"},
		{"Observation", "valueDateTime", "Observation.value[x]", "dateTime"},
		{"Observation", "_valueString", "Observation.value[x]", "string"},
		{"Observation", "value", "", ""},
		{"Observation", "valueDecimal", "", ""},
		{"Patient", "id", "Resource.id", "id"},
		{"Patient", "_id", "Resource.id", "id"},
		{"Patient", "ID", "", ""},
		{"HumanName", "_id", "", ""},
		{"Extension", "_url", "", ""},
		{"Narrative", "_div", "", ""},
		{"Age", "value", "Quantity.value", "decimal"},
		{"Bundle", "_entry", "", ""},
	}
	for _, c := range cases {
		d, _ := TypeOf(c.typ)
		e, suffix, ok := d.Element(c.member)
		if ok != (c.path != "") || suffix != c.suffix || ok && e.Path != c.path {
			t.Errorf("%s.%s: %v %q %v", c.typ, c.member, e, suffix, ok)
		}
	}
}

func TestChildFollowsBackboneAndContentReference(t *testing.T) {
	t.Parallel()
	d, _ := TypeOf("Questionnaire")
	item := d.Child("item")
	if item == nil || item.Name != "Questionnaire.item" {
		t.Fatalf("item: %v", item)
	}
	if again := item.Child("item"); again != item {
		t.Errorf("item.item is %v", again)
	}
	if c := item.Child("answerOption").Child("valueCoding"); c.Name != "Coding" {
		t.Errorf("answerOption.valueCoding is %v", c)
	}
	if c := d.Child("contained"); c != nil {
		t.Errorf("contained is %v", c)
	}
	if got := item.Order("linkId"); got >= item.Order("text") || item.Order("text") >= item.Order("item") || item.Order("nonsense") != len(item.Elements) {
		t.Error("order of item's members")
	}
}

func TestResolvePath(t *testing.T) {
	t.Parallel()
	good := []struct{ typ, path, want string }{
		{"MedicationAdministration", "dosage.dose", "MedicationAdministration.dosage.dose"},
		{"Observation", "component.value[x]", "Observation.component.value[x]"},
		{"Observation", "component.referenceRange.low.value", "Quantity.value"},
		{"QuestionnaireResponse", "item.answer.value[x]", "QuestionnaireResponse.item.answer.value[x]"},
		{"QuestionnaireResponse", "item.answer.item.item.answer.valueCoding.code", "Coding.code"},
		{"Patient", "meta.tag", "Meta.tag"},
		{"Patient", "name.given", "HumanName.given"},
	}
	for _, c := range good {
		if e, err := ResolvePath(c.typ, c.path); err != nil || e.Path != c.want {
			t.Errorf("%s %s: %v, %v", c.typ, c.path, e, err)
		}
	}
	bad := []struct{ typ, path, want string }{
		{"Nothing", "x", `no type "Nothing"`},
		{"Patient", "nmae", `nearest is "name"`},
		{"Observation", "value[x].code", "no single type"},
		{"Patient", "gender.code", `no element "code"`},
		{"Patient", "contained.id", "no single type"},
	}
	for _, c := range bad {
		if _, err := ResolvePath(c.typ, c.path); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %q", c.typ, c.path, err, c.want)
		}
	}
}

func TestSearchParameters(t *testing.T) {
	t.Parallel()
	byCode := map[string]SearchParameter{}
	for _, p := range SearchParameters("Observation") {
		if _, twice := byCode[p.Code]; twice {
			t.Errorf("%s occurs twice", p.Code)
		}
		byCode[p.Code] = p
	}
	if got := byCode["patient"].Expression; got != "Observation.subject.where(resolve() is Patient)" {
		t.Errorf("patient: %s", got)
	}
	if got := byCode["code"].Expression; got != "Observation.code" {
		t.Errorf("code: %s", got)
	}
	if got := byCode["_id"]; got.Type != "token" || got.Expression != "Resource.id" {
		t.Errorf("_id: %+v", got)
	}
	want := []SearchComponent{
		{"http://hl7.org/fhir/SearchParameter/clinical-code", "code"},
		{"http://hl7.org/fhir/SearchParameter/Observation-value-quantity", "value.as(Quantity)"},
	}
	if d := cmp.Diff(want, byCode["code-value-quantity"].Components); d != "" {
		t.Error(d)
	}
	if SearchParameters("Nothing") != nil {
		t.Error("an unknown type has search parameters")
	}
}

// Every type's expressions start at the type itself, so narrowing left nothing
// foreign. InsurancePlan-name is published as the bare "name | alias".
func TestSearchExpressionsAreNarrowed(t *testing.T) {
	t.Parallel()
	for _, name := range TypeNames("resource") {
		for _, p := range SearchParameters(name) {
			if p.URL == "http://hl7.org/fhir/SearchParameter/InsurancePlan-name" {
				continue
			}
			for _, branch := range unionBranches(p.Expression) {
				start, _, _ := strings.Cut(strings.TrimLeft(branch, "( "), ".")
				start, _, _ = strings.Cut(start, " ")
				if start != "" && start != name && start != "Resource" && start != "DomainResource" {
					t.Errorf("%s %s: %s", name, p.Code, branch)
				}
			}
		}
	}
}

func TestCompartmentParameters(t *testing.T) {
	t.Parallel()
	if got := CompartmentParameters("patient", "Observation"); !slices.Equal(got, []string{"subject", "performer"}) {
		t.Errorf("Observation: %v", got)
	}
	if got := CompartmentParameters("patient", "Medication"); got != nil {
		t.Errorf("Medication: %v", got)
	}
}

func TestRequiredCodes(t *testing.T) {
	t.Parallel()
	v, ok := RequiredCodes("http://hl7.org/fhir/ValueSet/administrative-gender")
	if !ok || !v.Has("female") || v.Has("Female") || v.Has("") || !v.HasIn("http://hl7.org/fhir/administrative-gender", "male") || v.HasIn("x", "male") {
		t.Errorf("administrative-gender: %+v", v)
	}
	if v, ok := RequiredCodes("http://hl7.org/fhir/ValueSet/currencies"); !ok || !v.Has("CHF") {
		t.Errorf("currencies: %+v", v)
	}
	if _, ok := RequiredCodes("http://hl7.org/fhir/ValueSet/observation-category"); ok {
		t.Error("a preferred binding is given as required")
	}
}

func BenchmarkLoadDefinitions(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		t := &tables{types: map[string]*TypeDef{}, owners: map[string]*TypeDef{}, codes: readValueSets(valueSetsText)}
		t.read(typesText)
		for _, d := range t.types {
			t.complete(d)
		}
		for _, d := range t.owners {
			t.complete(d)
		}
	}
}
