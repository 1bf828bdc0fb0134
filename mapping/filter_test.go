package mapping

import (
	"net/url"
	"strings"
	"testing"
)

// FuzzFilter reads any text as a filter: it is refused with a place, or it is a
// tree whose comparisons all have what a compiler needs.
func FuzzFilter(f *testing.F) {
	for _, s := range []string{"", `name co "pet"`, "given eq peter and birthdate ge 2014-10-10", "not (active pr true or (gender ne male))",
		`general-practitioner:Practitioner.name sw "a\"b"`, "a[b eq c].d eq e", "(((", "_id eq a)", `name eq "\ud800"`, "not not", "and eq or"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := ParseQuery("Patient", Patient, url.Values{"_filter": {s}}, "", false)
		if err != nil {
			if !strings.Contains(err.Error(), "_filter") && !strings.Contains(err.Error(), "chain") && !strings.Contains(err.Error(), "values") {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if len(q.Terms) != 1 || q.Terms[0].Filter == nil || q.Terms[0].Values[0] != s {
			t.Fatalf("%q gives %+v", s, q.Terms)
		}
		q.Terms[0].Filter.each(func(term Term) {
			if term.Chain == nil && (term.Param == nil || len(term.Values) != 1 || term.Values[0] == "") {
				t.Errorf("%q has the comparison %+v", s, term)
			}
		})
	})
}
