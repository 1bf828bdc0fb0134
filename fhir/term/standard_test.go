package term

import (
	"slices"
	"testing"

	"kapbridge/fhir"
)

// What a set lists and what it is said to have are the same, for every code of
// every system that the set draws upon, and a few that are none.
func TestListsAndAnswersAgree(t *testing.T) {
	t.Parallel()
	terms, sets, asked := Standard(), 0, 0
	for url, held := range terms.sets {
		v := held[0]
		list, err := terms.Expand(v)
		if err != nil {
			continue
		}
		sets++
		in := map[coded]bool{}
		for _, c := range list {
			if in[coded{c.System, c.Code}] {
				t.Errorf("%s lists %s of %s twice", url, c.Code, c.System)
			}
			in[coded{c.System, c.Code}] = true
		}
		for _, s := range terms.drawnUpon(v, map[string]bool{}) {
			for _, c := range append(s.Concepts(), Concept{Code: "no-such-code"}, Concept{Code: " "}) {
				asked++
				if got, want := terms.Has(url, s.URL, c.Code), answer(in[coded{s.URL, c.Code}]); got != want {
					t.Errorf("%s has %q of %s: %s, and listed: %s", url, c.Code, s.URL, got, want)
				}
			}
		}
	}
	if sets < 1100 || asked < 40_000 {
		t.Errorf("only %d value sets could be listed, and %d codes were asked", sets, asked)
	}
	t.Logf("%d value sets, %d codes", sets, asked)
}

// drawnUpon gives the systems that a set and those that it imports name.
func (t *Terms) drawnUpon(v *Set, seen map[string]bool) []*System {
	var all []*System
	c := v.compose()
	for _, p := range append(slices.Clone(c.include), c.exclude...) {
		if s, ok := t.System(p.system); ok && !seen[s.URL] {
			seen[s.URL], all = true, append(all, s)
		}
		for _, url := range p.imports {
			if other, ok := t.Set(url); ok {
				all = append(all, t.drawnUpon(other, seen)...)
			}
		}
	}
	return all
}

// The table that the check of structure reads says what the value sets say.
func TestRequiredCodesAreThoseOfTheirSets(t *testing.T) {
	t.Parallel()
	seen := 0
	for _, kind := range []string{"resource", "complex"} {
		for _, name := range fhir.TypeNames(kind) {
			d, _ := fhir.TypeOf(name)
			seen += sameCodes(t, d, map[*fhir.TypeDef]bool{})
		}
	}
	if seen < 300 {
		t.Errorf("only %d bindings", seen)
	}
}

func sameCodes(t *testing.T, d *fhir.TypeDef, done map[*fhir.TypeDef]bool) int {
	n := 0
	done[d] = true
	for _, e := range d.Elements {
		for _, ref := range e.Types {
			if ref.Def != nil && ref.Def.Kind == "backbone" && !done[ref.Def] {
				n += sameCodes(t, ref.Def, done)
			}
		}
		set, ok := fhir.RequiredCodes(e.Binding)
		if !ok || set.Open {
			continue
		}
		n++
		var want []fhir.SystemCode
		v, held := Standard().Set(e.Binding)
		if !held {
			t.Errorf("%s is not held", e.Binding)
			continue
		}
		list, err := Standard().Expand(v)
		if err != nil {
			t.Error(err)
		}
		for _, c := range list {
			want = append(want, fhir.SystemCode{System: c.System, Code: c.Code})
		}
		if !slices.Equal(set.Codes, want) {
			t.Errorf("%s: required.txt has %v, the value set %v", e.Binding, set.Codes, want)
		}
	}
	return n
}

// Every table is read to its end, and says of the standard what its files say.
func TestStandard(t *testing.T) {
	t.Parallel()
	terms, systems, codes, sets := Standard(), 0, 0, 0
	for _, held := range terms.systems {
		for _, s := range held {
			systems++
			codes += len(s.Concepts())
		}
	}
	for _, held := range terms.sets {
		sets += len(held)
	}
	if systems != 1061 || codes != 20728 || sets != 1316 {
		t.Errorf("%d systems with %d codes, %d value sets; HL7's files have 1061 (with one supplement 1062), 20728 and 1316", systems, codes, sets)
	}
	for version, want := range map[string]Answer{"2.3.1": Yes, "2.7": Yes, "2.9": Unknown} {
		if _, got := terms.Lookup("http://terminology.hl7.org/CodeSystem/v2-0360|"+version, "MD"); got != want {
			t.Errorf("v2-0360 of %s: %s", version, got)
		}
	}
	if latest, _ := terms.System("http://terminology.hl7.org/CodeSystem/v2-0360"); latest.Version != "2.7" {
		t.Errorf("v2-0360 is that of %s", latest.Version)
	}
	mood, _ := terms.System("http://terminology.hl7.org/CodeSystem/v3-ActMood")
	if c, ok := mood.Concept("INT"); !ok || c.Display != "intent" || c.Abstract || len(c.Definition) < 100 {
		t.Errorf("INT: %+v", c)
	}
	if c, ok := mood.Concept("_ActMoodDesire"); !ok || !c.Abstract || c.Inactive || len(c.Properties) != 1 {
		t.Errorf("_ActMoodDesire: %+v", c)
	}
}

// BenchmarkHas asks a set of one system, one with a filter on a hierarchy, and one that imports.
func BenchmarkHas(b *testing.B) {
	terms := Standard()
	for name, q := range map[string][3]string{
		"system": {"http://hl7.org/fhir/ValueSet/observation-status", "", "final"},
		"filter": {"http://terminology.hl7.org/ValueSet/v3-ActEncounterCode", "http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB"},
		"import": {"http://hl7.org/fhir/ValueSet/yesnodontknow", "http://terminology.hl7.org/CodeSystem/v2-0136", "Y"},
	} {
		if terms.Has(q[0], q[1], q[2]) != Yes {
			b.Fatal(q)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				terms.Has(q[0], q[1], q[2])
			}
		})
	}
}

// BenchmarkStandard cuts the tables; BenchmarkReadAll reads all of them.
func BenchmarkStandard(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		readStandard()
	}
}

func BenchmarkReadAll(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		t := readStandard()
		for _, held := range t.systems {
			held[0].content()
		}
		for _, held := range t.sets {
			held[0].compose()
		}
	}
}

// BenchmarkExpand lists a set of a search, and one of the largest.
func BenchmarkExpand(b *testing.B) {
	for _, url := range []string{"http://hl7.org/fhir/ValueSet/observation-status", "http://terminology.hl7.org/ValueSet/v3-ActCode"} {
		v, ok := Standard().Set(url)
		if !ok {
			b.Fatal(url)
		}
		b.Run(v.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Standard().Expand(v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
