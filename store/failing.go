package store

import (
	"errors"
	"strings"

	"github.com/lib/pq"
)

// failing finds the write whose row a rule of the clinic's tables refused:
// PostgreSQL shows the row, which begins with the id of its resource in the
// tables of lists, too. Where it does not, or says so in another language, no
// write is named.
func (b *batch) failing(err error) error {
	var e *pq.Error
	if !errors.As(err, &e) {
		return err
	}
	row, shown := strings.CutPrefix(e.Detail, "Failing row contains (")
	if !shown {
		return err
	}
	id, _, _ := strings.Cut(row, ",")
	for _, j := range b.jobs {
		if j.key.ID == id {
			return blame(problem(err), j.entry)
		}
	}
	return err
}
