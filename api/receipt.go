package api

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// keyHeader lets a client try again without doing twice
// (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/).
const keyHeader = "Idempotency-Key"

// longestKey is the most characters of a key.
const longestKey = 255

// receipt is what a write leaves behind for its repetition: the client's key and
// a digest of all that decides what is done. Prefer is not part of it, since it
// only says how the answer looks. nil where the client gave no key.
func (r *request) receipt() (*mapping.Receipt, error) {
	key, err := parseKey(r.Header[keyHeader])
	if err != nil || key == "" {
		return nil, err
	}
	address := strings.TrimPrefix(r.URL.EscapedPath(), root) + "?" + r.URL.RawQuery
	return &mapping.Receipt{Key: key, Digest: digest(r.Method, address, r.Header, r.taken)}, nil
}

// entryKey is the key of one entry of a batch, made of the batch's own; "" where
// that has none. No client chooses such a key by accident.
func (r *request) entryKey(index int) string {
	key, err := parseKey(r.Header[keyHeader])
	if err != nil || key == "" { // a malformed one was refused with the batch
		return ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d of %s", index, key))
	return hex.EncodeToString(sum[:])
}

// decisive are the headers that change what a write does.
var decisive = []string{"Content-Type", "If-Match", "If-None-Match", "If-None-Exist"}

// digest is a hash over all parts, each behind its length, so that no two
// requests give the same text.
func digest(method, address string, h http.Header, body []byte) string {
	sum := sha256.New()
	part := func(b string) {
		// A hash never fails to take what is written.
		_, _ = sum.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		_, _ = sum.Write([]byte(b))
	}
	part(method)
	part(address)
	for _, name := range decisive {
		part(strings.Join(h.Values(name), ","))
	}
	part(string(body))
	return hex.EncodeToString(sum.Sum(nil))
}

// parseKey reads the header: a string of RFC 8941, as the draft demands, or the
// same without its quotes, as most clients send it. "" where there is none.
func parseKey(lines []string) (string, error) {
	switch len(lines) {
	case 0:
		return "", nil
	case 1:
	default:
		return "", fhir.Invalid("%s may be given once", keyHeader)
	}
	key, ok := lines[0], true
	if strings.HasPrefix(key, `"`) {
		key, ok = unquoteKey(key)
	}
	if !ok || key == "" || len(key) > longestKey || strings.ContainsFunc(key, func(c rune) bool { return c <= ' ' || c > '~' }) {
		return "", fhir.Invalid(`%s is a text of 1 to %d visible ASCII characters, such as "8e03978e-40d5-43dd-bc93-6894a57f9324"`, keyHeader, longestKey)
	}
	return key, nil
}

// unquoteKey reads a string of RFC 8941, section 3.3.3.
func unquoteKey(s string) (string, bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), i == len(s)-1
		case '\\':
			if i++; i == len(s) || s[i] != '"' && s[i] != '\\' {
				return "", false
			}
		}
		b.WriteByte(s[i])
	}
	return "", false
}
