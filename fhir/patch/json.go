package patch

import (
	"fmt"
	"strconv"

	"kapbridge/fhir"
)

// mostOperations bounds a JSON Patch.
const mostOperations = 10_000

// operation is one step of a JSON Patch (RFC 6902, section 4).
type operation struct {
	place string // in the patch document, such as "[2]"
	op    string
	path  pointer
	from  pointer    // of move and copy
	value *fhir.Tree // of add, replace and test
}

// JSON reads a JSON Patch (RFC 6902) and returns the change that it describes.
// A malformed document is refused with 400 and the place of the operation, such
// as "[2].path". The change itself refuses with 422: a test that fails, a path
// that leads nowhere, a result that no resource could be. It never changes the
// tree that it is given.
func JSON(data []byte) (func(*fhir.Tree) (*fhir.Tree, error), error) {
	t, err := fhir.Decode(data)
	if err != nil {
		return nil, err
	}
	if !t.Is(fhir.Array) {
		return nil, fhir.Refuse(400, "structure", "a JSON Patch is an array of operations, this is %s; a merge patch has a media type of its own", outline(t))
	}
	if len(t.Items) > mostOperations {
		return nil, fhir.Refuse(413, "too-long", "a JSON Patch may have %d operations at most, this one has %d; send the whole resource", mostOperations, len(t.Items))
	}
	operations := make([]operation, len(t.Items))
	for i, item := range t.Items {
		if operations[i], err = parseOperation(item, "["+strconv.Itoa(i)+"]"); err != nil {
			return nil, err
		}
	}
	return func(old *fhir.Tree) (*fhir.Tree, error) { return apply(operations, old) }, nil
}

// needs lists the members that an operation has besides op and path.
var needs = map[string]string{
	"add": "value", "replace": "value", "test": "value", "remove": "", "move": "from", "copy": "from",
}

// parseOperation reads one operation. Members that the RFC does not define for
// it are passed over, as it asks for.
func parseOperation(t *fhir.Tree, place string) (operation, error) {
	o := operation{place: place}
	if !t.Is(fhir.Object) {
		return o, fhir.Refuse(400, "structure", "an operation is an object with op and path, this is %s", outline(t)).At(place)
	}
	op := t.Get("op")
	further, known := needs[op.StringOr("")]
	if !known {
		return o, fhir.Refuse(400, "value", "op is one of add, remove, replace, move, copy, test; this is %s", outline(op)).At(place + ".op")
	}
	o.op = op.Text
	var err error
	if o.path, err = o.pointer(t, "path"); err != nil {
		return o, err
	}
	switch further {
	case "value":
		if o.value = t.Get("value"); o.value == nil {
			return o, fhir.Refuse(400, "required", "%s needs a value", o.op).At(place)
		}
	case "from":
		if o.from, err = o.pointer(t, "from"); err != nil {
			return o, err
		}
		if o.op == "move" && o.from.around(o.path) {
			return o, fhir.Refuse(400, "value", "nothing can be moved into itself: path lies inside of from").At(place + ".path")
		}
	}
	return o, nil
}

func (o *operation) pointer(t *fhir.Tree, member string) (pointer, error) {
	text := t.Get(member)
	if !text.Is(fhir.String) {
		return nil, fhir.Refuse(400, "required", "%s needs %s, a JSON pointer such as /name/0/given; this is %s", o.op, member, outline(text)).At(o.place + "." + member)
	}
	p, fault := parsePointer(text.Text)
	if fault != "" {
		return nil, fhir.Refuse(400, "value", "%s", fault).At(o.place + "." + member)
	}
	return p, nil
}

// refuse words why an operation cannot be carried out on this resource.
func (o *operation) refuse(member, code, format string, args ...any) error {
	return fhir.Refuse(422, code, "%s: %s", o.op, fmt.Sprintf(format, args...)).At(o.place + "." + member)
}
