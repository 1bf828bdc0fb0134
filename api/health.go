package api

import (
	"fmt"
	"net/http"
)

// beside lists what is answered outside FHIR, for those who run the program.
func (s *server) beside() map[string]http.HandlerFunc {
	m := map[string]http.HandlerFunc{
		"/":             s.pointer,
		"/health/live":  s.live,
		"/health/ready": s.ready,
	}
	if s.Registry != nil {
		m["/metrics"] = s.metrics.handler()
	}
	return m
}

// pointer tells a visitor of the root where FHIR is.
func (s *server) pointer(w http.ResponseWriter, r *http.Request) {
	if onlyGet(w, r) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		fmt.Fprintf(w, "kapbridge %s, for HL7 FHIR R4: see %s/metadata\n", s.Version, root)
	}
}

// live answers as long as the process can answer at all.
func (s *server) live(w http.ResponseWriter, r *http.Request) {
	if onlyGet(w, r) {
		state(w, http.StatusOK, "live")
	}
}

// ready answers 200 when requests can be served: the database answers and its
// schema is current.
func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	if !onlyGet(w, r) {
		return
	}
	if err := s.Store.Ready(r.Context()); err != nil {
		w.(*exchange).cause = fmt.Errorf("not ready: %w", err)
		state(w, http.StatusServiceUnavailable, "not ready")
		return
	}
	state(w, http.StatusOK, "ready")
}

func state(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", mediaJSON)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	fmt.Fprintf(w, "{\"status\":%q}\n", word)
}

func onlyGet(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	w.WriteHeader(http.StatusMethodNotAllowed)
	return false
}
