package mapping

import (
	"strings"

	"kapbridge/fhir"
)

// Ref is a Reference (http://hl7.org/fhir/R4/references.html). A reference to
// a resource here is a foreign key: <base>_id for one declared target type,
// <base>_<table>_id each for several. Any other literal reference, absolute or
// to a type that is not kept here, is in <base>_elsewhere. Display, identifier
// and the like stay in the note, so that an edited key drops them; so does the
// version of a local reference, which is one to the resource all the same.
//
// A declared target whose type has no mapping yet has no column either.
func Ref(path, base string, targets ...string) *Lens {
	l := &Lens{Path: path, shape: ShapeRef, targets: targets}
	elsewhere := base + "_elsewhere"
	l.form = form{
		columns: func() []Column {
			var cols []Column
			for _, t := range targets {
				if r := registry[t]; r != nil {
					cols = append(cols, Column{refColumn(base, targets, r), TypeText, r.Table})
				}
			}
			return append(cols, Column{Name: elsewhere, Type: TypeText})
		},
		read: func(v *fhir.Tree, c Cells, _ Dictionary) {
			literal, ok := words(v.Get("reference"))
			if !ok || literal[0] == '#' || len(literal) > mostIndexed {
				return // a contained resource has no meaning outside its container
			}
			if key, ok := localReference(literal); ok {
				if contains(targets, key.Type) && registry[key.Type] != nil {
					c[refColumn(base, targets, registry[key.Type])] = key.ID
					return
				}
				literal = key.String()
			}
			c[elsewhere] = literal
		},
		show: func(c Cells, _ Dictionary) *fhir.Tree {
			literal, ok := c[elsewhere]
			for _, t := range targets {
				if r := registry[t]; r != nil && !ok {
					var id string
					if id, ok = c[refColumn(base, targets, r)]; ok {
						literal = t + "/" + id
					}
				}
			}
			if !ok {
				return nil
			}
			return fhir.Obj(fhir.Member{Name: "reference", Value: fhir.Str(literal)})
		},
	}
	return l
}

func refColumn(base string, targets []string, r *Resource) string {
	if len(targets) == 1 {
		return base + "_id"
	}
	return base + "_" + r.Table + "_id"
}

// localReference takes "Type/id" and "Type/id/_history/n" apart.
func localReference(literal string) (fhir.Key, bool) {
	parts := strings.Split(literal, "/")
	if len(parts) == 4 && parts[2] == "_history" && parts[3] != "" {
		parts = parts[:2]
	}
	if len(parts) != 2 || !fhir.ValidID(parts[1]) {
		return fhir.Key{}, false
	}
	return fhir.Key{Type: parts[0], ID: parts[1]}, true
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
