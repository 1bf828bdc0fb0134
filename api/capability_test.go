package api

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// fetch reads a resource from a server, with its status.
func fetch(t *testing.T, address string) (int, *fhir.Tree) {
	t.Helper()
	a, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := fhir.DecodeResource(body)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return a.StatusCode, r
}

// The statement is valid, names every declared type, and promises nothing that
// fails: each search parameter is tried on the tables, with two of the forms of
// value that its documentation names (the next one with the next two) and all
// its modifiers.
func TestStatementHolds(t *testing.T) {
	t.Parallel()
	base := onTables(t).URL + root
	_, card := fetch(t, base+"/metadata")
	if issues := fhir.CheckStructure(card); len(issues) > 0 {
		t.Errorf("not valid R4: %v", issues)
	}
	values := map[string][]string{
		"token":     {"a", "http://a.example|a", "|a", "http://a.example|", "a,b"},
		"flag":      {"true", "false"},
		"reference": {"a", "http://a.example/fhir/Patient/a"},
		"date":      {"2025", "eq2025-01", "ne2025-01-02", "lt2025-01-02T03:04Z", "gt2025", "le2025", "ge2025", "sa2025", "eb2025", "ap2025"},
		"string":    {"a", "Å%_\\,"},
		"uri":       {"http://a.example"},
		"number":    {"1", "ge1.5"},
		"composite": {"a$2025"},
		"_list":     {"a", "a,b"},
		"_filter":   {"_id eq a", "not (_lastUpdated gt 2025 and _id ne a) or _tag pr true"},
		"special":   {"52.1|4.3", "52.1|4.3|10", "-52.1|4.3|10|[mi_i]"},
		"quantity":  {"1", "ge1.5|http://unitsofmeasure.org|mg", "1||mg"},
	}
	modifiers := map[string]map[string]string{
		"special": {":missing": "true"}, "token": {":not": "a", ":missing": "true", ":text": "Å", ":of-type": "http://a.example|a|1",
			":in": "http://hl7.org/fhir/ValueSet/condition-clinical", ":not-in": "http://hl7.org/fhir/ValueSet/observation-status|4.0.1",
			":above": "http://hl7.org/fhir/observation-status|corrected", ":below": "http://terminology.hl7.org/CodeSystem/condition-clinical|active"}, "uri": {":above": "http://a.example/b", ":below": "http://a.example"}, "flag": {":not": "true"}, "string": {":exact": "a", ":contains": "a"}, "date": {":missing": "false"}, "reference": {":missing": "true", ":identifier": "http://a.example|a"},
	}
	formatsHold(t, base, card.Get("format").Items)
	systemHolds(t, base, card.At("rest").Items[0].Get("interaction").Items)
	resources := card.At("rest").Items[0].Get("resource").Items
	if len(resources) != len(mapping.All())+1 {
		t.Errorf("%d types, declared are %d and AuditEvent", len(resources), len(mapping.All()))
	}
	for _, r := range resources {
		name := r.Get("type").Text
		includesHold(t, base+"/"+name+"?_count=1&", r)
		patchesHold(t, base+"/"+name+"/none", card, r)
		operationsHold(t, base+"/"+name, r)
		for i, p := range r.Get("searchParam").Items {
			code, kind := p.Get("name").Text, p.Get("type").Text
			if p.Get("documentation").StringOr("") == trueOrFalse {
				kind = "flag"
			}
			if len(values[code]) > 0 { // it has a form of its own
				kind = code
			}
			try := func(modifier, value string) {
				status, body := fetch(t, base+"/"+name+"?"+url.QueryEscape(code+modifier)+"="+url.QueryEscape(value))
				if status != 200 {
					t.Errorf("%s?%s%s=%s: %d %s", name, code, modifier, value, status, body.JSON())
				}
			}
			if len(values[kind]) == 0 {
				t.Errorf("%s?%s: no values to try for the type %s", name, code, kind)
			}
			for n := range min(2, len(values[kind])) {
				try("", values[kind][(i+n)%len(values[kind])])
			}
			if name == "AuditEvent" {
				continue
			}
			for _, order := range []string{code, "-" + code} { // every order is sound SQL, or refused with the reason
				sortable := p.Get("type").Text != "composite" && p.Get("type").Text != "special" && (code[0] != '_' || code == "_id" || code == "_lastUpdated") &&
					!strings.Contains(p.Get("documentation").StringOr(""), "; also finds what")
				if status, body := fetch(t, base+"/"+name+"?_sort="+order); (status == 200) != sortable {
					t.Errorf("%s?_sort=%s: %d %s", name, order, status, body.JSON())
				}
			}
			for m, v := range modifiers[kind] {
				if m == ":missing" || strings.Contains(p.Get("documentation").StringOr(""), m) {
					try(m, v)
				}
			}
		}
	}
}

// systemHolds asks once for each interaction of the whole system.
func systemHolds(t *testing.T, base string, interactions []*fhir.Tree) {
	t.Helper()
	get := func(query string) func() (*http.Response, error) {
		return func() (*http.Response, error) { return http.Get(base + query) }
	}
	post := func(kind string) func() (*http.Response, error) {
		return func() (*http.Response, error) {
			return http.Post(base, mediaFHIR, strings.NewReader(`{"resourceType":"Bundle","type":"`+kind+`","entry":[{"request":{"method":"POST","url":"Patient"},"resource":{"resourceType":"Patient"}}]}`))
		}
	}
	ways := map[string]struct {
		ask    func() (*http.Response, error)
		answer string
	}{
		"history-system": {get("/_history"), "history"}, "search-system": {get("?_type=Patient"), "searchset"},
		"batch": {post("batch"), "batch-response"}, "transaction": {post("transaction"), "transaction-response"},
	}
	for _, i := range interactions {
		code := i.Get("code").Text
		way, known := ways[code]
		if !known {
			t.Errorf("%s: no way to try it", code)
			continue
		}
		a, err := way.ask()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(a.Body)
		a.Body.Close()
		got, decoded := fhir.DecodeResource(body)
		if err != nil || decoded != nil || a.StatusCode != 200 || got.Get("type").StringOr("") != way.answer {
			t.Errorf("%s: %v %s %.500s", code, err, a.Status, body)
		} else if issues := fhir.CheckStructure(got); len(issues) > 0 {
			t.Errorf("%s: not valid R4: %v", code, issues)
		}
	}
}

// formatsHold asks for each format by parameter, by Accept where it is a media
// type, and sends a resource in it.
func formatsHold(t *testing.T, base string, formats []*fhir.Tree) {
	t.Helper()
	for _, f := range formats {
		accept, body := "*/*", `{"resourceType":"Organization","name":"a"}`
		if isXML(f.Text) {
			body = `<Organization xmlns="http://hl7.org/fhir"><name value="a"/></Organization>`
		}
		address := base + "/Organization?_format=" + url.QueryEscape(f.Text)
		mediaType := formatNamed(f.Text)
		if mediaType == f.Text {
			accept, address = f.Text, base+"/Organization"
		}
		r, err := http.NewRequest(http.MethodPost, address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", accept)
		r.Header.Set("Content-Type", mediaType)
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if got := a.Header.Get("Content-Type"); a.StatusCode != 201 || got != mediaType+"; charset=utf-8" {
			t.Errorf("%s: %s, %s", f.Text, a.Status, got)
		}
	}
}

// includesHold tries each include that a type is said to have, once.
func includesHold(t *testing.T, address string, r *fhir.Tree) {
	t.Helper()
	for member, parameter := range map[string]string{"searchInclude": "_include", "searchRevInclude": "_revinclude"} {
		list := r.Get(member)
		if list == nil {
			continue
		}
		for _, v := range list.Items {
			for _, name := range []string{parameter, parameter + ":iterate"} {
				if status, body := fetch(t, address+url.QueryEscape(name)+"="+url.QueryEscape(v.Text)); status != 200 {
					t.Errorf("%s%s=%s: %d %s", address, name, v.Text, status, body.JSON())
				}
			}
		}
	}
}

// patchesHold sends a patch in each format that the statement names: there is
// nothing to patch yet, and a type without patches has not even the method.
func patchesHold(t *testing.T, address string, card, r *fhir.Tree) {
	t.Helper()
	want := http.StatusMethodNotAllowed
	for _, i := range r.Get("interaction").Items {
		if i.Get("code").Text == "patch" {
			want = http.StatusNotFound
		}
	}
	for _, format := range card.Get("patchFormat").Items {
		document := map[string]string{
			"application/json-patch+json": "[]", "application/merge-patch+json": "{}",
			"application/fhir+json": `{"resourceType":"Parameters"}`, "application/fhir+xml": `<Parameters xmlns="http://hl7.org/fhir"/>`,
		}[format.Text]
		q, err := http.NewRequest("PATCH", address, strings.NewReader(document))
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Content-Type", format.Text)
		a, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		a.Body.Close()
		if a.StatusCode != want {
			t.Errorf("PATCH %s as %s: %d, not %d", address, format.Text, a.StatusCode, want)
		}
	}
}

// operationsHold asks each operation of a type: $validate about a resource that
// lacks all, those of terminology about a code that R4 has.
func operationsHold(t *testing.T, address string, r *fhir.Tree) {
	t.Helper()
	ways := map[string][2]string{ // what is posted, what is in the answer
		definitionOfValidate: {`{"resourceType":"` + r.Get("type").Text + `","wrong":1}`, `.wrong"`},
	}
	const gender, female = "http://hl7.org/fhir/administrative-gender", `{"name":"code","valueCode":"female"}`
	for _, o := range operations {
		url := `{"name":"url","valueUri":"` + gender + `"}`
		if o.typ == "ValueSet" {
			url = `{"name":"url","valueUri":"http://hl7.org/fhir/ValueSet/administrative-gender"}`
		}
		ways[o.definition()] = map[string][2]string{
			"lookup":        {female + `,{"name":"system","valueUri":"` + gender + `"}`, `"valueString":"Female"`},
			"subsumes":      {`{"name":"codeA","valueCode":"female"},{"name":"codeB","valueCode":"male"},{"name":"system","valueUri":"` + gender + `"}`, `"not-subsumed"`},
			"expand":        {url, `"total":4`},
			"validate-code": {url + "," + strings.Replace(`{"name":"coding","valueCoding":{"system":"SYSTEM","code":"female"}}`, "SYSTEM", gender, 1), `"valueBoolean":true`},
		}[o.name]
	}
	for _, o := range r.Get("operation").Items {
		way, known := ways[o.Get("definition").Text]
		if !known {
			t.Errorf("%s: no way to ask for %s", address, o.JSON())
			continue
		}
		if !strings.Contains(way[0], "resourceType") {
			way[0] = `{"resourceType":"Parameters","parameter":[` + way[0] + `]}`
		}
		a, err := http.Post(address+"/$"+o.Get("name").Text, mediaFHIR, strings.NewReader(way[0]))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(a.Body)
		a.Body.Close()
		if err != nil || a.StatusCode != 200 || !strings.Contains(string(body), way[1]) {
			t.Errorf("%s: %d %s %v", address, a.StatusCode, body, err)
		}
	}
}
