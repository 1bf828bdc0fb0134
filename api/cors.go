package api

import (
	"net/http"
	"strings"
)

// What a page of another origin may send and see. Credentials are never
// allowed: no cookie or browser login means anything here.
const (
	corsMethods = "GET, HEAD, POST, PUT, DELETE, OPTIONS"
	corsHeaders = "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, Prefer, X-Request-Id"
	corsExposed = "Allow, ETag, Last-Modified, Location, X-Request-Id"
	corsMaxAge  = "600" // seconds a browser may remember a preflight
)

// crossOrigin adds the headers that let web applications of other origins use
// FHIR, and answers a browser's preflight, for which it returns true.
func (s *server) crossOrigin(w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Origin") == "" || !strings.HasPrefix(r.URL.Path, root) {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", corsExposed)
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	h.Set("Access-Control-Allow-Methods", corsMethods)
	h.Set("Access-Control-Allow-Headers", corsHeaders)
	h.Set("Access-Control-Max-Age", corsMaxAge)
	w.WriteHeader(http.StatusNoContent)
	return true
}

// options answers OPTIONS with the methods of a path.
func (s *server) options(x *exchange, r *http.Request) error {
	typeName := typeSegment(r.URL.Path)
	if _, ok := s.types[typeName]; strings.Contains(x.route, ":type") && !ok {
		return unknownType(typeName)
	}
	x.Header().Set("Allow", s.allowed(x.route, typeName))
	x.WriteHeader(http.StatusNoContent)
	return nil
}
