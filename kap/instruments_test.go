package kap

import (
	"strings"
	"testing"

	"kapbridge/fhir"
)

func TestInstrumentsAreWellFormed(t *testing.T) {
	t.Parallel()
	for _, q := range Instruments() {
		links, options := map[string]bool{}, 0
		for _, i := range q.Items {
			if links[i.LinkID] {
				t.Errorf("%s: linkId %s is there twice (que-2)", q.ID, i.LinkID)
			}
			links[i.LinkID] = true
			if i.Type == "choice" && len(i.Options) < 2 || i.Type == "display" && i.Code != nil {
				t.Errorf("%s: %s lacks options, or is a display with a code (que-3)", q.ID, i.LinkID)
			}
			for n, o := range i.Options {
				if o.Ordinal != n || o.Coding.Code == "" {
					t.Errorf("%s: option %d of %s counts %d", q.ID, n, i.LinkID, o.Ordinal)
				}
			}
		}
		for _, id := range q.Rule.Scored {
			i, ok := q.Item(id)
			if !ok || !i.Required {
				t.Errorf("%s: scored item %s is missing or not required", q.ID, id)
			}
			options += len(i.Options) - 1
		}
		if options != q.Rule.Most {
			t.Errorf("%s: the items allow %d, the rule says %d", q.ID, options, q.Rule.Most)
		}
		if q.TotalItem().Type != "decimal" || !strings.Contains(q.Copyright, "LOINC") {
			t.Errorf("%s: no total, or no attribution of LOINC", q.ID)
		}
	}
}

func TestInstrumentsAreValidQuestionnaires(t *testing.T) {
	t.Parallel()
	for _, q := range Instruments() {
		for _, issue := range fhir.CheckStructure(q.Tree()) {
			t.Errorf("%s: %s: %s", q.ID, issue.Expression, issue.Text)
		}
		again, err := fhir.Decode(fhir.Encode(q.Tree()))
		if err != nil || !again.Equal(q.Tree()) {
			t.Errorf("%s does not survive writing and reading: %v", q.ID, err)
		}
	}
}

func TestInstrumentOf(t *testing.T) {
	t.Parallel()
	for _, canonical := range []string{PCL5.URL, PCL5.Canonical()} {
		if q, ok := InstrumentOf(canonical); !ok || q != PCL5 {
			t.Errorf("%s is not found", canonical)
		}
	}
	if _, ok := InstrumentOf(PCL5.URL + "|0.9"); ok {
		t.Error("a version that does not exist is found")
	}
}
