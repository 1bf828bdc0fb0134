package mapping

import (
	"fmt"
	"sort"
	"strconv"

	"kapbridge/fhir"
)

// Complement is what a resource says beyond its rows, in parts that follow the
// declaration, so that editing one row touches only what that row shows.
type Complement struct {
	notes map[string]*note                 // of leaves, by path
	in    map[string]*Complement           // of nests, by path or extension url
	rows  map[string]map[int64]*Complement // of lists, by path or url, then by row key
	order []string                         // of a mixed "extension" list, see slices.go
	held  map[string]*fhir.Tree            // elements of a repeated single extension, by url
	rest  *fhir.Tree                       // members nobody owns, verbatim
}

// Empty tells whether the rows say everything.
func (c *Complement) Empty() bool {
	return c == nil || (len(c.notes) == 0 && len(c.in) == 0 && len(c.rows) == 0 &&
		len(c.order) == 0 && len(c.held) == 0 && c.rest.Empty())
}

func (c *Complement) note(path string, n *note) {
	if n == nil {
		return
	}
	if c.notes == nil {
		c.notes = map[string]*note{}
	}
	c.notes[path] = n
}

func (c *Complement) nested(path string, inner *Complement) {
	if c.in == nil {
		c.in = map[string]*Complement{}
	}
	c.in[path] = inner
}

func (c *Complement) row(path string, key int64, inner *Complement) {
	if c.rows == nil {
		c.rows = map[string]map[int64]*Complement{}
	}
	if c.rows[path] == nil {
		c.rows[path] = map[int64]*Complement{}
	}
	c.rows[path][key] = inner
}

func (c *Complement) hold(url string, elements *fhir.Tree) {
	if c.held == nil {
		c.held = map[string]*fhir.Tree{}
	}
	c.held[url] = elements
}

// prune drops the parts that turned out to hold nothing.
func (c *Complement) prune() {
	for path, inner := range c.in {
		if inner.prune(); inner.Empty() {
			delete(c.in, path)
		}
	}
	for path, byKey := range c.rows {
		for key, inner := range byKey {
			if inner.prune(); inner.Empty() {
				delete(byKey, key)
			}
		}
		if len(byKey) == 0 {
			delete(c.rows, path)
		}
	}
}

func (c *Complement) noteOf(path string) *note {
	if c == nil {
		return nil
	}
	return c.notes[path]
}

func (c *Complement) inside(path string) *Complement {
	if c == nil {
		return nil
	}
	return c.in[path]
}

func (c *Complement) ofRow(path string, key int64) *Complement {
	if c == nil {
		return nil
	}
	return c.rows[path][key]
}

// Encode writes the complement as JSON text, "" when it is empty. Members are
// n(otes: g(uard), d(iff)), i(nside), r(ows), o(rder), h(eld) and x (the rest).
func (c *Complement) Encode() string {
	if c.Empty() {
		return ""
	}
	return string(c.tree().JSON())
}

func (c *Complement) tree() *fhir.Tree {
	notes, in, rows, held, order := fhir.Obj(), fhir.Obj(), fhir.Obj(), fhir.Obj(), fhir.List()
	for _, path := range sortedKeys(c.notes) {
		n := c.notes[path]
		notes.Set(path, fhir.Obj(fhir.Member{Name: "g", Value: fhir.Str(n.guard)}, fhir.Member{Name: "d", Value: n.diff}))
	}
	for _, path := range sortedKeys(c.in) {
		in.Set(path, c.in[path].tree())
	}
	for _, path := range sortedKeys(c.rows) {
		byKey := fhir.Obj()
		for _, key := range sortedKeys(c.rows[path]) {
			byKey.Set(strconv.FormatInt(key, 10), c.rows[path][key].tree())
		}
		rows.Set(path, byKey)
	}
	for _, url := range sortedKeys(c.held) {
		held.Set(url, c.held[url])
	}
	for _, token := range c.order {
		order.Items = append(order.Items, fhir.Str(token))
	}
	var rest *fhir.Tree
	if !c.rest.Empty() {
		rest = c.rest
	}
	return fhir.Obj(some("n", notes), some("i", in), some("r", rows), some("o", order), some("h", held),
		fhir.Member{Name: "x", Value: rest})
}

// DecodeComplement reads what Encode wrote; "" is the empty complement.
func DecodeComplement(text string) (*Complement, error) {
	if text == "" {
		return &Complement{}, nil
	}
	t, err := fhir.DecodeStored([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("stored complement: %w", err)
	}
	return complementOf(t)
}

func complementOf(t *fhir.Tree) (*Complement, error) {
	c := &Complement{rest: t.Get("x")}
	for _, m := range members(t.Get("n")) {
		c.note(m.Name, &note{m.Value.Get("g").StringOr(""), m.Value.Get("d")})
	}
	for _, m := range members(t.Get("i")) {
		inner, err := complementOf(m.Value)
		if err != nil {
			return nil, err
		}
		c.nested(m.Name, inner)
	}
	for _, m := range members(t.Get("r")) {
		for _, r := range m.Value.Members {
			key, err := strconv.ParseInt(r.Name, 10, 64)
			if err != nil {
				return nil, fmt.Errorf("stored complement: row key %q: %w", r.Name, err)
			}
			inner, err := complementOf(r.Value)
			if err != nil {
				return nil, err
			}
			c.row(m.Name, key, inner)
		}
	}
	for _, m := range members(t.Get("h")) {
		c.hold(m.Name, m.Value)
	}
	if o := t.Get("o"); o != nil {
		for _, token := range o.Items {
			c.order = append(c.order, token.Text)
		}
	}
	return c, nil
}

func members(t *fhir.Tree) []fhir.Member {
	if t == nil {
		return nil
	}
	return t.Members
}

func sortedKeys[K int64 | string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}
