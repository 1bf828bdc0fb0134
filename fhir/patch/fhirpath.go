package patch

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
)

// FHIRPath reads a FHIRPath Patch (http://hl7.org/fhir/R4/fhirpatch.html), a
// Parameters resource with a parameter for each operation, and returns the change
// that it describes. A malformed document is refused with 400 and the place of the
// operation, such as "Parameters.parameter[2]". The change itself refuses with
// 422: a path that leads nowhere or to several elements, a value of a type that
// cannot stand there. It never changes the tree that it is given. Values are
// otherwise checked with the resource that comes of them, in which their
// references may lead to what it contains.
func FHIRPath(t *fhir.Tree) (func(*fhir.Tree) (*fhir.Tree, error), error) {
	if got := t.Get("resourceType").StringOr(""); got != "Parameters" {
		return nil, fhir.Refuse(400, "structure", "a FHIRPath Patch is a Parameters resource, this is %s", short(got))
	}
	items := listOf(t.Get("parameter"))
	if len(items) > mostOperations {
		return nil, fhir.Refuse(413, "too-long", "a FHIRPath Patch may have %d operations at most, this one has %d; send the whole resource", mostOperations, len(items))
	}
	edits := make([]edit, len(items))
	for i, item := range items {
		var err error
		if edits[i], err = parseEdit(item, "Parameters.parameter["+strconv.Itoa(i)+"]"); err != nil {
			return nil, err
		}
	}
	return func(old *fhir.Tree) (*fhir.Tree, error) { return carryOut(edits, old) }, nil
}

// edit is one operation of a FHIRPath Patch.
type edit struct {
	place string // in the Parameters
	op    string
	path  *fhirpath.Expression
	name  string   // of add
	value *content // of add, insert and replace

	index, source, destination int // of insert and of move
}

// parts lists what each operation has besides its type and path.
var parts = map[string][]string{
	"add": {"name", "value"}, "insert": {"value", "index"}, "delete": nil, "replace": {"value"}, "move": {"source", "destination"},
}

// parseEdit reads one operation.
func parseEdit(t *fhir.Tree, place string) (edit, error) {
	e := edit{place: place}
	if fault := sound(t); fault != "" {
		return e, e.malformed("structure", "%s", fault)
	}
	if name := t.Get("name").StringOr(""); name != "operation" {
		return e, fhir.Refuse(400, "value", "each parameter of a FHIRPath Patch is called operation, this one %s", short(name)).At(place + ".name")
	}
	given, err := e.byName(t)
	if err != nil {
		return e, err
	}
	e.op, _ = textOf(given["type"])
	needs, known := parts[e.op]
	if !known {
		return e, e.malformed("value", "type is one of add, insert, delete, replace, move; this is %s", outline(fhir.Str(e.op)))
	}
	needs = append([]string{"type", "path"}, needs...)
	for _, name := range needs {
		if given[name] == nil {
			return e, e.malformed("required", "%s needs the part %s", e.op, name)
		}
		if err := e.take(name, given[name]); err != nil {
			return e, err
		}
		delete(given, name)
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		return e, e.malformed("value", "%s has no part %s", e.op, short(name))
	}
	return e, nil
}

// byName finds the parts, of which each may occur once.
func (e *edit) byName(t *fhir.Tree) (map[string]*fhir.Tree, error) {
	given := map[string]*fhir.Tree{}
	for _, part := range listOf(t.Get("part")) {
		name := part.Get("name").StringOr("")
		if given[name] != nil {
			return nil, e.malformed("value", "the part %s occurs twice", short(name))
		}
		given[name] = part
	}
	return given, nil
}

// take reads one part.
func (e *edit) take(name string, part *fhir.Tree) error {
	ok := true
	var err error
	switch name {
	case "type":
	case "path":
		var text string
		if text, ok = textOf(part); ok {
			if e.path, err = fhirpath.Compile(text); err != nil {
				return e.malformed("value", "path: %v", err)
			}
		}
	case "name":
		e.name, ok = textOf(part)
	case "value":
		e.value, err = contentOf(part)
	case "index":
		e.index, ok = countOf(part)
	case "source":
		e.source, ok = countOf(part)
	case "destination":
		e.destination, ok = countOf(part)
	}
	switch {
	case err != nil:
		return e.malformed("value", "%v", err)
	case !ok:
		return e.malformed("value", "the part %s has no value of the type that it needs", name)
	}
	return nil
}

func listOf(t *fhir.Tree) []*fhir.Tree {
	if t.Is(fhir.Array) {
		return t.Items
	}
	return nil
}

// textOf reads a part that says a word or a path.
func textOf(part *fhir.Tree) (string, bool) {
	for _, member := range []string{"valueString", "valueCode"} {
		if t := part.Get(member); t.Is(fhir.String) {
			return t.Text, true
		}
	}
	return "", false
}

// countOf reads a part that counts from 0.
func countOf(part *fhir.Tree) (int, bool) {
	for _, member := range []string{"valueInteger", "valueUnsignedInt", "valuePositiveInt"} {
		if t := part.Get(member); t.Is(fhir.Number) {
			n, err := strconv.Atoi(t.Text)
			return n, err == nil && n >= 0
		}
	}
	return 0, false
}

// malformed words what is wrong with an operation, whatever the resource.
func (e *edit) malformed(code, format string, args ...any) error {
	return fhir.Refuse(400, code, format, args...).At(e.place)
}

// refuse words why an operation cannot be carried out on this resource.
func (e *edit) refuse(code, format string, args ...any) error {
	return fhir.Refuse(422, code, "%s %s: %s", e.op, short(e.path.Source()), fmt.Sprintf(format, args...)).At(e.place)
}
