package main

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

const structurePrefix = "http://hl7.org/fhir/StructureDefinition/"

// structure is what is read of a StructureDefinition
// (http://hl7.org/fhir/R4/structuredefinition.html).
type structure struct {
	Name, Kind, Type, BaseDefinition, Derivation string
	Abstract                                     bool
	Snapshot                                     struct{ Element []element }
}

// element is what is read of an ElementDefinition.
type element struct {
	Path                  string
	Min                   int
	Max                   string
	Base                  struct{ Path string }
	Type                  []elementType
	ContentReference      string
	IsModifier, IsSummary bool
	Binding               *binding
	Constraint            []constraint
}

// binding is what is read of ElementDefinition.binding. An extension names the
// set that no code may be outside of, when the binding is not required
// (http://hl7.org/fhir/R4/extension-elementdefinition-maxvalueset.html).
type binding struct {
	Strength, ValueSet string
	Extension          []struct{ URL, ValueCanonical string }
}

type elementType struct {
	Code                   string
	Profile, TargetProfile []string
	Extension              []struct{ URL, ValueURL, ValueString string }
}

// readStructures returns the types of the standard by name, without logical
// models and profiles. SimpleQuantity is the one profile that elements of the
// standard refer to; types.txt names it as "Quantity{SimpleQuantity}".
func readStructures(src *source) (map[string]structure, error) {
	all := map[string]structure{}
	for _, file := range []string{"profiles-types.json", "profiles-resources.json"} {
		err := resources(src, file, "StructureDefinition", func(s structure) error {
			if s.Derivation != "constraint" && s.Kind != "logical" {
				all[s.Name] = s
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// typesTable lists each type with the elements that it adds to its base:
//
//	Type <tab> kind <tab> base <tab> pattern of a primitive
//	<tab> path <tab> min <tab> max <tab> types <tab> flags <tab> required value set <tab> advised value set <tab> greatest value set
//
// An advised value set is written as "extensible url" or "preferred url".
//
// It also returns the value sets that are named.
func typesTable(all map[string]structure) ([]byte, []string, error) {
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	bound := map[string]bool{}
	var b bytes.Buffer
	for _, name := range names {
		s := all[name]
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\n", name, kindOf(s), strings.TrimPrefix(s.BaseDefinition, structurePrefix), patternOf(s))
		if s.Kind == "primitive-type" {
			continue
		}
		for _, e := range s.Snapshot.Element[1:] {
			if owner, _, _ := strings.Cut(e.Base.Path, "."); owner != name {
				if err := sameAsBase(all, e); err != nil {
					return nil, nil, err
				}
				continue
			}
			line, err := elementLine(name, e)
			if err != nil {
				return nil, nil, err
			}
			b.WriteString(line)
			if e.bound() != "" {
				bound[e.bound()] = true
			}
		}
	}
	sets := make([]string, 0, len(bound))
	for url := range bound {
		sets = append(sets, url)
	}
	slices.Sort(sets)
	return b.Bytes(), sets, nil
}

func kindOf(s structure) string {
	kind := strings.TrimSuffix(s.Kind, "-type")
	if s.Abstract {
		kind = "abstract-" + kind
	}
	return kind
}

// patternOf gives the regular expression of a primitive's value.
func patternOf(s structure) string {
	if s.Kind != "primitive-type" {
		return ""
	}
	for _, e := range s.Snapshot.Element {
		if !strings.HasSuffix(e.Path, ".value") {
			continue
		}
		for _, x := range e.Type[0].Extension {
			if strings.HasSuffix(x.URL, "/regex") {
				return x.ValueString
			}
		}
	}
	return ""
}

// sameAsBase makes sure that leaving out an inherited element loses nothing.
func sameAsBase(all map[string]structure, e element) error {
	owner, _, _ := strings.Cut(e.Base.Path, ".")
	for _, b := range all[owner].Snapshot.Element {
		if b.Path != e.Base.Path {
			continue
		}
		if b.Min == e.Min && b.Max == e.Max && b.bound() == e.bound() && sameAdvice(b, e) && reflect.DeepEqual(b.Type, e.Type) {
			return nil
		}
	}
	return fmt.Errorf("%s differs from the element %s that it inherits", e.Path, e.Base.Path)
}

func sameAdvice(a, b element) bool {
	adviceOfA, greatestOfA := a.advised()
	adviceOfB, greatestOfB := b.advised()
	return adviceOfA == adviceOfB && greatestOfA == greatestOfB
}

func elementLine(owner string, e element) (string, error) {
	flags := ""
	if e.IsModifier {
		flags += "M"
	}
	if e.IsSummary {
		flags += "S"
	}
	types := make([]string, 0, len(e.Type))
	for _, t := range e.Type {
		types = append(types, typeText(e.Path, t))
	}
	if e.ContentReference != "" {
		path, ok := strings.CutPrefix(e.ContentReference, "#"+owner+".")
		if !ok {
			return "", fmt.Errorf("%s refers to %s, outside its own type", e.Path, e.ContentReference)
		}
		types = []string{"#" + path}
	}
	advised, greatest := e.advised()
	line := fmt.Sprintf("\t%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s", e.Path[len(owner)+1:], e.Min, e.Max, strings.Join(types, " "), flags, e.bound(), advised, greatest)
	return strings.TrimRight(line, "\t") + "\n", nil
}

// typeText writes one type as Code, Code(Target|Target) or Code{Profile}.
func typeText(path string, t elementType) string {
	code := t.Code
	if strings.HasPrefix(code, "http://hl7.org/fhirpath/") {
		code = "string"
		for _, x := range t.Extension {
			if strings.HasSuffix(x.URL, "/structuredefinition-fhir-type") {
				code = x.ValueURL
			}
		}
		if path == "Resource.id" {
			// The file says string; the specification's page says id
			// (http://hl7.org/fhir/R4/resource.html#id), and so do all uses of it.
			code = "id"
		}
	}
	for _, p := range t.Profile {
		code += "{" + strings.TrimPrefix(p, structurePrefix) + "}"
	}
	if len(t.TargetProfile) > 0 {
		targets := make([]string, len(t.TargetProfile))
		for i, p := range t.TargetProfile {
			targets[i] = strings.TrimPrefix(p, structurePrefix)
		}
		code += "(" + strings.Join(targets, "|") + ")"
	}
	return code
}

// bound gives the value set of a required binding, without its version.
func (e element) bound() string {
	if e.Binding == nil || e.Binding.Strength != "required" {
		return ""
	}
	url, _, _ := strings.Cut(e.Binding.ValueSet, "|")
	return url
}

// advised gives the strength and value set of a binding that is extensible or
// preferred, and the value set that its codes must be in all the same.
func (e element) advised() (advised, greatest string) {
	if e.Binding == nil || e.Binding.Strength != "extensible" && e.Binding.Strength != "preferred" {
		return "", ""
	}
	for _, x := range e.Binding.Extension {
		if strings.HasSuffix(x.URL, "/elementdefinition-maxValueSet") {
			greatest, _, _ = strings.Cut(x.ValueCanonical, "|")
		}
	}
	url, _, _ := strings.Cut(e.Binding.ValueSet, "|")
	return e.Binding.Strength + " " + url, greatest
}
