package mapping

import (
	"slices"
	"strings"
	"testing"
)

func TestNameAndAddressKeepToTheirColumns(t *testing.T) {
	t.Parallel()
	for _, l := range []*Lens{Name("name", "who"), Address("address", "who"), SearchedAddress("address", "who")} {
		for _, c := range l.Columns() {
			if !strings.HasPrefix(c.Name, "who_") {
				t.Errorf("%s: column %s is outside of who_", l.Path, c.Name)
			}
		}
	}
}

func TestASingleAddressIsSearchedLikeAListOfThem(t *testing.T) {
	t.Parallel()
	one, many, unsearched := SearchedAddress("address", "a"), Addresses("address", "a"), Address("address", "a")
	for i, part := range one.Lenses {
		if other := many.Lenses[i]; part.Path != other.Path || !slices.Equal(part.params, other.params) {
			t.Errorf("%s has %v, in a list %s has %v", part.Path, part.params, other.Path, other.params)
		}
		if len(unsearched.Lenses[i].params) > 0 {
			t.Errorf("%s of an address that is not searched has %v", part.Path, unsearched.Lenses[i].params)
		}
	}
}
