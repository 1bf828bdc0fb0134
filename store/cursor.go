package store

import (
	"encoding/base64"
	"math/big"
	"strings"
	"time"

	"kapbridge/fhir"
)

// encodeCursor packs the place after which a page goes on. It tells nothing
// that the page did not show.
func encodeCursor(parts ...string) string {
	packed := make([]string, len(parts))
	for i, p := range parts {
		packed[i] = base64.RawURLEncoding.EncodeToString([]byte(p))
	}
	return strings.Join(packed, ".")
}

func decodeCursor(cursor string, n int) ([]string, error) {
	parts := strings.Split(cursor, ".")
	if len(parts) != n {
		return nil, badCursor()
	}
	for i, p := range parts {
		text, err := base64.RawURLEncoding.DecodeString(p)
		if err != nil {
			return nil, badCursor()
		}
		parts[i] = string(text)
	}
	return parts, nil
}

func badCursor() error {
	return fhir.Refuse(400, "value", "_cursor was not made by this server for this search; follow the next link as it was given")
}

// fitsCast refuses a part of a cursor that PostgreSQL could not read.
func fitsCast(text, cast string) error {
	ok := strings.IndexByte(text, 0) < 0
	switch cast {
	case "timestamptz", "date":
		ok = false
		for _, layout := range []string{"2006-01-02 15:04:05.999999Z07", time.RFC3339Nano, time.DateOnly} {
			if _, err := time.Parse(layout, text); err == nil {
				ok = true
			}
		}
	case "numeric", "integer", "bigint":
		_, ok = new(big.Rat).SetString(text)
	}
	if !ok {
		return badCursor()
	}
	return nil
}
