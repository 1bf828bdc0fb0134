package store

import (
	"fmt"
	"strings"

	"github.com/lib/pq"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// listed compiles _list: the resource is an entry of one of the lists, not
// struck off (http://hl7.org/fhir/R4/search.html#list).
func (t *typeSQL) listed(b *builder, term mapping.Term) (string, error) {
	ids := make([]string, len(term.Values))
	for i, value := range term.Values {
		ids[i] = mapping.Unescape(value)
		switch {
		case strings.HasPrefix(ids[i], "$"):
			return "", fhir.Refuse(400, "not-supported",
				"%s=%s: what is current is for clinicians to say, no list of it is drawn up here; name a List by its id", term.Code, value)
		case !fhir.ValidID(ids[i]):
			return "", fhir.Refuse(400, "value", "%s=%s is not the id of a List", term.Code, value)
		}
	}
	lists := &typeSQL{Resource: mapping.List}
	entry := lists.pointers(mapping.List.Param("item"), t.Type)[0]
	return fmt.Sprintf("m.id in (select substr(p.%[1]s, %[2]d) from %[3]s p join fhir_resource h on h.type = 'List' and h.id = p.%[4]s where %[5]s and p.%[4]s = any(%[6]s) and p.deleted is not true and starts_with(p.%[1]s, '%[7]s/'))",
		entry.column, len(t.Type)+2, entry.table, entry.owner, alive, b.arg(pq.Array(ids), "text[]"), t.Type), nil
}
