package xml

import (
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
	"pgregory.net/rapid"
)

// resourcesIn calls do with each JSON resource below a folder, and counts them.
func resourcesIn(t *testing.T, dir string, do func(name string, tree *fhir.Tree)) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tree, err := fhir.DecodeResource(data)
		if err != nil {
			return err
		}
		n++
		do(path, tree)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// comesBack takes a tree through XML and asks for the same tree, and for the same
// bytes when it is written again.
func comesBack(t testing.TB, name string, want *fhir.Tree) {
	t.Helper()
	for _, write := range []func(*fhir.Tree) ([]byte, error){Encode, Spread} {
		data, err := write(want)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got, err := Decode(data)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, data)
		}
		if !got.Equal(want) {
			t.Fatalf("%s: came back as another\n%s\n%s\n%s", name, fhir.Encode(want), data, fhir.Encode(got))
		}
		again, err := write(got)
		if err != nil || string(again) != string(data) {
			t.Fatalf("%s: written again it is another\n%s\n%s\n%v", name, data, again, err)
		}
	}
}

func TestOfficialExamplesComeBack(t *testing.T) {
	t.Parallel()
	n := resourcesIn(t, fhirtest.Shared(t, "r4-examples"), func(name string, tree *fhir.Tree) { comesBack(t, name, tree) })
	if n < 100 {
		t.Errorf("%d examples", n)
	}
	t.Logf("%d examples", n)
}

func TestOwnExamplesComeBack(t *testing.T) {
	t.Parallel()
	n := resourcesIn(t, filepath.Join("..", "..", "testdata"), func(name string, tree *fhir.Tree) {
		comesBack(t, name, alike(tree, "Resource"))
	})
	if n < 20 {
		t.Errorf("%d examples", n)
	}
}

func TestRandomResourcesComeBack(t *testing.T) {
	t.Parallel()
	types := fhir.TypeNames("resource")
	rapid.Check(t, func(t *rapid.T) {
		tree := fhirtest.Resource(t, rapid.SampledFrom(types).Draw(t, "type"), fhirtest.Options{Modifier: true})
		want := alike(tree, "Resource")
		data, err := Encode(tree)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(data)
		if err != nil || !got.Equal(want) {
			t.Fatalf("%v\n%s\n%s\n%s", err, fhir.Encode(want), data, fhir.Encode(got))
		}
	})
}

// alike changes what the two forms say differently, by the rules of doc.go: the
// spelling of narratives, and lists of primitives of which none has a value.
func alike(t *fhir.Tree, member string) *fhir.Tree {
	switch {
	case t.Is(fhir.String) && member == "div":
		text := strings.Trim(strings.ReplaceAll(t.Text, "\r\n", "\n"), blanks)
		for _, name := range []string{"&nbsp;", "&copy;"} {
			text = strings.ReplaceAll(text, name, html.UnescapeString(name))
		}
		return fhir.Str(text)
	case t.Is(fhir.Array):
		c := &fhir.Tree{Kind: fhir.Array}
		for _, item := range t.Items {
			c.Items = append(c.Items, alike(item, member))
		}
		return c
	case t.Is(fhir.Object):
		c := fhir.Obj()
		for _, m := range t.Members {
			if m.Value.Leaves() == nulls(m.Value) {
				continue
			}
			c.Members = append(c.Members, fhir.Member{Name: m.Name, Value: alike(m.Value, m.Name)})
		}
		return c
	}
	return t
}

// nulls counts the items of a list that are null, which none of an object are.
func nulls(t *fhir.Tree) (n int) {
	for _, item := range t.Items {
		if item.Is(fhir.Null) {
			n++
		}
	}
	return n
}
