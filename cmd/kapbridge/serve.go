package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"kapbridge/api"
	"kapbridge/store"
)

type serveCommand struct {
	databaseFlags
	limitFlags
	Listen            string        `env:"KAPBRIDGE_LISTEN" default:"127.0.0.1:8080" help:"Address to serve on; loopback only, while no identity provider can be configured."`
	BaseURL           string        `env:"KAPBRIDGE_BASE_URL" placeholder:"URL" help:"FHIR base URL that clients use, when it cannot be told from their requests."`
	CORSOrigins       []string      `name:"cors-origins" env:"KAPBRIDGE_CORS_ORIGINS" placeholder:"ORIGIN" help:"Origins whose web pages may use FHIR, such as https://app.example; those of this machine when not given."`
	MissingReferences string        `env:"KAPBRIDGE_MISSING_REFERENCES" enum:"refuse,placeholder" default:"refuse" help:"What to do with a reference to a resource that is not here: ${enum}."`
	RequireIfMatch    bool          `env:"KAPBRIDGE_REQUIRE_IF_MATCH" help:"Let nobody change what is here without naming, in If-Match, the version that is changed."`
	DeleteSeveral     int           `env:"KAPBRIDGE_DELETE_SEVERAL" default:"0" placeholder:"N" help:"How many resources one conditional delete may delete; 0 for one alone."`
	Validate          string        `env:"KAPBRIDGE_VALIDATE" enum:"off,warn,enforce" default:"enforce" help:"What R4's invariants do to a write: nothing, be told of, or refuse it; what has not the structure of R4 is refused in any case: ${enum}."`
	Profiles          string        `env:"KAPBRIDGE_PROFILES" enum:"off,warn,enforce" default:"warn" help:"What the profiles that a resource claims, those of R4's vital signs and the definitions of its extensions do to a write: nothing, be told of, or refuse it: ${enum}."`
	Zone              string        `env:"KAPBRIDGE_ZONE" default:"UTC" placeholder:"ZONE" help:"Time zone in which searches and resources mean dates without a zone, such as America/Denver."`
	CursorLife        time.Duration `env:"KAPBRIDGE_CURSOR_LIFE" default:"1h" help:"How long the links of a search lead on, from its first page; a minute at least."`
	Bodies            int           `env:"KAPBRIDGE_BODIES" default:"67108864" placeholder:"BYTES" help:"How many bytes of resources that searches showed lately are kept in memory."`
	zone              *time.Location
	bounds            api.Limits
	filled            bool // with the synthetic clinic
	DemoIfEmpty       int  `placeholder:"PATIENTS" help:"Load a synthetic clinic of that many patients when the database holds no patient."`
}

// drain is how long requests under way may take to finish.
const drain = 20 * time.Second

// Run serves until SIGTERM or SIGINT, then drains and stops all it started.
func (c *serveCommand) Run(p *program) (err error) {
	if c.CursorLife < time.Minute {
		return fmt.Errorf("--cursor-life %s is too short to follow a link; use 1m or more, such as 1h", c.CursorLife)
	}
	if c.zone, err = time.LoadLocation(c.Zone); err != nil || c.Zone == "Local" {
		return fmt.Errorf("--zone %s is not a time zone of the IANA database, such as America/Denver", c.Zone)
	}
	if c.Bodies < 1 {
		return fmt.Errorf("--bodies %d is not a number of bytes from 1 upwards", c.Bodies)
	}
	if c.DeleteSeveral < 0 {
		return fmt.Errorf("--delete-several %d is not a number of resources from 0 upwards", c.DeleteSeveral)
	}
	if c.bounds, err = c.limits(); err != nil {
		return err
	}
	tune(c.DatabaseURL == "")
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close() // again after Serve: harmless
	db, err := c.open(p.ctx, p.log, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.close()) }()
	if err := db.migrate(p.ctx); err != nil {
		return err
	}
	if err := c.demoIfEmpty(p, db); err != nil {
		return err
	}
	return c.serve(p, db, listener)
}

// listen takes the port before anything is started.
func (c *serveCommand) listen() (net.Listener, error) {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return nil, fmt.Errorf("--listen %s is not host:port, such as 127.0.0.1:8080", c.Listen)
	}
	if ip, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("--listen %s is not a loopback address: there is no authentication yet, so only this machine may ask", c.Listen)
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w; choose another with --listen", c.Listen, bareListen(err))
	}
	return listener, nil
}

func bareListen(err error) error {
	var call *os.SyscallError
	if errors.As(err, &call) {
		return call.Err
	}
	return err
}

func (c *serveCommand) serve(p *program, db *database, listener net.Listener) error {
	s := store.Open(db.DB, store.Options{
		Now: time.Now, NewID: newID, Log: p.log, Placeholders: c.MissingReferences == "placeholder", CursorLife: c.CursorLife, Zone: c.zone,
		Bodies: c.Bodies, RequireIfMatch: c.RequireIfMatch})
	defer s.Close()
	if err := publish(p.ctx, s); err != nil {
		return err
	}
	if err := c.settleDemo(p, s); err != nil {
		return err
	}
	handler, err := api.New(api.Options{
		Store: s, Log: p.log, Now: time.Now, NewID: newID, Base: c.BaseURL, Version: version, Origins: c.CORSOrigins,
		Registry: prometheus.NewRegistry(), Limits: c.bounds, Validation: api.Validation(c.Validate), Profiles: api.Validation(c.Profiles), DeleteSeveral: c.DeleteSeveral, RequireIfMatch: c.RequireIfMatch})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(p.ctx)
	swept := make(chan struct{})
	go func() { s.SweepForever(ctx, 2*time.Second); close(swept) }()
	defer func() { stop(); <-swept }()
	server := newServer(handler, c.BodyWithin)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	p.log.Info("serving", "address", listener.Addr().String(), "authentication", "none, loopback only")
	fmt.Printf("\nkapbridge serves FHIR R4 at http://%s/fhir\n", listener.Addr())
	c.greet(ctx, db, listener.Addr().String())
	select {
	case err := <-served:
		return fmt.Errorf("serve HTTP: %w", err)
	case <-db.ended():
		return errors.Join(errors.New("the private PostgreSQL ended by itself"), db.private.Err(), server.Close())
	case <-ctx.Done():
	}
	p.log.Info("stopping")
	patience, cancel := context.WithTimeout(context.Background(), drain)
	defer cancel()
	return server.Shutdown(patience)
}

// newServer waits for no client for ever. A body that is read has its own time,
// see api.Limits; ReadTimeout is for one that nobody reads.
func newServer(handler http.Handler, body time.Duration) *http.Server {
	return &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute,
		WriteTimeout: body + 2*time.Minute, // counted from the end of the header
		IdleTimeout:  2 * time.Minute}
}

// ended is closed when a private server has ended by itself; never for another.
func (d *database) ended() <-chan struct{} {
	if d.private == nil {
		return nil
	}
	return d.private.Done()
}

// greet prints three requests that work, on the patient with the most to show.
func (c *serveCommand) greet(ctx context.Context, db *database, address string) {
	base := "http://" + address + "/fhir"
	var patient, episode string
	row := db.QueryRowxContext(ctx, `select patient_id, id from episode where patient_id is not null order by status = 'active' desc, id limit 1`)
	if err := row.Scan(&patient, &episode); err != nil {
		fmt.Printf("The clinic is empty. Try:\n  curl -s %s/metadata\n  kapbridge demo --patients 20\n", base)
		return
	}
	fmt.Printf("Try:\n  curl -s '%[1]s/EpisodeOfCare/%[3]s?_pretty=true'\n  curl -s '%[1]s/MedicationAdministration?patient=%[2]s&_sort=-effective-time&_count=3&_pretty=true'\n  curl -s '%[1]s/QuestionnaireResponse?patient=%[2]s&_sort=-authored&_count=1&_pretty=true'\n",
		base, patient, episode)
}
