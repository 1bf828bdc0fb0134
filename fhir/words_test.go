package fhir

import (
	"html"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// wordsOf gives the words of a text, each once, sorted.
func wordsOf(add func(*Words)) []string {
	var w Words
	add(&w)
	ascii, others := w.Split()
	return append(strings.Fields(ascii), strings.Fields(others)...)
}

// A text is the words that are put into it, whatever stands between them.
func TestWordsOfAText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[\pL\pN][\pL\pN\pM]{0,8}`), 1, 8).Draw(t, "words")
		var text strings.Builder
		for _, w := range words {
			text.WriteString(w + rapid.StringMatching(`[ .,;'"*&<>()\n-]{1,3}`).Draw(t, "between"))
		}
		want := map[string]bool{}
		for _, w := range words {
			if strings.IndexFunc(w, func(r rune) bool { return r >= unicode.MaxASCII }) < 0 {
				w = strings.ToLower(w)
			}
			want[w] = true
		}
		got := wordsOf(func(w *Words) { w.Add(text.String()) })
		if len(got) != len(want) || slices.ContainsFunc(got, func(w string) bool { return !want[w] }) {
			t.Fatalf("%q: %q", text.String(), got)
		}
		escaped := "<div>" + html.EscapeString(text.String()) + "</div>"
		if told := wordsOf(func(w *Words) { w.AddXHTML(escaped) }); !slices.Equal(told, got) {
			t.Fatalf("as XHTML %q, not %q", told, got)
		}
	})
}

func TestWordsOfANarrative(t *testing.T) {
	for div, want := range map[string]string{
		`<div xmlns="http://www.w3.org/1999/xhtml">a</div>`: "a",
		`<div title="x > y">a<br/>b</div>`:                  "a b",
		`<div title='"x>'>a</div>`:                          "a",
		`<div>a<!-- x > y -->b</div>`:                       "a b",
		`<div><![CDATA[a<b]]> c</div>`:                      "a b c",
		`<div>a&lt;b&#233;&nbsp;c</div>`:                    "a c bé",
		`<div>not closed`:                                   "closed not",
		`<div`:                                              "",
	} {
		if got := strings.Join(wordsOf(func(w *Words) { w.AddXHTML(div) }), " "); got != want {
			t.Errorf("%s: %q, not %q", div, got, want)
		}
	}
}

func TestWordsAreBounded(t *testing.T) {
	got := wordsOf(func(w *Words) {
		w.Add(strings.Repeat("a", MostOfWord) + " " + strings.Repeat("b", MostOfWord+1))
		for i := range 200_000 {
			w.Add("w" + Int(int64(i)).Text)
		}
	})
	if size := len(strings.Join(got, "")); size > mostOfWords || size < mostOfWords-10 {
		t.Errorf("%d bytes of words are kept", size)
	}
	if !slices.Contains(got, strings.Repeat("a", MostOfWord)) || slices.ContainsFunc(got, func(w string) bool { return len(w) > MostOfWord }) {
		t.Error("the longest word is not the longest allowed")
	}
}
