package patch

import (
	"bytes"
	"slices"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
	"kapbridge/fhir/patch/patchtest"
	"pgregory.net/rapid"
)

type checked interface {
	Helper()
	Fatalf(string, ...any)
}

// applied reads a patch document, applies it twice and holds it to leave the
// old tree as it was.
func applied(t checked, read func([]byte) (func(*fhir.Tree) (*fhir.Tree, error), error), document []byte, old *fhir.Tree) (*fhir.Tree, error) {
	t.Helper()
	do, err := read(document)
	if err != nil {
		return nil, err
	}
	before := old.JSON()
	first, err := do(old)
	again, errAgain := do(old)
	if !first.Equal(again) || (err == nil) != (errAgain == nil) {
		t.Fatalf("applied again, %s gives %s (%v), not %s (%v)", document, again.JSON(), errAgain, first.JSON(), err)
	}
	if !bytes.Equal(before, old.JSON()) {
		t.Fatalf("%s changed the old tree %s to %s", document, before, old.JSON())
	}
	return first, err
}

// gives holds the patches from a to b, of both kinds, to what they are for.
func gives(t checked, a, b *fhir.Tree) {
	t.Helper()
	document := patchtest.Diff(a, b).JSON()
	if got, err := applied(t, JSON, document, a); err != nil || !got.Equal(b) {
		t.Fatalf("%s\nmakes of %s\nnot      %s\nbut      %s (%v)", document, a.JSON(), b.JSON(), got.JSON(), err)
	}
	if patchtest.NullMember(b) {
		return
	}
	document = patchtest.MergeDiff(a, b).JSON()
	if got, err := applied(t, Merge, document, a); err != nil || !got.Equal(b) {
		t.Fatalf("%s\nmerged into %s\ngives not %s\nbut       %s (%v)", document, a.JSON(), b.JSON(), got.JSON(), err)
	}
}

func TestPatchFromOneResourceToAnother(t *testing.T) {
	t.Parallel()
	types := []string{"Patient", "Observation", "MedicationAdministration", "QuestionnaireResponse", "EpisodeOfCare"}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(types).Draw(t, "type")
		o := fhirtest.Options{ID: "same", Size: 60}
		gives(t, fhirtest.Resource(t, name, o), fhirtest.Resource(t, name, o))
	})
}

func TestPatchFromAnyObjectToAnother(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { gives(t, object(t, 4), object(t, 4)) })
}

// object draws JSON that need not be FHIR: names that pointers must escape,
// names that look like indexes, nulls and empty things.
func object(t *rapid.T, depth int) *fhir.Tree {
	o := fhir.Obj()
	for range rapid.IntRange(0, 4).Draw(t, "members") {
		o.Set(rapid.SampledFrom([]string{"a", "b", "", "~", "/", "~1", "a/b", "0", "1", "-", "ä", "\""}).Draw(t, "name"), value(t, depth-1))
	}
	return o
}

func value(t *rapid.T, depth int) *fhir.Tree {
	kind := rapid.IntRange(0, 5).Draw(t, "kind")
	if depth <= 0 {
		kind %= 4
	}
	switch kind {
	case 0:
		return fhir.Num(rapid.SampledFrom([]string{"0", "-0", "1", "1.0", "1e0", "10", "1E+1", "0.10"}).Draw(t, "number"))
	case 1:
		return fhir.Str(rapid.SampledFrom([]string{"", "a", "1", "null"}).Draw(t, "string"))
	case 2:
		return fhir.Boolean(rapid.Bool().Draw(t, "boolean"))
	case 3:
		return &fhir.Tree{Kind: fhir.Null}
	case 4:
		return object(t, depth)
	}
	list := fhir.List()
	for range rapid.IntRange(0, 4).Draw(t, "items") {
		list.Items = append(list.Items, value(t, depth-1))
	}
	return list
}

// Copy is add of what is at from, move is remove and add of it (RFC 6902,
// sections 4.4 and 4.5), and what was added, copied or moved passes a test.
func TestMoveAndCopyAreOthersInOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		doc := object(t, 4)
		from, path := place(t, doc, false), place(t, doc, true)
		value := stands(doc, from)
		both := func(name string, without ...*fhir.Tree) {
			o := patchtest.Operation(name, path.String(), nil)
			o.Set("from", fhir.Str(from.String()))
			got, err := applied(t, JSON, fhir.List(o).JSON(), doc)
			want, errWant := applied(t, JSON, fhir.List(append(without, patchtest.Operation("add", path.String(), value))...).JSON(), doc)
			if (err == nil) != (errWant == nil) || !got.Equal(want) {
				t.Fatalf("%s in %s gives %s (%v), its parts give %s (%v)", o.JSON(), doc.JSON(), got.JSON(), err, want.JSON(), errWant)
			}
			if err == nil && !slices.Contains(path, "-") {
				if _, err := applied(t, JSON, fhir.List(patchtest.Operation("test", path.String(), value)).JSON(), got); err != nil {
					t.Fatalf("after %s in %s: %v", o.JSON(), doc.JSON(), err)
				}
			}
		}
		both("copy")
		if !from.around(path) && !slices.Equal(from, path) {
			both("move", patchtest.Operation("remove", from.String(), nil))
		}
	})
}

// place draws where something stands, or (fresh) where something may be added.
func place(t *rapid.T, doc *fhir.Tree, fresh bool) pointer {
	p := pointer{}
	for depth := 0; doc.Is(fhir.Object) || doc.Is(fhir.Array); depth++ {
		n := len(doc.Items) + len(doc.Members)
		k := rapid.IntRange(0, n).Draw(t, "step")
		switch {
		case k == n && fresh && doc.Is(fhir.Array):
			return p.to("-")
		case k == n && fresh:
			return p.to("new")
		case k == n:
			return p
		case doc.Is(fhir.Array):
			p, doc = p.to(string(rune('0'+k))), doc.Items[k]
		default:
			p, doc = p.to(doc.Members[k].Name), doc.Members[k].Value
		}
	}
	return p
}

func stands(doc *fhir.Tree, p pointer) *fhir.Tree {
	for _, step := range p {
		if doc.Is(fhir.Array) {
			doc = doc.Items[step[0]-'0']
		} else {
			doc = doc.Get(step)
		}
	}
	return doc
}

// Numbers that FHIR keeps apart are equal to a test, and only they.
func TestNumbersAreTestedByValue(t *testing.T) {
	t.Parallel()
	for i, equals := range [][]string{
		{"0", "-0", "0.00", "0e9", "-0E-99999999999999999999"},
		{"1", "1.0", "1e0", "10e-1", "0.01E2", "1.000"},
		{"-1", "-10e-1"}, {"10", "1e1", "1E+1"}, {"9007199254740993"}, {"9007199254740992"}, {"0.1"}, {"0.10000000000000001"},
		{"1e400", "10e399", "0.1e401"}, {"1e99999999999999999999"}, {"2e99999999999999999999"},
	} {
		for j, others := range [][]string{equals, {"3"}, {"100"}} {
			for _, a := range equals {
				for _, b := range others {
					if got := same(fhir.Num(a), fhir.Num(b)); got != (j == 0) {
						t.Errorf("%d: %s and %s: same is %v", i, a, b, got)
					}
				}
			}
		}
	}
	for i, a := range []string{"9007199254740993", "0.1", "1e400", "1e99999999999999999999"} {
		if b := []string{"9007199254740992", "0.10000000000000001", "1e401", "2e99999999999999999999"}[i]; same(fhir.Num(a), fhir.Num(b)) {
			t.Errorf("%s and %s are the same", a, b)
		}
	}
}
