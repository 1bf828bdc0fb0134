package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kapbridge/fhir"
)

// entry is one write as its client knows it. The mark is part of the resource
// that it sent, and of no other write's.
type entry struct {
	mark    string
	path    string // of the resource, "Patient/x"; "" where a create was not answered
	version string // "" where it was not answered
}

// journal is what the clients of a load know: what was acknowledged, and what
// nobody told them.
type journal struct {
	sync.Mutex
	known   []entry
	unknown []entry // not answered, and not tried again
	retried int     // not answered at first, then tried again with the same key
	told    int     // of those, answered as done already
}

// load writes from several clients until it is told to stop.
type load struct {
	journal
	base    atomic.Pointer[string] // of the server that runs now
	ended   atomic.Bool
	clients sync.WaitGroup
}

func (l *load) start(t testing.TB, clients int) {
	for n := range clients {
		l.clients.Go(func() {
			c := &loader{load: l, client: &http.Client{Timeout: 20 * time.Second}, chance: rand.New(rand.NewPCG(uint64(n), 1)), n: n}
			for !l.ended.Load() {
				if err := c.write(); err != nil {
					t.Errorf("client %d: %v", n, err)
					return
				}
			}
		})
	}
}

func (l *load) stop() {
	l.ended.Store(true)
	l.clients.Wait()
}

// loader is one client. It makes patients and changes them, one write at a time.
type loader struct {
	*load
	client  *http.Client
	chance  *rand.Rand
	n, made int
	path    string // of the patient that it changes, "" for none
	etag    string // of that patient's last version that it knows
}

// write makes a patient, or changes the one it made.
func (c *loader) write() error {
	c.made++
	mark := fmt.Sprintf("%d-%d", c.n, c.made)
	body := fmt.Sprintf(`"identifier":[{"system":"http://a.example/mark","value":"%s"}],"name":[{"family":"Load"}]}`, mark)
	if c.path == "" || c.chance.IntN(10) == 0 {
		return c.send(mark, "POST", "/Patient", `{"resourceType":"Patient",`+body, "Idempotency-Key: "+mark)
	}
	_, id, _ := strings.Cut(c.path, "/")
	return c.send(mark, "PUT", "/"+c.path, `{"resourceType":"Patient","id":"`+id+`",`+body, "Idempotency-Key: "+mark, "If-Match: "+c.etag)
}

// send writes once. Where no answer comes, it looks what became of it only by
// trying again with the same key, or it lets the matter rest, and never knows.
func (c *loader) send(mark, method, path, body string, headers ...string) error {
	a, ok := c.try(method, path, body, headers...)
	if !ok {
		if c.chance.IntN(3) == 0 {
			c.Lock()
			c.unknown = append(c.unknown, entry{mark: mark})
			c.Unlock()
			c.path = ""
			return nil
		}
		for given := time.Now(); !ok; a, ok = c.try(method, path, body, headers...) {
			if time.Since(given) > 2*time.Minute {
				return fmt.Errorf("%s %s %s was not answered in two minutes", method, path, mark)
			}
			time.Sleep(20 * time.Millisecond)
		}
		c.Lock()
		if c.retried++; a.header.Get("Idempotency-Replayed") == "true" {
			c.told++
		}
		c.Unlock()
	}
	t := a.tree()
	if a.status != 200 && a.status != 201 || t == nil {
		return fmt.Errorf("%s %s %s: %d %s", method, path, mark, a.status, a.body)
	}
	c.path, c.etag = "Patient/"+t.Get("id").StringOr(""), a.header.Get("ETag")
	c.Lock()
	defer c.Unlock()
	c.known = append(c.known, entry{mark, c.path, t.At("meta", "versionId").StringOr("")})
	return nil
}

// try sends to the server that runs now; false where it does not say what became of it.
func (c *loader) try(method, path, body string, headers ...string) (reply, bool) {
	a, err := send(c.client, method, *c.base.Load()+path, body, headers...)
	return a, err == nil && a.status < 500
}

// hold compares the journal with the histories that the server tells.
func (j *journal) hold(t *testing.T, base string) {
	t.Helper()
	at := map[string][]entry{} // by mark
	for _, path := range patients(t, base) {
		for i, v := range history(t, base, path) {
			mark := v.At("identifier").Items[0].Get("value").Text
			number := v.At("meta", "versionId").Text
			if want := fmt.Sprint(i + 1); number != want {
				t.Errorf("%s has version %s where %s should be", path, number, want)
			}
			at[mark] = append(at[mark], entry{mark, path, number})
		}
	}
	for _, e := range j.known {
		if got := at[e.mark]; len(got) != 1 || got[0] != e {
			t.Errorf("acknowledged: %+v; found: %+v", e, got)
		}
	}
	done := 0
	for _, e := range j.unknown {
		if n := len(at[e.mark]); n > 1 {
			t.Errorf("%s is there %d times", e.mark, n)
		} else {
			done += n
		}
	}
	if len(at) != len(j.known)+done {
		t.Errorf("%d writes are there, %d were acknowledged and %d of unknown outcome were done", len(at), len(j.known), done)
	}
	t.Logf("%d writes acknowledged, each there once; %d tried again with their key, of which %d had been done; %d of unknown outcome, of which %d had been done",
		len(j.known), j.retried, j.told, len(j.unknown), done)
}

// patients lists every patient that is there.
func patients(t *testing.T, base string) []string {
	t.Helper()
	var all []string
	for address := base + "/Patient?_count=1000&_elements=id"; address != ""; {
		page := fetched(t, address)
		all = append(all, entries(t, page)...)
		address = link(page, "next")
	}
	return all
}

// history gives the versions of a resource, oldest first.
func history(t *testing.T, base, path string) []*fhir.Tree {
	t.Helper()
	var all []*fhir.Tree
	for address := base + "/" + path + "/_history?_count=1000"; address != ""; {
		page := fetched(t, address)
		for _, e := range page.Get("entry").Items {
			all = append([]*fhir.Tree{e.Get("resource")}, all...)
		}
		address = link(page, "next")
	}
	return all
}

func fetched(t *testing.T, address string) *fhir.Tree {
	t.Helper()
	a, err := send(http.DefaultClient, "GET", address, "")
	page := a.tree()
	if err != nil || a.status != 200 || page == nil {
		t.Fatalf("%s: %v %d %.300s", address, err, a.status, a.body)
	}
	return page
}

// tree reads the body; nil where it is none.
func (a reply) tree() *fhir.Tree {
	t, err := fhir.DecodeStored(a.body)
	if err != nil {
		return nil
	}
	return t
}
