package store

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/fhir/term"
	"kapbridge/mapping"
)

// byTerminology are the modifiers that look into value sets and code systems
// (http://hl7.org/fhir/R4/search.html#modifiers). Those of R4 and of the guide
// are at hand; all others would need a terminology server.
var byTerminology = []string{"in", "not-in", "above", "below"}

// inTerminology compiles :in, :not-in, :above and :below: the codes are looked
// up here, and compared like any others. Whoever asks for :not-in turns the
// condition round.
func (c *compilation) inTerminology(value string) (string, error) {
	var codes []fhir.SystemCode
	var err error
	if c.term.Modifier == "in" || c.term.Modifier == "not-in" {
		codes, err = c.codesIn(mapping.Unescape(value))
	} else {
		codes, err = c.codesAround(parseToken(value), value)
	}
	if err != nil {
		return "", err
	}
	return c.anyCode(codes), nil
}

// codesIn lists the codes of a value set, named by its url, with or without a
// version, or by its address here. All of them must be known, or else some match
// would be missed.
func (c *compilation) codesIn(url string) ([]fhir.SystemCode, error) {
	if id, relative := strings.CutPrefix(url, "ValueSet/"); relative {
		if t, ok := ig.Find(fhir.Key{Type: "ValueSet", ID: id}); ok {
			url = t.Get("url").StringOr("")
		}
	}
	set, ok := ig.Terms().Set(url)
	if !ok {
		return nil, fhir.Refuse(400, "not-supported", "%s:%s=%s: this value set is not held here and would need a terminology server; held are those of R4%s",
			c.term.Code, c.term.Modifier, url, c.bindings())
	}
	list, err := ig.Terms().Expand(set)
	if err != nil {
		return nil, fhir.Refuse(400, "not-supported", "%s:%s=%s: %v", c.term.Code, c.term.Modifier, url, err)
	}
	return systemCodes(list), nil
}

// systemCodes leaves out what is said of the codes.
func systemCodes(concepts []term.Concept) []fhir.SystemCode {
	codes := make([]fhir.SystemCode, 0, len(concepts))
	for _, one := range concepts {
		codes = append(codes, fhir.SystemCode{System: one.System, Code: one.Code})
	}
	return codes
}

// bindings names the value sets of the parameter's own elements, or else an example.
func (c *compilation) bindings() string {
	var urls []string
	for _, place := range c.term.Param.Places {
		if url := place.Binding(c.t.Type); url != "" && !slices.Contains(urls, url) {
			urls = append(urls, url)
		}
	}
	if len(urls) == 0 {
		return ", such as http://hl7.org/fhir/ValueSet/condition-clinical"
	}
	return ", here " + strings.Join(urls, ", ")
}

// codesAround lists a code with all above or all below it. An element of type
// code names no system, so neither need the search.
func (c *compilation) codesAround(v token, value string) (codes []fhir.SystemCode, err error) {
	systems := []string{v.system}
	if v.system == "" && c.place.Shape() == mapping.ShapeCode {
		systems = c.place.SystemsOf(c.t.Type, v.code)
	}
	for _, url := range systems {
		system, ok := ig.Terms().System(url)
		if !ok || system.Content != "complete" || v.code == "" {
			return nil, fhir.Refuse(400, "not-supported", "%s:%s=%s: write system|code, of a code system that is held here whole, as R4's own are; others would need a terminology server; an example is http://terminology.hl7.org/CodeSystem/condition-clinical",
				c.term.Code, c.term.Modifier, value)
		}
		around := system.Below(v.code)
		if c.term.Modifier == "above" {
			around = system.Above(v.code)
		}
		if around == nil { // a code that its system lacks has none above or below it
			around = []term.Concept{{System: system.URL, Code: v.code}}
		}
		codes = append(codes, systemCodes(around)...)
	}
	return codes, nil
}

// anyCode compares the place with a list of codes.
func (c *compilation) anyCode(codes []fhir.SystemCode) string {
	var systems, plain, bound []string
	for _, code := range codes {
		systems, plain = append(systems, code.System), append(plain, code.Code)
		if c.place.Shape() == mapping.ShapeCode && c.place.InSystem(c.t.Type, code.System, code.Code) {
			bound = append(bound, code.Code)
		}
	}
	pairs := func() string {
		return fmt.Sprintf("select * from unnest(%s, %s)", c.arg(pq.Array(systems), "text[]"), c.arg(pq.Array(plain), "text[]"))
	}
	switch c.place.Shape() {
	case mapping.ShapeCode:
		return c.column(0) + " = any(" + c.arg(pq.Array(bound), "text[]") + ")"
	case mapping.ShapeConcept:
		return fmt.Sprintf("%s in (select concept_id from concept_coding where (system, code) in (%s))", c.column(0), pairs())
	case mapping.ShapeCoding:
		return fmt.Sprintf("(%s, %s) in (%s)", c.column(0), c.column(1), pairs())
	}
	return "false" // this one is no code
}
