package store

import (
	"fmt"
	"strings"
	"time"

	"kapbridge/mapping"
)

// An index holds where an element begins. What a search says of ends, or of what
// may have no beginning, no index on it serves; but nearly all elements are
// short, so such a search can reach only those that begin around the searched
// time, and the few long ones, which have a small index of their own. Where both
// are in the order of that time, they are two selects (walk_sql.go).

// usual is how long nearly all elements are at most.
const (
	usual    = 24 * time.Hour
	usualSQL = "interval '1 day'"
)

// reach bounds where the elements that a search may find begin: at from or later
// and before to, where they are not zero, or anywhere when they are long.
type reach struct {
	from, to time.Time
	short    bool // long ones must begin there, too
}

// reached is a reach as conditions: of elements that begin in a window, and of
// those that are long, where they may lie anywhere. Either may be "".
type reached struct{ begin, window, long string }

func (r reached) condition() string {
	if r.long == "" {
		return r.window
	}
	return fmt.Sprintf("(%s or %s)", r.window, r.long)
}

// matchingTerms compiles terms, all of which must hold.
func (t *typeSQL) matchingTerms(b *builder, terms []mapping.Term) ([]string, error) {
	all, err := t.clauses(b, terms)
	if err != nil {
		return nil, err
	}
	for _, r := range t.reaches(b, terms) {
		all = append(all, r.condition())
	}
	return all, nil
}

func (t *typeSQL) clauses(b *builder, terms []mapping.Term) ([]string, error) {
	var all []string
	for _, term := range terms {
		condition, err := t.clause(b, term)
		if err != nil {
			return nil, err
		}
		all = append(all, condition)
	}
	return all, nil
}

// holds compiles a single term as a search for it alone would.
func (t *typeSQL) holds(b *builder, term mapping.Term) (string, error) {
	all, err := t.matchingTerms(b, []mapping.Term{term})
	return strings.Join(all, " and "), err
}

// reaches adds to dates in columns of the main row what an index can serve: one
// condition for each parameter, since ge and lt of the same one make a window
// only together.
func (t *typeSQL) reaches(b *builder, terms []mapping.Term) (all []reached) {
	done := map[*mapping.Param]bool{}
	for _, term := range terms {
		p := term.Param
		if p == nil || p.Type != "date" || done[p] || term.Chain != nil || len(p.Places) != 1 || len(p.Places[0].Tables) > 0 {
			continue
		}
		done[p] = true
		c := &compilation{builder: b, t: t, term: term, place: p.Places[0], row: "m"}
		s := c.span()
		s.builder = b
		if s.long == "" {
			continue
		}
		var r reach
		for _, other := range terms {
			if other.Param == p && other.Modifier == "" && other.Chain == nil {
				r = r.and(b.reachOf(other))
			}
		}
		if bounds := s.reached(r); bounds.window != "" {
			all = append(all, bounds)
		}
	}
	return all
}

// reachOf is where the elements begin that any value of a term may find; its
// values have been read before.
func (b *builder) reachOf(term mapping.Term) reach {
	var any reach
	for i, value := range term.Values {
		prefix, low, high, err := parseDate(term.Code, mapping.Unescape(value), b.zone)
		if err != nil {
			return reach{}
		}
		if one := reachOfPrefix(prefix, low, high); i == 0 {
			any = one
		} else {
			any = any.or(one)
		}
	}
	return any
}

func reachOfPrefix(prefix string, low, high time.Time) reach {
	switch prefix {
	case "eq":
		return reach{low, high, true}
	case "sa":
		return reach{from: high, short: true}
	case "lt", "eb":
		return reach{to: low}
	case "le":
		return reach{to: high}
	case "gt":
		return reach{from: high.Add(-usual)}
	case "ge":
		return reach{from: low.Add(-usual)}
	}
	return reach{} // ne and ap look everywhere
}

// or reaches as far as either does.
func (r reach) or(o reach) reach {
	both := reach{short: r.short && o.short}
	if !r.from.IsZero() && !o.from.IsZero() {
		if both.from = r.from; o.from.Before(r.from) {
			both.from = o.from
		}
	}
	if both.to = r.to; r.to.Before(o.to) {
		both.to = o.to
	}
	if r.to.IsZero() || o.to.IsZero() {
		both.to = time.Time{}
	}
	return both
}

// and reaches as far as both do. Long elements may begin before from unless one
// side says that they do not; then only that side's from is known to hold.
func (r reach) and(o reach) reach {
	both := reach{from: r.from, to: r.to, short: r.short || o.short}
	if o.short && !r.short || o.short == r.short && r.from.Before(o.from) {
		both.from = o.from
	}
	if !o.to.IsZero() && (r.to.IsZero() || o.to.Before(r.to)) {
		both.to = o.to
	}
	return both
}

// reached words a reach; without a window there is no bound. In a zone other than
// UTC an element may lie up to a day from what its columns say.
func (s span) reached(r reach) reached {
	room := time.Duration(0)
	if s.moved || s.days {
		room = 24 * time.Hour
	}
	var bounds []string
	if !r.from.IsZero() {
		bounds = append(bounds, s.begin+" >= "+s.at(r.from.Add(-room), false))
	}
	if !r.to.IsZero() {
		bounds = append(bounds, s.begin+" < "+s.at(r.to.Add(room), false))
	}
	all := reached{begin: s.begin, window: strings.Join(bounds, " and ")}
	if !r.short {
		all.long = s.long
	}
	return all
}
