package api

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
)

// longestQuery bounds a query string and a search form, in bytes.
const longestQuery = 64 << 10

// request is what a handler is given: the HTTP request and what every
// interaction needs of it, checked.
type request struct {
	*http.Request
	server      *server
	exchange    *exchange
	interaction audit.Interaction
	typ         string // as in the URL; served, once check has passed
	id          string
	version     string
	within      fhir.Key // of a compartment search; typ is then the type inside, id that of the resource around it
	query       url.Values
	raw         string // query as received, with the form of a POST search
	prefer      preference
	access      access.Access
	taken       []byte       // the body, once it was read
	marked      *fhir.Marked // the body with its places, once there was something to tell
	advice      []fhir.Issue // what a write is not refused for
	asked       bool         // the Store has taken over, and with it the audit record
}

// fill takes the path's parts. A type that is not served is no FHIR endpoint,
// so that answer leaves no audit record.
func (r *request) fill(typeName, id, version, inner string) error {
	r.typ, r.id, r.version = r.segment(typeName), r.segment(id), r.segment(version)
	r.raw = r.URL.RawQuery
	r.access = r.server.principal(r.Request, r.exchange.id)
	if !strings.Contains(r.exchange.route, ":type") {
		return nil
	}
	if _, ok := r.server.types[r.typ]; !ok {
		return unknownType(r.typ)
	}
	if inner != "" {
		r.within = r.key()
		if r.typ = r.segment(inner); r.typ == everything {
			r.typ, r.interaction = "", audit.SearchSystem
		} else if _, ok := r.server.types[r.typ]; !ok {
			return unknownType(r.typ)
		}
	}
	r.exchange.typ = r.typ
	if fhir.ValidID(r.id) && inner == "" {
		r.exchange.resource = r.id
	}
	return nil
}

// segment decodes a path segment. The router works on the escaped path only
// where that differs from the usual escaping; else it has decoded already. A
// segment that cannot be decoded stays as it is and fails as a type or id.
func (r *request) segment(s string) string {
	if r.URL.RawPath == "" {
		return s
	}
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// everything stands in the place of a type for all types of a compartment.
const everything = "*"

func unknownType(name string) error {
	switch {
	case strings.HasPrefix(name, "$"):
		return fhir.Refuse(404, "not-supported", "this server has no operation of that name")
	case fhir.IsResource(name):
		return fhir.Refuse(404, "not-supported", "this server does not keep resources of type %s; see %s/metadata for those it keeps", name, root)
	}
	return fhir.Refuse(404, "not-supported", "that is not a FHIR R4 resource type; names are written like EpisodeOfCare")
}

// check refuses what no interaction accepts: a method the type does not have, a
// malformed id or query, a format that we do not write, an answer at another time.
func (r *request) check() error {
	if t, known := r.server.types[r.typ]; known && !t.has(r.interaction) {
		return writtenByUs(r.typ)
	}
	if strings.Contains(r.exchange.route, ":id") {
		if err := checkID(r.id); err != nil {
			return err
		}
	}
	if len(r.URL.RawQuery) > longestQuery {
		return fhir.Refuse(414, "too-long", "a query string may have %d bytes at most; send a long search to %s/_search", longestQuery, r.typ)
	}
	if r.URL.RawQuery != "" {
		var err error
		if r.query, err = parseQuery(r.URL.RawQuery); err != nil {
			return err
		}
	}
	if r.prefer = parsePrefer(r.Header["Prefer"]); r.prefer.async {
		return errAsync
	}
	var err error
	r.exchange.format, err = negotiate(r.Header, r.query)
	return err
}

func writtenByUs(typeName string) error {
	return fhir.Refuse(405, "not-supported", "%s resources are written by this server alone; they can be read and searched", typeName)
}

// parseQuery reads a query string or form. A semicolon is a character like any
// other: it stands in media types.
func parseQuery(raw string) (url.Values, error) {
	values, err := url.ParseQuery(strings.ReplaceAll(raw, ";", "%3B"))
	if err != nil {
		return nil, fhir.Invalid("the query string is malformed: write name=value pairs joined by &, percent-encoded")
	}
	for name, list := range values {
		if strings.IndexByte(name+strings.Join(list, ""), 0) >= 0 {
			return nil, fhir.Invalid("a search parameter may not contain the character U+0000")
		}
	}
	return values, nil
}

func checkID(id string) error {
	switch {
	case strings.HasPrefix(id, "$"):
		return fhir.Refuse(404, "not-supported", "this server has no operation of that name")
	case !fhir.ValidID(id):
		return fhir.Refuse(400, "value", "that is not a logical id: 1 to 64 of the characters A-Z a-z 0-9 - and .")
	}
	return nil
}

// ask hands over to the Store, which records what it does and what it refuses.
func (r *request) ask() Store {
	r.asked = true
	return r.server.Store
}

func (r *request) key() fhir.Key { return fhir.Key{Type: r.typ, ID: r.id} }

// number reads the version of a vread. Any id may stand there, but only
// numbers name a version here.
func (r *request) number() (int64, error) {
	n, err := strconv.ParseInt(r.version, 10, 64)
	if err == nil && n > 0 && strconv.FormatInt(n, 10) == r.version {
		return n, nil
	}
	if !fhir.ValidID(r.version) {
		return 0, fhir.Refuse(400, "value", "that is not a version id: 1 to 64 of the characters A-Z a-z 0-9 - and .")
	}
	return 0, fhir.Refuse(404, "not-found", "%s has no such version; versions are numbered from 1", r.key())
}

// refused records an interaction that never reached the Store, then passes the
// refusal on. Without a record there is no answer but a failure.
func (s *server) refused(r *request, refusal error) error {
	if r.asked {
		return refusal
	}
	if err := s.note(r, refusal); err != nil {
		return fhir.Internal(fmt.Errorf("record a refused %s: %w", r.interaction, err))
	}
	return refusal
}

// recorded records an interaction that succeeded without the Store. Where the
// record itself fails, there is no other to write.
func (s *server) recorded(r *request) error {
	if err := s.note(r, nil); err != nil {
		r.asked = true
		return fhir.Internal(err)
	}
	return nil
}

func (s *server) note(r *request, outcome error) error {
	rec := audit.Record{
		ID: s.NewID(), At: s.Now(), Interaction: r.interaction,
		Agent: r.access.Agent, Request: r.access.Request, Query: r.raw,
		Entity: fhir.Key{Type: r.typ, ID: r.exchange.resource},
	}
	rec.Outcome, rec.Detail = audit.OutcomeOf(outcome)
	ctx, cancel := lasting(r.Context())
	defer cancel()
	return s.Store.Note(ctx, r.access, rec)
}
