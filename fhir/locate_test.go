package fhir_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// spread writes a tree with white space between its tokens, as next chooses.
func spread(b *strings.Builder, t *fhir.Tree, next func() string) {
	b.WriteString(next())
	switch t.Kind {
	case fhir.Array:
		b.WriteByte('[')
		for i, item := range t.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			spread(b, item, next)
		}
		b.WriteString(next() + "]")
	case fhir.Object:
		b.WriteByte('{')
		for i, m := range t.Members {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(next() + string(fhir.AppendString(nil, m.Name)) + next() + ":")
			spread(b, m.Value, next)
		}
		b.WriteString(next() + "}")
	default:
		b.Write(fhir.AppendJSON(nil, t))
	}
	b.WriteString(next())
}

// reader finds the starts of values by reading a text along with its tree, in a
// way of its own.
type reader struct {
	text   string
	at     int
	starts map[*fhir.Tree]int
}

func (r *reader) skip(c byte) {
	for r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
	if c != 0 && r.text[r.at] == c {
		r.at++
		r.skip(0)
	}
}

func (r *reader) scalar() {
	if r.text[r.at] != '"' {
		for r.at < len(r.text) && strings.IndexByte(" \t\r\n,]}", r.text[r.at]) < 0 {
			r.at++
		}
		return
	}
	for r.at++; r.text[r.at] != '"'; r.at++ {
		if r.text[r.at] == '\\' {
			r.at++
		}
	}
	r.at++
}

func (r *reader) value(t *fhir.Tree) {
	r.skip(0)
	switch t.Kind {
	case fhir.Array:
		r.at++
		for _, item := range t.Items {
			r.skip(',')
			r.starts[item] = r.at
			r.value(item)
		}
		r.skip(']')
	case fhir.Object:
		r.at++
		for _, m := range t.Members {
			r.skip(',')
			r.starts[m.Value] = r.at
			r.scalar()
			r.skip(':')
			r.value(m.Value)
		}
		r.skip('}')
	default:
		r.scalar()
	}
	r.skip(0)
}

// located holds Locate to the place of every element of a document.
func located(t interface{ Fatalf(string, ...any) }, name, text string) (elements int) {
	tree, err := fhir.DecodeStored([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	m, err := fhir.Mark([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	r := &reader{text: text, starts: map[*fhir.Tree]int{}}
	r.skip(0)
	r.starts[tree] = r.at
	r.value(tree)
	meant := map[string]*fhir.Tree{} // by place: the value, unless only its extensions are given
	var places []string
	each(tree, "", func(v *fhir.Tree, member string) {
		place := fhir.PlaceOf(tree, v)
		before, known := meant[place]
		if !known {
			places = append(places, place)
		}
		sibling := strings.HasPrefix(member, "_")
		if !known || before.Is(fhir.Null) && !v.Is(fhir.Null) || !sibling && !v.Is(fhir.Null) {
			meant[place] = v
		}
	})
	issues := make([]fhir.Issue, len(places))
	for i, place := range places {
		issues[i].Expression = place
	}
	m.Locate("", issues)
	for i, place := range places {
		before := text[:r.starts[meant[place]]]
		line, column := strings.Count(before, "\n")+1, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])+1
		if issues[i].Line != line || issues[i].Column != column {
			t.Fatalf("%s: %s is in line %d, column %d, not %d, %d\n%s", name, place, line, column, issues[i].Line, issues[i].Column, text)
		}
	}
	return len(places)
}

// each visits every value with the name of the member that it is or is in.
func each(t *fhir.Tree, member string, visit func(*fhir.Tree, string)) {
	visit(t, member)
	for _, item := range t.Items {
		each(item, member, visit)
	}
	for _, m := range t.Members {
		each(m.Value, m.Name, visit)
	}
}

func TestLocateInOfficialExamples(t *testing.T) {
	t.Parallel()
	n := 0
	for name, data := range fhirtest.Examples(t) {
		n += located(t, name, strings.ReplaceAll(string(data), "\r\n", "\n"))
	}
	t.Logf("%d elements", n)
}

func TestLocateWhateverTheWhiteSpace(t *testing.T) {
	t.Parallel()
	resources := fhirtest.Resources(fhirtest.Options{}, "Patient", "Observation", "Bundle", "Parameters", "Questionnaire")
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		blank := rapid.SampledFrom([]string{"", "", " ", "\n", "\n\t ", "  \n\n"})
		spread(&b, resources.Draw(t, "resource"), func() string { return blank.Draw(t, "blank") })
		located(t, "random", b.String())
	})
}

func FuzzLocate(f *testing.F) {
	f.Add("{\"resourceType\":\"Patient\",\n \"_birthDate\":{\"extension\":[{}]}, \"x y\": [null, {\"`\\\\\":1}]}", "Patient.`x y`[1].`\\`\\\\`")
	f.Add(`[{"op":"add"},{"op":1}]`, "[1].op")
	f.Add(`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Basic"}}]}`, "Bundle.entry[0].resource.code")
	f.Fuzz(func(t *testing.T, text, place string) {
		m, err := fhir.Mark([]byte(text))
		if err != nil {
			return
		}
		issues := []fhir.Issue{{Expression: place}}
		m.Locate("", issues)
		lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(m.Text), "\n")
		if is := issues[0]; is.Line > len(lines) || is.Line > 0 && is.Column > utf8.RuneCountInString(lines[is.Line-1]) {
			t.Errorf("%q in %q is said to be in line %d, column %d", place, text, is.Line, is.Column)
		}
	})
}

// What is right pays nothing for the places of what is wrong.
func TestDecodeKeepsNoPlaces(t *testing.T) {
	text, err := []byte(broken), error(nil)
	plain := testing.AllocsPerRun(100, func() { _, err = fhir.DecodeResource(text) })
	marked := testing.AllocsPerRun(100, func() { _, err = fhir.Mark(text) })
	if err != nil || plain > 100 || plain >= marked {
		t.Errorf("%v allocations, %v with the places (%v)", plain, marked, err)
	}
}

// BenchmarkMark is what the places of a refused resource take, beside reading it.
func BenchmarkMark(b *testing.B) {
	text := fhirtest.Examples(b)["Patient-example.json"]
	for name, read := range map[string]func() error{
		"decode": func() error { _, err := fhir.DecodeResource(text); return err },
		"mark":   func() error { _, err := fhir.Mark(text); return err },
		"locate": func() error {
			m, err := fhir.Mark(text)
			m.Locate("", []fhir.Issue{{Expression: m.Tree.Get("resourceType").Text + ".text.div"}})
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
