package mapping

import (
	"strings"
	"testing"

	"kapbridge/fhir"
)

func TestOnlyIndexedTextsAreKeptShort(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("the light went on and on ", 100)
	for member, inColumn := range map[string]bool{"valueString": true, "valueUri": false} {
		cells := Cells{}
		s := &splitter{rows: &Rows{Concepts: Dictionary{}}, got: Cells{}}
		s.leaf(Answer("value"), fhir.Obj(fhir.Member{Name: member, Value: fhir.Str(long)}), cells, &Complement{})
		if got := len(cells) == 1; got != inColumn {
			t.Errorf("a long %s is in a column: %t, want %t", member, got, inColumn)
		}
	}
}
