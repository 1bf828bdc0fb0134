package demo

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"kapbridge/kap"
	"kapbridge/mapping"
)

// concepts remembers the ids of the concepts met, and which of them the
// database has not been told of yet.
type concepts struct {
	ids   map[*kap.Concept]string
	plain map[string]*kap.Concept
	fresh []*kap.Concept
}

func newConcepts() *concepts {
	return &concepts{ids: map[*kap.Concept]string{}, plain: map[string]*kap.Concept{}}
}

// id is the key of the concept in the dictionary (see mapping.ConceptID).
func (c *concepts) id(concept *kap.Concept) string {
	id, known := c.ids[concept]
	if !known {
		id = mapping.ConceptID(concept.Tree())
		c.ids[concept], c.fresh = id, append(c.fresh, concept)
	}
	return id
}

// words is the concept that has plain words only, nil for none.
func (c *concepts) words(text string) *kap.Concept {
	if text == "" {
		return nil
	}
	if c.plain[text] == nil {
		c.plain[text] = &kap.Concept{Text: text}
	}
	return c.plain[text]
}

const (
	conceptSQL = `insert into concept (id, text) select id, nullif(text, '') from unnest($1::text[], $2::text[]) c (id, text)
 on conflict do nothing`
	codingSQL = `insert into concept_coding (concept_id, position, system, code, display)
 select id, position, nullif(system, ''), nullif(code, ''), nullif(display, '')
 from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[]) c (id, position, system, code, display)
 on conflict do nothing`
)

// write puts the concepts that came since the last time into the dictionary,
// where the clinic may have some of them already. It gives the number of new rows.
func (c *concepts) write(ctx context.Context, tx *sqlx.Tx) (int64, error) {
	if len(c.fresh) == 0 {
		return 0, nil
	}
	var ids, texts, owners, systems, codes, displays pq.StringArray
	var positions pq.Int64Array
	for _, concept := range c.fresh {
		ids, texts = append(ids, c.ids[concept]), append(texts, concept.Text)
		for i, coding := range concept.Codings {
			owners, positions = append(owners, c.ids[concept]), append(positions, int64(i))
			systems, codes, displays = append(systems, coding.System), append(codes, coding.Code), append(displays, coding.Display)
		}
	}
	c.fresh = nil
	made, err := affected(tx.ExecContext(ctx, conceptSQL, ids, texts))
	if err != nil {
		return 0, fmt.Errorf("write concepts: %w", err)
	}
	coded, err := affected(tx.ExecContext(ctx, codingSQL, owners, positions, systems, codes, displays))
	if err != nil {
		return 0, fmt.Errorf("write the codes of concepts: %w", err)
	}
	return made + coded, nil
}
