package store

import (
	"fmt"

	"kapbridge/mapping"
)

// The columns of cards as JSON brings them.
const (
	wordColumns  = "id text, plain text, others text, plain_told text, others_told text"
	labelColumns = "id text, position integer, parameter text, system text, value text, display text"
)

// cardsSQL puts the cards of some resources in the place of those that are
// there: parts of a statement that writes versions. What stays the same is not
// written again. The parameters are, in order, those that cardRows gives; the
// labels are left out where the resources are fresh, never here before, and have
// none.
func cardsSQL(p *parameters, typeName string, fresh, labels bool) []string {
	conflict := ""
	if !fresh {
		conflict = " on conflict (type, id) do update set content = excluded.content, narrative = excluded.narrative" +
			" where (w.content, w.narrative) is distinct from (excluded.content, excluded.narrative)"
	}
	parts := []string{
		fmt.Sprintf("cards as materialized (select * from json_to_recordset(%s) u (%s))", p.next("json"), wordColumns),
		fmt.Sprintf("words as (insert into fhir_words as w (type, id, content, narrative) select %s, id, fhir_lexemes(plain, others), fhir_lexemes(plain_told, others_told) from cards%s)",
			typeName, conflict),
	}
	if fresh && !labels {
		return parts
	}
	parts = append(parts, fmt.Sprintf("labels as materialized (select * from json_to_recordset(%s) u (%s))", p.next("json"), labelColumns))
	conflict = ""
	if !fresh {
		parts = append(parts, fmt.Sprintf("unlabelled as (delete from fhir_label where type = %s and id in (select id from cards) and (id, position) not in (select id, position from labels))", typeName))
		conflict = " on conflict (type, id, position) do update set parameter = excluded.parameter, system = excluded.system, value = excluded.value, display = excluded.display" +
			" where (l.parameter, l.system, l.value, l.display) is distinct from (excluded.parameter, excluded.system, excluded.value, excluded.display)"
	}
	return append(parts, fmt.Sprintf("labelled as (insert into fhir_label as l (type, id, position, parameter, system, value, display) select %s, id, position, parameter, system, value, display from labels%s)",
		typeName, conflict))
}

// noCardsSQL takes the cards of deleted resources away.
func noCardsSQL(typeName, which string) []string {
	return []string{
		fmt.Sprintf("wordless as (delete from fhir_words where type = %s and id %s)", typeName, which),
		fmt.Sprintf("bare as (delete from fhir_label where type = %s and id %s)", typeName, which),
	}
}

// cardRows lists the cards of some resources by their ids.
func cardRows(ids []string, cards []*mapping.Card) (words []byte, labels *rowsJSON) {
	list, labels := &rowsJSON{}, &rowsJSON{}
	for i, card := range cards {
		list.begin()
		list.text("id", ids[i])
		plain, others := card.Content.Split()
		list.text("plain", plain)
		list.text("others", others)
		plain, others = card.Narrative.Split()
		list.text("plain_told", plain)
		list.text("others_told", others)
		for at, l := range card.Labels {
			labels.begin()
			labels.text("id", ids[i])
			labels.number("position", int64(at))
			labels.text("parameter", l.Parameter)
			labels.some("system", l.System)
			labels.some("value", l.Value)
			labels.some("display", l.Display)
		}
	}
	return list.end(), labels
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
	words, labels := cardRows(ids, cards)
	return []any{array(gone), words, labels.end()}
}
