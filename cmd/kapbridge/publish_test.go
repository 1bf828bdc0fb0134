package main

import (
	"strings"
	"testing"

	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/mapping"
	"kapbridge/store"
)

// TestDefinitionsArePublished publishes, again, with a change and with less.
func TestDefinitionsArePublished(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	all := mapping.Published()
	expect := func(trees []*fhir.Tree, want store.Publishing) {
		t.Helper()
		if got, err := c.store.Publish(t.Context(), theProgram, trees); err != nil || got != want {
			t.Fatalf("%+v, want %+v: %v", got, want, err)
		}
	}
	expect(all, store.Publishing{Written: len(all)})
	expect(all, store.Publishing{})
	for _, tree := range all {
		if issues := fhir.CheckStructure(tree); len(issues) > 0 {
			t.Errorf("%s: %v", tree.Get("id").Text, issues)
		}
		path := tree.Get("resourceType").Text + "/" + tree.Get("id").Text
		back := c.get(path).tree(t)
		if !mapping.StripHead(back).Equal(mapping.StripHead(tree)) || back.At("meta", "versionId").Text != "1" {
			t.Errorf("%s came back as %s", path, back.JSON())
		}
		if found := entries(t, c.get(tree.Get("resourceType").Text+"?url="+tree.Get("url").Text).tree(t)); len(found) != 1 || found[0] != path {
			t.Errorf("%s is found as %v", path, found)
		}
	}
	changed := append([]*fhir.Tree{all[1].With("description", fhir.Str("better words"))}, all[2:]...)
	expect(changed, store.Publishing{Written: 1, Withdrawn: 1})
	c.want(410, c.ask("GET", "SearchParameter/"+all[0].Get("id").Text, nil))
	if n := len(c.get("SearchParameter/" + all[1].Get("id").Text + "/_history").tree(t).Get("entry").Items); n != 2 {
		t.Errorf("%d versions of what changed once", n)
	}
	c.sql("update fhir_search_parameter set description = 'of somebody else' where id = $1", all[2].Get("id").Text)
	expect(all, store.Publishing{Written: 3}) // the withdrawn, the changed and the edited one
	if _, err := c.store.Publish(t.Context(), theProgram, []*fhir.Tree{fhir.Obj(fhir.Member{Name: "resourceType", Value: fhir.Str("Patient")})}); err == nil {
		t.Error("a patient was published")
	}
}

// TestDefinitionsAreReadOnly asks for what nobody may do.
func TestDefinitionsAreReadOnly(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	if err := publish(t.Context(), c.store); err != nil {
		t.Fatal(err)
	}
	path := "SearchParameter/Encounter-session-sequence"
	body := c.get(path).body
	c.want(405, c.ask("PUT", path, body))
	c.want(405, c.ask("DELETE", path, nil))
	if allow := c.want(405, c.ask("POST", "SearchParameter", body)).Header.Get("Allow"); allow != "GET, HEAD, OPTIONS" {
		t.Errorf("allowed are %s", allow)
	}
	c.get(path + "/_history/1")
}

// TestSupportedProfilesCanBeRead follows the names of profiles in the
// CapabilityStatement that are the project's own.
func TestSupportedProfilesCanBeRead(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	if err := publish(t.Context(), c.store); err != nil {
		t.Fatal(err)
	}
	own := 0
	for _, r := range c.get("metadata").tree(t).Get("rest").Items[0].Get("resource").Items {
		for _, profile := range listed(r.Get("supportedProfile")) {
			path, ours := strings.CutPrefix(profile.Text, fhir.Canonical+"/")
			if !ours {
				continue
			}
			own++
			if on := c.get(path).tree(t).Get("type").Text; on != r.Get("type").Text {
				t.Errorf("%s is a profile on %s, named with %s", path, on, r.Get("type").Text)
			}
		}
	}
	if own == 0 {
		t.Error("no profile of the guide is named")
	}
}

func listed(list *fhir.Tree) []*fhir.Tree {
	if list == nil {
		return nil
	}
	return list.Items
}

// TestWhatIsWrittenIsDefined looks up the extensions that declarations claim,
// with where they may stand, and the code of the log that FHIR lacks.
func TestWhatIsWrittenIsDefined(t *testing.T) {
	t.Parallel()
	places := map[string]string{}
	for _, d := range ig.Resources() {
		if context := d.Get("context"); context != nil {
			places[d.Get("url").Text] = context.Items[0].Get("expression").Text
		}
	}
	for _, r := range mapping.All() {
		r.Walk(func(s mapping.Site) {
			if url := s.Lens.Path; strings.HasPrefix(url, fhir.Canonical+"/") && !strings.HasPrefix(places[url]+".", r.Type+".") {
				t.Errorf("%s has the extension %s, which is defined for %q", r.Type, url, places[url])
			}
		})
	}
	if _, answer := ig.Terms().Lookup(fhir.Canonical+"/CodeSystem/audit-interaction", string(audit.ClinicEdit)); answer.String() != "yes" {
		t.Errorf("the code of an edit of the tables is not defined: %s", answer)
	}
}
