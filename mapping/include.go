package mapping

import (
	"fmt"
	"slices"
	"strings"
)

// Include asks for resources that the matches refer to, or with Reverse for
// those that refer to the matches (http://hl7.org/fhir/R4/search.html#include).
type Include struct {
	Reverse bool
	Iterate bool   // from what is included, too
	Source  string // the type that refers
	Via     *Param // its reference
	Target  string // the type referred to
}

// From is the type of the resources for which the include asks for others.
func (i Include) From() string {
	if i.Reverse {
		return i.Target
	}
	return i.Source
}

// include reads _include or _revinclude: Type:reference[:target], Type:* or *.
func (p *queryParser) include(name, value string) {
	base, modifier, _ := strings.Cut(name, ":")
	if modifier == "recurse" {
		p.refuse("not-supported", "%s is of an older FHIR; R4 has %s:iterate", name, base)
		return
	}
	ask := Include{Reverse: base == "_revinclude", Iterate: modifier == "iterate"}
	found := ask.expand(p.q.Type, value)
	if len(found) == 0 {
		p.unknown(name, "%s=%s: %s", name, value, ask.advice(p.q.Type))
		return
	}
	if given := [2]string{name, value}; !slices.Contains(p.q.Also, given) {
		p.q.Includes, p.q.Also = append(p.q.Includes, found...), append(p.q.Also, given)
	}
}

// expand lists what a value of the parameter stands for in a search on a type.
func (i Include) expand(searched, value string) []Include {
	if value == "*" {
		value = "*:*"
	}
	parts := strings.SplitN(value, ":", 3)
	if len(parts) < 2 {
		return nil
	}
	target := "*"
	if len(parts) == 3 {
		target = parts[2]
	}
	var all []Include
	for _, r := range Searchable() {
		if r.Log && r.Type != searched && r.Type != parts[0] { // it tells of everything: who wants that, names it
			continue
		}
		for _, via := range r.Params() {
			for _, leads := range via.Leads() {
				one := Include{i.Reverse, i.Iterate, r.Type, via, leads}
				asked := covers(parts[0], r.Type) && covers(parts[1], via.Code) && covers(target, leads)
				if asked && (i.Iterate || one.From() == searched) {
					all = append(all, one)
				}
			}
		}
	}
	return all
}

func covers(pattern, s string) bool { return pattern == "*" || pattern == s }

func (i Include) advice(searched string) string {
	values := Includable(searched)
	if i.Reverse {
		values = Revincludable(searched)
	}
	return fmt.Sprintf("in a search for %s it may be *, %s; for resources around included ones there is :iterate", searched, strings.Join(values, ", "))
}

// Includable lists the values of _include that a search on the type may have.
func Includable(typeName string) []string {
	return distinct(Include{}.named(typeName))
}

// Revincludable lists the values of _revinclude that a search on the type may have.
func Revincludable(typeName string) []string {
	return distinct(Include{Reverse: true}.named(typeName))
}

// named lists all that can be asked for by name.
func (i Include) named(searched string) []Include {
	all := i.expand(searched, "*")
	for _, r := range Searchable() {
		if r.Log {
			all = append(all, i.expand(searched, r.Type+":*")...)
		}
	}
	return all
}

// distinct names includes without their targets, each once.
func distinct(includes []Include) []string {
	var values []string
	for _, i := range includes {
		if v := i.Source + ":" + i.Via.Code; !contains(values, v) {
			values = append(values, v)
		}
	}
	return values
}
