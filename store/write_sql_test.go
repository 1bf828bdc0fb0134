package store

import (
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
)

// TestShapesBeyondTheBound writes resources of every type by statements of their
// own shape and by those that have a place for everything: the tables must not
// tell the difference, after a create, after updates that add and take away, and
// with several resources at once.
func TestShapesBeyondTheBound(t *testing.T) {
	t.Parallel()
	own, whole := written(t, 0), written(t, mostWriteShapes)
	for typeName, states := range own {
		for i, rows := range states {
			if !sameRows(rows, whole[typeName][i]) {
				t.Errorf("%s: the rows differ in state %d", typeName, i)
			}
		}
	}
}

// written gives the rows of two resources of every type after each of some
// transactions, in a store that has seen so many shapes.
func written(t *testing.T, shapes int64) map[string][]*mapping.Rows {
	t.Helper()
	s := Open(pgtest.New(t), Options{Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Log: slog.New(slog.DiscardHandler), Placeholders: true})
	defer s.Close()
	s.writeShapes.Store(shapes)
	every := access.Everything(fhir.Agent{Name: "a", Kind: fhir.Anonymous}, "")
	seen := map[string][]*mapping.Rows{}
	for _, r := range mapping.All() {
		full, least := example(t, r.Type, "full"), example(t, r.Type, "least")
		for _, step := range [][2]*fhir.Tree{{full, least}, {least, full}, {full, least}} {
			if _, err := s.Write(t.Context(), every, &mapping.Transaction{Writes: []mapping.Write{put("a", step[0]), put("b", step[1])}}); err != nil {
				t.Fatalf("%s: %v", r.Type, err)
			}
			rows, err := s.readRows(t.Context(), nil, s.types[r.Type], []string{"a", "b"})
			if err != nil {
				t.Fatal(err)
			}
			seen[r.Type] = append(seen[r.Type], rows["a"], rows["b"])
		}
		if f, err := s.Check(t.Context(), r.Type); err != nil || len(f.Drifted)+len(f.Mislaid) > 0 {
			t.Errorf("%s: %v, drifted %v, mislaid %v", r.Type, err, f.Drifted, f.Mislaid)
		}
	}
	return seen
}

func example(t *testing.T, typeName, name string) *fhir.Tree {
	t.Helper()
	data, err := os.ReadFile("../testdata/" + typeName + "/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := fhir.DecodeResource(data)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func put(id string, t *fhir.Tree) mapping.Write {
	key := fhir.Key{Type: t.Get("resourceType").Text, ID: id}
	return mapping.Write{Do: mapping.Update, Key: key, Resource: t.With("id", fhir.Str(id))}
}

func sameRows(a, b *mapping.Rows) bool {
	if len(a.Lists) != len(b.Lists) || !sameRow(mapping.Row{Cells: a.Main}, mapping.Row{Cells: b.Main}) {
		return false
	}
	for table, list := range a.Lists {
		other := b.Lists[table]
		if len(list) != len(other) {
			return false
		}
		for i := range list {
			if !sameRow(list[i], other[i]) {
				return false
			}
		}
	}
	return true
}
