package main

import (
	"net/url"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/kap"
)

// shall are the searches that a server of US Core shall offer for the types whose
// profiles we claim: parameters joined by "+" are asked together
// (http://hl7.org/fhir/us/core/CapabilityStatement-us-core-server.html, of
// 9.0.0-ballot; gender+name is of 8.0.0).
var shall = map[string][]string{
	"Condition":             {"patient", "patient+category"},
	"Encounter":             {"_id", "patient", "date+patient"},
	"Location":              {"name", "address"},
	"MedicationRequest":     {"patient+intent", "patient+intent+status"},
	"Observation":           {"patient+category", "patient+category+date", "patient+code"},
	"Organization":          {"name", "address"},
	"Patient":               {"_id", "identifier", "name", "birthdate+name", "gender+name"},
	"Practitioner":          {"name", "identifier"},
	"PractitionerRole":      {"practitioner", "specialty"},
	"QuestionnaireResponse": {"_id", "patient"},
}

// withProvenance are the types whose searches shall bring Provenance with them.
var withProvenance = []string{"Condition", "Encounter", "MedicationRequest", "Observation", "Patient", "QuestionnaireResponse"}

// TestUSCoreSearches asks each of them for what a resource of the demo clinic says
// itself, which must be found; the CapabilityStatement must name every parameter.
func TestUSCoreSearches(t *testing.T) {
	t.Parallel()
	c := newClinic(t, "refuse")
	loadInto(c, kap.Options{Seed: 7, Patients: 3, Start: demoStart})
	c.put(`{"resourceType": "PractitionerRole", "id": "special", "practitioner": {"reference": "` + c.all("PractitionerRole")[0].At("practitioner", "reference").Text +
		`"}, "specialty": [{"coding": [{"system": "http://nucc.example", "code": "psych"}]}]}`)
	declared := c.parameters()
	for typeName, searches := range shall {
		for _, search := range searches {
			c.finds(t, typeName, strings.Split(search, "+"), declared[typeName])
		}
	}
	for _, typeName := range withProvenance {
		r := c.all(typeName)[0]
		reference := typeName + "/" + r.Get("id").Text
		c.put(`{"resourceType": "Provenance", "id": "of-` + strings.ToLower(typeName) + `", "recorded": "2026-01-05T09:00:00Z",
			"target": [{"reference": "` + reference + `"}], "agent": [{"who": {"display": "somebody"}}]}`)
		found := c.get(typeName + "?_id=" + r.Get("id").Text + "&_revinclude=Provenance:target").tree(t)
		if inMode(found, "include") == nil {
			t.Errorf("%s came without its Provenance", reference)
		}
	}
}

// parameters are the search parameters of each type in the CapabilityStatement.
func (c *clinic) parameters() map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for _, r := range c.get("metadata").tree(c.t).At("rest").Items[0].Get("resource").Items {
		codes := map[string]bool{}
		for _, p := range r.Get("searchParam").Items {
			codes[p.Get("name").Text] = true
		}
		found[r.Get("type").Text] = codes
	}
	return found
}

// finds asks for the first resource that says something of every parameter, by
// what it says.
func (c *clinic) finds(t *testing.T, typeName string, codes []string, declared map[string]bool) {
	t.Helper()
	for r := range c.walk(typeName) {
		query := url.Values{}
		for _, code := range codes {
			if !declared[code] {
				t.Errorf("%s?%s is not in the CapabilityStatement", typeName, code)
			}
			if value := sought(r, code); value != "" {
				query.Set(code, value)
			}
		}
		if len(query) < len(codes) {
			continue
		}
		query.Set("_count", "1000")
		for _, match := range inMode(c.get(typeName+"?"+query.Encode()).tree(t), "match") {
			if match.Get("id").Text == r.Get("id").Text {
				return
			}
		}
		t.Errorf("%s?%s does not find %s", typeName, query.Encode(), r.Get("id").Text)
		return
	}
	t.Errorf("no %s of the demo clinic can be asked for by %v", typeName, codes)
}

// sought is the value by which a search for the parameter must find the resource,
// "" when it says nothing of that.
func sought(r *fhir.Tree, code string) string {
	switch code {
	case "_id":
		return r.Get("id").Text
	case "patient":
		return r.At("subject", "reference").StringOr("")
	case "practitioner":
		return r.At("practitioner", "reference").StringOr("")
	case "identifier":
		id := first(r.Get("identifier"))
		return id.Get("system").StringOr("") + "|" + id.Get("value").StringOr("")
	case "name":
		if name := r.Get("name"); name.Is(fhir.String) {
			return name.Text
		}
		return first(r.Get("name")).Get("family").StringOr("")
	case "birthdate":
		return r.Get("birthDate").StringOr("")
	case "address":
		if address := r.Get("address"); address.Is(fhir.Object) {
			return address.Get("city").StringOr("")
		}
		return first(r.Get("address")).Get("city").StringOr("")
	case "date":
		return "ge" + r.At("period", "start").StringOr(r.Get("effectiveDateTime").StringOr(""))
	case "category", "specialty":
		return firstCoding(first(r.Get(code)))
	case "code":
		return firstCoding(r.Get(code))
	}
	return r.Get(code).StringOr("") // gender, intent, status
}

// firstCoding is the first coding of a concept, as a search parameter has it.
func firstCoding(concept *fhir.Tree) string {
	if coding := first(concept.Get("coding")); coding != nil {
		return coding.Get("system").StringOr("") + "|" + coding.Get("code").StringOr("")
	}
	return ""
}

// first is the first item of a list, nil of none.
func first(list *fhir.Tree) *fhir.Tree {
	if list == nil || len(list.Items) == 0 {
		return nil
	}
	return list.Items[0]
}
