package fhirpath

import "kapbridge/fhir"

// Child is an element of a type, whose values are found in one value after the
// other without an expression.
type Child struct{ step *step }

// ChildOf finds the element by its name in a path, "value" for value[x].
func ChildOf(d *fhir.TypeDef, name string) Child { return Child{stepOf(d, name)} }

// Append appends the element's values of v, which is of that type.
func (c Child) Append(to Collection, v Value) Collection { return c.step.follow(to, v) }
