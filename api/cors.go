package api

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// What a page of another origin may send and see. Credentials are never
// allowed: no cookie or browser login means anything here.
const (
	corsMethods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
	corsHeaders = "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-Modified-Since, If-None-Exist, If-None-Match, Prefer, X-Request-Id"
	corsExposed = "Accept-Patch, Allow, ETag, Idempotency-Replayed, Last-Modified, Location, Preference-Applied, Retry-After, X-Request-Id"
	corsMaxAge  = "600" // seconds a browser may remember a preflight
)

// crossOrigin adds the headers that let web applications of other origins use
// FHIR, and answers a browser's preflight, for which it returns true.
func (s *server) crossOrigin(w http.ResponseWriter, r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" || !strings.HasPrefix(r.URL.Path, root) {
		return false
	}
	h := w.Header()
	if !s.welcome(origin) {
		return false // the browser keeps the answer from the page
	}
	h.Set("Access-Control-Allow-Origin", origin)
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

// welcome tells whether pages of an origin may use FHIR: those configured, else
// those of this machine. Without authentication, a page from anywhere that is
// open in a browser here could otherwise read the clinic.
func (s *server) welcome(origin string) bool {
	if s.Origins != nil {
		return slices.Contains(s.Origins, origin)
	}
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || (err == nil && ip.IsLoopback())
}

// options answers OPTIONS with the methods of a path.
func (s *server) options(x *exchange, r *http.Request) error {
	typeName := typeSegment(r.URL.Path)
	if _, ok := s.types[typeName]; strings.Contains(x.route, ":type") && !ok {
		return unknownType(typeName)
	}
	allowed := s.allowed(x.route, typeName)
	x.Header().Set("Allow", allowed)
	if strings.Contains(allowed, http.MethodPatch) {
		x.Header().Set("Accept-Patch", acceptPatch) // RFC 5789, section 3.1
	}
	x.WriteHeader(http.StatusNoContent)
	return nil
}
