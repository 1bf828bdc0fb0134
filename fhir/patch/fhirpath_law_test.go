package patch

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// A resource can be made of one that has nothing by adding its elements, and
// deleting them again leaves nothing: every type of value has its way into
// Parameters, and finds its place.
func TestResourcesAreMadeElementByElement(t *testing.T) {
	t.Parallel()
	n := 0
	err := filepath.WalkDir(fhirtest.Shared(t, "r4-examples"), func(path string, _ fs.DirEntry, err error) error {
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
		madeByAdding(t, tree)
		return nil
	})
	if err != nil || n < 100 {
		t.Errorf("%d examples, %v", n, err)
	}
}

func TestRandomResourcesAreMadeElementByElement(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		madeByAdding(t, fhirtest.Resource(t, rapid.SampledFrom(fhir.TypeNames("resource")).Draw(t, "type"), fhirtest.Options{}))
	})
}

func madeByAdding(t checked, tree *fhir.Tree) {
	t.Helper()
	name := tree.Get("resourceType").Text
	d, _ := fhir.TypeOf(name)
	start := fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str(name)}, fhir.Member{Name: "id", Value: tree.Get("id")})
	var adding, deleting []string
	for _, p := range partsOf(tree.Without("id"), d) {
		element := p.Get("name").Text
		adding = append(adding, op("add", name, `name="valueString":"`+element+`"`, `value=`+inner(p)))
		deleting = append([]string{op("delete", name+"."+element+".last()")}, deleting...)
	}
	got, err := applied(t, byPath, []byte(parameters(adding...)), start)
	if err != nil || !withoutNulls(got).Equal(withoutNulls(tree)) {
		t.Fatalf("%s is made as %s, %v", tree.JSON(), got.JSON(), err)
	}
	back, err := applied(t, byPath, []byte(parameters(deleting...)), got)
	if err != nil || !back.Equal(start) {
		t.Fatalf("of %s is left %s, %v", tree.JSON(), back.JSON(), err)
	}
}

// withoutNulls leaves out lists of null alone, which say nothing: their "_x" do.
func withoutNulls(t *fhir.Tree) *fhir.Tree {
	if !t.Is(fhir.Object) && !t.Is(fhir.Array) {
		return t
	}
	c := &fhir.Tree{Kind: t.Kind}
	for _, item := range t.Items {
		c.Items = append(c.Items, withoutNulls(item))
	}
	for _, m := range t.Members {
		if !m.Value.Is(fhir.Array) || orAbsent(m.Value.Items) != nil {
			c.Members = append(c.Members, fhir.Member{Name: m.Name, Value: withoutNulls(m.Value)})
		}
	}
	return c
}

// inner is a part without its braces and name.
func inner(part *fhir.Tree) string {
	return strings.TrimSuffix(strings.TrimPrefix(string(part.Without("name").JSON()), "{"), "}")
}

// partsOf writes the members of an element as parts.
func partsOf(t *fhir.Tree, d *fhir.TypeDef) []*fhir.Tree {
	var all []*fhir.Tree
	for _, e := range d.Elements {
		for _, ref := range e.Types {
			member := e.Member(ref)
			values, siblings := t.Get(member), t.Get("_"+member)
			n := 0
			for _, list := range []*fhir.Tree{values, siblings} {
				if list != nil {
					n = max(n, len(itemsOf(list)))
				}
			}
			for i := range n {
				all = append(all, partOf(strings.TrimSuffix(e.Name, "[x]"), at(values, i), at(siblings, i), ref))
			}
		}
	}
	return all
}

func at(t *fhir.Tree, i int) *fhir.Tree {
	if t == nil || i >= len(itemsOf(t)) || itemsOf(t)[i].Is(fhir.Null) {
		return nil
	}
	return itemsOf(t)[i]
}

func partOf(name string, value, sibling *fhir.Tree, ref fhir.TypeRef) *fhir.Tree {
	part := fhir.Obj(fhir.Member{Name: "name", Value: fhir.Str(name)})
	if ref.Def == nil {
		return part.With("resource", value)
	}
	code := ref.Code
	if code == "xhtml" {
		code = "string"
	}
	member := "value" + strings.ToUpper(code[:1]) + code[1:]
	if _, _, open := parameter().Element(member); open {
		part.Set(member, value)
		part.Set("_"+member, sibling)
		return part
	}
	return part.With("part", fhir.List(partsOf(value, ref.Def)...))
}
