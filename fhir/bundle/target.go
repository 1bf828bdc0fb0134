package bundle

import (
	"strings"

	"kapbridge/fhir"
)

// Target is what the URL of an entry is about.
type Target struct {
	Path  string   // below the base, without a slash at either end; "" is the base itself
	Query string   // behind the question mark, as sent; the criteria of a conditional write
	Key   fhir.Key // of a write: the type, and the id where one is given
}

// at splits a URL and takes the base of the server off it: clients send
// Patient/p1, /Patient/p1 and the whole address.
func at(base, url string) Target {
	path, query, _ := strings.Cut(url, "?")
	if rest, ok := strings.CutPrefix(path, base); ok && (rest == "" || rest[0] == '/') {
		path = rest
	}
	return Target{Path: strings.Trim(path, "/"), Query: query}
}

// target reads the URL and holds it to the forms that the method knows
// (http://hl7.org/fhir/R4/http.html#summary).
func (r *reader) target() {
	e := r.entry
	if strings.Contains(e.URL, "#") {
		r.refuse("request.url", "value", "the URL of a request has no fragment: leave out what follows #")
		return
	}
	e.Target = at(r.base, e.URL)
	if e.Method == "GET" || e.Method == "HEAD" {
		return
	}
	name, id, both := strings.Cut(e.Path, "/")
	switch e.Key = (fhir.Key{Type: name, ID: id}); {
	case !fhir.IsResource(name):
		r.refuse("request.url", "value", "the URL of a request is relative to the base of the server and starts with a type of R4, as in %q", "Patient/p1")
	case e.Method == "POST":
		if both || e.Query != "" {
			r.refuse("request.url", "value", "POST goes to a type, as in %q; the criteria of a conditional create stand in ifNoneExist", "Patient")
		}
	case both && !fhir.ValidID(id):
		r.refuse("request.url", "value", "%s goes to Type/id or Type?criteria; an id has 1 to 64 of the characters A-Z a-z 0-9 - and .", e.Method)
	case !both && e.Query == "":
		r.refuse("request.url", "value", "%s goes to Type/id, or to Type?criteria where it is conditional", e.Method)
	}
}
