package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// cursor is a place between two matches of a walk, where a page begins.
type cursor struct {
	Back     bool      `json:"b,omitempty"` // the page lies before the place
	Begun    time.Time `json:"t"`           // when the first page of the walk was read
	Snapshot string    `json:"s,omitempty"` // what that page saw, "" where what was seen never changes
	Keys     []*string `json:"k"`           // sort keys of the match at the place, nil for no value
}

// cursorFormat is the first byte of a cursor: another kind gets another one.
const cursorFormat = 1

// signature is how many bytes of the HMAC a cursor carries: 128 bits.
const signature = 16

// seal makes the cursor opaque: base64 of its content and of a signature over
// that and over whose it is. It tells its holder nothing that the page did not
// show, and nobody can make one up.
func (s *Store) seal(ctx context.Context, c cursor, owner string) (string, error) {
	content, err := json.Marshal(c)
	if err != nil {
		return "", err
	}
	packed := append([]byte{cursorFormat}, content...)
	sum, err := s.sign(ctx, packed, owner)
	return base64.RawURLEncoding.EncodeToString(append(packed, sum...)), err
}

// unseal opens a cursor: 400 when it was altered or belongs to somebody or
// something else, 410 when its walk began too long ago.
func (s *Store) unseal(ctx context.Context, text, owner string) (cursor, error) {
	packed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(packed) <= signature || packed[0] != cursorFormat {
		return cursor{}, badCursor()
	}
	end := len(packed) - signature
	sum, err := s.sign(ctx, packed[:end], owner)
	if err != nil {
		return cursor{}, err
	}
	if !hmac.Equal(sum, packed[end:]) {
		return cursor{}, badCursor()
	}
	var c cursor
	if err := json.Unmarshal(packed[1:end], &c); err != nil {
		return cursor{}, fmt.Errorf("a cursor of our own cannot be read: %w", err)
	}
	if life := s.opt.CursorLife; s.now().Sub(c.Begun) > life {
		return cursor{}, fhir.Refuse(410, "processing", "_cursor has expired: its search began more than %s ago; begin again without _cursor", life)
	}
	return c, nil
}

// sign computes the signature: HMAC-SHA256 (RFC 2104) under the clinic's own
// key. The owner comes last: where the content ends, its JSON tells.
func (s *Store) sign(ctx context.Context, content []byte, owner string) ([]byte, error) {
	key, err := s.cursorKey(ctx)
	if err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write(content)
	mac.Write([]byte(owner))
	return mac.Sum(nil)[:signature], nil
}

const secretSQL = `select secret from fhir_secret where name = 'cursor'`

// cursorKey reads the key the first time that it is needed.
func (s *Store) cursorKey(ctx context.Context) ([]byte, error) {
	if known := s.key.Load(); known != nil {
		return *known, nil
	}
	var key []byte
	if err := s.db.GetContext(ctx, &key, secretSQL); err != nil {
		return nil, fmt.Errorf("read the key of cursors: %w", err)
	}
	s.key.Store(&key)
	return key, nil
}

// searchOf tells a caller's search from all others. How many matches a page has
// and how it is written are not part of it.
func searchOf(a access.Access, q *mapping.Query) string {
	var terms [][]string
	for _, t := range q.Terms {
		terms = append(terms, append([]string{t.Code, t.Modifier}, t.Values...))
	}
	var order []string
	for _, k := range q.Sort {
		order = append(order, fmt.Sprint(k.Down, " ", k.Code))
	}
	return fmt.Sprintf("search %q %q %q %q %q %q %q %q", a.Agent.Kind, a.Agent.Name, q.Within.Type, q.Within.ID, q.Type, terms, order, q.Also)
}

// historyOf does the same for a history.
func historyOf(a access.Access, q fhir.HistoryQuery) string {
	return fmt.Sprintf("history %q %q %q %q %q", a.Agent.Kind, a.Agent.Name, q.Type, q.ID, q.Since.UTC().Format(time.RFC3339Nano))
}

func badCursor() error {
	return fhir.Refuse(400, "value",
		"_cursor was not made by this server for you and for this search; follow the links of a page as they are given, or begin again without _cursor")
}

// given are the keys of a match as a cursor holds them.
func given(values []sql.NullString) []*string {
	keys := make([]*string, len(values))
	for i := range values {
		if values[i].Valid {
			keys[i] = &values[i].String
		}
	}
	return keys
}

// placed is a cursor of a list whose entries never change, such as a history or
// the audit log: new ones come in, but what was seen keeps its place, so that no
// snapshot is needed. Its life begins anew with every page.
func (s *Store) placed(keys ...string) cursor {
	c := cursor{Begun: s.now()}
	for _, key := range keys {
		c.Keys = append(c.Keys, &key)
	}
	return c
}

func (s *Store) unsealPlaced(ctx context.Context, text, owner string, casts ...string) ([]string, error) {
	c, err := s.unseal(ctx, text, owner)
	if err != nil {
		return nil, err
	}
	if err := c.readable(casts...); err != nil {
		return nil, err
	}
	keys := make([]string, len(casts))
	for i, key := range c.Keys {
		if key == nil {
			return nil, badCursor()
		}
		keys[i] = *key
	}
	return keys, nil
}

// readable refuses keys that PostgreSQL could not read as these types: of a
// cursor from before a column changed.
func (c cursor) readable(casts ...string) error {
	if len(c.Keys) != len(casts) {
		return badCursor()
	}
	for i, key := range c.Keys {
		if key == nil {
			continue
		}
		if err := fitsCast(*key, casts[i]); err != nil {
			return err
		}
	}
	return nil
}

// fitsCast refuses a text that PostgreSQL could not read as the type.
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
