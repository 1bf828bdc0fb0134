package patch

import (
	"fmt"
	"strconv"
	"strings"

	"kapbridge/fhir"
)

// outline tells in a message what a value is, in few words: of an array or
// object only what is on top, since copies may have made it enormous.
func outline(t *fhir.Tree) string {
	switch {
	case t == nil:
		return "absent"
	case t.Kind == fhir.String:
		return short(t.Text)
	case t.Kind == fhir.Array:
		return fmt.Sprintf("an array of %d", len(t.Items))
	case t.Kind == fhir.Object && len(t.Members) == 0:
		return "an empty object"
	case t.Kind == fhir.Object:
		return "an object of " + names(t)
	}
	return cut(string(t.JSON()))
}

// names lists the members of an object, or the first of them.
func names(t *fhir.Tree) string {
	const most = 12
	var list []string
	for _, m := range t.Members[:min(len(t.Members), most)] {
		list = append(list, cut(m.Name))
	}
	if len(t.Members) > most {
		list = append(list, "...")
	}
	return strings.Join(list, ", ")
}

// short quotes a text.
func short(s string) string { return strconv.Quote(cut(s)) }

// cut keeps a text of the caller's from filling a message.
func cut(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}
