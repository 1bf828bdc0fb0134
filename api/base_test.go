package api

import (
	"net/netip"
	"testing"

	"kapbridge/fhir"
)

// Base URLs follow the client's, but only as far as the peer is believed.
func TestBase(t *testing.T) {
	t.Parallel()
	next := fhir.Page{Versions: []fhir.Version{episode}, Next: "c=1&2"}
	forward := []string{"X-Forwarded-Proto: https, http", "X-Forwarded-Host: ehr.example:8443", "X-Forwarded-Prefix: /kap/", "X-Forwarded-For: 6.6.6.6, 192.0.2.7"}
	for name, c := range map[string]struct {
		change  func(*Options)
		headers []string
		base    string
		address string
	}{
		"host":       {nil, []string{"Host: here:99"}, "http://here:99/fhir", "127.0.0.1"},
		"forwarded":  {nil, forward, "https://ehr.example:8443/kap/fhir", "192.0.2.7"},
		"no proxy":   {func(o *Options) { o.Proxies = []netip.Prefix{} }, forward, "http://example.com/fhir", "127.0.0.1"},
		"configured": {func(o *Options) { o.Base = "https://clinic.example/fhir/" }, forward, "https://clinic.example/fhir", "192.0.2.7"},
		"forged":     {nil, []string{`X-Forwarded-Host: a","evil":"b`, "X-Forwarded-Proto: javascript", "X-Forwarded-Prefix: //evil/?"}, "http://example.com/fhir", "127.0.0.1"},
	} {
		store := &canned{page: next}
		h, _ := stand(t, store, c.change)
		w := ask(h, "GET", "/fhir/EpisodeOfCare/?status=active,planned&_count=7", "", c.headers...)
		b, err := fhir.DecodeResource(w.Body.Bytes())
		if err != nil {
			t.Fatal(name, err)
		}
		if issues := fhir.CheckStructure(b); len(issues) > 1 { // the canned episode itself is not R4
			t.Log(name, issues)
		}
		links := b.Get("link").Items
		if got := links[0].Get("url").Text; got != c.base+"/EpisodeOfCare?status=active,planned&_count=7" {
			t.Errorf("%s: self %s", name, got)
		}
		if got := links[1].Get("url").Text; got != c.base+"/EpisodeOfCare?status=active,planned&_count=7&_cursor=c%3D1%262" {
			t.Errorf("%s: next %s", name, got)
		}
		if got := b.Get("entry").Items[0].Get("fullUrl").Text; got != c.base+"/EpisodeOfCare/e1" {
			t.Errorf("%s: fullUrl %s", name, got)
		}
		ask(h, "GET", "/fhir/EpisodeOfCare/e1", "", c.headers...)
		if got := store.agents[0].Address; got != c.address {
			t.Errorf("%s: address %s, want %s", name, got, c.address)
		}
	}
	for _, base := range []string{"clinic.example/fhir", "ftp://a/fhir", `https://a"b/fhir`, "https://a/fhir?x"} {
		if _, err := checkBase(base); err == nil {
			t.Errorf("base %s accepted", base)
		}
	}
}
