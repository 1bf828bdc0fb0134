package term

import (
	"iter"
	"strings"
	"sync"

	"kapbridge/fhir/r4"
)

// Standard is what R4 itself defines: its own code systems and value sets, and
// those of HL7 v3 and v2 that it was published with.
func Standard() *Terms { return standard() }

var standard = sync.OnceValue(readStandard)

// readStandard cuts the tables. Each part is read when it is asked.
func readStandard() *Terms {
	t := &Terms{map[string][]*System{}, map[string][]*Set{}}
	for head, body := range blocks(r4.CodeSystems) {
		url, version := versioned(head)
		s := &System{URL: url, Version: version, Name: head[2], Title: head[3], Content: head[4], Meaning: head[5], standard: true, properties: tabled}
		s.content = sync.OnceValue(func() *concepts { return s.read(body) })
		t.systems[url] = append([]*System{s}, t.systems[url]...) // the latest first
	}
	for head, body := range blocks(r4.ValueSets) {
		url, version := versioned(head)
		v := &Set{URL: url, Version: version, Status: head[2], Name: head[3], Title: head[4], standard: true}
		v.compose = sync.OnceValue(func() *compose { return readCompose(body) })
		t.sets[url] = append([]*Set{v}, t.sets[url]...)
	}
	return t
}

// tabled are the properties that codesystems.txt has; HL7's files have more.
var tabled = map[string]bool{"status": true}

// versioned gives the url and version of a head. HL7 published the tables of v2
// whose codes changed their meaning with the version behind the url, such as
// v2-0360|2.7, and has the number of the table in place of the version.
func versioned(head []string) (url, version string) {
	if url, version, ok := strings.Cut(head[0], "|"); ok {
		return url, version
	}
	return head[0], head[1]
}

// blocks cuts a table: each line without a tab before it heads those with one
// that follow. A head has six fields at least, those left out being empty.
func blocks(table string) iter.Seq2[[]string, string] {
	return func(yield func([]string, string) bool) {
		for table != "" {
			head, rest, _ := strings.Cut(table, "\n")
			end := 0
			for end < len(rest) && rest[end] == '\t' {
				end += 1 + strings.IndexByte(rest[end:], '\n')
			}
			if !yield(fields(head, 6), rest[:end]) {
				return
			}
			table = rest[end:]
		}
	}
}

// fields splits a line, and has so many at least.
func fields(line string, least int) []string {
	f := strings.Split(line, "\t")
	for len(f) < least {
		f = append(f, "")
	}
	return f
}

// read makes the concepts of a system from its lines in codesystems.txt.
func (s *System) read(body string) *concepts {
	all := &concepts{byCode: map[string]*node{}}
	above := []*node{nil} // by depth
	children := map[*node][]string{}
	for line := range strings.Lines(body) {
		text := strings.TrimLeft(line, "\t")
		depth := len(line) - len(text)
		f := fields(strings.TrimSuffix(text, "\n"), 4)
		n := &node{Concept: Concept{System: s.URL, Code: f[0], Display: f[2], Definition: f[3]}}
		if f[3] == "=" {
			n.Definition = f[2]
		}
		for word := range strings.FieldsSeq(f[1]) {
			if child, ok := strings.CutPrefix(word, "child="); ok {
				children[n] = append(children[n], child)
				continue
			}
			n.say(word)
		}
		all.add(n, above[depth-1], s.key(n.Code))
		above = append(above[:depth], n)
	}
	for n, codes := range children {
		for _, code := range codes {
			if child := all.byCode[code]; child != nil {
				child.below(n)
			}
		}
	}
	return all
}

// say notes a word of the table.
func (n *node) say(word string) {
	switch word {
	case "abstract":
		n.Abstract = true
		n.Properties = append(n.Properties, Property{"notSelectable", "boolean", "true"})
	default: // deprecated, retired
		n.Inactive = n.Inactive || word == "retired"
		n.Properties = append(n.Properties, Property{"status", "code", word})
	}
}

// readCompose makes what a set is composed of from its lines in valuesets.txt.
func readCompose(body string) *compose {
	c := &compose{}
	var part *component
	for line := range strings.Lines(body) {
		text := strings.TrimLeft(line, "\t")
		f := fields(strings.TrimSuffix(text, "\n"), 2)
		switch len(line) - len(text) {
		case 1:
			parts := &c.include
			if f[0] == "exclude" {
				parts = &c.exclude
			}
			url, _, _ := strings.Cut(f[1], "|")
			*parts = append(*parts, component{system: f[1], url: url, imports: f[2:]})
			part = &(*parts)[len(*parts)-1]
		case 2:
			part.concepts = append(part.concepts, Concept{System: part.url, Code: f[0], Display: f[1]})
		case 3:
			f, err := newFilter(f[0], f[1], f[2])
			if err != nil {
				panic("r4/valuesets.txt: " + err.Error())
			}
			part.filters = append(part.filters, f)
		}
	}
	c.list()
	return c
}

// list indexes what the components name one by one.
func (c *compose) list() {
	for i := range c.include {
		c.include[i].list()
	}
	for i := range c.exclude {
		c.exclude[i].list()
	}
}
