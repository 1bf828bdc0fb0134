package main

import (
	"fmt"
	"time"

	"kapbridge/api"
)

// limitFlags say how much one request may bring.
type limitFlags struct {
	MaxBody    int64         `env:"KAPBRIDGE_MAX_BODY" default:"8388608" placeholder:"BYTES" help:"Longest body of a request, in bytes; each resource in it may have 8388608 at most."`
	MaxEntries int           `env:"KAPBRIDGE_MAX_ENTRIES" default:"1000" placeholder:"ENTRIES" help:"Most entries of a batch or transaction."`
	BodyWithin time.Duration `env:"KAPBRIDGE_BODY_WITHIN" default:"1m" help:"How long the body of a request may take to arrive."`
}

// The bounds of the bounds: a body stands in memory, several times over.
const (
	leastBody = 1 << 10
	mostBody  = 256 << 20
)

func (f limitFlags) limits() (api.Limits, error) {
	switch {
	case f.MaxBody < leastBody || f.MaxBody > mostBody:
		return api.Limits{}, fmt.Errorf("--max-body %d is not a number of bytes from %d to %d", f.MaxBody, leastBody, mostBody)
	case f.MaxEntries < 1:
		return api.Limits{}, fmt.Errorf("--max-entries %d is not a number of entries from 1 upwards", f.MaxEntries)
	case f.BodyWithin < 100*time.Millisecond:
		return api.Limits{}, fmt.Errorf("--body-within %s is too short for a body to arrive; use 1s or more, such as 1m", f.BodyWithin)
	}
	return api.Limits{Body: f.MaxBody, Entries: f.MaxEntries, Arrive: f.BodyWithin}, nil
}
