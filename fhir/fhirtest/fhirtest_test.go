package fhirtest_test

import (
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
	"pgregory.net/rapid"
)

// The one law of this package: what it makes has the structure of R4.
func TestResourcesAreValid(t *testing.T) {
	t.Parallel()
	names := fhir.TypeNames("resource")
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "type")
		valid(t, fhirtest.Resource(t, name, fhirtest.Options{}))
	})
}

func TestEveryTypeCanBeMade(t *testing.T) {
	t.Parallel()
	for _, name := range fhir.TypeNames("resource") {
		g := fhirtest.Resources(fhirtest.Options{}, name)
		for seed := range 5 {
			valid(t, g.Example(seed))
		}
	}
}

func valid(t interface{ Errorf(string, ...any) }, r *fhir.Tree) {
	for _, is := range fhir.CheckStructure(r) {
		t.Errorf("%s %s: %s\n%s", is.Code, is.Expression, is.Text, r.JSON())
	}
	again, err := fhir.DecodeResource(fhir.Encode(r))
	if err != nil || !again.Equal(r) {
		t.Errorf("not the same after encoding and decoding (%v): %s", err, r.JSON())
	}
}

func TestDatatypesAreValid(t *testing.T) {
	t.Parallel()
	names := fhir.TypeNames("complex")
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "type")
		v := fhirtest.Datatype(t, name, fhirtest.Options{})
		if d, _ := fhir.TypeOf("Extension"); name == "Extension" || d.Child("value"+name) == nil {
			return // not every datatype can stand in an extension
		}
		extension := fhir.Obj(fhir.Member{Name: "url", Value: fhir.Str("http://example.org/x")}, fhir.Member{Name: "value" + name, Value: v})
		valid(t, fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("Patient")}, fhir.Member{Name: "extension", Value: fhir.List(extension)}))
	})
}

func TestMembersStandForOneElement(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		members := fhirtest.Members(t, "MedicationAdministration", "medication[x]", fhirtest.Options{})
		if len(members) != 1 || !strings.HasPrefix(members[0].Name, "medication") {
			t.Fatalf("medication[x]: %v", members)
		}
		for _, m := range fhirtest.Members(t, "Patient", "birthDate", fhirtest.Options{}) {
			if strings.TrimPrefix(m.Name, "_") != "birthDate" {
				t.Fatalf("birthDate: %v", m)
			}
		}
	})
}

func TestPrimitivesAreValid(t *testing.T) {
	t.Parallel()
	names := fhir.TypeNames("primitive")
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "type")
		text := fhirtest.Primitive(t, name)
		if fault := fhir.PrimitiveFault(name, text); fault != "" {
			t.Fatalf("%s %q: %s", name, text, fault)
		}
	})
}

// Whatever a lens may stumble over occurs, and often enough.
func TestOddThingsOccur(t *testing.T) {
	t.Parallel()
	g := fhirtest.Resources(fhirtest.Options{}, "Patient", "Observation", "MedicationAdministration", "QuestionnaireResponse")
	marks := []string{
		`null`, `"contained":[`, `"reference":"#c1"`, `"#"`, `"urn:uuid:`, `"https://ehr.example.com/fhir/r4/`, `/_history/`, `"_`, `5E1`, `1.10`, `-0.0`,
		`"modifierExtension"`, `"valueReference"`, `+05:45`, `","extension":[{"url"`, `"language":`,
	}
	count := map[string]int{}
	size, runs := 0, 1000
	for seed := range runs {
		text := string(fhir.Encode(g.Example(seed)))
		size += len(text)
		for _, m := range marks {
			if strings.Contains(text, m) {
				count[m]++
			}
		}
	}
	for _, m := range marks {
		wanted := m != `"modifierExtension"`
		if (count[m] >= runs/500) != wanted {
			t.Errorf("%s occurs in %d of %d resources", m, count[m], runs)
		}
	}
	t.Logf("mean size %d bytes; %v", size/runs, count)
}

func TestOptions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		o := fhirtest.Options{
			ID: "p1", Plain: true,
			Omit:  func(path string) bool { return path == "DomainResource.text" },
			Refer: func(t *rapid.T, targets []string) string { return targets[0] + "/known" },
		}
		r := fhirtest.Resource(t, "Encounter", o)
		text := string(r.JSON())
		if r.Get("id").StringOr("") != "p1" || r.Get("text") != nil || strings.Contains(text, `"_`) || strings.Contains(text, `"extension"`) || strings.Contains(text, `#c`) {
			t.Fatal(text)
		}
		valid(t, r)
	})
}

func BenchmarkResource(b *testing.B) {
	g := fhirtest.Resources(fhirtest.Options{}, "MedicationAdministration")
	seed := 0
	for b.Loop() {
		g.Example(seed)
		seed++
	}
}
