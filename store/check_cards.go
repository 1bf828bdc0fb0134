package store

import (
	"context"

	"kapbridge/mapping"
)

// cardsDifferSQL names the resources, of those that $2 and $3 give the cards of,
// whose card is another.
const cardsDifferSQL = `with cards as materialized (select * from json_to_recordset(cast($2 as json)) u (` + wordColumns + `)),
 labels as materialized (select * from json_to_recordset(cast($3 as json)) u (` + labelColumns + `))
 select u.id from cards u left join fhir_words w on w.type = $1 and w.id = u.id
 where w.id is null or (w.content, w.narrative) is distinct from (fhir_lexemes(u.plain, u.others), fhir_lexemes(u.plain_told, u.others_told))
 union select coalesce(l.id, u.id) from (select * from fhir_label where type = $1 and id in (select id from cards)) l
 full join labels u on u.id = l.id and u.position = l.position
 where (l.id, l.parameter, l.system, l.value, l.display) is distinct from (u.id, u.parameter, u.system, u.value, u.display)
 order by 1`

// mislaid names the resources whose card is not the one that they ought to have.
func (s *Store) mislaid(ctx context.Context, t *typeSQL, ids []string, cards []*mapping.Card) (wrong []string, err error) {
	words, labels := cardRows(ids, cards)
	found, err := s.query(ctx, nil, cardsDifferSQL, t.Type, words, labels.end())
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
