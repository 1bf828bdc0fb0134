package store

import (
	"encoding/json"
	"testing"

	"kapbridge/access"
	"kapbridge/fhir"
)

// TestADayOfLongAgo asks for the doses of a day that thousands of newer ones lie
// behind, and of one that has few, in both orders: the day is looked at, not what
// lies between it and an end of the index.
func TestADayOfLongAgo(t *testing.T) {
	s := newBench(t).s
	if _, err := s.db.Exec(`set local kapbridge.adapter = on;
		insert into patient (id) values ('p'); -- five doses an hour for 500 days, and a few of a week
		insert into administration (id, status, patient_id, started_at, ended_at) select 'd' || n, 'completed', 'p', at, at + case when n % 5000 = 7 then interval '7 days' end
			from (select n, timestamptz '2024-01-01Z' + n / 5 * interval '1 hour' as at from generate_series(0, 59999) n) d;
		insert into fhir_resource (type, id, version, last_updated, patient) select 'MedicationAdministration', id, 1, now(), 'p' from administration;
		analyze administration; analyze fhir_resource`); err != nil {
		t.Fatal(err)
	}
	a := access.Everything(fhir.Agent{Name: "anonymous", Kind: fhir.Anonymous}, "request")
	const days = "MedicationAdministration?status=completed&_count=3&"
	for _, search := range []string{
		"effective-time=ge2024-02-01&effective-time=lt2024-02-02&_sort=-effective-time",
		"effective-time=ge2024-02-01T08:00:00Z&effective-time=lt2024-02-01T10:00:00Z&_sort=-effective-time",
		"effective-time=ge2025-04-01T08:00:00Z&effective-time=lt2025-04-01T10:00:00Z&_sort=effective-time",
		"effective-time=le2024-01-02&_sort=-effective-time", "effective-time=2024-02-01&_sort=-effective-time",
		"effective-time=ge2025-05-14&_sort=effective-time",
	} {
		_, b, rows := selectOf(t, s, a, queryOf(t, days+search))
		var text []byte
		if err := s.db.Get(&text, "explain (analyze, format json) "+rows, b.args...); err != nil {
			t.Fatal(err)
		}
		var plans []struct{ Plan plan }
		if err := json.Unmarshal(text, &plans); err != nil {
			t.Fatal(err)
		}
		if plans[0].Plan.Rows == 0 {
			t.Errorf("%s finds nothing", search)
		}
		if n := plans[0].Plan.inVain(); n > 1000 {
			t.Errorf("%s looks at %.0f rows in vain:\n%s", search, n, text)
		}
	}
}

// plan is a node of what EXPLAIN tells.
type plan struct {
	Rows    float64 `json:"Actual Rows"`
	Loops   float64 `json:"Actual Loops"`
	Removed float64 `json:"Rows Removed by Filter"`
	Plans   []plan
}

func (p plan) inVain() float64 {
	n := p.Removed * p.Loops
	for _, inner := range p.Plans {
		n += inner.inVain()
	}
	return n
}
