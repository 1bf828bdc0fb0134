package bundle_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/bundle"
	"kapbridge/fhir/fhirtest"
)

func decode(t testing.TB, text string) *fhir.Tree {
	t.Helper()
	tree, err := fhir.Decode([]byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return tree
}

// names makes a lookup of pairs.
func names(pairs ...string) func(string) (string, bool) {
	known := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		known[pairs[i]] = pairs[i+1]
	}
	return func(s string) (string, bool) { new, ok := known[s]; return new, ok }
}

// Every kind of link is replaced, wherever it stands, and nothing else is.
func TestEachKindOfLink(t *testing.T) {
	const u = "urn:uuid:c757873d-ec9a-4326-a141-556f43239520"
	to := names(u, "Patient/p7", "http://ehr.example/fhir/Patient/1", "Patient/p1", "urn:oid:1.2.3", "Location/l1",
		"Patient?identifier=http://a.example/_history/|1#x", "Patient/p9", "http://a.example/pic?a=1&b=2", "Device/d1")
	const from = "http://ehr.example/fhir/Observation/o"
	for before, after := range map[string]string{
		`"subject":{"reference":"` + u + `"}`:                                                                `"subject":{"reference":"Patient/p7"}`,
		`"subject":{"reference":"http://ehr.example/fhir/Patient/1"}`:                                        `"subject":{"reference":"Patient/p1"}`,
		`"subject":{"reference":"Patient/1"}`:                                                                `"subject":{"reference":"Patient/p1"}`,
		`"subject":{"reference":"Patient/1/_history/3"}`:                                                     `"subject":{"reference":"Patient/p1/_history/3"}`,
		`"subject":{"reference":"` + u + `#part"}`:                                                           `"subject":{"reference":"Patient/p7#part"}`,
		`"subject":{"reference":"Patient?identifier=http://a.example/_history/|1#x"}`:                        `"subject":{"reference":"Patient/p9"}`,
		`"subject":{"identifier":{"system":"` + u + `","value":"` + u + `"}}`:                                "",
		`"subject":{"display":"` + u + `","reference":"Patient/2"}`:                                          "",
		`"subject":{"reference":"#1"}`:                                                                       "",
		`"subject":{"_reference":{"extension":[{"url":"` + u + `","valueUri":"` + u + `"}]}}`:                `"subject":{"_reference":{"extension":[{"url":"` + u + `","valueUri":"Patient/p7"}]}}`,
		`"extension":[{"url":"a:b","valueReference":{"reference":"urn:oid:1.2.3"}}]`:                         `"extension":[{"url":"a:b","valueReference":{"reference":"Location/l1"}}]`,
		`"extension":[{"url":"a:b","valueUrl":"` + u + `"}]`:                                                 `"extension":[{"url":"a:b","valueUrl":"Patient/p7"}]`,
		`"extension":[{"url":"a:b","valueUuid":"` + u + `"}]`:                                                "",
		`"extension":[{"url":"a:b","valueOid":"urn:oid:1.2.3"}]`:                                             "",
		`"extension":[{"url":"a:b","valueCanonical":"` + u + `"}]`:                                           "",
		`"extension":[{"url":"a:b","valueString":"` + u + `"}]`:                                              "",
		`"extension":[{"url":"a:b","valueAttachment":{"url":"http://ehr.example/fhir/Patient/1"}}]`:          `"extension":[{"url":"a:b","valueAttachment":{"url":"Patient/p1"}}]`,
		`"meta":{"profile":["` + u + `"],"source":"` + u + `"}`:                                              `"meta":{"profile":["` + u + `"],"source":"Patient/p7"}`,
		`"contained":[{"resourceType":"Patient","id":"c","managingOrganization":{"reference":"` + u + `"}}]`: `"contained":[{"resourceType":"Patient","id":"c","managingOrganization":{"reference":"Patient/p7"}}]`,
		`"hasMember":[{"reference":"Observation/1"},{"reference":"` + u + `"}]`:                              `"hasMember":[{"reference":"Observation/1"},{"reference":"Patient/p7"}]`,
		`"code":{"coding":[{"system":"` + u + `","code":"a"}]}`:                                              "",
		`"unknown":{"reference":"` + u + `"}`:                                                                "",
		div(`<a title='>' href='` + u + `'>` + u + `</a><a name="href=" href = "Patient/1#b">x</a>`):         div(`<a title='>' href='Patient/p7'>` + u + `</a><a name="href=" href = "Patient/p1#b">x</a>`),
		div(`<img alt="a" src="http://a.example/pic?a=1&amp;b=2"/><!-- <a href="` + u + `"> -->`):            div(`<img alt="a" src="Device/d1"/><!-- <a href="` + u + `"> -->`),
		div(`<b title="href"><![CDATA[<a href="` + u + `">]]></b><abbr href="` + u + `">src</abbr>`):         "",
	} {
		tree := decode(t, `{"resourceType":"Observation",`+before+`}`)
		kept := string(tree.JSON())
		got := bundle.Relink(tree, from, to)
		if after == "" {
			if after = before; got != tree {
				t.Errorf("%s is copied", before)
			}
		}
		if want := `{"resourceType":"Observation",` + after + `}`; string(got.JSON()) != want {
			t.Errorf("%s\n   is %s\n want %s", before, got.JSON(), want)
		}
		if string(tree.JSON()) != kept {
			t.Errorf("changed in place: %s", tree.JSON())
		}
	}
}

func div(inner string) string {
	return `"text":{"div":"` + strings.ReplaceAll(`<div xmlns="http://www.w3.org/1999/xhtml">`+inner+`</div>`, `"`, `\"`) + `"}`
}

// The url by which a definition is known is a name.
func TestDefinitionsKeepTheirNames(t *testing.T) {
	const u = "http://a.example/fhir/Questionnaire/q"
	tree := decode(t, `{"resourceType":"Questionnaire","url":"`+u+`","derivedFrom":["`+u+`"],"contact":[{"telecom":[{"system":"url","value":"`+u+`"}]}]}`)
	if got := bundle.Relink(tree, "", names(u, "Questionnaire/q1", "url", "other")); got != tree {
		t.Errorf("%s", got.JSON())
	}
}

// Law: links put elsewhere and back again are what they were; a transaction
// without any leaves the very tree.
func TestRelinkLaw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := fhirtest.Resource(t, rapid.SampledFrom([]string{"Observation", "Patient", "Questionnaire", "MedicationAdministration"}).Draw(t, "type"), fhirtest.Options{})
		before := string(tree.JSON())
		there, back, met := map[string]string{}, map[string]string{}, 0
		away := bundle.Relink(tree, "", func(link string) (string, bool) {
			met++
			if there[link] == "" {
				there[link] = "Basic/" + strings.Repeat("x", len(there)+1)
				back[there[link]] = link
			}
			return there[link], true
		})
		if met > 0 && away == tree || met == 0 && away != tree {
			t.Fatalf("%d links, copied: %v", met, away != tree)
		}
		home := bundle.Relink(away, "", func(link string) (string, bool) { old, ok := back[link]; return old, ok })
		if string(home.JSON()) != before || string(tree.JSON()) != before {
			t.Fatalf("before %s\nafter  %s", before, home.JSON())
		}
		if bundle.Relink(tree, "http://a.example/Basic/x", names()) != tree {
			t.Fatal("copied for nothing")
		}
	})
}

// A reference that needs something found is named with its place.
func TestLinksThatNeedFinding(t *testing.T) {
	e := bundle.Entry{Index: 3, Resource: decode(t, `{"resourceType":"Observation",
		"subject":{"reference":"Patient?identifier=a|1"},"performer":[{"reference":"Patient?identifier=a|1"},{"reference":"http://a.example/Patient?x=y"}],
		"focus":[{"reference":"urn:uuid:1"},{"reference":"urn:uuid:2#x"},{"reference":"urn:isbn:1"}],
		"valueString":"urn:uuid:3","_status":{"extension":[{"url":"a:b","valueUri":"urn:uuid:3"},{"url":"a:b","valueReference":{"reference":"urn:oid:1.2"}}]}}`)}
	if got := bundle.Conditional(e.Resource); len(got) != 1 || got[0] != "Patient?identifier=a|1" {
		t.Errorf("conditional: %q", got)
	}
	var places []string
	for _, issue := range bundle.Unknown(&e, func(s string) bool { return s == "urn:uuid:1" }) {
		places = append(places, issue.Expression)
	}
	if got := strings.Join(places, " "); got != "Bundle.entry[3].resource.focus[1].reference Bundle.entry[3].resource.status.extension[1].value.reference" {
		t.Errorf("unknown: %s", got)
	}
}

// What it costs to look through a resource that links to nothing of the
// transaction; all entries pay it.
func BenchmarkRelinkNothing(b *testing.B) {
	tree := decode(b, `{"resourceType":"Observation","id":"a","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
		"code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}]},"subject":{"reference":"Patient/p1"},"encounter":{"reference":"Encounter/e1"},
		"effectiveDateTime":"2026-03-01T10:00:00Z","valueQuantity":{"value":72,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}}`)
	to := names("urn:uuid:c757873d-ec9a-4326-a141-556f43239520", "Patient/p7")
	b.ReportAllocs()
	for b.Loop() {
		if bundle.Relink(tree, "urn:uuid:c757873d-ec9a-4326-a141-556f43239521", to) != tree {
			b.Fatal("copied for nothing")
		}
	}
}
