package store

import (
	"context"
	"database/sql"
	"sync"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// conceptCache keeps concepts that are stored and committed. They never change,
// so an entry never grows old; when it is full it starts anew.
type conceptCache struct {
	mu   sync.RWMutex
	byID map[string]*fhir.Tree
}

const mostCached = 50_000

func (c *conceptCache) get(id string) *fhir.Tree {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.byID[id]
}

func (c *conceptCache) add(d mapping.Dictionary) {
	if len(d) == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byID == nil || len(c.byID) > mostCached {
		c.byID = map[string]*fhir.Tree{}
	}
	for id, concept := range d {
		if c.byID[id] == nil {
			c.byID[id] = concept.Clone() // alone: beside it in memory is the resource that it came with
		}
	}
}

// addConcepts fills in the concepts that the rows name.
func (s *Store) addConcepts(ctx context.Context, tx *sqlx.Tx, t *typeSQL, all map[string]*mapping.Rows) error {
	known, missing := mapping.Dictionary{}, []string{}
	want := func(cells mapping.Cells, columns []mapping.Column) {
		for _, col := range columns {
			id, ok := cells[col.Name]
			if !ok || col.To != "concept" || known[id] != nil {
				continue
			}
			if known[id] = s.concepts.get(id); known[id] == nil {
				known[id] = fhir.Obj()
				missing = append(missing, id)
			}
		}
	}
	for _, rows := range all {
		want(rows.Main, t.Columns())
		for _, child := range t.Children() {
			for _, row := range rows.Lists[child.Name] {
				want(row.Cells, child.Columns)
			}
		}
	}
	if len(missing) > 0 {
		read, err := s.readConcepts(ctx, tx, missing)
		if err != nil {
			return err
		}
		for id, concept := range read {
			known[id] = concept
		}
		s.concepts.add(read)
	}
	for _, rows := range all {
		rows.Concepts = known
	}
	return nil
}

const conceptSQL = `select c.id, c.text, d.system, d.version, d.code, d.display, d.user_selected
 from concept c left join concept_coding d on d.concept_id = c.id where c.id = any($1) order by c.id, d.position`

func (s *Store) readConcepts(ctx context.Context, tx *sqlx.Tx, ids []string) (mapping.Dictionary, error) {
	found, err := s.query(ctx, tx, conceptSQL, pq.Array(ids))
	if err != nil {
		return nil, err
	}
	defer found.Close()
	d := mapping.Dictionary{}
	for found.Next() {
		var id string
		var text, system, version, code, display sql.NullString
		var selected sql.NullBool
		if err := found.Scan(&id, &text, &system, &version, &code, &display, &selected); err != nil {
			return nil, err
		}
		coding := fhir.Obj(member("system", system), member("version", version), member("code", code), member("display", display))
		if selected.Valid {
			coding.Set("userSelected", fhir.Boolean(selected.Bool))
		}
		concept := d[id]
		if concept == nil {
			concept = fhir.Obj(member("text", text))
			d[id] = concept
		}
		if !coding.Empty() {
			if concept.Get("coding") == nil {
				concept.Set("coding", fhir.List())
			}
			list := concept.Get("coding")
			list.Items = append(list.Items, coding)
		}
	}
	return d, found.Err()
}

func member(name string, v sql.NullString) fhir.Member {
	if !v.Valid {
		return fhir.Member{Name: name}
	}
	return fhir.Member{Name: name, Value: fhir.Str(v.String)}
}
