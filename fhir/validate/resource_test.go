package validate

import (
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/fhirtest"
)

// Every fault that is put into a sound resource is told, at its place, and no
// other: {name, resource, "severity code place key"}.
var mutations = []struct{ name, json, want string }{
	{"contact without details", patient + `"contact":[{"name":{"text":"a"}},{"gender":"male"}]}`, "error invariant Patient.contact[1] pat-1"},
	{"value and reason for none", observation + `"code":{"text":"a"},"valueString":"b","dataAbsentReason":{"text":"c"}}`, "error invariant Observation obs-6"},
	{"value and a component that is it", observation + `"code":{"coding":[{"code":"a"}]},"valueString":"b","component":[{"code":{"coding":[{"code":"a"}]}}]}`, "error invariant Observation obs-7"},
	{"range without limits", observation + `"code":{"text":"a"},"referenceRange":[{"appliesTo":[{"text":"x"}]}]}`, "error invariant Observation.referenceRange[0] obs-3"},
	{"period backwards", `{"resourceType":"EpisodeOfCare",` + narrative + `"status":"active","patient":{"reference":"Patient/1"},"period":{"start":"2020-02","end":"2020-01-31"}}`, "error invariant EpisodeOfCare.period per-1"},
	{"unit code without system", observation + `"code":{"text":"a"},"valueQuantity":{"value":1,"code":"mg"}}`, "error invariant Observation.value qty-3"},
	{"low above high", observation + `"code":{"text":"a"},"valueRange":{"low":{"value":2},"high":{"value":1}}}`, "error invariant Observation.value rng-2"},
	{"ratio of half", observation + `"code":{"text":"a"},"valueRatio":{"numerator":{"value":2}}}`, "error invariant Observation.value rat-1"},
	{"telephone without system", patient + `"telecom":[{"value":"555"}]}`, "error invariant Patient.telecom[0] cpt-2"},
	{"data without type", patient + `"photo":[{"data":"YQ=="}]}`, "error invariant Patient.photo[0] att-1"},
	{"duration without unit", observation + `"code":{"text":"a"},"effectiveTiming":{"repeat":{"duration":1}}}`, "error invariant Observation.effective.repeat tim-1"},
	{"negative duration", observation + `"code":{"text":"a"},"effectiveTiming":{"repeat":{"duration":-1,"durationUnit":"h"}}}`, "error invariant Observation.effective.repeat tim-4"},
	{"group without items", questionnaire + `"item":[{"linkId":"1","type":"group"}]}`, "error invariant Questionnaire.item[0] que-1"},
	{"link id twice", questionnaire + `"item":[{"linkId":"1","type":"string"},{"linkId":"1","type":"string"}]}`, "error invariant Questionnaire que-2"},
	{"display with a code", questionnaire + `"item":[{"linkId":"1","type":"group","item":[{"linkId":"2","type":"display","code":[{"code":"a"}]}]}]}`, "error invariant Questionnaire.item[0].item[0] que-3"},
	{"items beside answers", `{"resourceType":"QuestionnaireResponse",` + narrative + `"status":"completed","item":[{"linkId":"1","item":[{"linkId":"2"}],"answer":[{"valueString":"a"}]}]}`, "error invariant QuestionnaireResponse.item[0] qrs-1"},
	{"wrong condition that is active", condition + `"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"entered-in-error"}]}}`, "error invariant Condition con-5"},
	{"stage of nothing", condition + `"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"stage":[{"type":{"text":"a"}}]}`, "error invariant Condition.stage[0] con-1"},
	{"address twice in a Bundle", `{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:a","resource":{"resourceType":"Basic",` + narrative + `"code":{"text":"a"}}},{"fullUrl":"urn:a","resource":{"resourceType":"Basic",` + narrative + `"code":{"text":"a"}}}]}`, "error invariant Bundle bdl-7"},
	{"inside a Bundle", `{"resourceType":"Bundle","type":"collection","entry":[{"resource":` + patient + `"telecom":[{"value":"555"}]}}]}`, "error invariant Bundle.entry[0].resource.telecom[0] cpt-2"},
	{"inside what is contained", patient + `"generalPractitioner":[{"reference":"#a"}],"contained":[{"resourceType":"Practitioner","id":"a",` + narrative + `"telecom":[{"value":"555"}]}]}`, "error invariant Patient.contained[0].telecom[0] cpt-2"},
	{"inside an extension", patient + `"extension":[{"url":"http://a","valueQuantity":{"code":"mg"}}]}`, "error invariant Patient.extension[0].value qty-3"},
	{"inside an extension of a primitive", patient + `"_gender":{"extension":[{"url":"http://a","valueQuantity":{"code":"mg"}}]}}`, "error invariant Patient.gender.extension[0].value qty-3"},
	{"no narrative", `{"resourceType":"Patient"}`, "warning invariant Patient dom-6"},
	{"no narrative, with a contained resource that has none", `{"resourceType":"Patient","managingOrganization":{"reference":"#a"},"contained":[{"resourceType":"Organization","id":"a","name":"b"}]}`, "warning invariant Patient dom-6"},
	{"structure", patient + `"gender":"man"}`, "error code-invalid Patient.gender"},
}

const (
	narrative     = `"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>"},`
	patient       = `{"resourceType":"Patient",` + narrative
	observation   = `{"resourceType":"Observation","status":"final",` + narrative
	questionnaire = `{"resourceType":"Questionnaire","status":"draft",` + narrative
	condition     = `{"resourceType":"Condition","subject":{"reference":"Patient/1"},` + narrative
)

func TestEachMutationIsTold(t *testing.T) {
	t.Parallel()
	for _, m := range mutations {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			tree, err := fhir.DecodeResource([]byte(m.json))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, is := range Resource(tree) {
				key := ""
				if is.Code == "invariant" {
					key = " " + strings.Trim(is.Text[strings.LastIndex(is.Text, "("):], "()")
				}
				got = append(got, is.Severity+" "+is.Code+" "+is.Expression+key)
			}
			if !slices.Equal(got, []string{m.want}) {
				t.Errorf("got %q\nwant %q", got, m.want)
			}
		})
	}
}

func TestOfficialExamplesHaveNoErrors(t *testing.T) {
	t.Parallel()
	for name, data := range fhirtest.Examples(t) {
		tree, err := fhir.DecodeResource(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, is := range Resource(tree) {
			if strings.HasPrefix(is.Text, "a canonical is an absolute URL") && is.Expression == "QuestionnaireResponse.questionnaire" {
				continue // two examples have a relative one
			}
			if IsError(is) || is.Code == "incomplete" {
				t.Errorf("%s: %s %s %s: %s", name, is.Severity, is.Code, is.Expression, is.Text)
			}
		}
	}
}

// What is declined is exactly what no value can be asked, and what is left to
// fhir.CheckStructure is there.
func TestWhatIsNotAskedHasAReason(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, path := range fhir.InvariantPaths() {
		for _, i := range fhir.Invariants(path) {
			seen[i.Key] = true
			e, err := fhirpath.Compile(i.Expression)
			if err != nil {
				t.Fatal(err)
			}
			if meaning := e.Check(path); (meaning != nil) != (declined[i.Key] != "") {
				t.Errorf("%s of %s, declined because %q: %v", i.Key, path, declined[i.Key], meaning)
			}
		}
	}
	for key := range elsewhere {
		if !seen[key] {
			t.Errorf("%s is no invariant of R4", key)
		}
	}
}

// Every other invariant of R4 is reached by the walk from some type.
func TestEveryInvariantHasAPlace(t *testing.T) {
	t.Parallel()
	planned, walked := map[string]bool{}, map[*plan]bool{}
	var walk func(p *plan)
	walk = func(p *plan) {
		if p == nil || walked[p] {
			return
		}
		walked[p] = true
		for _, r := range p.rules {
			planned[r.Path+" "+r.Key] = true
		}
		for _, m := range p.members {
			for _, r := range m.rules {
				planned[r.Path+" "+r.Key] = true
			}
			walk(m.below)
		}
	}
	for _, p := range plans() {
		walk(p)
	}
	for _, path := range fhir.InvariantPaths() {
		for _, i := range fhir.Invariants(path) {
			if !elsewhere[i.Key] && declined[i.Key] == "" && !planned[path+" "+i.Key] {
				t.Errorf("%s of %s is never asked", i.Key, path)
			}
		}
	}
}

// BenchmarkResource says what an example of about 3 KB costs, beside decoding it.
func BenchmarkResource(b *testing.B) {
	var some [][]byte
	var trees []*fhir.Tree
	for _, data := range fhirtest.Examples(b) {
		tree, err := fhir.DecodeResource(data)
		if err != nil {
			b.Fatal(err)
		}
		if data = fhir.AppendJSON(nil, tree); len(data) > 2000 && len(data) < 4000 {
			some, trees = append(some, data), append(trees, tree)
		}
	}
	each := func(name string, do func(i int)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				do(i % len(some))
			}
		})
	}
	each("decode", func(i int) {
		if _, err := fhir.DecodeResource(some[i]); err != nil {
			b.Fatal(err)
		}
	})
	each("structure", func(i int) { fhir.CheckStructure(trees[i]) })
	each("all", func(i int) { Resource(trees[i]) })
}

// TestErrors holds Errors to what Resource finds, without what is advice only.
func TestErrors(t *testing.T) {
	t.Parallel()
	for _, m := range mutations {
		tree, err := fhir.DecodeResource([]byte(m.json))
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(Resource(tree), func(is fhir.Issue) bool { return !IsError(is) })
		if got := Errors(tree); !slices.Equal(got, want) {
			t.Errorf("%s: %v, not %v", m.name, got, want)
		}
	}
}
