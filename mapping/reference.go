package mapping

import (
	"strings"
	"sync"

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
	keys := sync.OnceValue(func() []foreignKey { return foreignKeys(base, targets) }) // all types are known by then
	l.form = form{
		columns: func() []Column {
			var cols []Column
			for _, k := range keys() {
				cols = append(cols, Column{k.column, TypeText, k.table})
			}
			return append(cols, Column{Name: elsewhere, Type: TypeText})
		},
		read: func(v *fhir.Tree, c Cells, _ Dictionary) {
			literal, ok := words(v.Get("reference"))
			if !ok || literal[0] == '#' || len(literal) > mostIndexed {
				return // a contained resource has no meaning outside its container
			}
			if key, ok := localReference(literal); ok {
				for _, k := range keys() {
					if k.target == key.Type {
						c[k.column] = key.ID
						return
					}
				}
				literal = key.String()
			}
			c[elsewhere] = literal
		},
		show: func(c Cells, _ Dictionary) *fhir.Tree {
			literal, ok := c[elsewhere]
			for _, k := range keys() {
				if id, here := c[k.column]; here && !ok {
					literal, ok = k.target+"/"+id, true
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

// foreignKey is the column for references to one type.
type foreignKey struct{ target, column, table string }

func foreignKeys(base string, targets []string) (all []foreignKey) {
	for _, t := range targets {
		if r := registry[t]; r != nil {
			all = append(all, foreignKey{t, refColumn(base, targets, r), r.Table})
		}
	}
	return all
}

func refColumn(base string, targets []string, r *Resource) string {
	if len(targets) == 1 {
		return base + "_id"
	}
	return base + "_" + r.Table + "_id"
}

// localReference takes "Type/id" and "Type/id/_history/n" apart.
func localReference(literal string) (fhir.Key, bool) {
	typeName, id, _ := strings.Cut(literal, "/")
	if plain, version, ok := strings.Cut(id, "/_history/"); ok && version != "" && !strings.Contains(version, "/") {
		id = plain
	}
	if !fhir.ValidID(id) {
		return fhir.Key{}, false
	}
	return fhir.Key{Type: typeName, ID: id}, true
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
