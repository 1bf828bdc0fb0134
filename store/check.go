package store

import (
	"bytes"
	"context"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// Finding is what a check found of one type.
type Finding struct {
	Type      string
	Resources int
	Drifted   []string // ids whose stored body is not what their rows and complement say
	Mislaid   []string // ids whose labels or words, for search, are not what their stored body says
	Leaves    int      // leaf values of all bodies, the head's apart
	InColumns int      // of those, the ones that the rows show by themselves
}

const checkSQL = `select h.id, h.version, h.last_updated, coalesce(h.complement, ''), v.body
 from fhir_resource h join fhir_version v on v.type = h.type and v.id = h.id and v.version = h.version
 where h.type = $1 and h.id > $2 and not h.deleted and not h.pending and not h.placeholder order by h.id limit 500`

// Check renders every resource of a type anew and compares it with the body
// that is served, and its card with what the body says. Edits of the clinic get their versions first.
func (s *Store) Check(ctx context.Context, typeName string) (Finding, error) {
	f := Finding{Type: typeName}
	t, err := s.sqlOf(typeName)
	if err != nil {
		return f, err
	}
	for {
		n, err := s.Sweep(ctx, []string{typeName}, 10*atOnce)
		if err != nil {
			return f, err
		}
		if n == 0 {
			break
		}
	}
	for last := ""; ; {
		heads, err := s.checkedHeads(ctx, typeName, last)
		if err != nil || len(heads) == 0 {
			return f, problem(err)
		}
		ids := make([]string, len(heads))
		for i, h := range heads {
			ids[i] = h.ID
		}
		last = ids[len(ids)-1]
		rows, err := s.readRows(ctx, nil, t, ids)
		if err != nil {
			return f, problem(err)
		}
		cards := make([]*mapping.Card, len(heads))
		for i, h := range heads {
			if cards[i], err = f.add(t, h, rows[h.ID]); err != nil {
				return f, err
			}
		}
		wrong, err := s.mislaid(ctx, t, ids, cards)
		if err != nil {
			return f, problem(err)
		}
		f.Mislaid = append(f.Mislaid, wrong...)
	}
}

type checkedHead struct {
	fhir.Version
	complement string
}

func (s *Store) checkedHeads(ctx context.Context, typeName, after string) ([]checkedHead, error) {
	found, err := s.query(ctx, nil, checkSQL, typeName, after)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var heads []checkedHead
	for found.Next() {
		h := checkedHead{Version: fhir.Version{Key: fhir.Key{Type: typeName}}}
		if err := found.Scan(&h.ID, &h.Number, &h.At, &h.complement, &h.Body); err != nil {
			return nil, err
		}
		heads = append(heads, h)
	}
	return heads, found.Err()
}

// add compares one resource, and gives the card that it ought to have.
func (f *Finding) add(t *typeSQL, h checkedHead, rows *mapping.Rows) (*mapping.Card, error) {
	f.Resources++
	body, err := fhir.DecodeStored(h.Body)
	if err != nil {
		return nil, err
	}
	card := t.Card(body)
	c, err := mapping.DecodeComplement(h.complement)
	if err != nil {
		return nil, err
	}
	if rows == nil {
		f.Drifted = append(f.Drifted, h.ID)
		return card, nil
	}
	tree, _ := t.Join(rows, c)
	if !bytes.Equal(render(tree, h.Version), h.Body) {
		f.Drifted = append(f.Drifted, h.ID)
	}
	shown, all := t.Coverage(body, rows)
	f.InColumns, f.Leaves = f.InColumns+shown, f.Leaves+all
	return card, nil
}
