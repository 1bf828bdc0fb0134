package store

import (
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/lib/pq"

	"kapbridge/access"
	"kapbridge/fhir"
	"kapbridge/internal/pgtest"
	"kapbridge/mapping"
)

// sameShape lists searches by shape: those of a line differ in their values.
var sameShape = [][]string{
	{"EpisodeOfCare?_count=7", "EpisodeOfCare?_count=7"},
	{"EpisodeOfCare?patient=p1&_sort=-date&_count=7", "EpisodeOfCare?patient=p2&_sort=-date&_count=7", "EpisodeOfCare?patient=none&_sort=-date&_count=7"},
	{"EpisodeOfCare?patient=Patient/p3,Patient/p4&_count=50", "EpisodeOfCare?patient=Patient/p4,Patient/p5&_count=50"},
	{"EpisodeOfCare?status=active&_sort=date&_count=20", "EpisodeOfCare?status=finished&_sort=date&_count=20"},
	{"EpisodeOfCare?date=ge2026-01-05&date=lt2026-01-09&_count=10", "EpisodeOfCare?date=ge2026-02-01T10:00:00.5-07:00&date=lt9999&_count=10"},
	{"EpisodeOfCare?patient.name=ash&_count=9", "EpisodeOfCare?patient.name=null&_count=9"},
	{"EpisodeOfCare?_id=e1,e2&_sort=-_lastUpdated", "EpisodeOfCare?_id=e7,e8&_sort=-_lastUpdated"},
	{"Patient?identifier=http://a.example|1", "Patient?identifier=http://a.example|2", "Patient?identifier=http://b.example|1"},
	{"Patient?family=ash&active=true", `Patient?family=\$1&active=false`, `Patient?family="{}\&active=true`},
	{"Patient?_has:EpisodeOfCare:patient:status=active&_sort=-birthdate,family", "Patient?_has:EpisodeOfCare:patient:status=finished&_sort=-birthdate,family"},
	{"Patient?birthdate=1980", "Patient?birthdate=1990", "Patient?birthdate=1981"},
}

func clinicOfPages(t *testing.T) *Store {
	db := pgtest.New(t)
	if _, err := db.Exec(`insert into patient (id, active, birth_date, birth_date_until) select 'p' || n, n < 4, make_date(1980 + n % 3, 1, 1), make_date(1981 + n % 3, 1, 1) from generate_series(1, 5) n;
		insert into patient_name (patient_id, family) values ('p1', 'Ash'), ('p2', 'Ásher'), ('p3', 'null'), ('p4', '$1'), ('p5', '"{}\');
		insert into patient_identifier (patient_id, system, value) select 'p' || n, 'http://a.example', n from generate_series(1, 5) n;
		insert into episode (id, status, patient_id, started_at) select 'e' || n, case when n % 4 = 0 then 'finished' else 'active' end,
			case when n % 9 > 0 then 'p' || n % 5 + 1 end, case when n % 7 > 0 then timestamptz '2026-01-01Z' + n * interval '11 hours' end from generate_series(1, 150) n`); err != nil {
		t.Fatal(err)
	}
	s := Open(db, Options{Now: time.Now, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(s.Close)
	if err := s.settleAll(t.Context(), []string{"Patient", "EpisodeOfCare"}); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestPagesTogether reads pages in a group, alone, and by the statement that has
// neither group nor record: all show the same, and each record names the
// patients of what its page shows.
func TestPagesTogether(t *testing.T) {
	s := clinicOfPages(t)
	a := access.Everything(fhir.Agent{Name: "anonymous", Kind: fhir.Anonymous}, "request")
	for _, queries := range sameShape {
		var shape *pages
		var group []*pageWait
		var want []fhir.Page
		var patients [][]string
		for _, text := range queries {
			q := queryOf(t, text)
			w, b, rows := selectOf(t, s, a, q)
			of := s.pagesOf(w, rows, len(b.args))
			if of == nil || shape != nil && of != shape {
				t.Fatalf("%s is not of the shape of %s", text, queries[0])
			}
			shape = of
			wait := &pageWait{ctx: t.Context(), args: b.args, record: s.record(a, "search-type", fhir.Key{Type: q.Type}, 0)}
			page, ids, err := s.search(t.Context(), a, q)
			if err != nil {
				t.Fatal(err)
			}
			group, want, patients = append(group, wait), append(want, page), append(patients, s.record(a, "", fhir.Key{}, 0, ids...).Patients)
		}
		for _, together := range []bool{true, false} {
			read(shape, group, together)
			for i, wait := range group {
				if wait.err != nil || wait.found == nil {
					t.Fatalf("%s, together %t: %v, %v", queries[i], together, wait.found, wait.err)
				}
				if !slices.EqualFunc(wait.found.versions, want[i].Versions, sameVersion) || wait.found.more != (want[i].Next != "") {
					t.Errorf("%s, together %t: %d versions, not %d, or others", queries[i], together, len(wait.found.versions), len(want[i].Versions))
				}
				var noted pq.StringArray
				if err := s.db.Get(&noted, `select coalesce(patients, '{}') from fhir_audit where id = $1 and interaction = 'search-type' and action = 'E' and outcome = '0' and entity_id is null`, wait.record.ID); err != nil {
					t.Fatalf("%s, together %t: no record: %v", queries[i], together, err)
				}
				if !slices.Equal([]string(noted), append([]string{}, patients[i]...)) {
					t.Errorf("%s, together %t: the record names %v, not %v", queries[i], together, noted, patients[i])
				}
			}
		}
	}
}

// TestNoPageOfEdits holds that a group shows and records nothing while an edit of
// the clinic waits for its version.
func TestNoPageOfEdits(t *testing.T) {
	s := clinicOfPages(t)
	a := access.Everything(fhir.Agent{Name: "anonymous", Kind: fhir.Anonymous}, "request")
	if _, err := s.db.Exec(`update episode set status = 'onhold' where id = 'e1'`); err != nil {
		t.Fatal(err)
	}
	w, b, rows := selectOf(t, s, a, queryOf(t, "EpisodeOfCare?status=active&_count=3"))
	shape := s.pagesOf(w, rows, len(b.args))
	for _, together := range []bool{true, false} {
		wait := &pageWait{ctx: t.Context(), args: b.args, record: s.record(a, "search-type", fhir.Key{Type: "EpisodeOfCare"}, 0)}
		read(shape, []*pageWait{wait}, together)
		var records int
		if err := s.db.Get(&records, `select count(*) from fhir_audit where id = $1`, wait.record.ID); err != nil {
			t.Fatal(err)
		}
		if wait.found != nil || wait.err != nil || records != 0 {
			t.Errorf("together %t: %v, %v, %d records", together, wait.found, wait.err, records)
		}
	}
	page, err := s.Search(t.Context(), a, queryOf(t, "EpisodeOfCare?status=onhold"))
	if err != nil || len(page.Versions) != 1 || page.Versions[0].Number != 2 {
		t.Errorf("%v, %v", page.Versions, err)
	}
}

// read reads the pages of waits anew, in one statement or in one for each.
func read(shape *pages, group []*pageWait, together bool) {
	for _, w := range group {
		w.found, w.record.ID = nil, uuid.NewString()
	}
	if together {
		args, err := shape.columns(group)
		if err == nil {
			err = shape.show(group[0].ctx, shape.several, group, args)
		}
		group[0].err = err
		return
	}
	for _, w := range group {
		shape.read([]*pageWait{w})
	}
}

func queryOf(t *testing.T, text string) *mapping.Query {
	t.Helper()
	typeName, raw, _ := strings.Cut(text, "?")
	values, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	q, err := mapping.ParseQuery(typeName, mapping.Of(typeName), values, raw, false)
	if err != nil {
		t.Fatal(text, err)
	}
	return q
}

func selectOf(t *testing.T, s *Store, a access.Access, q *mapping.Query) (*walk, *builder, string) {
	t.Helper()
	w, err := s.walk(t.Context(), a, s.types[q.Type], q)
	if err != nil {
		t.Fatal(err)
	}
	b := s.builder()
	rows, err := w.unmoved(b)
	if err != nil {
		t.Fatal(err)
	}
	return w, b, rows
}

func sameVersion(one, other fhir.Version) bool {
	return one.Key == other.Key && one.Number == other.Number && one.At.Equal(other.At) && one.Deed == other.Deed && string(one.Body) == string(other.Body)
}
