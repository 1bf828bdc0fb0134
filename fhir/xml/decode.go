package xml

import (
	"errors"
	"strings"

	"kapbridge/fhir"
)

// Decode reads a resource in XML as strictly as fhir.Decode reads JSON, with its
// limits, and gives the tree that the JSON would. Refused, with status 400 (413
// for size), line, column and FHIRPath of the place: what is not well-formed or
// not UTF-8, DOCTYPE and processing instructions, other namespaces, unknown
// elements, a wrong order (http://hl7.org/fhir/R4/xml.html: elements always appear
// in the order documented), what occurs more often than it may, attributes and
// text that do not belong, and what is empty. Whether required elements are there
// and values have the right form is left to fhir.CheckStructure, save that numbers
// and booleans are such.
func Decode(data []byte) (*fhir.Tree, error) {
	if len(data) > fhir.MaxBytes {
		return nil, fhir.Refuse(413, "too-long", "a resource may have %d bytes at most, this one has %d", fhir.MaxBytes, len(data))
	}
	return decode(data, fhir.MaxDepth, fhir.MaxNodes)
}

// DecodeBundle is Decode for a Bundle of resources whose size the caller bounds,
// as fhir.DecodeBundle is for JSON.
func DecodeBundle(data []byte) (*fhir.Tree, error) {
	const bytesOfValue = fhir.MaxBytes / fhir.MaxNodes
	return decode(data, fhir.MaxDepth+3, max(fhir.MaxNodes, len(data)/bytesOfValue))
}

// Mark reads XML that Decode or DecodeBundle accepts, once more, and notes where
// each element begins; see fhir.Marked.
func Mark(data []byte) (*fhir.Marked, error) {
	s, err := newScanner(data)
	if err != nil {
		return nil, err
	}
	d := decoder{scanner: s, deepest: 8 * fhir.MaxDepth, most: len(data), marks: map[*fhir.Tree]int{}}
	t, err := d.placed()
	return &fhir.Marked{Tree: t, Text: s.text, At: d.marks}, err
}

func decode(data []byte, deepest, most int) (*fhir.Tree, error) {
	s, err := newScanner(data)
	if err != nil {
		return nil, err
	}
	d := decoder{scanner: s, deepest: deepest, most: most}
	return d.placed()
}

// placed reads the document, and says of a fault where in the resource it is.
func (d *decoder) placed() (*fhir.Tree, error) {
	t, err := d.document()
	var p *fhir.Problem
	if errors.As(err, &p) {
		return nil, p.At(expression(d.steps))
	}
	return t, err
}

// decoder makes a tree of tokens. Depths and numbers of values are those of the
// JSON that the tree stands for.
type decoder struct {
	*scanner
	steps   []step // to the current element; where an error stops it, to the fault
	again   *token // to be read once more
	deepest int
	most    int
	nodes   int
	marks   map[*fhir.Tree]int // where elements begin, when that is asked for
}

// mark notes where the values of an element begin.
func (d *decoder) mark(at int, values ...*fhir.Tree) {
	if d.marks == nil {
		return
	}
	for _, t := range values {
		if t != nil {
			d.marks[t] = at
		}
	}
}

func (d *decoder) document() (*fhir.Tree, error) {
	first, err := d.child()
	if err != nil {
		return nil, err
	}
	d.steps = append(d.steps, step{"Resource", -1})
	t, err := d.resource(first, 1)
	if err != nil {
		return nil, err
	}
	_, err = d.child() // nothing but the end can follow, the scanner sees to that
	return t, err
}

// resource reads an element that is a whole resource.
func (d *decoder) resource(tag token, depth int) (*fhir.Tree, error) {
	if err := d.inSpace(tag, fhirSpace); err != nil {
		return nil, err
	}
	typeName := tag.name.local
	def, _ := fhir.TypeOf(typeName)
	if !fhir.IsResource(typeName) {
		return nil, d.refuse(tag.from, "%q is no resource type of R4%s", short(typeName), fhir.AdviceOnType(typeName))
	}
	if len(d.steps) == 1 {
		d.steps[0].name = typeName
	}
	t := fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str(typeName)})
	d.mark(tag.from, t, t.Members[0].Value)
	if err := errors.Join(d.count(depth, tag), d.count(depth+1, tag)); err != nil {
		return nil, err
	}
	if err := d.attributes(tag, t, def, depth); err != nil {
		return nil, err
	}
	return t, d.content(t, def, depth)
}

// child gives the next tag, or the end of the document. Around elements stand
// white space and comments only.
func (d *decoder) child() (token, error) {
	if d.again != nil {
		t := *d.again
		d.again = nil
		return t, nil
	}
	for {
		t, err := d.next()
		switch {
		case err != nil:
			return t, err
		case t.kind == text && strings.Trim(d.text[t.from:t.to], blanks) == "", t.kind == comment:
			continue
		case t.kind == text, t.kind == section:
			return t, d.refuse(t.from, `no text may stand here; a value is written in the attribute "value"`)
		}
		return t, nil
	}
}

// inSpace holds an element to a namespace.
func (d *decoder) inSpace(tag token, want string) error {
	if tag.name.space == want {
		return nil
	}
	found := "no namespace"
	if tag.name.space != "" {
		found = `the namespace "` + short(tag.name.space) + `"`
	}
	return d.refuse(tag.from, `<%s> is in %s; here it must be "%s"`, short(tag.name.raw), found, want)
}

// count bounds what one document may ask of memory.
func (d *decoder) count(depth int, tag token) error {
	if d.nodes++; d.nodes > d.most {
		return fhir.Refuse(413, "too-long", "a body may have %d values at most", d.most)
	}
	if depth > d.deepest {
		return d.refuse(tag.from, "a resource may be nested %d deep at most, where a list counts like the elements in it", d.deepest)
	}
	return nil
}
