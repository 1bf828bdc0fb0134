package store

import (
	"fmt"
	"strings"
	"time"
)

// builder collects the conditions and arguments of a statement made at run
// time. Values are always parameters, never text of the statement.
type builder struct {
	where []string
	args  []any
	zone  *time.Location // in which dates without a zone are meant
}

func (s *Store) builder() *builder { return &builder{zone: s.opt.Zone} }

// arg adds an argument and returns its parameter, cast to a type.
func (b *builder) arg(v any, cast string) string {
	b.args = append(b.args, v)
	return fmt.Sprintf("cast($%d as %s)", len(b.args), cast)
}

// and adds a condition.
func (b *builder) and(format string, parts ...any) {
	b.where = append(b.where, fmt.Sprintf(format, parts...))
}

func (b *builder) conditions() string {
	if len(b.where) == 0 {
		return "true"
	}
	return strings.Join(b.where, " and ")
}
