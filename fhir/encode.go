package fhir

import (
	"sort"
	"strings"
)

// Encode writes a resource as compact JSON: resourceType, id and meta first,
// then the elements in the order of the R4 definitions, each "_x" sibling after
// its "x". What the definitions do not know follows in the order given. Equal
// trees give equal bytes as far as the definitions know their members.
func Encode(t *Tree) []byte {
	def, _ := TypeOf(t.Get("resourceType").StringOr(""))
	return appendOrdered(make([]byte, 0, 1024), t, def)
}

// appendOrdered writes t, whose type is def (nil when unknown).
func appendOrdered(b []byte, t *Tree, def *TypeDef) []byte {
	switch t.Kind {
	case Array:
		b = append(b, '[')
		for i, item := range t.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendOrdered(b, item, def)
		}
		return append(b, ']')
	case Object:
		if rt := t.Get("resourceType"); rt.Is(String) {
			def, _ = TypeOf(rt.Text)
		}
		b = append(b, '{')
		for i, m := range inOrder(t.Members, def) {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendString(b, m.Name)
			b = append(b, ':')
			b = appendOrdered(b, m.Value, childType(def, m.Name))
		}
		return append(b, '}')
	default:
		return AppendJSON(b, t)
	}
}

func inOrder(members []Member, def *TypeDef) []Member {
	if def == nil || len(members) < 2 {
		return members
	}
	sorted, last := true, -1
	for _, m := range members {
		rank := rankOf(def, m.Name)
		sorted, last = sorted && last <= rank, rank
	}
	if sorted {
		return members
	}
	type ranked struct {
		Member
		rank int
	}
	r := make([]ranked, len(members))
	for i, m := range members {
		r[i] = ranked{m, rankOf(def, m.Name)}
	}
	sort.SliceStable(r, func(i, j int) bool { return r[i].rank < r[j].rank })
	out := make([]Member, len(r))
	for i := range r {
		out[i] = r[i].Member
	}
	return out
}

// rankOf gives two places per element, so that "_x" follows "x".
func rankOf(def *TypeDef, name string) int {
	if name == "resourceType" {
		return -1
	}
	bare, sibling := strings.CutPrefix(name, "_")
	rank := 2 * def.Order(bare)
	if sibling {
		rank++
	}
	return rank
}

func childType(def *TypeDef, member string) *TypeDef {
	if def == nil {
		return nil
	}
	if strings.HasPrefix(member, "_") {
		element, _ := TypeOf("Element")
		return element
	}
	return def.Child(member)
}

// JSON writes any tree as compact JSON in the order it has.
func (t *Tree) JSON() []byte { return AppendJSON(nil, t) }

// Canonical writes a tree with the members of every object sorted by name:
// equal trees give equal bytes. It is the input of guards and hashes. Unlike
// RFC 8785 it keeps the text of numbers, which FHIR gives meaning.
func (t *Tree) Canonical() []byte { return appendJSON(nil, t, true) }

// AppendJSON appends the compact JSON of t to b.
func AppendJSON(b []byte, t *Tree) []byte { return appendJSON(b, t, false) }

func appendJSON(b []byte, t *Tree, sorted bool) []byte {
	if t == nil {
		return append(b, "null"...)
	}
	switch t.Kind {
	case Null:
		return append(b, "null"...)
	case Bool, Number:
		return append(b, t.Text...)
	case String:
		return AppendString(b, t.Text)
	case Array:
		b = append(b, '[')
		for i, item := range t.Items {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, item, sorted)
		}
		return append(b, ']')
	}
	members := t.Members
	if sorted {
		members = t.sorted()
	}
	b = append(b, '{')
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendString(b, m.Name)
		b = append(b, ':')
		b = appendJSON(b, m.Value, sorted)
	}
	return append(b, '}')
}

const hexDigits = "0123456789abcdef"

// AppendString quotes s with no escapes but those JSON demands (RFC 8259,
// section 7), so that narrative stays readable.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(append(b, s[start:]...), '"')
}
