package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/lib/pq"

	"kapbridge/access"
	"kapbridge/audit"
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// pages reads first pages of one shape of search, whose statements differ in
// their values alone. Those that wait at the time are one statement, which stores
// their audit records too (docs/decisions/0027).
type pages struct {
	*together[*pageWait]
	s              *Store
	t              *typeSQL
	count, keys    int
	alone, several string // for one search, and for more
}

type pageWait struct {
	ctx    context.Context
	args   []any
	record audit.Record
	found  *found // nil when the page is to be read by itself
	err    error
}

// How long a search waits for others of its shape, and how long these may take
// together: one that is slow does not hold up many that are not.
const (
	forOthers = 50 * time.Millisecond
	ofOthers  = time.Second
)

// goTogether tells whether a search is one page and no more, before its total.
func goTogether(q *mapping.Query) bool {
	return len(q.Each) == 0 && q.Cursor == "" && q.Count > 0 && len(q.Includes) == 0 && len(q.Carded()) == 0 && !mapping.Of(q.Type).Log
}

// firstPage reads the first page of a search, and stores its record. It is false
// when the page is to be read, and recorded, by itself.
func (s *Store) firstPage(ctx context.Context, a access.Access, q *mapping.Query) (page fhir.Page, done bool, err error) {
	t, err := s.sqlOf(q.Type)
	if err != nil {
		return page, false, err
	}
	w, err := s.walk(ctx, a, t, q)
	if err != nil {
		return page, false, err
	}
	b := s.builder()
	rows, err := w.unmoved(b)
	if err != nil {
		return page, false, err
	}
	shape := s.pagesOf(w, rows, len(b.args))
	if shape == nil {
		return page, false, nil
	}
	wait := &pageWait{ctx: ctx, args: b.args, record: s.record(a, audit.Search, fhir.Key{Type: q.Type}, 0)}
	wait.record.Query = q.Raw
	patience, end := context.WithTimeout(ctx, forOthers)
	defer end()
	if !shape.join(patience, wait) || wait.err != nil || wait.found == nil {
		return page, false, wait.err
	}
	if page, err = w.linked(ctx, *wait.found); err == nil {
		err = s.addTotal(ctx, t, q, &page)
	}
	return page, true, err
}

// pagesOf returns the shape of a search; nil when that cannot be shared, or when
// there are too many already.
func (s *Store) pagesOf(w *walk, rows string, arguments int) *pages {
	if known, ok := s.pages.Load(rows); ok {
		return known.(*pages)
	}
	casts, ok := castsOf(rows, arguments)
	if !ok || s.shapes.Add(2) > mostShapes {
		return nil
	}
	p := &pages{s: s, t: w.t, count: w.q.Count, keys: len(w.keys), alone: pagesSQL(w, rows, casts, false), several: pagesSQL(w, rows, casts, true)}
	p.together = newTogether(s.opt.Now, mostTogether, p.read)
	known, _ := s.pages.LoadOrStore(rows, p)
	return known.(*pages)
}

// read reads the pages of a group. When that fails, each goes on by itself.
func (p *pages) read(group []*pageWait) {
	if len(group) == 1 {
		group[0].err = p.show(group[0].ctx, p.alone, group, group[0].args)
		return
	}
	ctx, end := context.WithTimeout(context.Background(), ofOthers)
	defer end()
	args, err := p.columns(group)
	if err == nil {
		err = p.show(ctx, p.several, group, args)
	}
	if err != nil {
		p.s.opt.Log.Warn("a group of searches failed, each goes on by itself", "searches", len(group), "error", withoutValues(err))
		for _, w := range group {
			w.found = nil
		}
	}
}

// show asks for the pages, and then for all bodies that are not at hand.
func (p *pages) show(ctx context.Context, text string, group []*pageWait, args []any) error {
	if err := p.ask(ctx, text, group, args); err != nil {
		return err
	}
	var versions []*fhir.Version
	for _, w := range group {
		if w.found != nil {
			versions = w.found.shown(versions)
		}
	}
	return p.s.embody(ctx, p.t.Type, versions)
}

// columns are the values of a group, an array for each parameter of its shape.
func (p *pages) columns(group []*pageWait) ([]any, error) {
	args := make([]any, len(group[0].args))
	for i := range args {
		column := make(texts, len(group))
		for n, w := range group {
			var err error
			if column[n], err = asText(w.args[i]); err != nil {
				return nil, err
			}
		}
		args[i] = column
	}
	return args, nil
}

// asText is an argument as PostgreSQL reads it.
func asText(arg any) (sql.NullString, error) {
	value, err := driver.DefaultParameterConverter.ConvertValue(arg)
	if err != nil {
		return sql.NullString{}, err
	}
	text := ""
	switch v := value.(type) {
	case nil:
		return sql.NullString{}, nil
	case string:
		text = v
	case []byte:
		text = string(v)
	case int64:
		text = strconv.FormatInt(v, 10)
	case bool:
		text = strconv.FormatBool(v)
	case float64:
		text = strconv.FormatFloat(v, 'g', -1, 64)
	case time.Time:
		text = string(pq.FormatTimestamp(v))
	default:
		return sql.NullString{}, fmt.Errorf("an argument of a search is a %T", arg)
	}
	return sql.NullString{String: text, Valid: true}, nil
}

// ask runs the statement of a group and hands each of its searches what it found.
func (p *pages) ask(ctx context.Context, text string, group []*pageWait, args []any) error {
	records := make([]texts, len(pageRecord))
	for _, w := range group {
		r := w.record
		for i, v := range [...]string{r.ID, r.At.UTC().Format("2006-01-02T15:04:05.999999Z"), r.Agent.Name, string(r.Agent.Kind), r.Agent.Address, r.Request, r.Query} {
			records[i] = append(records[i], orNull(v))
		}
	}
	args = append([]any{}, args...)
	for _, column := range records {
		args = append(args, column)
	}
	rows, err := p.s.query(ctx, nil, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var n, place int
	var v fhir.Version
	var snapshot sql.NullString
	keys := make([]sql.NullString, p.keys)
	into := []any{&n, &place, &v.ID, &v.Number, &v.At, &snapshot}
	for i := range keys {
		into = append(into, &keys[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		w := group[n-1]
		if place == 1 {
			w.found = &found{snapshot: snapshot.String}
		}
		switch {
		case v.ID == "": // it has no matches
		case place > p.count:
			w.found.more = true
		default:
			w.found.versions = append(w.found.versions, fhir.Version{Key: fhir.Key{Type: p.t.Type, ID: v.ID}, Number: v.Number, At: v.At.UTC()})
		}
		if place == p.count {
			w.found.last = slices.Clone(keys)
		}
	}
	return rows.Err()
}
