package store

import (
	"database/sql"
	"fmt"

	"kapbridge/mapping"
)

// cardsSQL puts the cards of some resources in the place of those that are
// there: parts of a statement that writes versions. What stays the same is not
// written again, and a resource without labels costs one look into an index.
// The parameters are, in order, those that cardArguments gives. Where there is
// one resource only, its id is given, too: for a list of ids of unknown length
// PostgreSQL would rather read the whole of a small table.
func cardsSQL(p *parameters, typeName, only string) []string {
	ids, plain, others := p.next("text[]"), p.next("text[]"), p.next("text[]")
	plainTold, othersTold := p.next("text[]"), p.next("text[]")
	owners, positions := p.next("text[]"), p.next("integer[]")
	which := "= " + only
	if only == "" {
		which = "= any(" + ids + ")"
	}
	parameters, systems, values, displays := p.next("text[]"), p.next("text[]"), p.next("text[]"), p.next("text[]")
	return []string{
		fmt.Sprintf("words as (insert into fhir_words as w (type, id, content, narrative) select %[1]s, u.id, fhir_lexemes(u.plain, u.others), fhir_lexemes(u.plain_told, u.others_told)"+
			" from unnest(%[2]s, %[3]s, %[4]s, %[5]s, %[6]s) u (id, plain, others, plain_told, others_told)"+
			" on conflict (type, id) do update set content = excluded.content, narrative = excluded.narrative"+
			" where (w.content, w.narrative) is distinct from (excluded.content, excluded.narrative))",
			typeName, ids, plain, others, plainTold, othersTold),
		fmt.Sprintf("unlabelled as (delete from fhir_label where type = %s and id %s and (id, position) not in (select * from unnest(%s, %s)))",
			typeName, which, owners, positions),
		fmt.Sprintf("labelled as (insert into fhir_label as l (type, id, position, parameter, system, value, display)"+
			" select %s, u.* from unnest(%s, %s, %s, %s, %s, %s) u (id, position, parameter, system, value, display)"+
			" on conflict (type, id, position) do update set parameter = excluded.parameter, system = excluded.system, value = excluded.value, display = excluded.display"+
			" where (l.parameter, l.system, l.value, l.display) is distinct from (excluded.parameter, excluded.system, excluded.value, excluded.display))",
			typeName, owners, positions, parameters, systems, values, displays),
	}
}

// noCardsSQL takes the cards of deleted resources away.
func noCardsSQL(typeName, which string) []string {
	return []string{
		fmt.Sprintf("wordless as (delete from fhir_words where type = %s and id %s)", typeName, which),
		fmt.Sprintf("bare as (delete from fhir_label where type = %s and id %s)", typeName, which),
	}
}

// cardArguments lists the cards of some resources by their ids.
func cardArguments(ids []string, cards []*mapping.Card) []any {
	n := len(ids)
	plain, others, plainTold, othersTold := make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	var owners, parameters []string
	var positions []int64
	var systems, values, displays []sql.NullString
	for i, card := range cards {
		plain[i], others[i] = card.Content.Split()
		plainTold[i], othersTold[i] = card.Narrative.Split()
		for at, l := range card.Labels {
			owners, positions, parameters = append(owners, ids[i]), append(positions, int64(at)), append(parameters, l.Parameter)
			systems, values, displays = append(systems, orNull(l.System)), append(values, orNull(l.Value)), append(displays, orNull(l.Display))
		}
	}
	return []any{array(ids), array(plain), array(others), array(plainTold), array(othersTold),
		array(owners), array(positions), array(parameters), array(systems), array(values), array(displays)}
}

// settledCards gives the ids of the resources that are gone, then the cards of
// those that have a new version.
func settledCards(all []settled) []any {
	gone, ids := []string{}, []string{}
	var cards []*mapping.Card
	for _, one := range all {
		switch v := one.version; {
		case v.Number == 0: // nothing that shows has changed
		case v.Gone():
			gone = append(gone, v.ID)
		default:
			ids, cards = append(ids, v.ID), append(cards, one.card)
		}
	}
	return append([]any{array(gone)}, cardArguments(ids, cards)...)
}
