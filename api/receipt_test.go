package api

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Law: a key is the same with and without quotes, and nothing else is a key.
func TestKeysReadAsWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[!-~]{1,255}`).Draw(t, "key")
		quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(key) + `"`
		if got, err := parseKey([]string{quoted}); err != nil || got != key {
			t.Errorf("%s: %q, %v", quoted, got, err)
		}
		if got, err := parseKey([]string{key}); key[0] != '"' && (err != nil || got != key) {
			t.Errorf("%s: %q, %v", key, got, err)
		}
	})
	for _, lines := range [][]string{{""}, {`""`}, {`"a`}, {`"a"b`}, {`"a"; b=1`}, {`"\a"`}, {`"a\`}, {"a b"}, {"é"}, {"a\x00"}, {strings.Repeat("a", 256)}, {"a", "a"}} {
		if got, err := parseKey(lines); err == nil {
			t.Errorf("%q is taken for %q", lines, got)
		}
	}
	if got, err := parseKey(nil); got != "" || err != nil {
		t.Errorf("no header: %q, %v", got, err)
	}
}

// Law: requests that differ in anything that decides what is done have digests
// that differ, and wishes for the answer make no difference.
func TestDigestTellsRequestsApart(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, method := range []string{"PUT", "POST"} {
		for _, address := range []string{"/Patient/a?", "/Patient?", "/Patient?a"} {
			for _, header := range append([]string{""}, decisive...) {
				for _, body := range []string{"", "a", "{}"} {
					h := http.Header{"Prefer": {"return=minimal"}}
					if header != "" {
						h.Set(header, "a")
					}
					request := strings.Join([]string{method, address, header, body}, " ")
					d := digest(method, address, h, []byte(body))
					if other, ok := seen[d]; ok {
						t.Errorf("%s and %s have one digest", request, other)
					}
					seen[d] = request
					h.Set("Prefer", "return=representation")
					if digest(method, address, h, []byte(body)) != d {
						t.Errorf("%s: Prefer makes a difference", request)
					}
				}
			}
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{`"a"`, `a`, `"\""`, `"\\"`, `"`, strconv.Quote("é")} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, err := parseKey([]string{s})
		if (err == nil) != (key != "") || len(key) > longestKey || strings.ContainsAny(key, " \n\x00") {
			t.Errorf("%q gives %q, %v", s, key, err)
		}
	})
}
