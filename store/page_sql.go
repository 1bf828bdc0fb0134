package store

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// pagesSQL is the statement that reads the first pages of searches which differ
// in their values alone, and stores the audit record of each: a record names the
// patients of what its page shows, so the two are one statement. Like auditSQL
// it may run twice. Nothing is read, nor recorded, while edits of the clinic wait
// for versions.
//
// rows is the select of one page. For one search its values are parameters, so
// that PostgreSQL may plan for them; for several they are columns of asked, which
// has a row for each.
func pagesSQL(w *walk, rows string, casts []string, several bool) string {
	p := &parameters{}
	var given, names, columns []string
	for i, cast := range casts {
		if !several {
			p.n++
			continue
		}
		name := "v" + strconv.Itoa(i+1)
		given, names = append(given, p.next("text[]")), append(names, name)
		columns = append(columns, fmt.Sprintf("cast(r.%s as %s) as %[1]s", name, cast))
	}
	for _, c := range pageRecord {
		given, names, columns = append(given, p.next(c[1]+"[]")), append(names, c[0]), append(columns, "r."+c[0])
	}
	if several {
		rows = parameter.ReplaceAllStringFunc(rows, func(found string) string { return "asked.v" + parameter.FindStringSubmatch(found)[1] })
	}
	var last strings.Builder // the keys of the last match on the page, where the next one begins
	for _, k := range w.of("p") {
		fmt.Fprintf(&last, ", case when p.place = %d then cast(%s as text) end", w.q.Count, k.expression)
	}
	return fmt.Sprintf(`with asked as materialized (select %s, r.n from unnest(%s) with ordinality r (%s, n) where not coalesce(%s, false)),
 page as materialized (select asked.n, p.*, row_number() over (partition by asked.n order by %s) as place from asked left join lateral (%s) p on true),
 patients as (select n, string_to_array(string_agg(distinct patient, ' '), ' ') as ids from page where place <= %d group by n),
 noted as (insert into fhir_audit (id, recorded, interaction, action, outcome, agent, agent_kind, address, request, entity_type, patients, query)
 select a.record, a.recorded, 'search-type', 'E', '0', a.agent, a.agent_kind, a.address, a.request, '%s', patients.ids, a.query from asked a join patients on patients.n = a.n on conflict (id) do nothing)
select p.n, p.place, coalesce(p.id, ''), coalesce(p.version, 0), coalesce(p.last_updated, 'epoch'), case when p.place = 1 then cast(pg_current_snapshot() as text) end%s
 from page p order by p.n, p.place`,
		strings.Join(columns, ", "), strings.Join(given, ", "), strings.Join(names, ", "), w.waits(),
		orderBy(w.of("p")), rows, w.q.Count, w.t.Type, &last)
}

// pageRecord are the columns of a page's audit record that the request knows,
// in the order of recordOfPage.
var pageRecord = [...][2]string{{"record", "text"}, {"recorded", "timestamptz"}, {"agent", "text"}, {"agent_kind", "text"},
	{"address", "text"}, {"request", "text"}, {"query", "text"}}

// parameter is a value in a statement, as builder.arg writes it.
var parameter = regexp.MustCompile(`cast\(\$(\d+) as ([a-z_ ]+(?:\[\])?)\)`)

// castsOf lists the types of the parameters in a statement with that number of
// arguments; false when it does not name each of them.
func castsOf(text string, arguments int) ([]string, bool) {
	casts, known := make([]string, arguments), 0
	for _, p := range parameter.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(p[1])
		if err != nil || n < 1 || n > arguments {
			return nil, false
		}
		if casts[n-1] == "" {
			known++
		}
		casts[n-1] = p[2]
	}
	return casts, known == arguments
}
