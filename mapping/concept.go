package mapping

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"kapbridge/fhir"
)

// codingFields are the members of a Coding that a row of concept_coding holds,
// in the order in which the concept id hashes them.
var codingFields = []string{"system", "version", "code", "display", "userSelected"}

// Concept is a CodeableConcept: the column holds the id of a row in the concept
// dictionary, which keeps the text and all codings
// (http://hl7.org/fhir/R4/datatypes.html#CodeableConcept).
func Concept(path, column string) *Lens {
	return &Lens{Path: path, shape: ShapeConcept, form: form{
		columns: func() []Column { return []Column{{Name: column, Type: TypeText, To: "concept"}} },
		read: func(v *fhir.Tree, c Cells, d Dictionary) {
			if concept := knownConcept(v); concept != nil {
				id := ConceptID(concept)
				c[column], d[id] = id, concept
			}
		},
		show: func(c Cells, d Dictionary) *fhir.Tree {
			if id, ok := c[column]; ok {
				return d[id]
			}
			return nil
		},
	}}
}

// knownConcept reduces a CodeableConcept to what the dictionary holds, or
// returns nil when it has nothing of that or its form is not R4's.
func knownConcept(v *fhir.Tree) *fhir.Tree {
	if wholly(v) {
		return v
	}
	codings := fhir.List()
	if list := v.Get("coding"); list.Is(fhir.Array) {
		for _, item := range list.Items {
			coding := fhir.Obj()
			for _, f := range codingFields {
				if x := item.Get(f); fits(f, x) {
					coding.Set(f, x)
				}
			}
			if coding.Empty() {
				return nil // its place in the list would be lost
			}
			codings.Items = append(codings.Items, coding)
		}
	}
	var text *fhir.Tree
	if _, ok := words(v.Get("text")); ok {
		text = v.Get("text")
	}
	concept := fhir.Obj(some("coding", codings), fhir.Member{Name: "text", Value: text})
	if concept.Empty() {
		return nil
	}
	return concept
}

// wholly tells whether a CodeableConcept is nothing but what the dictionary
// holds, as nearly all are.
func wholly(v *fhir.Tree) bool {
	if !v.Is(fhir.Object) || v.Empty() {
		return false
	}
	for _, m := range v.Members {
		switch m.Name {
		case "text":
			if _, ok := words(m.Value); !ok {
				return false
			}
		case "coding":
			if !m.Value.Is(fhir.Array) || m.Value.Empty() || slices.ContainsFunc(m.Value.Items, func(c *fhir.Tree) bool { return !whollyCoding(c) }) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func whollyCoding(c *fhir.Tree) bool {
	return c.Is(fhir.Object) && !c.Empty() &&
		!slices.ContainsFunc(c.Members, func(m fhir.Member) bool { return !slices.Contains(codingFields, m.Name) || !fits(m.Name, m.Value) })
}

func fits(field string, x *fhir.Tree) bool {
	if field == "userSelected" {
		return x.Is(fhir.Bool)
	}
	_, ok := words(x)
	return ok && len(x.Text) <= mostIndexed
}

// ConceptID is the content hash that names a concept. The function
// concept_hash in the schema computes the same: the octet length and the text
// of each field in order ("-" for an absent one), the text first.
func ConceptID(concept *fhir.Tree) string {
	b := make([]byte, 0, 512)
	add := func(x *fhir.Tree) {
		if x == nil {
			b = append(b, '-')
			return
		}
		b = append(strconv.AppendInt(b, int64(len(x.Text)), 10), ':')
		b = append(b, x.Text...)
	}
	add(concept.Get("text"))
	if list := concept.Get("coding"); list != nil {
		for _, coding := range list.Items {
			b = append(b, ';')
			for _, f := range codingFields {
				add(coding.Get(f))
			}
		}
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}
