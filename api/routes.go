package api

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"kapbridge/audit"
)

// handler answers one interaction.
type handler func(ctx context.Context, r *request) (*response, error)

// route is a path and what its methods mean
// (http://hl7.org/fhir/R4/http.html#summary).
type route struct {
	path    string
	methods map[string]endpoint
}

type endpoint struct {
	interaction audit.Interaction
	answer      handler
}

// verbs are the methods that FHIR's REST interface gives a meaning.
var verbs = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"}

// table lists every path below the base. HEAD follows GET by itself.
func (s *server) table() []route {
	return append(s.operationRoutes(), []route{
		{root, map[string]endpoint{
			"GET":  {audit.SearchSystem, s.search},
			"POST": {audit.Transaction, s.bundle},
		}},
		{root + "/_search", map[string]endpoint{"POST": {audit.SearchSystem, s.searchForm}}},
		{root + "/metadata", map[string]endpoint{"GET": {audit.Capabilities, s.capabilities}}},
		{root + "/$explain", map[string]endpoint{"GET": {audit.Operation, s.explain}}},
		{root + "/_history", map[string]endpoint{"GET": {audit.HistorySystem, s.history}}},
		{root + "/:type", map[string]endpoint{
			"GET":    {audit.Search, s.search},
			"POST":   {audit.Create, s.create},
			"PUT":    {audit.Update, s.update}, // by criteria, as the next two
			"PATCH":  {audit.Patch, s.patch},
			"DELETE": {audit.Delete, s.delete},
		}},
		{root + "/:type/_search", map[string]endpoint{"POST": {audit.Search, s.searchForm}}},
		{root + "/:type/$explain", map[string]endpoint{"GET": {audit.Operation, s.explain}}},
		{root + "/:type/$validate", map[string]endpoint{"POST": {audit.Operation, s.validate}}},
		{root + "/:type/_history", map[string]endpoint{"GET": {audit.HistoryType, s.history}}},
		{root + "/:type/:id", map[string]endpoint{
			"GET":    {audit.Read, s.read},
			"PUT":    {audit.Update, s.update},
			"PATCH":  {audit.Patch, s.patch},
			"DELETE": {audit.Delete, s.delete},
		}},
		{root + "/:type/:id/:inner", map[string]endpoint{"GET": {audit.Search, s.search}}},
		{root + "/:type/:id/:inner/_search", map[string]endpoint{"POST": {audit.Search, s.searchForm}}},
		{root + "/:type/:id/$validate", map[string]endpoint{
			"GET":  {audit.Operation, s.validate},
			"POST": {audit.Operation, s.validate},
		}},
		{root + "/:type/:id/_history", map[string]endpoint{"GET": {audit.HistoryInstance, s.history}}},
		{root + "/:type/:id/_history/:version", map[string]endpoint{"GET": {audit.VRead, s.readVersion}}},
	}...)
}

// allowed lists the methods of a route template, for the Allow header. A type
// that cannot be written has fewer.
func (s *server) allowed(template, typeName string) string {
	methods := []string{"OPTIONS"}
	for _, rt := range s.routes {
		if rt.path != template {
			continue
		}
		for m, e := range rt.methods {
			if t, known := s.types[typeName]; known && !t.has(e.interaction) {
				continue
			}
			if methods = append(methods, m); m == http.MethodGet {
				methods = append(methods, http.MethodHead)
			}
		}
	}
	slices.Sort(methods)
	return strings.Join(methods, ", ")
}

// has tells whether a type has the interaction: what the server writes alone is
// only read, and what never changes has no versions to ask for.
func (t served) has(i audit.Interaction) bool {
	switch i {
	case audit.Create, audit.Update, audit.Patch, audit.Delete:
		return !t.readOnly
	case audit.VRead, audit.HistoryInstance, audit.HistoryType:
		return t.versioned
	}
	return true
}

// typeSegment is the path segment where a type stands, or "".
func typeSegment(path string) string {
	rest, ok := strings.CutPrefix(path, root+"/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}
