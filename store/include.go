package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// The bounds of what comes with one page of matches.
const (
	mostIncluded = 1000
	mostRounds   = 5 // of :iterate
)

// included gathers what goes with a page.
type included struct {
	page     *fhir.Page
	patients *[]string
	types    []string            // of all that is on the page, beside
	ids      []string            // their ids
	fresh    map[string][]string // ids by type: what the last round brought
}

func (n *included) add(v fhir.Version) {
	n.types, n.ids = append(n.types, v.Type), append(n.ids, v.ID)
	n.fresh[v.Type] = append(n.fresh[v.Type], v.ID)
}

// include adds to a page what its includes ask for: one statement, and with
// :iterate one for each round further out, until nothing new is found. When it
// stops before that, the page says so.
func (s *Store) include(ctx context.Context, q *mapping.Query, page *fhir.Page, patients *[]string) error {
	n := &included{page: page, patients: patients, fresh: map[string][]string{}}
	for _, v := range page.Versions {
		n.add(v)
	}
	for round, includes := 0, q.Includes; ; round++ {
		b := s.builder()
		parts := n.around(b, includes)
		if len(parts) == 0 {
			return nil
		}
		if page.Cut = round == mostRounds || len(page.Included) == mostIncluded; page.Cut {
			return nil
		}
		if err := s.round(ctx, n, b, parts); err != nil {
			return err
		}
		includes = slices.DeleteFunc(slices.Clone(includes), func(i mapping.Include) bool { return !i.Iterate })
	}
}

// around lists, for each include that begins at what the last round brought,
// the selects of type and id of what it asks for.
func (n *included) around(b *builder, includes []mapping.Include) []string {
	arrays := map[string]string{}
	var parts []string
	for _, i := range includes {
		from := i.From()
		if len(n.fresh[from]) == 0 {
			continue
		}
		if arrays[from] == "" {
			arrays[from] = b.arg(pq.Array(n.fresh[from]), "text[]")
		}
		source, target := &typeSQL{Resource: mapping.Of(i.Source)}, &typeSQL{Resource: mapping.Of(i.Target)}
		for _, p := range source.pointers(i.Via, i.Target) {
			part := p.leadsTo(source, target, arrays[from])
			if i.Reverse {
				part = p.comesFrom(source, target, arrays[from])
			}
			if !slices.Contains(parts, part) { // subject and patient look at the same column
				parts = append(parts, part)
			}
		}
	}
	return parts
}

// leadsTo selects what the pointers of the resources ids lead to.
func (p pointer) leadsTo(source, target *typeSQL, ids string) string {
	id, join := "p."+p.column, ""
	switch p.kind {
	case spelled:
		id = fmt.Sprintf("case when starts_with(p.%[1]s, '%[2]s/') then substr(p.%[1]s, %[3]d) end", p.column, target.Type, len(target.Type)+2)
	case canonical:
		id, join = "m.id", fmt.Sprintf(" join %s m on p.%s in (%s)", target.Table, p.column, strings.Join(p.kind.names(target), ", "))
	}
	return fmt.Sprintf("select cast('%s' as text), cast(%s as text) from %s p%s where p.%s = any(%s)%s", target.Type, id, p.table, join, p.owner, ids, source.ofEvents("p", ids))
}

// comesFrom selects what has pointers to the resources ids.
func (p pointer) comesFrom(source, target *typeSQL, ids string) string {
	join, condition := "", fmt.Sprintf("p.%s = any(%s)", p.column, ids)+source.ofPatients("p", p.column, ids)
	switch p.kind {
	case spelled:
		condition = fmt.Sprintf("p.%s in (select '%s/' || id from unnest(%s) id)", p.column, target.Type, ids)
	case canonical:
		join = fmt.Sprintf(" join %s m on p.%s in (%s)", target.Table, p.column, strings.Join(p.kind.names(target), ", "))
		condition = "m.id = any(" + ids + ")"
	}
	return fmt.Sprintf("select cast('%s' as text), cast(p.%s as text) from %s p%s where %s", source.Type, p.owner, p.table, join, condition)
}

// records are those of the log that were found; they have no head.
var records = `
 union all select f.type, f.id, 1, false, a.recorded, 'create', a.record, coalesce(a.patient_id, '')
 from found f join fhir_audit_event a on f.type = 'AuditEvent' and a.id = f.id and a.interaction_id = ` + rowOfEvent("f.id")

// round fetches what the parts select and is not on the page yet, once edits of
// the clinic among it have their versions.
func (s *Store) round(ctx context.Context, n *included, b *builder, parts []string) error {
	room := mostIncluded - len(n.page.Included)
	text := fmt.Sprintf(`with found (type, id) as (select * from (%s) pointers except select * from unnest(%s, %s))
 select h.type, h.id, h.version, h.pending, h.last_updated, v.deed, v.body, coalesce(h.patient, '')
 from found f join fhir_resource h on h.type = f.type and h.id = f.id
 left join fhir_version v on v.type = h.type and v.id = h.id and v.version = h.version
 where %s%s order by 1, 2 limit %d`,
		strings.Join(parts, " union all "), b.arg(pq.Array(n.types), "text[]"), b.arg(pq.Array(n.ids), "text[]"), alive, records, room+1)
	for {
		versions, patients, pending, err := s.fetchIncluded(ctx, text, b.args)
		if err != nil {
			return err
		}
		if len(pending) == 0 {
			n.take(versions, patients, room)
			return nil
		}
		for typeName, ids := range pending {
			if err := s.settle(ctx, s.types[typeName], ids); err != nil {
				return err
			}
		}
	}
}

func (s *Store) fetchIncluded(ctx context.Context, text string, args []any) (versions []fhir.Version, patients []string, pending map[string][]string, err error) {
	found, err := s.ask(ctx, text, args...)
	if err != nil {
		return nil, nil, nil, err
	}
	defer found.Close()
	pending = map[string][]string{}
	for found.Next() {
		var v fhir.Version
		var waits bool
		var deed sql.NullString
		var patient string
		if err := found.Scan(&v.Type, &v.ID, &v.Number, &waits, &v.At, &deed, &v.Body, &patient); err != nil {
			return nil, nil, nil, err
		}
		if waits {
			pending[v.Type] = append(pending[v.Type], v.ID)
			continue
		}
		v.At, v.Deed = v.At.UTC(), fhir.Deed(deed.String)
		if mapping.Of(v.Type).Log {
			if v.Body, err = showRecord(v.Body); err != nil {
				return nil, nil, nil, err
			}
		}
		versions, patients = append(versions, v), append(patients, patient)
	}
	return versions, patients, pending, found.Err()
}

// take puts what a round brought on the page, as far as there is room.
func (n *included) take(versions []fhir.Version, patients []string, room int) {
	n.fresh = map[string][]string{}
	for i, v := range versions {
		if i == room {
			n.page.Cut = true
			n.fresh = map[string][]string{}
			return
		}
		n.page.Included, *n.patients = append(n.page.Included, v), append(*n.patients, patients[i])
		n.add(v)
	}
}
