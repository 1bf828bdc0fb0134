package fhirpath

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// rule is an invariant of R4, compiled.
type rule struct {
	fhir.Invariant
	*Expression
}

// rules compiles the invariants of R4, by path.
func rules(t testing.TB) map[string][]rule {
	all := map[string][]rule{}
	for _, path := range fhir.InvariantPaths() {
		for _, i := range fhir.Invariants(path) {
			all[path] = append(all[path], rule{i, mustCompile(t, i.Expression)})
		}
	}
	return all
}

// meaningless lists invariants of R4 that cannot mean what they say, and why.
var meaningless = map[string]string{
	"cid-0": "a ChargeItemDefinition has no name",
}

func TestInvariantsOfR4HaveMeaning(t *testing.T) {
	t.Parallel()
	n := 0
	for path, list := range rules(t) {
		for _, r := range list {
			n++
			err := r.Check(path)
			if reason := meaningless[r.Key]; (err != nil) != (reason != "") {
				t.Errorf("%s of %s (%s): %v", r.Key, path, reason, err)
			}
		}
	}
	if n < 200 {
		t.Errorf("R4 has %d invariants only", n)
	}
}

// found is an element of a resource with the invariants that it has.
type found struct {
	value Value
	rules []rule
}

// elementsOf lists a value and all elements below it.
func elementsOf(all []found, byPath map[string][]rule, v Value, paths ...string) []found {
	f := found{value: v}
	for _, path := range paths {
		f.rules = append(f.rules, byPath[path]...)
	}
	for d := v.Type; d != nil; d, _ = fhir.TypeOf(d.Base) {
		if d.Name != strings.Join(paths, "") {
			f.rules = append(f.rules, byPath[d.Name]...)
		}
	}
	all = append(all, f)
	if v.Type == nil || v.Type.Name == "xhtml" {
		return all
	}
	for _, e := range v.Type.Elements {
		for _, w := range waysOf(e) {
			for _, child := range w.below(v) {
				all = elementsOf(all, byPath, child, e.Path)
			}
		}
	}
	return all
}

func TestInvariantsHoldInOfficialExamples(t *testing.T) {
	t.Parallel()
	byPath := rules(t)
	asked := 0
	for name, tree := range examples(t) {
		n, faults := brokenRules(t, byPath, tree)
		asked += n
		for _, fault := range faults {
			t.Errorf("%s: %s", name, fault)
		}
	}
	t.Logf("%d invariants asked", asked)
}

// brokenRules asks all invariants of a resource that are errors, and names those
// that do not hold.
func brokenRules(t testing.TB, byPath map[string][]rule, tree *fhir.Tree) (asked int, keys []string) {
	ctx := &Context{Resource: tree, Now: noon, AsMany: true}
	for _, f := range elementsOf(nil, byPath, Of(tree)) {
		for _, r := range f.rules {
			asked++
			holds, err := r.Holds(ctx, f.value)
			if err != nil {
				t.Errorf("%s of %s: %v", r.Key, f.value.TypeName(), err)
			}
			if !holds && r.Severity == "error" {
				keys = append(keys, r.Key)
			}
		}
	}
	return asked, keys
}

func TestInvariantsAreBroken(t *testing.T) {
	t.Parallel()
	byPath := rules(t)
	for key, members := range map[string]string{
		"pat-1": `"resourceType":"Patient","contact":[{"gender":"male"}]`,
		"obs-6": `"resourceType":"Observation","status":"final","code":{"text":"a"},"valueString":"b","dataAbsentReason":{"text":"c"}`,
		"obs-7": `"resourceType":"Observation","status":"final","code":{"coding":[{"code":"a"}]},"valueString":"b","component":[{"code":{"coding":[{"code":"a"}]}}]`,
		"per-1": `"resourceType":"EpisodeOfCare","status":"active","patient":{"reference":"Patient/1"},"period":{"start":"2020-02","end":"2020-01-31"}`,
		"qty-3": `"resourceType":"Observation","status":"final","code":{"text":"a"},"valueQuantity":{"value":1,"code":"mg"}`,
		"rng-2": `"resourceType":"Observation","status":"final","code":{"text":"a"},"valueRange":{"low":{"value":2},"high":{"value":1}}`,
		"cpt-2": `"resourceType":"Patient","telecom":[{"value":"555"}]`,
		"ext-1": `"resourceType":"Patient","extension":[{"url":"http://a"}]`,
		"ref-1": `"resourceType":"Patient","generalPractitioner":[{"reference":"#a"}]`,
		"dom-3": `"resourceType":"Patient","contained":[{"resourceType":"Practitioner","id":"a"}]`,
		"txt-1": `"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><script>a</script></div>"}`,
		"que-1": `"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"group"}]`,
		"que-2": `"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"1","type":"string"},{"linkId":"1","type":"string"}]`,
		"qrs-1": `"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"1","item":[{"linkId":"2"}],"answer":[{"valueString":"a"}]}]`,
		"con-5": `"resourceType":"Condition","subject":{"reference":"Patient/1"},"clinicalStatus":{"coding":[{"code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"entered-in-error"}]}`,
		"tim-1": `"resourceType":"Observation","status":"final","code":{"text":"a"},"effectiveTiming":{"repeat":{"duration":1}}`,
		"bdl-7": `"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:a","resource":{"resourceType":"Basic"}},{"fullUrl":"urn:a","resource":{"resourceType":"Basic"}}]`,
		"att-1": `"resourceType":"Patient","photo":[{"data":"YQ=="}]`,
	} {
		tree, err := fhir.DecodeResource([]byte("{" + members + "}"))
		if err != nil {
			t.Fatal(err)
		}
		if _, keys := brokenRules(t, byPath, tree); !slices.Contains(keys, key) {
			t.Errorf("%s holds for %s; only %v do not", key, members, keys)
		}
	}
}

// Expressions of search parameters mean something for the types they are for.
func TestSearchExpressionsHaveMeaning(t *testing.T) {
	t.Parallel()
	n := 0
	for _, name := range fhir.TypeNames("resource") {
		for _, p := range fhir.SearchParameters(name) {
			if p.Expression == "" {
				continue
			}
			n++
			if err := mustCompile(t, p.Expression).Check(name); err != nil {
				t.Errorf("%s of %s: %v", p.Code, name, err)
			}
		}
	}
	t.Logf("%d expressions", n)
}

// BenchmarkInvariants asks one invariant after the other of all official examples,
// by key and all together.
func BenchmarkInvariants(b *testing.B) {
	byPath := rules(b)
	type question struct {
		ctx   *Context
		value Value
		rule  rule
	}
	byKey := map[string][]question{}
	for _, tree := range examples(b) {
		ctx := &Context{Resource: tree, Now: noon, AsMany: true}
		for _, f := range elementsOf(nil, byPath, Of(tree)) {
			for _, r := range f.rules {
				for _, key := range []string{"all", r.Key} {
					byKey[key] = append(byKey[key], question{ctx, f.value, r})
				}
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		b.Run(key, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				q := byKey[key][i%len(byKey[key])]
				if _, err := q.rule.Holds(q.ctx, q.value); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}

// examples are HL7's examples by the name of their file.
func examples(t testing.TB) map[string]*fhir.Tree {
	all := map[string]*fhir.Tree{}
	err := filepath.WalkDir(fhirtest.Shared(t, "r4-examples"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			all[e.Name()], err = fhir.DecodeResource(data)
		}
		return err
	})
	if err != nil || len(all) < 100 {
		t.Fatalf("%d examples, %v", len(all), err)
	}
	return all
}
