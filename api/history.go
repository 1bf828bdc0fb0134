package api

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// history answers the three histories, of an instance, a type and the system,
// newest first (http://hl7.org/fhir/R4/http.html#history).
func (s *server) history(ctx context.Context, r *request) (*response, error) {
	q, err := r.historyQuery()
	if err != nil {
		return nil, err
	}
	page, err := r.ask().History(ctx, r.access, q)
	if err != nil {
		return nil, err
	}
	here := r.base()
	for _, part := range []string{r.typ, r.id, "_history"} {
		if part != "" {
			here += "/" + part
		}
	}
	links := []link{{"self", here + "?" + r.historyLink(q, q.Cursor)}}
	if page.Next != "" {
		links = append(links, link{"next", here + "?" + r.historyLink(q, page.Next)})
	}
	b := startBundle("history", r.base(), page.Total, links...)
	for _, v := range page.Versions {
		b.past(v)
	}
	p := b.finish()
	p.applied = applied("handling", r.prefer.handling)
	return p, nil
}

// historyQuery reads _since, _count and _cursor. Anything else is refused, or
// under lenient handling left out, all in one answer.
func (r *request) historyQuery() (fhir.HistoryQuery, error) {
	q := fhir.HistoryQuery{Type: r.typ, ID: r.id, Count: mapping.UsualCount, Raw: r.raw}
	var issues []fhir.Issue
	refuse := func(code, format string, args ...any) {
		issues = append(issues, fhir.Issue{Severity: "error", Code: code, Text: fmt.Sprintf(format, args...)})
	}
	for name, values := range r.query {
		value := values[0]
		var err error
		switch name {
		case "_format", "_pretty":
		case "_count":
			if q.Count, err = strconv.Atoi(value); err != nil || q.Count < 1 {
				refuse("value", "_count is a number of versions from 1 to %d", mapping.MostCount)
			}
			q.Count = min(q.Count, mapping.MostCount)
		case "_since":
			// A plus sign that nobody encoded arrives as a blank.
			if q.Since, err = time.Parse(time.RFC3339Nano, strings.ReplaceAll(value, " ", "+")); err != nil {
				refuse("value", "_since is an instant with its zone, such as 2025-03-01T08:00:00Z")
			}
		case "_cursor":
			q.Cursor = value
		default:
			if !r.prefer.lenient() {
				refuse("not-supported", "a history has no parameter %q; it has _since, _count", name)
			}
		}
		if len(values) > 1 && strings.HasPrefix(name, "_") {
			refuse("invalid", "%s may be given once", name)
		}
	}
	if len(issues) > 0 {
		slices.SortFunc(issues, func(a, b fhir.Issue) int { return strings.Compare(a.Text, b.Text) })
		return q, &fhir.Problem{Status: 400, Issues: issues}
	}
	return q, nil
}

func (r *request) historyLink(q fhir.HistoryQuery, cursor string) string {
	var l linkBuilder
	if !q.Since.IsZero() {
		l.add("_since", q.Since.Format(time.RFC3339Nano))
	}
	l.add("_count", strconv.Itoa(q.Count))
	return l.end(r.query, cursor)
}
