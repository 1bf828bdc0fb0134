package main

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode"

	"kapbridge/fhir"
)

// drawer makes search values from what the resources hold, often as it is,
// often changed, in every form that the standard knows.
type drawer struct {
	*rand.Rand
	all []finding // every resource of the type
}

// pick is one of the things given.
func pick[T any](d *drawer, of ...T) T { return of[d.IntN(len(of))] }

// held is a value that some resource has for an expression, nil when none has.
func (d *drawer) held(expression string) (value, resource finding) {
	for range 20 {
		r := pick(d, d.all...)
		if found := find(expression, r, r); len(found) > 0 {
			return pick(d, found...), r
		}
	}
	return finding{}, finding{}
}

// alike lists the parameters of a resource type that are of the type of one.
func alike(p fhir.SearchParameter, typeName string) []fhir.SearchParameter {
	return slices.DeleteFunc(fhir.SearchParameters(typeName), func(o fhir.SearchParameter) bool {
		return o.Type != p.Type || strings.HasPrefix(o.Code, "_")
	})
}

var escapes = strings.NewReplacer(`\`, `\\`, ",", `\,`, "|", `\|`, "$", `\$`)

// value makes one search value for a parameter, "" when there is none.
func (d *drawer) value(p fhir.SearchParameter, modifier string) string {
	switch {
	case p.Code == "_text" || p.Code == "_content":
		return d.phrase(p.Code)
	case modifier == "identifier":
		return d.logical(p)
	}
	f, r := d.held(p.Expression)
	if others := alike(p, d.all[0].kind); p.Type != "composite" && len(others) > 0 && d.IntN(8) == 0 { // what others of its type hold
		f, r = d.held(pick(d, others...).Expression)
	}
	if p.Type == "composite" && f.tree == nil {
		return ""
	}
	if p.Type == "composite" {
		return d.composite(p, f, r)
	}
	return d.of(p.Type, modifier, f)
}

func (d *drawer) of(kind, modifier string, f finding) string {
	switch kind {
	case "token":
		return d.token(modifier, f)
	case "reference":
		if modifier == "identifier" && f.tree.Get("identifier") != nil {
			return d.token("", finding{tree: f.tree.Get("identifier"), kind: "Identifier"})
		}
		return d.reference(f)
	case "date":
		return pick(d, "", "", "eq", "ne", "lt", "gt", "le", "ge", "sa", "eb", "ap") + d.date(f)
	case "string":
		return escapes.Replace(d.words(modifier, f))
	case "quantity":
		return pick(d, "", "", "eq", "ne", "lt", "gt", "le", "ge", "sa", "eb", "ap") + d.quantity(f)
	case "number":
		return pick(d, "", "", "eq", "ne", "lt", "gt", "le", "ge", "sa", "eb", "ap") + d.number(f)
	case "special":
		return d.place(f)
	case "uri":
		uri := f.tree.StringOr("http://example.org/a")
		return escapes.Replace(pick(d, uri, uri, uri+"/more", uri+"more", uri[:strings.LastIndexAny(uri, "/:")+1], uri[:len(uri)-1]))
	}
	panic("no values of " + kind)
}

func (d *drawer) composite(p fhir.SearchParameter, base, resource finding) string {
	var parts []string
	for _, c := range p.Components {
		part := parameterOf(c.URL, resource.kind)
		var f finding
		if found := find(c.Expression, base, resource); len(found) > 0 && d.IntN(4) > 0 {
			f = pick(d, found...)
		} else {
			f, _ = d.held(part.Expression)
		}
		if parts = append(parts, d.of(part.Type, "", f)); parts[len(parts)-1] == "" {
			return ""
		}
	}
	return strings.Join(parts, "$")
}

func (d *drawer) token(modifier string, f finding) string {
	if modifier == "in" || modifier == "not-in" {
		return d.valueSet(f)
	}
	if f.tree == nil && (modifier == "above" || modifier == "below") {
		return d.around("", "")
	}
	if f.tree == nil {
		return "http://example.org|a" + map[string]string{"of-type": "|1"}[modifier]
	}
	var system, code, text string
	switch f.kind {
	case "CodeableConcept":
		text = f.tree.Get("text").StringOr("")
		if list := below(f.tree.Get("coding"), fhir.TypeRef{}, nil); len(list) > 0 {
			c := pick(d, list...).tree
			system, code = c.Get("system").StringOr(""), c.Get("code").StringOr("")
			text = pick(d, text, c.Get("display").StringOr(""))
		}
	case "Coding":
		system, code, text = f.tree.Get("system").StringOr(""), f.tree.Get("code").StringOr(""), f.tree.Get("display").StringOr("")
	case "Identifier":
		system, code, text = f.tree.Get("system").StringOr(""), f.tree.Get("value").StringOr(""), f.tree.At("type", "text").StringOr("")
	case "ContactPoint":
		system, code = f.tree.Get("use").StringOr(""), f.tree.Get("value").StringOr("")
	default:
		code = f.tree.Text
		if set, ok := fhir.RequiredCodes(bindingOf(f)); ok && len(set.Codes) > 0 {
			system = pick(d, set.Codes...).System
		}
	}
	switch modifier {
	case "above", "below":
		return d.around(system, code)
	case "text":
		return escapes.Replace(d.cut(text))
	case "of-type":
		return d.ofType(f)
	}
	system, code = escapes.Replace(system), escapes.Replace(code)
	if f.kind == "boolean" {
		return pick(d, "true", "false")
	}
	value := pick(d, code, code, system+"|"+code, system+"|"+code, "|"+code, system+"|", "http://example.org/other|"+code)
	if strings.Trim(value, "|") == "" {
		return "nothing"
	}
	return value
}

func (d *drawer) ofType(f finding) string {
	codings := below(f.tree.At("type", "coding"), fhir.TypeRef{}, nil)
	value := escapes.Replace(f.tree.Get("value").StringOr("none"))
	if len(codings) == 0 {
		return "http://example.org|a|" + value
	}
	c := pick(d, codings...).tree
	return fmt.Sprintf("%s|%s|%s", escapes.Replace(c.Get("system").StringOr("http://example.org")), escapes.Replace(c.Get("code").StringOr("a")), value)
}

func bindingOf(f finding) string {
	if f.element == nil {
		return ""
	}
	return f.element.Binding
}

func (d *drawer) reference(f finding) string {
	if f.tree == nil {
		return "Patient/nobody"
	}
	if f.kind != "Reference" {
		url, _, _ := strings.Cut(f.tree.Text, "|")
		return escapes.Replace(pick(d, url, f.tree.Text))
	}
	reference := f.tree.Get("reference").StringOr("Patient/nobody")
	reference, _, _ = strings.Cut(reference, "/_history/")
	if strings.HasPrefix(reference, "#") {
		return "Patient/nobody"
	}
	if strings.Contains(reference, ":") {
		return escapes.Replace(reference)
	}
	_, id, _ := strings.Cut(reference, "/")
	return pick(d, reference, reference, id, pick(d, "Patient/", "Observation/", "Encounter/")+id)
}

// date writes a held time as exactly as chance has it, or one nearby.
func (d *drawer) date(f finding) string {
	text := "2026-03-05T10:00:00Z"
	if f.tree.Is(fhir.String) {
		text = f.tree.Text
	} else if f.tree.Is(fhir.Object) {
		text = f.tree.Get(pick(d, "start", "end")).StringOr(text)
	}
	at, _ := during(text, false)
	at = at.Add(pick[time.Duration](d, 0, 0, 0, -1, 1) * pick(d, time.Second, time.Minute, time.Hour, 24*time.Hour, 30*24*time.Hour))
	return at.Format(pick(d, "2006", "2006-01", "2006-01-02", "2006-01-02T15:04Z", "2006-01-02T15:04:05Z", "2006-01-02T15:04:05.000Z"))
}

func (d *drawer) words(modifier string, f finding) string {
	if f.tree == nil {
		return "nothing"
	}
	text := f.tree.Text
	if f.tree.Is(fhir.Object) {
		var parts []string
		for _, m := range f.tree.Members {
			for _, inner := range below(m.Value, fhir.TypeRef{}, nil) {
				if inner.tree.Is(fhir.String) && m.Name != "system" {
					parts = append(parts, inner.tree.Text)
				}
			}
		}
		if len(parts) == 0 {
			return "nothing"
		}
		text = pick(d, parts...)
	}
	if modifier == "exact" {
		return pick(d, text, text, d.cut(text))
	}
	return d.cut(text)
}

// cut is a part of a text, as it is, in capitals or without accents.
func (d *drawer) cut(text string) string {
	r := []rune(text)
	if len(r) == 0 {
		return "nothing"
	}
	from := pick(d, 0, 0, d.IntN(len(r)))
	part := string(r[from : from+1+d.IntN(len(r)-from)])
	switch d.IntN(4) {
	case 0:
		part = strings.Map(unicode.ToUpper, part)
	case 1:
		part = fold(part)
	}
	if strings.TrimSpace(part) == "" {
		return "nothing"
	}
	return part
}

// quantity writes a held amount, or one nearby, in its unit or in another.
func (d *drawer) quantity(f finding) string {
	if f.kind == "Range" {
		f.tree = f.tree.Get(pick(d, "low", "high"))
	}
	if f.tree == nil || f.tree.Get("value") == nil {
		return "1"
	}
	x := d.near(f.tree.Get("value").Text)
	system, code, unit := f.tree.Get("system").StringOr(""), f.tree.Get("code").StringOr(""), f.tree.Get("unit").StringOr("")
	if from, all, ok := fhir.Commensurable(code); ok && d.IntN(2) == 0 {
		to := pick(d, all...)
		x, code = from.In(to, x), to.Code
	}
	return d.written(x) + pick(d, "", "|"+escapes.Replace(system)+"|"+code, "|"+escapes.Replace(system)+"|"+code, "||"+escapes.Replace(code), "||"+escapes.Replace(unit))
}

func (d *drawer) number(f finding) string {
	if f.tree == nil {
		return "1"
	}
	return d.written(d.near(f.tree.Text))
}

// near is a written number, or one half of its last digit beside it.
func (d *drawer) near(text string) *big.Rat {
	x, half := exact(text)
	if n := d.IntN(8); n < 3 {
		x.Add(x, half.Mul(half, big.NewRat(int64(n-1), 1)))
	}
	return x
}

// written is a number as exactly as chance has it.
func (d *drawer) written(x *big.Rat) string {
	if d.IntN(6) == 0 {
		float, _ := x.Float64()
		return fmt.Sprintf("%.*e", d.IntN(3), float)
	}
	return x.FloatString(pick(d, 0, 1, 2, 6))
}
