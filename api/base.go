package api

import (
	"net/http"
	"regexp"
	"strings"
)

var (
	hostPattern   = regexp.MustCompile(`^[A-Za-z0-9._\-]+(:[0-9]{1,5})?$|^\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?$`)
	prefixPattern = regexp.MustCompile(`^(/[A-Za-z0-9._~\-]+)*$`)
)

func plainHost(host string) bool { return len(host) <= 255 && hostPattern.MatchString(host) }

func plainPrefix(path string) bool { return len(path) <= 255 && prefixPattern.MatchString(path) }

// base is the FHIR base URL as this client knows it, without a slash at the
// end: the configured one, else what the proxy forwarded, else the Host header
// (http://hl7.org/fhir/R4/http.html#root). It has no character that a URL or a
// JSON string would need to escape.
func (r *request) base() string {
	if r.server.Base != "" {
		return r.server.Base
	}
	scheme, host, prefix := "http", r.Host, ""
	if r.TLS != nil {
		scheme = "https"
	}
	if peer, ok := peerAddress(r.Request); ok && r.server.believes(peer) {
		if p := forwarded(r.Header, "X-Forwarded-Proto"); p == "https" || p == "http" {
			scheme = p
		}
		if h := forwarded(r.Header, "X-Forwarded-Host"); plainHost(h) {
			host = h
		}
		if p := strings.TrimSuffix(forwarded(r.Header, "X-Forwarded-Prefix"), "/"); plainPrefix(p) {
			prefix = p
		}
	}
	if !plainHost(host) {
		host = "localhost"
	}
	return scheme + "://" + host + prefix + root
}

// forwarded is the first value of a forwarded header: the one nearest the client.
func forwarded(h http.Header, name string) string {
	first, _, _ := strings.Cut(h.Get(name), ",")
	return strings.TrimSpace(first)
}
