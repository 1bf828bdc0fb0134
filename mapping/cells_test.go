package mapping

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kapbridge/fhir"
)

// anyCells draws the cells of a leaf as the schema allows them, whether or not
// FHIR input could have made them.
func anyCells(t *rapid.T, l *Lens, d Dictionary) Cells {
	c := Cells{}
	cols := l.Columns()
	some := func() bool { return rapid.Bool().Draw(t, "set") }
	switch {
	case l.choice && l.shape != ShapeTimed:
		if i := rapid.IntRange(-1, len(l.Lenses)-1).Draw(t, "alternative"); i >= 0 {
			return anyCells(t, l.Lenses[i], d)
		}
	case len(l.Lenses) > 0:
		for _, part := range l.Lenses {
			maps.Copy(c, anyCells(t, part, d))
		}
	case l.shape == ShapeTimed:
		anyTimed(t, c, cols)
	case l.shape == ShapePeriod:
		anyPeriod(t, c, cols)
	case l.shape == ShapeMoment && len(cols) > 1 && some():
		low, high := anyUnit(t)
		c[cols[0].Name], c[cols[1].Name] = cellOf(low), cellOf(high)
	case l.shape == ShapeDate && some():
		low, high := anyUnit(t)
		if low.AddDate(0, 0, 1).Equal(high) {
			c[cols[0].Name] = low.Format(time.DateOnly)
		} else {
			c[cols[0].Name], c[cols[1].Name] = low.Format(time.DateOnly), high.Format(time.DateOnly)
		}
	case l.shape == ShapeRef:
		if i := rapid.IntRange(-1, len(cols)-1).Draw(t, "target"); i >= 0 {
			c[cols[i].Name] = anyReference(t, cols[i])
		}
	case some():
		c[cols[0].Name] = anyCell(t, cols[0], d)
	}
	return c
}

func anyReference(t *rapid.T, col Column) string {
	if col.To != "" {
		return rapid.StringMatching(`[A-Za-z0-9.-]{1,20}`).Filter(fhir.ValidID).Draw(t, "id")
	}
	return rapid.SampledFrom([]string{"urn:uuid:0e1f2a3b-0000-4000-8000-000000000001", "https://ehr.example/fhir/Patient/1", "Nothing/1"}).Draw(t, "elsewhere")
}

func anyCell(t *rapid.T, col Column, d Dictionary) string {
	switch {
	case col.To == "concept":
		concept := anyConcept(t)
		id := ConceptID(concept)
		d[id] = concept
		return id
	case col.Type == TypeBoolean:
		return rapid.SampledFrom([]string{"true", "false"}).Draw(t, "flag")
	case col.Type == TypeInteger:
		return fmt.Sprint(rapid.Int32().Draw(t, "integer"))
	case col.Type == TypeNumeric:
		return rapid.StringMatching(`(-?[1-9][0-9]{0,5}|0)(\.[0-9]{1,4})?`).Draw(t, "decimal")
	case col.Type == TypeInstant:
		return cellOf(anyMoment(t))
	case col.Type == TypeDate:
		return anyMoment(t).Format(time.DateOnly)
	case col.Type == TypeTexts:
		list := fhir.List()
		for _, s := range rapid.SliceOfN(anyText, 1, 3).Draw(t, "texts") {
			list.Items = append(list.Items, fhir.Str(s))
		}
		return string(list.JSON())
	}
	return anyText.Draw(t, "text")
}

var anyText = rapid.StringN(1, 12, -1).Filter(func(s string) bool {
	for _, r := range s {
		if r == 0 || r == 0xFFFD {
			return false
		}
	}
	return true
})

func anyConcept(t *rapid.T) *fhir.Tree {
	codings := fhir.List()
	for range rapid.IntRange(0, 2).Draw(t, "codings") {
		codings.Items = append(codings.Items, fhir.Obj(
			fhir.Member{Name: "system", Value: fhir.Str("http://example.org/" + rapid.SampledFrom([]string{"a", "b"}).Draw(t, "system"))},
			fhir.Member{Name: "code", Value: fhir.Str(rapid.StringMatching(`[a-z0-9]{1,6}`).Draw(t, "code"))}))
	}
	if len(codings.Items) == 0 {
		return fhir.Obj(fhir.Member{Name: "text", Value: fhir.Str(anyText.Draw(t, "concept text"))})
	}
	return fhir.Obj(fhir.Member{Name: "coding", Value: codings})
}

func anyMoment(t *rapid.T) time.Time {
	micros := rapid.Int64Range(-2_000_000_000, 4_000_000_000).Draw(t, "seconds")*1_000_000 +
		rapid.SampledFrom([]int64{0, 0, 500_000, 120_000, 1}).Draw(t, "fraction")
	return time.UnixMicro(micros).UTC()
}

func anyUnit(t *rapid.T) (low, high time.Time) {
	m := anyMoment(t)
	switch rapid.SampledFrom([]precision{byYear, byMonth, byDay}).Draw(t, "unit") {
	case byYear:
		low = time.Date(m.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
		return low, low.AddDate(1, 0, 0)
	case byMonth:
		low = time.Date(m.Year(), m.Month(), 1, 0, 0, 0, 0, time.UTC)
		return low, low.AddDate(0, 1, 0)
	}
	low = time.Date(m.Year(), m.Month(), m.Day(), 0, 0, 0, 0, time.UTC)
	return low, low.AddDate(0, 0, 1)
}

func anyPeriod(t *rapid.T, c Cells, cols []Column) {
	from, to := rapid.Bool().Draw(t, "start"), rapid.Bool().Draw(t, "end")
	if len(cols) > 2 && (from || to) && rapid.Bool().Draw(t, "dated") {
		low, high := anyUnit(t)
		for _, p := range []precision{byDay, byMonth, byYear} {
			if p.next(low).Equal(high) {
				c[cols[2].Name] = string(p)
			}
		}
		if from {
			c[cols[0].Name] = cellOf(low)
		}
		if to {
			c[cols[1].Name] = cellOf(high)
		}
		return
	}
	if from {
		c[cols[0].Name] = cellOf(anyMoment(t))
	}
	if to {
		c[cols[1].Name] = cellOf(anyMoment(t))
	}
}

func anyTimed(t *rapid.T, c Cells, cols []Column) {
	start, end, kind := cols[0].Name, cols[1].Name, cols[2].Name
	switch rapid.SampledFrom([]string{"", "moment", "both", "end", ongoing, partial, instant}).Draw(t, "form") {
	case "moment":
		c[start] = cellOf(anyMoment(t))
	case "both":
		c[start], c[end] = cellOf(anyMoment(t)), cellOf(anyMoment(t))
	case "end":
		c[end] = cellOf(anyMoment(t))
	case ongoing:
		c[start], c[kind] = cellOf(anyMoment(t)), ongoing
	case partial:
		low, high := anyUnit(t)
		c[start], c[end], c[kind] = cellOf(low), cellOf(high), partial
	case instant:
		c[start], c[kind] = cellOf(anyMoment(t)), instant
	}
}

// TestEveryLeafReadsWhatItShows is what laws 2 and 4 rest on: read(show(c)) = c
// for all cells, which also makes show injective.
func TestEveryLeafReadsWhatItShows(t *testing.T) {
	for _, r := range All() {
		for _, l := range topLeaves(r) {
			t.Run(r.Type+"/"+l.Path, func(t *testing.T) {
				rapid.Check(t, func(t *rapid.T) {
					d := Dictionary{}
					c := anyCells(t, l, d)
					shown := l.show(c, d)
					back := Cells{}
					l.read(shown, back, Dictionary{})
					if !maps.Equal(c, back) {
						t.Fatalf("cells %v show as %s, which reads as %v", c, shown.JSON(), back)
					}
				})
			})
		}
	}
}

// topLeaves returns the leaves that are not parts of another leaf.
func topLeaves(r *Resource) []*Lens {
	var all []*Lens
	inner := map[*Lens]bool{}
	r.Walk(func(s Site) {
		if s.Lens.kind != leaf {
			return
		}
		for _, part := range s.Lens.Lenses {
			inner[part] = true
		}
		if inner[s.Lens] {
			for _, part := range s.Lens.Lenses {
				inner[part] = true
			}
			return
		}
		all = append(all, s.Lens)
	})
	return all
}
