package mapping

import "kapbridge/fhir"

// Coverage counts the leaf values of a resource, the head's apart, and how many
// of them the rows show by themselves, without the complement.
func (r *Resource) Coverage(t *fhir.Tree, rows *Rows) (inColumns, all int) {
	alone, _ := r.Join(rows, nil)
	t = StripHead(t)
	return common(t, StripHead(alone)), t.Leaves()
}

// common counts the equal leaves at equal places.
func common(a, b *fhir.Tree) int {
	if a == nil || b == nil || a.Kind != b.Kind {
		return 0
	}
	n := 0
	switch a.Kind {
	case fhir.Object:
		for _, m := range a.Members {
			n += common(m.Value, b.Get(m.Name))
		}
	case fhir.Array:
		for i := 0; i < min(len(a.Items), len(b.Items)); i++ {
			n += common(a.Items[i], b.Items[i])
		}
	default:
		if a.Equal(b) {
			n = 1
		}
	}
	return n
}
