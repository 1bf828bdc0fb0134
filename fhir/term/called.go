package term

import (
	"slices"
	"strings"
)

// Called tells whether a text, if there is one, names the concept: as its display
// or a designation, whatever case and blanks. What has no display may be called
// anything.
func (c Concept) Called(display string) bool {
	same := func(name string) bool {
		return strings.EqualFold(strings.Join(strings.Fields(name), " "), strings.Join(strings.Fields(display), " "))
	}
	return display == "" || c.Display == "" || same(c.Display) ||
		slices.ContainsFunc(c.Designations, func(d Designation) bool { return same(d.Value) })
}
