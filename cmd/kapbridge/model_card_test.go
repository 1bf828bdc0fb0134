package main

import (
	"encoding/xml"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// adorn gives an example what few of them have: tags, labels, profiles, a
// source, and identifiers in references, some of them in place of the reference.
func adorn(r *rand.Rand, t *fhir.Tree) *fhir.Tree {
	d := &drawer{Rand: r}
	coding := func() *fhir.Tree {
		c := fhir.Obj(fhir.Member{Name: "code", Value: fhir.Str(pick(d, "x", "y", "arm-b"))})
		if system := pick(d, "", "http://t.example", "http://other.example/tags"); system != "" {
			c.Set("system", fhir.Str(system))
		}
		if display := pick(d, "", "Zuständig", "arm B"); display != "" {
			c.Set("display", fhir.Str(display))
		}
		return c
	}
	meta := t.Get("meta").With("source", fhir.Str(pick(d, "urn:feed:1", "https://ehr.example/a", "https://ehr.example/a/b")))
	for _, name := range []string{"tag", "security"} {
		if d.IntN(3) > 0 {
			meta.Set(name, fhir.List(coding(), coding()))
		}
	}
	if d.IntN(2) == 0 {
		meta.Set("profile", fhir.List(fhir.Str(pick(d, "http://p.example/a", "http://p.example/a|1.0", "http://p.example/a/b"))))
	}
	t = t.With("meta", meta)
	def, _ := fhir.TypeOf(t.Get("resourceType").Text)
	for _, e := range def.Elements {
		reference := t.Get(e.Name)
		if e.Max != 1 || e.Types[0].Code != "Reference" || !reference.Is(fhir.Object) || d.IntN(2) == 0 {
			continue
		}
		identifier := fhir.Obj(fhir.Member{Name: "value", Value: fhir.Str(pick(d, "1", "2", "3"))})
		if d.IntN(2) == 0 {
			identifier.Set("system", fhir.Str("http://n.example"))
		}
		reference = reference.With("identifier", identifier)
		if literal := reference.Get("reference").StringOr("#"); literal[0] != '#' && d.IntN(3) == 0 {
			reference.Set("reference", nil)
			if named := pick(d, e.Types[0].Targets...); named != "Resource" && d.IntN(2) == 0 {
				reference.Set("type", fhir.Str(pick(d, "", "http://hl7.org/fhir/StructureDefinition/")+named))
			}
		}
		t = t.With(e.Name, reference)
	}
	return t
}

var onlyOf = regexp.MustCompile(`\.where\(resolve\(\) is (\w+)\)`)

// identifiers are those of the references that a parameter looks at: where it
// looks at one type only, of those that name this type or none.
func identifiers(expression string, resource finding) (found []finding) {
	for _, branch := range strings.Split(expression, " | ") {
		only := onlyOf.FindStringSubmatch(branch)
		for _, f := range find(onlyOf.ReplaceAllString(branch, ""), resource, resource) {
			named := f.tree.Get("type").StringOr("")
			named = named[strings.LastIndex(named, "/")+1:]
			if m := inURL.FindStringSubmatch(f.tree.Get("reference").StringOr("")); m != nil {
				named = m[1]
			}
			if only == nil || named == "" || named == only[1] {
				found = append(found, below(f.tree.Get("identifier"), fhir.TypeRef{Code: "Identifier"}, nil)...)
			}
		}
	}
	return found
}

// texts gathers what is text or a code in a value, the texts of narratives
// included, ids and literal references left out.
func texts(f finding) (all []string) {
	switch f.kind {
	case "string", "markdown", "code":
		if f.element.Path != "Element.id" && f.element.Path != "Reference.reference" {
			all = append(all, f.tree.Text)
		}
	case "xhtml":
		all = append(all, told(f.tree.Text)...)
	}
	if f.kind == "Resource" {
		f.def, _ = fhir.TypeOf(f.tree.Get("resourceType").Text)
	}
	if f.def == nil || !f.tree.Is(fhir.Object) {
		return all
	}
	for _, e := range f.def.Elements {
		for _, t := range e.Types {
			member := e.Member(t)
			for _, inner := range below(f.tree.Get(member), t, e) {
				all = append(all, texts(inner)...)
			}
			for _, inner := range below(f.tree.Get("_"+member), fhir.TypeRef{}, nil) {
				inner.def, _ = fhir.TypeOf("Element")
				all = append(all, texts(inner)...)
			}
		}
	}
	return all
}

// told are the texts between the tags of a narrative.
func told(div string) (all []string) {
	d := xml.NewDecoder(strings.NewReader(div))
	d.Entity = xml.HTMLEntity
	for {
		token, err := d.Token()
		if err != nil {
			return all
		}
		if text, ok := token.(xml.CharData); ok {
			all = append(all, string(text))
		}
	}
}

var wordOrPrefix = regexp.MustCompile(`[\pL\pN][\pL\pN\pM]*\*?`)

// spoken are the words that a search by _text or _content looks at.
func spoken(code string, resource finding) (words []string) {
	all := told(resource.tree.At("text", "div").StringOr(""))
	if code == "_content" {
		all = texts(resource)
	}
	for _, text := range all {
		for _, w := range wordOrPrefix.FindAllString(fold(text), -1) {
			words = append(words, strings.TrimSuffix(w, "*"))
		}
	}
	return words
}

// wordsMatch wants every word of the value among those of the resource.
func wordsMatch(value string, words []string) bool {
	for _, asked := range wordOrPrefix.FindAllString(fold(plain(value)), -1) {
		beginning, open := strings.CutSuffix(asked, "*")
		if !slices.ContainsFunc(words, func(w string) bool { return w == asked || open && strings.HasPrefix(w, beginning) }) {
			return false
		}
	}
	return true
}

// phrase asks for words that some resource has, whole or cut short.
func (d *drawer) phrase(code string) string {
	words := spoken(code, pick(d, d.all...))
	if len(words) == 0 {
		return "nothing"
	}
	var asked []string
	for range pick(d, 1, 1, 2, 3) {
		w := pick(d, words...)
		if d.IntN(3) == 0 {
			w = string([]rune(w)[:1+d.IntN(len([]rune(w)))]) + pick(d, "*", "*", "")
		}
		asked = append(asked, pick(d, w, strings.ToUpper(w)))
	}
	return escapes.Replace(strings.Join(asked, pick(d, " ", ", ", " - ")))
}

// logical asks for the identifier of some reference, or for one like it.
func (d *drawer) logical(p fhir.SearchParameter) string {
	for range 20 {
		if found := identifiers(p.Expression, pick(d, d.all...)); len(found) > 0 {
			return d.of("token", "", pick(d, found...))
		}
	}
	return fmt.Sprint(pick(d, "", "|", "http://n.example|"), d.IntN(4))
}
