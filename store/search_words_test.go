package store

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
)

// Whatever a text is made of, PostgreSQL takes its words, and each word of it,
// whole or cut short with an asterisk, finds it again.
func TestWordsFindThemselves(t *testing.T) {
	db, err := Connect(pgtest.URL(t), "kap")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(rapid.String().Draw(t, "text"), "\x00", "")
		var w fhir.Words
		w.Add(text)
		ascii, others := w.Split()
		var all string
		if err := db.Get(&all, "select coalesce(fhir_lexemes($1, $2), '')::text", ascii, others); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		fhir.EachWord(text, func(word, _ string) {
			first := string([]rune(word)[:1])
			for _, asked := range []string{word, first + "*"} {
				query, err := wordsAsked("_content", asked)
				if err != nil {
					t.Fatalf("%q: %v", asked, err)
				}
				var found bool
				if err := db.Get(&found, "select fhir_lexemes($1, $2) @@ cast(folded($3) as tsquery)", ascii, others, strings.Join(query, " & ")); err != nil || !found {
					t.Fatalf("%q does not find %q (%s): %v", asked, text, all, err)
				}
			}
		})
	})
}
