package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// write puts the batch into the tables, concepts first, and gives the number of
// rows made.
func (b *batch) write(ctx context.Context, tx *sqlx.Tx) (int64, error) {
	rows, err := b.concepts.write(ctx, tx)
	if err != nil {
		return 0, err
	}
	for _, s := range b.sheets {
		if err := s.copyInto(ctx, tx); err != nil {
			return 0, fmt.Errorf("write table %s: %w", s.table, err)
		}
		rows += int64(len(s.rows))
	}
	return rows, nil
}

// copyInto sends all rows in one COPY, which is one statement to the triggers.
func (s *sheet) copyInto(ctx context.Context, tx *sqlx.Tx) (err error) {
	names := make([]string, len(s.columns))
	for i, c := range s.columns {
		names[i] = pq.QuoteIdentifier(c)
	}
	st, err := tx.PrepareContext(ctx, fmt.Sprintf("copy %s (%s) from stdin", pq.QuoteIdentifier(s.table), strings.Join(names, ", ")))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	for _, cells := range s.rows {
		whole := append(cells, make([]any, len(s.columns)-len(cells))...)
		if _, err := st.ExecContext(ctx, whole...); err != nil {
			return err
		}
	}
	_, err = st.ExecContext(ctx) // ends the COPY; only now constraints and triggers speak
	return err
}

func affected(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// absent gives those rows whose id the table does not have.
func absent[T any](ctx context.Context, tx *sqlx.Tx, table string, rows []T, id func(T) string) ([]T, error) {
	ids := make(pq.StringArray, len(rows))
	for i, r := range rows {
		ids[i] = id(r)
	}
	var found []string
	if err := tx.SelectContext(ctx, &found, "select id from "+pq.QuoteIdentifier(table)+" where id = any($1)", ids); err != nil {
		return nil, fmt.Errorf("look into table %s: %w", table, err)
	}
	known := map[string]bool{}
	for _, id := range found {
		known[id] = true
	}
	var missing []T
	for i, r := range rows {
		if !known[ids[i]] {
			missing = append(missing, r)
		}
	}
	return missing, nil
}
