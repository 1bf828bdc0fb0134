package main

import (
	"testing"
	"time"
)

// BenchmarkDepth walks through 1,001 pages of doses and compares the time of the
// last hundred with that of the first. What it reports as depth is the ratio.
func BenchmarkDepth(b *testing.B) {
	c := newClinic(b, "refuse")
	c.sql(`set kapbridge.adapter = on; insert into patient (id) values ('p1');
		insert into fhir_resource (type, id, version, last_updated) values ('Patient', 'p1', 1, now());
		insert into administration (id, status, patient_id, started_at)
			select 'd' || n, 'completed', 'p1', timestamptz '2026-01-01 00:00Z' + n % 7919 * interval '1 minute' from generate_series(1, 60000) n;
		insert into fhir_resource (type, id, version, last_updated, patient)
			select 'MedicationAdministration', 'd' || n, 1, timestamptz '2026-01-01 00:00Z' + n * interval '1 second', 'p1' from generate_series(1, 60000) n;
		insert into fhir_version (type, id, version, at, deed, body, sha256)
			select 'MedicationAdministration', id, 1, last_updated, 'create', convert_to('{"resourceType":"MedicationAdministration","id":"' || id || '"}', 'UTF8'), '' from fhir_resource
			where type = 'MedicationAdministration';
		analyze`)
	for _, order := range []string{"", "_sort=-effective-time&", "_sort=_lastUpdated&", "status=completed&_sort=-effective-time&"} {
		b.Run(order, func(b *testing.B) {
			for range b.N {
				early, late := c.depth("MedicationAdministration?" + order + "_count=50")
				b.ReportMetric(float64(late)/float64(early), "depth")
				b.ReportMetric(float64(late.Microseconds())/100, "us/page")
			}
		})
	}
}

// depth is how long pages 2 to 101 and pages 902 to 1,001 take.
func (c *clinic) depth(query string) (early, late time.Duration) {
	next := link(c.get(query).tree(c.t), "next")
	for n := 2; n <= 1001; n++ {
		begun := time.Now()
		a := c.get(next)
		if took := time.Since(begun); n <= 101 {
			early += took
		} else if n >= 902 {
			late += took
		}
		next = link(a.tree(c.t), "next")
	}
	return early, late
}
