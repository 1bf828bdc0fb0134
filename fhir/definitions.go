package fhir

import (
	"slices"
	"strings"
)

// Many is the Max of an element that may repeat without bound ("*").
const Many = -1

// TypeDef is what R4 says of one type: a resource, a datatype, a primitive, or
// a backbone element such as Patient.contact. All TypeDefs are made once and
// shared; nobody may change them.
type TypeDef struct {
	Name     string        // "Patient", "Quantity", "date"; of a backbone element its path, "Patient.contact"
	Kind     string        // resource | complex | primitive | backbone
	Abstract bool          // Resource, DomainResource, Element, BackboneElement
	Base     string        // name of the type it specialises, "" for Element and Resource
	Pattern  string        // of a primitive: R4's regular expression of the whole value
	Elements []*ElementDef // in R4's order, inherited ones first

	own      []*ElementDef
	members  map[string]member
	required []int // indexes in Elements with Min > 0
	prim     primitive
}

// ElementDef is what R4 says of one element
// (http://hl7.org/fhir/R4/elementdefinition.html).
type ElementDef struct {
	Path     string    // where it is defined, "Observation.value[x]", "DomainResource.text"
	Name     string    // last step of Path
	Min      int       // least number of values
	Max      int       // greatest number of values, or Many
	Types    []TypeRef // several only for a choice
	Choice   bool      // the name ends in "[x]"
	Modifier bool      // isModifier
	Summary  bool      // isSummary
	Binding  string    // url of the value set of a required binding, else ""
	Advised  string    // url of the value set of an extensible or preferred binding, else ""
	Strength string    // of the binding: required | extensible | preferred | ""
	Greatest string    // url of the value set that no code may be outside of, beside Advised; else ""
	Content  string    // path of the element whose content it repeats (contentReference), else ""

	codes *ValueSet
	label string // Name without "[x]", the step of a FHIRPath expression
}

// TypeRef is one type that an element's value may have.
type TypeRef struct {
	Code    string   // "Quantity", "Reference", "BackboneElement", "Resource"
	Profile string   // "SimpleQuantity" or ""
	Targets []string // of Reference and canonical: the types it may point to; "Resource" for any
	Def     *TypeDef // the datatype, or the backbone element's own TypeDef; nil for Resource
}

// member is what a JSON member name stands for in a type.
type member struct {
	element *ElementDef
	ref     *TypeRef
	place   int  // index in Elements
	sibling bool // "_x" beside the primitive "x"
}

// TypeOf returns the definition of a resource, datatype or primitive.
func TypeOf(name string) (*TypeDef, bool) {
	d, ok := definitions().types[name]
	return d, ok
}

// IsType tells whether R4 has a type of this name, abstract ones included.
func IsType(name string) bool {
	_, ok := TypeOf(name)
	return ok
}

// IsResource tells whether instances of this resource type can exist.
func IsResource(name string) bool {
	d, ok := TypeOf(name)
	return ok && d.Kind == "resource" && !d.Abstract
}

// TypeNames returns the names of all types of a kind that are not abstract, sorted.
func TypeNames(kind string) []string {
	var names []string
	for name, d := range definitions().types {
		if d.Kind == kind && !d.Abstract {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Element finds the element that a JSON member stands for. suffixType is the
// type of the member's value: for "valueQuantity" it is "Quantity" and the
// element is value[x]. The "_x" sibling of a primitive finds the element of x.
func (d *TypeDef) Element(name string) (e *ElementDef, suffixType string, ok bool) {
	m, ok := d.members[name]
	if !ok {
		return nil, "", false
	}
	return m.element, m.ref.Code, true
}

// Ref is Element for callers that need the targets or definition of the type.
func (d *TypeDef) Ref(name string) (TypeRef, bool) {
	m, ok := d.members[name]
	if !ok {
		return TypeRef{}, false
	}
	return *m.ref, true
}

// Order gives the place of a member in R4's element order; a choice has one
// place, what is unknown comes last.
func (d *TypeDef) Order(name string) int {
	if m, ok := d.members[name]; ok {
		return m.place
	}
	return len(d.Elements)
}

// Child returns the type of a member's value: a datatype or the backbone
// element's own definition. It is nil when the member is unknown, or holds a
// resource, whose resourceType then says what it is.
func (d *TypeDef) Child(name string) *TypeDef {
	if m, ok := d.members[name]; ok {
		return m.ref.Def
	}
	return nil
}

// Member gives the JSON member name of the element for a value of this type:
// "gender", or "valueQuantity" for value[x].
func (e *ElementDef) Member(ref TypeRef) string {
	if !e.Choice {
		return e.Name
	}
	return strings.TrimSuffix(e.Name, "[x]") + strings.ToUpper(ref.Code[:1]) + ref.Code[1:]
}

// Is tells whether d is the named type or a specialisation of it.
func (d *TypeDef) Is(name string) bool {
	for d != nil {
		if d.Name == name {
			return true
		}
		d = definitions().types[d.Base]
	}
	return false
}
