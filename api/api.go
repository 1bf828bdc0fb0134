package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"kapbridge/audit"
	"kapbridge/fhir/bundle"
	"kapbridge/fhir/ig"
	"kapbridge/mapping"
)

// root is where FHIR is mounted.
const root = "/fhir"

// Options are what the interface needs of the program around it.
type Options struct {
	Store    Store
	Log      *slog.Logger
	Now      func() time.Time
	NewID    func() string        // UUIDs, for requests and audit records
	Base     string               // FHIR base URL as clients see it, such as https://clinic.example/fhir; "" to take it from the request
	Version  string               // of the program
	Registry *prometheus.Registry // nil for no metrics
	Origins  []string             // origins whose pages may use FHIR from a browser; nil for those of this machine
	Proxies  []netip.Prefix       // peers whose X-Forwarded-* headers are believed; nil for loopback
	Limits   Limits

	DeleteSeveral  int // how many resources one conditional delete may delete; 0 for one alone
	Validation     Validation
	Profiles       Validation // what the profiles that a resource claims do to a write; "" for Warn
	RequireIfMatch bool       // the Store changes nothing without it; for the CapabilityStatement
}

type server struct {
	Options
	types   map[string]served
	routes  []route
	fhir    http.Handler
	outside map[string]http.HandlerFunc // what lies beside FHIR
	metrics *metrics
	card    statement

	termsCard func() statement // made when somebody asks
}

// served is a resource type that the server answers for.
type served struct {
	schema    mapping.Schema
	readOnly  bool // written by the server alone
	versioned bool // its resources change, and their history is kept
}

// New builds the handler of all that the server answers: FHIR below /fhir,
// health and metrics beside it. It fails on options that cannot work.
func New(o Options) (http.Handler, error) {
	if o.Store == nil || o.Log == nil || o.Now == nil || o.NewID == nil {
		return nil, errors.New("api: Store, Log, Now and NewID are needed")
	}
	if err := errors.Join(o.Validation.checked(), o.Profiles.checked()); err != nil {
		return nil, err
	}
	base, err := checkBase(o.Base)
	if err != nil {
		return nil, err
	}
	o.Base = base
	o.Limits = o.Limits.orUsual()
	if o.Proxies == nil {
		o.Proxies = loopback
	}
	if o.Profiles != Off {
		ig.Validator() // made now and not with the first write
	}
	s := &server{Options: o, types: map[string]served{}}
	for _, r := range mapping.Searchable() {
		s.types[r.Type] = served{schema: r, readOnly: r.Published || r.Log, versioned: !r.Log}
	}
	if s.metrics, err = newMetrics(o.Registry); err != nil {
		return nil, err
	}
	s.card = newStatement(s, capabilityStatement)
	s.termsCard = sync.OnceValue(func() statement { return newStatement(s, terminologyCapabilities) })
	s.routes = s.table()
	s.fhir = newEcho(s)
	s.outside = s.beside()
	return s, nil
}

func checkBase(base string) (string, error) {
	if base == "" {
		return "", nil
	}
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || !plainHost(u.Host) || !plainPrefix(strings.TrimSuffix(u.Path, "/")) || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("the base URL %q is not of the form https://host[:port]/path", base)
	}
	return strings.TrimSuffix(base, "/"), nil
}

// ServeHTTP surrounds every request: its id, its place in log and metrics,
// cross-origin headers, and an answer even when a handler panics.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{ResponseWriter: w, id: requestID(r.Header.Get("X-Request-Id"), s.NewID), start: s.Now()}
	defer s.finish(x, r)
	w.Header().Set("X-Request-Id", x.id)
	w.Header().Set("X-Content-Type-Options", "nosniff")
	if s.crossOrigin(x, r) {
		return
	}
	tidy(r.URL)
	if h, ok := s.outside[r.URL.Path]; ok {
		x.route = r.URL.Path
		h(x, r)
		return
	}
	s.fhir.ServeHTTP(x, r)
}

// finish closes the account of a request, after a panic too.
func (s *server) finish(x *exchange, r *http.Request) {
	if p := recover(); p != nil {
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p)
		}
		s.fail(x, r, panicked(p))
	}
	took := s.Now().Sub(x.start)
	s.metrics.observe(x, took)
	s.logAccess(r.Context(), x, r, took)
}

// tidy takes one trailing slash away: clients write [base]/Patient/ too.
func tidy(u *url.URL) {
	if len(u.Path) > 1 && strings.HasSuffix(u.Path, "/") {
		u.Path = strings.TrimSuffix(u.Path, "/")
		u.RawPath = strings.TrimSuffix(u.RawPath, "/")
	}
}

// exchange is the response of one request as log and metrics see it.
type exchange struct {
	http.ResponseWriter
	id          string
	start       time.Time
	route       string // template, "" when nothing matched
	interaction audit.Interaction
	typ         string // a type that is served, or ""
	resource    string // logical id, "" when the request names none
	format      format // of the answer, once that is known
	status      int    // 0 until the header is written
	bytes       int64
	cause       error // of a failure on our side

	// Of a request that came in an entry of a Bundle, where its answer goes:
	outer  *request // the Bundle's; else nil
	entry  *bundle.Entry
	answer *response

	unreadable error // why the entry has no body
}

// WriteHeader notes the status.
func (x *exchange) WriteHeader(status int) {
	if x.status == 0 {
		x.status = status
	}
	x.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (x *exchange) Write(b []byte) (int, error) {
	if x.status == 0 {
		x.status = http.StatusOK
	}
	n, err := x.ResponseWriter.Write(b)
	x.bytes += int64(n)
	return n, err
}

// Unwrap gives http.ResponseController the connection's own writer.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

// requestID takes the client's id when it is harmless in a log, else a new one.
func requestID(given string, fresh func() string) string {
	if given == "" || len(given) > 64 || strings.ContainsFunc(given, func(c rune) bool { return !isIDCharacter(c) }) {
		return fresh()
	}
	return given
}

// lasting is a context that outlives the client's patience but not ours, for
// records that must be written even when the client has gone.
func lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
}
