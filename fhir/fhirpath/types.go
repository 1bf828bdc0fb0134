package fhirpath

import "kapbridge/fhir"

// typeName is the name of a type as it stands in an expression. Without a
// namespace it is a type of FHIR, or of FHIRPath itself where a value is one.
type typeName struct{ namespace, name string }

func (t typeName) String() string {
	if t.namespace == "" {
		return identifier(t.name)
	}
	return t.namespace + "." + identifier(t.name)
}

var systemTypes = map[string]bool{
	"Any": true, "Boolean": true, "Integer": true, "Decimal": true, "String": true,
	"Date": true, "DateTime": true, "Time": true, "Quantity": true,
}

// known tells whether there may be values of the type. The namespace System is
// open: nothing is of a type that it lacks.
func (t typeName) known() bool {
	return t.namespace == "System" || fhir.IsType(t.name) || t.namespace == "" && systemTypes[t.name]
}

// typeInfo is what type() gives (http://hl7.org/fhirpath/N1/#reflection).
type typeInfo struct{ namespace, name, base string }

// typeOf tells the type of a value.
func typeOf(v Value) typeInfo {
	if v.Type == nil {
		return typeInfo{"System", systemName(v.own), "System.Any"}
	}
	base := "System.Any"
	if v.Type.Base != "" {
		base = "FHIR." + v.Type.Base
	}
	return typeInfo{"FHIR", v.Type.Name, base}
}

func systemName(x any) string {
	switch x := x.(type) {
	case bool:
		return "Boolean"
	case int64:
		return "Integer"
	case Decimal:
		return "Decimal"
	case string:
		return "String"
	case Temporal:
		return x.kind.name()
	case Quantity:
		return "Quantity"
	case typeInfo:
		return "TypeInfo"
	}
	return "Any"
}

// reflected appends a property of what type() gave. Other values of FHIRPath's
// own types have no properties.
func reflected(out Collection, v Value, property string) Collection {
	info, ok := v.own.(typeInfo)
	switch {
	case !ok:
	case property == "namespace":
		return append(out, String(info.namespace))
	case property == "name":
		return append(out, String(info.name))
	case property == "baseType":
		return append(out, String(info.base))
	}
	return out
}

// is tells whether a value is of the type or of one that specialises it.
func (t typeName) is(v Value) bool {
	if v.Type == nil {
		return t.namespace != "FHIR" && v.own != nil && (t.name == systemName(v.own) || t.name == "Any")
	}
	return t.namespace != "System" && v.Type.Is(t.name)
}

// takes tells whether as() and ofType() take a value: a primitive must be of that
// very type, see the package's documentation.
func (t typeName) takes(v Value) bool {
	if v.isPrimitive() {
		return t.namespace != "System" && v.Type.Name == t.name
	}
	return t.is(v)
}

// isType is the operator is.
func isType(input Collection, want typeName) (Collection, error) {
	if len(input) > 1 {
		return nil, wrong("is needs one value, not %s", shownAll(input))
	}
	if len(input) == 0 {
		return nil, nil
	}
	return boolean(want.is(input[0])), nil
}

// asType is the operator as.
func asType(s scope, input Collection, want typeName) (Collection, error) {
	if len(input) > 1 && !s.run.ctx.AsMany {
		return nil, wrong("as needs one value, not %s; ofType() takes several", shownAll(input))
	}
	return ofTypeOnly(input, want), nil
}

func ofTypeOnly(input Collection, want typeName) Collection {
	var out Collection
	for _, v := range input {
		if want.takes(v) {
			out = append(out, v)
		}
	}
	return out
}
