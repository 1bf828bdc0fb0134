package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"kapbridge/api"
)

// TestSlowClients lets clients send a header, or a body, one byte at a time: both
// are hung up on, and who sends a body is told why.
func TestSlowClients(t *testing.T) {
	c := newClinicWithin(t, api.Limits{Arrive: 400 * time.Millisecond})
	for name, head := range map[string]string{
		"length told":  "PUT /fhir/Patient/p1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n",
		"in chunks":    "POST /fhir/Patient HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n",
		"with a query": "PUT /fhir/Patient/p1?_pretty=true HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\nIf-Match: W/\"1\"\r\n\r\n",
	} {
		answer, took := drip(t, c.address(), head, `{"resourceType":"Patient","id":"p1"}`)
		if answer == nil || answer.StatusCode != http.StatusRequestTimeout {
			t.Errorf("%s: %v", name, answer)
		}
		if took > 3*time.Second {
			t.Errorf("%s: it took %s", name, took)
		}
	}
	if answer, took := drip(t, c.address(), "", "GET /fhir/Patient/p1 HTTP/1.1\r\nHost: a-very-long-name-of-a-host\r\n"); answer != nil && answer.StatusCode != http.StatusBadRequest || took > 3*time.Second {
		t.Errorf("a slow header: %v after %s", answer, took)
	}
}

// drip sends head at once and the rest byte by byte, until the server answers or
// hangs up; nil where it says nothing.
func drip(t *testing.T, address, head, rest string) (*http.Response, time.Duration) {
	t.Helper()
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if _, err := io.WriteString(connection, head); err != nil {
		t.Fatal(err)
	}
	go func() {
		for i := range rest {
			if _, err := io.WriteString(connection, rest[i:i+1]); err != nil {
				return // the server hung up, which is what the test is about
			}
			time.Sleep(100 * time.Millisecond)
		}
	}()
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		answer = nil
	}
	return answer, time.Since(start)
}

// A body of the very limit is taken, and one byte more is refused.
func TestLimitOfBodies(t *testing.T) {
	const most = 2000
	c := newClinicWithin(t, api.Limits{Body: most})
	body := func(n int) []byte {
		return fmt.Appendf(nil, `{"resourceType":"Patient","id":"p1"%*s}`, n-36, "")
	}
	c.want(201, c.ask("PUT", "Patient/p1", body(most)))
	c.want(413, c.ask("PUT", "Patient/p1", body(most+1)))
}

func TestLimitsAreChecked(t *testing.T) {
	for name, f := range map[string]limitFlags{
		"no body": {0, 1, time.Second}, "a huge body": {1 << 40, 1, time.Second}, "no entries": {1 << 20, 0, time.Second}, "no time": {1 << 20, 1, 0},
	} {
		if l, err := f.limits(); err == nil {
			t.Errorf("%s: %+v", name, l)
		}
	}
	if l, err := (limitFlags{8 << 20, 1000, time.Minute}).limits(); err != nil || l != (api.Limits{Body: 8 << 20, Entries: 1000, Arrive: time.Minute}) {
		t.Errorf("%+v, %v", l, err)
	}
}
