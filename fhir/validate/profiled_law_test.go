package validate_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/fhir/profile"
	"kapbridge/fhir/term"
	"kapbridge/fhir/validate"
)

// However a definition is written, it asks the same: with its snapshot alone, or
// by paths and names of slices without ids.
func TestHowADefinitionIsWrittenDoesNotMatter(t *testing.T) {
	t.Parallel()
	definitions := smallDefinitions(t)
	usual := validatorOf(t, definitions)
	var snapshots, paths []*fhir.Tree
	for _, d := range definitions {
		made, err := profile.Snapshot(d, definitions...)
		if err != nil {
			t.Fatal(err)
		}
		snapshots = append(snapshots, made.Without("differential"))
		paths = append(paths, withoutIDs(d))
	}
	for name, other := range map[string]*validate.Validator{"snapshots": validatorOf(t, snapshots), "paths": validatorOf(t, paths)} {
		for _, c := range profiledCases(t) {
			tree, err := fhir.DecodeResource([]byte(c.resource))
			if err != nil {
				t.Fatal(err)
			}
			got, want := other.Claims(tree, profileBase+c.profile), usual.Claims(tree, profileBase+c.profile)
			if !slices.Equal(places(got), places(want)) {
				t.Errorf("%s: %s: %q, not %q", name, c.key(), places(got), places(want))
			}
		}
	}
}

func withoutIDs(d *fhir.Tree) *fhir.Tree {
	if d.Get("differential") == nil {
		return d
	}
	var list []*fhir.Tree
	for _, e := range d.At("differential", "element").Items {
		list = append(list, e.Without("id"))
	}
	return d.With("differential", fhir.Obj(fhir.Member{Name: "element", Value: fhir.List(list...)}))
}

func places(issues []fhir.Issue) []string {
	var all []string
	for _, is := range issues {
		all = append(all, is.Severity+" "+is.Code+" "+is.Expression)
	}
	slices.Sort(all)
	return all
}

// Two profiles that ask the same are told of once, and naming a profile that is
// claimed anyway changes nothing.
func TestAFindingIsToldOnce(t *testing.T) {
	t.Parallel()
	v := validatorOf(t, smallDefinitions(t))
	for _, c := range profiledCases(t) {
		tree, err := fhir.DecodeResource([]byte(c.resource))
		if err != nil {
			t.Fatal(err)
		}
		once := v.Claims(tree, profileBase+c.profile)
		twice := v.Claims(tree, profileBase+c.profile, profileBase+c.profile+"|1")
		if !slices.Equal(once, twice) {
			t.Errorf("%s: %v, not %v", c.key(), twice, once)
		}
		for i, is := range once {
			if slices.ContainsFunc(once[:i], func(o fhir.Issue) bool { return o.Expression == is.Expression && o.Text == is.Text }) {
				t.Errorf("%s: told twice: %v", c.key(), is)
			}
			if is.Profile != "" && !strings.Contains(is.Text, "(profile ") {
				t.Errorf("%s: the text does not name the profile: %v", c.key(), is)
			}
		}
	}
}

// What has not the structure of R4 can be asked too: nothing fails, and every issue
// has a place.
func TestMalformedResourcesCanBeAsked(t *testing.T) {
	t.Parallel()
	v := validatorOf(t, smallDefinitions(t))
	cases := profiledCases(t)
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(cases).Draw(t, "case")
		tree, err := fhir.DecodeResource([]byte(c.resource))
		if err != nil {
			t.Fatal(err)
		}
		left := rapid.IntRange(0, 30).Draw(t, "place")
		broken := replaced(tree, rapid.SampledFrom(misfits).Draw(t, "value"), &left)
		for _, is := range v.Claims(broken, profileBase+c.profile) {
			if is.Expression == "" || is.Text == "" {
				t.Errorf("%v", is)
			}
		}
	})
}

// misfits are values that stand where others belong.
var misfits = []*fhir.Tree{
	{Kind: fhir.Null}, fhir.Str("x"), fhir.Num("1"), fhir.Boolean(true), fhir.List(), fhir.List(&fhir.Tree{Kind: fhir.Null}),
	fhir.List(fhir.List(fhir.Str("x"))), fhir.Obj(), fhir.Obj(fhir.Member{Name: "extension", Value: fhir.Str("x")}),
}

// replaced puts a value in the place of one below the top, the one after as many
// others as are left.
func replaced(t, by *fhir.Tree, left *int) *fhir.Tree {
	c := &fhir.Tree{Kind: t.Kind, Text: t.Text}
	one := func(below *fhir.Tree) *fhir.Tree {
		if *left--; *left == -1 {
			return by
		}
		return replaced(below, by, left)
	}
	for _, item := range t.Items {
		c.Items = append(c.Items, one(item))
	}
	for _, m := range t.Members {
		if m.Name != "resourceType" {
			m.Value = one(m.Value)
		}
		c.Members = append(c.Members, m)
	}
	return c
}

func validatorOf(t *testing.T, definitions []*fhir.Tree) *validate.Validator {
	t.Helper()
	terms, err := term.Standard().With(definitions...)
	if err != nil {
		t.Fatal(err)
	}
	v, err := validate.New(terms, definitions...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
