package term

import (
	"errors"
	"strings"
	"testing"

	"kapbridge/fhir"
)

func tree(t *testing.T, text string) *fhir.Tree {
	t.Helper()
	r, err := fhir.DecodeResource([]byte(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return r
}

func with(t *testing.T, texts ...string) *Terms {
	t.Helper()
	var all []*fhir.Tree
	for _, text := range texts {
		all = append(all, tree(t, text))
	}
	terms, err := Standard().With(all...)
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

// routes has a hierarchy by nesting, by parent and by child, properties, and a
// code that is no longer for use.
const routes = `{"resourceType":"CodeSystem","url":"http://a/routes","version":"2","status":"active","content":"complete","valueSet":"http://a/all-routes",
	"property":[{"code":"gone","uri":"http://hl7.org/fhir/concept-properties#inactive","type":"boolean"}],
	"concept":[{"code":"any","display":"Any way","property":[{"code":"notSelectable","valueBoolean":true},{"code":"child","valueCode":"patch"}],
		"concept":[{"code":"iv","display":"Into a vein","designation":[{"language":"de","value":"In die Vene"}]},
			{"code":"im","display":"Into a muscle","property":[{"code":"depth","valueInteger":3}]}]},
	{"code":"deltoid","property":[{"code":"parent","valueCode":"im"}]},{"code":"patch"},{"code":"leech","property":[{"code":"gone","valueBoolean":true}]}]}`

// set is a value set of one include, and what else is given.
func set(include, more string) string {
	return `{"resourceType":"ValueSet","url":"http://a/set","status":"active","compose":{` + more + `"include":[` + include + `]}}`
}

const of = `{"system":"http://a/routes"`

// Each way of composing a set is asked of all codes, by the list and by the answers.
func TestCompositions(t *testing.T) {
	t.Parallel()
	other := `{"resourceType":"ValueSet","url":"http://a/other","status":"active","compose":{"include":[{"system":"http://a/routes","concept":[{"code":"iv"},{"code":"patch"}]}]}}`
	filter := func(property, op, value string) string {
		return of + `,"filter":[{"property":"` + property + `","op":"` + op + `","value":"` + value + `"}]}`
	}
	for _, c := range []struct{ name, set, want string }{
		{"all", set(of+`}`, ""), "any iv im deltoid patch leech"},
		{"named", set(of+`,"concept":[{"code":"im"},{"code":"iv"}]}`, ""), "im iv"},
		{"is-a", set(filter("concept", "is-a", "any"), ""), "any iv im deltoid patch"},
		{"descendent-of", set(filter("concept", "descendent-of", "any"), ""), "iv im deltoid patch"},
		{"is-not-a", set(filter("concept", "is-not-a", "im"), ""), "any iv patch leech"},
		{"generalizes", set(filter("concept", "generalizes", "deltoid"), ""), "any im deltoid"},
		{"=", set(filter("depth", "=", "3"), ""), "im"},
		{"in", set(filter("code", "in", "iv, im"), ""), "iv im"},
		{"not-in", set(filter("code", "not-in", "iv,im"), ""), "any deltoid patch leech"},
		{"regex", set(filter("code", "regex", "i."), ""), "iv im"},
		{"exists", set(filter("depth", "exists", "true"), ""), "im"},
		{"does not exist", set(filter("depth", "exists", "false"), ""), "any iv deltoid patch leech"},
		{"parent", set(filter("parent", "=", "any"), ""), "iv im patch"},
		{"two filters", set(of+`,"filter":[{"property":"concept","op":"is-a","value":"any"},{"property":"code","op":"regex","value":".{2}"}]}`, ""), "iv im"},
		{"exclude", set(of+`}`, `"exclude":[{"system":"http://a/routes","concept":[{"code":"any"},{"code":"leech"}]}],`), "iv im deltoid patch"},
		{"exclude a set", set(of+`}`, `"exclude":[{"valueSet":["http://a/other"]}],`), "any im deltoid leech"},
		{"active only", set(of+`}`, `"inactive":false,`), "any iv im deltoid patch"},
		{"import", set(`{"valueSet":["http://a/other"]}`, ""), "iv patch"},
		{"both imports", set(`{"valueSet":["http://a/all-routes","http://a/other"]}`, ""), "iv patch"},
		{"system and import", set(filter("concept", "is-not-a", "patch")[:len(filter("concept", "is-not-a", "patch"))-1]+`,"valueSet":["http://a/other"]}`, ""), "iv"},
		{"twice", set(of+`,"concept":[{"code":"im"}]},`+of+`,"concept":[{"code":"im"},{"code":"iv"}]}`, ""), "im iv"},
		{"expansion", `{"resourceType":"ValueSet","url":"http://a/set","status":"active","expansion":{"timestamp":"2026-01-01","contains":[{"system":"http://a/routes","code":"im","contains":[{"system":"http://a/routes","code":"deltoid"}]},{"display":"a heading"}]}}`, "im deltoid"},
	} {
		terms := with(t, routes, other, c.set)
		v, _ := terms.Set("http://a/set")
		list, err := terms.Expand(v)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		var got []string
		for _, one := range list {
			got = append(got, one.Code)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, not %s", c.name, got, c.want)
		}
		s, _ := terms.System("http://a/routes")
		for _, one := range append(s.Concepts(), Concept{Code: "none"}) {
			want := answer(strings.Contains(" "+c.want+" ", " "+one.Code+" "))
			if has, plain := terms.Has("http://a/set", "http://a/routes", one.Code), terms.Has("http://a/set", "", one.Code); has != want || plain != want {
				t.Errorf("%s has %s: %s, as a code %s, not %s", c.name, one.Code, has, plain, want)
			}
		}
		if terms.Has("http://a/set", "http://b", "iv") != No {
			t.Errorf("%s has a code of another system", c.name)
		}
		again, err := ReadSet(tree(t, `{"resourceType":"ValueSet","status":"active","compose":`+string(v.Compose().JSON())+`}`))
		if relist, err2 := terms.Expand(again); err != nil || err2 != nil || len(relist) != len(list) {
			t.Errorf("%s: what Compose writes is another set: %v %v %s", c.name, err, err2, v.Compose().JSON())
		}
	}
}

// What is said of the codes comes along; the set's own words go first.
func TestMember(t *testing.T) {
	t.Parallel()
	terms := with(t, routes, set(of+`,"concept":[{"code":"iv","display":"By vein"},{"code":"im"}]}`, ""))
	v, _ := terms.Set("http://a/set")
	for code, want := range map[string]string{"iv": "By vein", "im": "Into a muscle"} {
		if c, has := terms.Member(v, "http://a/routes", code); has != Yes || c.Display != want {
			t.Errorf("%s: %s %+v", code, has, c)
		}
	}
	if c, _ := terms.Member(v, "http://a/routes", "iv"); len(c.Designations) != 2 || c.Designations[1].Value != "Into a vein" {
		t.Errorf("iv: what its system calls it is lost: %+v", c)
	}
	old, _ := terms.Set("http://terminology.hl7.org/ValueSet/v2-2.3.1-0360")
	if c, has := terms.Member(old, "http://terminology.hl7.org/CodeSystem/v2-0360", "AA"); has != Yes || c.Display == "" {
		t.Errorf("AA of v2-0360 2.3.1: %s %+v", has, c)
	}
	all, _ := terms.Set("http://a/all-routes")
	if c, has := terms.Member(all, "http://a/routes", "leech"); has != Yes || !c.Inactive {
		t.Errorf("leech: %s %+v", has, c)
	}
	if c, has := terms.Lookup("http://a/routes|2", "leech"); has != Yes || !c.Inactive {
		t.Errorf("leech: %s %+v", has, c)
	}
	if c, has := terms.Lookup("http://a/routes", "any"); has != Yes || !c.Abstract {
		t.Errorf("any: %s %+v", has, c)
	}
}

// What is not held is unknown, unless something that is held decides.
func TestUnknown(t *testing.T) {
	t.Parallel()
	part := strings.NewReplacer(`"complete"`, `"fragment"`, "http://a/routes", "http://a/part", "http://a/all-routes", "http://a/all-parts").Replace(routes)
	loinc := set(`{"system":"http://loinc.org"},`+of+`}`, "")
	for _, c := range []struct {
		set, system, code string
		want              Answer
	}{
		{loinc, "http://loinc.org", "8867-4", Unknown},
		{loinc, "http://a/routes", "iv", Yes},
		{loinc, "http://a/routes", "none", No},
		{loinc, "", "iv", Yes},
		{loinc, "", "none", Unknown},
		{loinc, "http://b", "iv", No},
		{set(`{"system":"http://loinc.org","concept":[{"code":"8867-4"}]}`, ""), "http://loinc.org", "8867-4", Yes},
		{set(`{"system":"http://loinc.org","concept":[{"code":"8867-4"}]}`, ""), "http://loinc.org", "8480-6", No},
		{set(of+`}`, `"exclude":[{"valueSet":["http://nobody"]}],`), "http://a/routes", "iv", Unknown},
		{set(`{"valueSet":["http://nobody"]}`, ""), "http://a/routes", "iv", Unknown},
		{set(`{"valueSet":["http://a/set"]}`, ""), "http://a/routes", "iv", Unknown}, // itself
		{set(of+`,"filter":[{"property":"colour","op":"=","value":"red"}]}`, ""), "http://a/routes", "iv", Unknown},
		{set(`{"system":"http://a/part"}`, ""), "http://a/part", "iv", Yes},
		{set(`{"system":"http://a/part"}`, ""), "http://a/part", "none", Unknown},
		{set(`{"system":"http://a/routes","version":"1"}`, ""), "http://a/routes", "iv", Unknown},
		{set(`{"system":"http://a/routes","version":"2"}`, ""), "http://a/routes", "iv", Yes},
		{set(`{"system":"http://a/routes","version":"1","concept":[{"code":"iv"}]}`, ""), "http://a/routes", "iv", Yes},
		{set(`{"system":"http://unitsofmeasure.org"}`, ""), "http://unitsofmeasure.org", "mg/kg", Yes},
		{set(`{"system":"http://unitsofmeasure.org"}`, ""), "http://unitsofmeasure.org", "[IU]/L", Unknown},
		{set(`{"system":"http://unitsofmeasure.org"}`, ""), "http://unitsofmeasure.org", "mg per kg", No},
		{set(`{"system":"http://unitsofmeasure.org","filter":[{"property":"canonical","op":"=","value":"m"}]}`, ""), "http://unitsofmeasure.org", "mg", Unknown},
		{set(`{"system":"urn:iso:std:iso:3166","filter":[{"property":"code","op":"regex","value":"[0-9]{3}"}]}`, ""), "urn:iso:std:iso:3166", "CH", No},
		{set(`{"system":"urn:iso:std:iso:3166","filter":[{"property":"code","op":"regex","value":"[0-9]{3}"}]}`, ""), "urn:iso:std:iso:3166", "756", Unknown},
	} {
		terms := with(t, routes, part, c.set)
		if got := terms.Has("http://a/set", c.system, c.code); got != c.want {
			t.Errorf("%s: %q of %s: %s, not %s", c.set, c.code, c.system, got, c.want)
		}
		v, _ := terms.Set("http://a/set")
		if _, err := terms.Expand(v); c.want == Unknown && c.system != "" && err == nil {
			t.Errorf("%s is listed", c.set)
		}
	}
	terms := Standard()
	for _, c := range []struct {
		url  string
		want Answer
	}{{"http://hl7.org/fhir/ValueSet/observation-status", Yes}, {"http://hl7.org/fhir/ValueSet/observation-status|4.0.1", Yes}, {"http://hl7.org/fhir/ValueSet/observation-status|5.0.0", Unknown}, {"http://nobody", Unknown}} {
		if got := terms.Has(c.url, "", "final"); got != c.want {
			t.Errorf("%s: %s", c.url, got)
		}
	}
}

func TestRefusedResources(t *testing.T) {
	t.Parallel()
	for text, at := range map[string]string{
		`{"resourceType":"CodeSystem"}`: "CodeSystem.url",
		`{"resourceType":"CodeSystem","url":"http://a","concept":[{"code":"a"},{"code":"b","concept":[{"code":"a"}]}]}`: "CodeSystem.concept[1].concept[0].code",
		`{"resourceType":"CodeSystem","url":"http://a","concept":[{"display":"a"}]}`:                                    "CodeSystem.concept[0].code",
		set(`{"system":"http://a","filter":[{"property":"code","op":"like","value":"a"}]}`, ""):                         "ValueSet.compose.include[0].filter[0].op",
		set(`{"system":"http://a","filter":[{"property":"code","op":"regex","value":"("}]}`, ""):                        "ValueSet.compose.include[0].filter[0].value",
		set(`{"system":"http://a"},{"version":"1"}`, ""):                                                                "ValueSet.compose.include[1]",
		set(`{"valueSet":["http://a"],"concept":[{"code":"a"}]}`, ""):                                                   "ValueSet.compose.include[0]",
		set(`{"system":"http://a"}`, `"exclude":[{"system":"http://a","concept":[{"display":"a"}]}],`):                  "ValueSet.compose.exclude[0].concept[0].code",
	} {
		_, err := Standard().With(tree(t, text))
		var p *fhir.Problem
		if !errors.As(err, &p) || p.Status != 422 || p.Issues[0].Expression != at {
			t.Errorf("%s: %v, not at %s", text, err, at)
		}
	}
}

// What is given goes before what was held, and leaves that as it was.
func TestGivenGoesFirst(t *testing.T) {
	t.Parallel()
	const url = "http://hl7.org/fhir/ValueSet/observation-status"
	mine := strings.Replace(set(`{"system":"http://a/routes"}`, ""), "http://a/set", url, 1)
	terms := with(t, routes, mine)
	if terms.Has(url, "", "iv") != Yes || terms.Has(url, "", "final") != No || terms.Has(url+"|4.0.1", "", "final") != Yes || Standard().Has(url, "", "final") != Yes {
		t.Error("the set given does not go before that of the standard")
	}
	supplement := strings.Replace(routes, `"complete"`, `"supplement"`, 1)
	if _, held := with(t, supplement).System("http://a/routes"); held {
		t.Error("a supplement is taken for the system itself")
	}
	folded := with(t, strings.Replace(routes, `"status"`, `"caseSensitive":false,"status"`, 1), set(of+`,"concept":[{"code":"iv"}]}`, ""))
	if folded.Has("http://a/set", "http://a/routes", "IV") != Yes || folded.Has("http://a/all-routes", "", "IM") != Yes || folded.Has("http://a/set", "", "IM") != No {
		t.Error("a system that does not tell cases apart does")
	}
}
