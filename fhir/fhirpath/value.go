package fhirpath

import (
	"strconv"

	"kapbridge/fhir"
)

// Collection is what every expression gives: values in order. Those who receive
// one do not change it.
type Collection []Value

// Value is one item of a Collection: an element of a FHIR resource, or a value
// of FHIRPath's own types, of which Type is nil.
type Value struct {
	Tree    *fhir.Tree    // what is there; nil for a primitive that has extensions only
	Sibling *fhir.Tree    // the "_x" beside a primitive, with its id and extensions
	Type    *fhir.TypeDef // of R4

	own any // of a System value: bool, int64, Decimal, string, Temporal, Quantity or typeInfo
}

// Of makes a value of a resource. Of one that R4 does not know nothing can be said.
func Of(resource *fhir.Tree) Value {
	d, _ := fhir.TypeOf(resource.Get("resourceType").StringOr(""))
	return Value{Tree: resource, Type: d}
}

// Boolean makes a System.Boolean.
func Boolean(b bool) Value { return Value{own: b} }

// Integer makes a System.Integer.
func Integer(n int) Value { return Value{own: int64(n)} }

// String makes a System.String.
func String(s string) Value { return Value{own: s} }

var (
	yes = Collection{Boolean(true)}
	no  = Collection{Boolean(false)}
)

func boolean(b bool) Collection {
	if b {
		return yes
	}
	return no
}

func one(x any) Collection { return Collection{{own: x}} }

func str(s string) Collection { return one(s) }

// plain gives the System value that a value is or stands for: bool, int64,
// Decimal, string, Temporal or Quantity; nil for any other element
// (http://hl7.org/fhir/R4/fhirpath.html#types).
func (v Value) plain() any {
	switch {
	case v.Type == nil:
		return v.own
	case v.Tree == nil:
		return nil
	case v.Type.Kind == "primitive":
		return primitive(v.Type.Name, v.Tree.Text)
	case v.Type.Is("Quantity"):
		if q, ok := quantityOf(v.Tree); ok {
			return q
		}
	}
	return nil
}

// primitive reads the value of a FHIR primitive. What is not of the form that its
// type demands is read as a String: to say so is for others.
func primitive(name, s string) any {
	switch name {
	case "boolean":
		return s == "true"
	case "integer", "positiveInt", "unsignedInt":
		if n, err := strconv.ParseInt(s, 10, 32); err == nil {
			return n
		}
	case "decimal":
		if d, ok := parseDecimal(s); ok {
			return d
		}
	case "date":
		if t, ok := parseTemporal(s, isDate); ok {
			return t
		}
	case "dateTime", "instant":
		if t, ok := parseTemporal(s, isDateTime); ok {
			return t
		}
	case "time":
		if t, ok := parseTemporal(s, isTime); ok {
			return t
		}
	}
	return s
}

// isElement tells whether the value is an element of FHIR.
func (v Value) isElement() bool { return v.Type != nil || v.Tree != nil }

// isPrimitive tells whether the value is an element of a primitive type.
func (v Value) isPrimitive() bool { return v.Type != nil && v.Type.Kind == "primitive" }

// Text writes a value that is simple as toString() does: ok is false for others.
func (v Value) Text() (s string, ok bool) {
	switch x := v.plain().(type) {
	case bool:
		return strconv.FormatBool(x), true
	case int64:
		return strconv.FormatInt(x, 10), true
	case string:
		return x, true
	case Decimal:
		return x.String(), true
	case Temporal:
		return x.String(), true
	case Quantity:
		return x.String(), true
	}
	return "", false
}

// TypeName is the qualified name of a value's type, "System.Integer" or "FHIR.Patient".
func (v Value) TypeName() string {
	t := typeOf(v)
	return t.namespace + "." + t.name
}
