package main

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// key is one key of an order; down is from the last value to the first.
type key struct {
	parameter fhir.SearchParameter
	down      bool
}

// order draws no, one or two keys.
func (d *drawer) order(r *mapping.Resource) (keys []key) {
	official := fhir.SearchParameters(r.Type)
	for range pick(d, 0, 1, 1, 2) {
		p := pick(d, r.Params()...)
		k := key{official[slices.IndexFunc(official, func(o fhir.SearchParameter) bool { return o.Code == p.Code })], d.IntN(2) == 0}
		if p.Sortable() && !slices.ContainsFunc(keys, func(other key) bool { return other.parameter.Code == p.Code }) {
			keys = append(keys, k)
		}
	}
	return keys
}

func names(order []key) (names []string) {
	for _, k := range order {
		names = append(names, map[bool]string{true: "-"}[k.down]+k.parameter.Code)
	}
	return names
}

// inOrder sorts resources as _sort says: what has no value comes last whatever
// the direction, and the id decides between equals.
func inOrder(all []finding, order []key) []finding {
	values := map[*fhir.Tree][]any{}
	for _, r := range all {
		for _, k := range order {
			values[r.tree] = append(values[r.tree], k.of(r))
		}
	}
	sorted := slices.Clone(all)
	slices.SortFunc(sorted, func(a, b finding) int {
		for n, k := range order {
			va, vb := values[a.tree][n], values[b.tree][n]
			switch c := compareValues(va, vb); {
			case va == nil && vb == nil, c == 0:
			case va == nil:
				return 1
			case vb == nil:
				return -1
			case k.down:
				return -c
			default:
				return c
			}
		}
		return strings.Compare(a.tree.Get("id").Text, b.tree.Get("id").Text)
	})
	return sorted
}

func compareValues(a, b any) int {
	switch a := a.(type) {
	case string:
		b, _ := b.(string)
		return strings.Compare(a, b)
	case time.Time:
		b, _ := b.(time.Time)
		return a.Compare(b)
	case *big.Rat:
		if b, ok := b.(*big.Rat); ok {
			return a.Cmp(b)
		}
	}
	return cmp.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

// of is the value of the resource that comes first in the direction, nil when
// it has none.
func (k key) of(r finding) (first any) {
	for _, f := range find(k.parameter.Expression, r, r) {
		for _, v := range sortValues(k.parameter.Type, f) {
			if c := 0; first != nil && v != nil {
				if c = compareValues(v, first); c == 0 || (c > 0) != k.down {
					continue
				}
			}
			if v != nil {
				first = v
			}
		}
	}
	return first
}

// sortValues lists the values by which one finding can be ordered.
func sortValues(kind string, f finding) []any {
	switch kind {
	case "string":
		var all []any
		for _, text := range textsOf(f) {
			runes := []rune(fold(text))
			all = append(all, string(runes[:min(len(runes), 100)]))
		}
		return all
	case "token":
		return []any{codeOf(f)}
	case "reference":
		return []any{literalOf(f)}
	case "date":
		return []any{beginOf(f)}
	case "quantity":
		return []any{amountOf(f)}
	case "number":
		x, _ := new(big.Rat).SetString(f.tree.Text)
		return []any{x}
	}
	return []any{f.tree.Text}
}

// textsOf lists every text of a string, a name or an address.
func textsOf(f finding) (texts []string) {
	if f.tree.Is(fhir.String) {
		return []string{f.tree.Text}
	}
	for _, part := range []string{"text", "family", "given", "prefix", "suffix", "line", "city", "district", "state", "postalCode", "country"} {
		for _, inner := range below(f.tree.Get(part), fhir.TypeRef{}, nil) {
			texts = append(texts, inner.tree.Text)
		}
	}
	return texts
}

func codeOf(f finding) any {
	switch f.kind {
	case "CodeableConcept":
		for _, c := range below(f.tree.Get("coding"), fhir.TypeRef{}, nil) {
			if code := c.tree.Get("code"); code != nil {
				return code.Text
			}
		}
		return textOrNil(f.tree.Get("text"))
	case "Coding":
		return textOrNil(f.tree.Get("code"))
	case "Identifier", "ContactPoint":
		return textOrNil(f.tree.Get("value"))
	}
	return f.tree.Text
}

func textOrNil(t *fhir.Tree) any {
	if t == nil {
		return nil
	}
	return t.Text
}

// literalOf is a reference as written, without a version; one to a contained
// resource names nothing outside.
func literalOf(f finding) any {
	if f.kind != "Reference" {
		return f.tree.Text
	}
	reference, _, _ := strings.Cut(f.tree.Get("reference").StringOr("#"), "/_history/")
	if strings.HasPrefix(reference, "#") {
		return nil
	}
	return reference
}

func beginOf(f finding) any {
	t := f.tree
	if f.kind == "Period" {
		t = t.Get("start")
	}
	if !t.Is(fhir.String) {
		return nil
	}
	begin, _ := during(t.Text, false)
	return begin
}

// amountOf is an amount in grams, metres, seconds or kelvins where its unit is
// known, and the plain number where not.
func amountOf(f finding) any {
	q := f.tree
	if f.kind == "Range" {
		if q = f.tree.Get("low"); q.Get("value") == nil {
			q = f.tree.Get("high")
		}
	}
	if q.Get("value") == nil {
		return nil
	}
	x, _ := new(big.Rat).SetString(q.Get("value").Text)
	if unit, _, known := fhir.Commensurable(q.Get("code").StringOr("")); known && q.Get("system").StringOr("") == fhir.UCUM {
		scale, offset := unit.Base()
		return x.Add(x.Mul(x, scale), offset)
	}
	return x
}

func namesOf(all []finding) []string {
	names := []string{}
	for _, r := range all {
		names = append(names, r.kind+"/"+r.tree.Get("id").Text)
	}
	return names
}

// apart says where two orders of the same differ first.
func apart(got, want []string) string {
	for n := range min(len(got), len(want)) {
		if got[n] != want[n] {
			return fmt.Sprintf("at %d the server has %s, the model %s", n, got[n], want[n])
		}
	}
	return "the same as far as both go"
}
