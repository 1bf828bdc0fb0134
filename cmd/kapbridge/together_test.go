package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"kapbridge/internal/pgtest"
)

var raceRounds = flag.Int("racerounds", 10, "rounds in which 32 clients of two servers write the same at once")

// together is how many clients write the same at once.
const together = 32

// TestOneWinsOnTwoServers lets clients of two servers on one database create by
// the same criteria at once, change the same version at once, and send the same
// request with one key at once: each time one wins, and in the end there is no
// duplicate and no gap.
func TestOneWinsOnTwoServers(t *testing.T) {
	address := pgtest.URL(t)
	c := &contest{t: t, client: patientClient(), bases: []string{
		serveApart(t, "--database-url", address).base, serveApart(t, "--database-url", address).base}}
	start := time.Now()
	for round := range *raceRounds {
		c.creates(round)
		c.updates(round)
		c.repeats(round)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d rounds in %s; %d times a client was asked to try again", *raceRounds, time.Since(start).Round(time.Second), c.again.Load())
	db, err := sqlx.Open("postgres", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var patients, values, practitioners, versions, last int
	if err := db.QueryRow(`select (select count(*) from patient), (select count(distinct value) from patient_identifier),
		(select count(*) from practitioner), count(*), max(version) from fhir_version where type = 'Organization'`).Scan(&patients, &values, &practitioners, &versions, &last); err != nil {
		t.Fatal(err)
	}
	if patients != *raceRounds || values != *raceRounds {
		t.Errorf("%d patients with %d identifiers were made in %d rounds", patients, values, *raceRounds)
	}
	if practitioners != *raceRounds {
		t.Errorf("%d practitioners were made with %d keys", practitioners, *raceRounds)
	}
	if versions != last || last != *raceRounds+1 {
		t.Errorf("%d versions up to %d were made in %d rounds", versions, last, *raceRounds)
	}
}

// contest is what the clients of all rounds share.
type contest struct {
	t      *testing.T
	client *http.Client
	bases  []string
	again  atomic.Int64
}

// creates lets all create by the same criteria: one does, the others find it.
func (c *contest) creates(round int) {
	criteria := fmt.Sprintf("identifier=http://a.example/round|%d", round)
	all := c.race(func(n int) reply {
		body := fmt.Sprintf(`{"resourceType":"Patient","identifier":[{"system":"http://a.example/round","value":"%d"}],"name":[{"family":"N%d"}]}`, round, n)
		return c.send(n, "POST", "/Patient", body, "If-None-Exist: "+criteria)
	})
	ids := map[string]bool{}
	for _, a := range all {
		_, path, _ := strings.Cut(a.header.Get("Location"), "/fhir/")
		ids[path] = true
	}
	if n := count(all); n[201] != 1 || n[200] != together-1 || len(ids) != 1 {
		c.t.Errorf("creates: %v, %v", n, ids)
	}
}

// updates lets all change the same version: one does, the others are told that
// it has moved.
func (c *contest) updates(round int) {
	if round == 0 {
		if a := c.send(0, "PUT", "/Organization/one", `{"resourceType":"Organization","id":"one","name":"none"}`); a.status != 201 {
			c.t.Fatalf("%d %s", a.status, a.body)
		}
	}
	all := c.race(func(n int) reply {
		body := fmt.Sprintf(`{"resourceType":"Organization","id":"one","name":"%d of %d"}`, n, round)
		return c.send(n, "PUT", "/Organization/one", body, fmt.Sprintf(`If-Match: W/"%d"`, round+1))
	})
	if n := count(all); n[200] != 1 || n[412] != together-1 {
		c.t.Errorf("updates: %v", n)
	}
}

// repeats lets all send one request with one key: one is the first, and the
// others are told what it did.
func (c *contest) repeats(round int) {
	all := c.race(func(n int) reply {
		return c.send(n, "POST", "/Practitioner", `{"resourceType":"Practitioner"}`, fmt.Sprintf("Idempotency-Key: round-%d", round))
	})
	ids, first := map[string]bool{}, 0
	for _, a := range all {
		_, path, _ := strings.Cut(a.header.Get("Location"), "/fhir/")
		if ids[path] = true; a.header.Get("Idempotency-Replayed") == "" {
			first++
		}
	}
	if n := count(all); n[201] != together || len(ids) != 1 || first != 1 {
		c.t.Errorf("repeats: %v, %v, %d of them first", n, ids, first)
	}
}

// race starts all clients at once.
func (c *contest) race(do func(n int) reply) []reply {
	all := make([]reply, together)
	var running sync.WaitGroup
	start := make(chan struct{})
	for n := range all {
		running.Go(func() {
			<-start
			all[n] = do(n)
		})
	}
	close(start)
	running.Wait()
	return all
}

func count(all []reply) map[int]int {
	n := map[int]int{}
	for _, a := range all {
		n[a.status]++
	}
	return n
}

// send asks one of the servers; where that asks to try again, it does.
func (c *contest) send(n int, method, path, body string, headers ...string) reply {
	for try := 0; ; try++ {
		a, err := send(c.client, method, c.bases[n%len(c.bases)]+path, body, headers...)
		if err != nil {
			c.t.Errorf("client %d: %v", n, err)
			return a
		}
		if a.status != http.StatusServiceUnavailable || try == 20 {
			return a
		}
		c.again.Add(1)
	}
}

// reply is an answer of a server in a process of its own.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// patientClient keeps a connection for everybody, and waits.
func patientClient() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: together}, Timeout: time.Minute}
}

// send sends one request; headers are "Name: value".
func send(client *http.Client, method, address, body string, headers ...string) (reply, error) {
	r, err := http.NewRequest(method, address, bytes.NewReader([]byte(body)))
	if err != nil {
		return reply{}, err
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	a, err := client.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer a.Body.Close()
	read, err := io.ReadAll(a.Body)
	return reply{a.StatusCode, a.Header, read}, err
}
