package store

import (
	"context"
	"fmt"

	"kapbridge/mapping"
)

// cardsDifferSQL names the resources whose card is not the one given.
var cardsDifferSQL = func() string {
	p := &parameters{}
	kind, ids := p.next("text"), p.next("text[]")
	words := fmt.Sprintf("unnest(%s, %s, %s, %s, %s) u (id, plain, others, plain_told, others_told)", ids, p.next("text[]"), p.next("text[]"), p.next("text[]"), p.next("text[]"))
	labels := fmt.Sprintf("unnest(%s, %s, %s, %s, %s, %s) u (id, position, parameter, system, value, display)",
		p.next("text[]"), p.next("integer[]"), p.next("text[]"), p.next("text[]"), p.next("text[]"), p.next("text[]"))
	return fmt.Sprintf(`select u.id from %[1]s left join fhir_words w on w.type = %[3]s and w.id = u.id
 where w.id is null or (w.content, w.narrative) is distinct from (fhir_lexemes(u.plain, u.others), fhir_lexemes(u.plain_told, u.others_told))
 union select coalesce(l.id, u.id) from (select * from fhir_label where type = %[3]s and id = any(%[4]s)) l
 full join %[2]s on u.id = l.id and u.position = l.position
 where (l.id, l.parameter, l.system, l.value, l.display) is distinct from (u.id, u.parameter, u.system, u.value, u.display)
 order by 1`, words, labels, kind, ids)
}()

// mislaid names the resources whose card is not the one that they ought to have.
func (s *Store) mislaid(ctx context.Context, t *typeSQL, ids []string, cards []*mapping.Card) (wrong []string, err error) {
	found, err := s.query(ctx, nil, cardsDifferSQL, append([]any{t.Type}, cardArguments(ids, cards)...)...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var id string
		if err := found.Scan(&id); err != nil {
			return nil, err
		}
		wrong = append(wrong, id)
	}
	return wrong, found.Err()
}
