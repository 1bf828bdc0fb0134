package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"kapbridge/fhir"
)

// problem words an error of the database for the caller; what is a Problem
// already passes.
func problem(err error) error {
	if err == nil {
		return nil
	}
	var p *fhir.Problem
	if errors.As(err, &p) {
		return p
	}
	var e *pq.Error
	switch {
	case errors.As(err, &e) && e.Code == pqerror.QueryCanceled:
		return fhir.Refuse(503, "too-costly", "the database took too long and was stopped; ask for less at once").Because(withoutValues(err))
	case errors.As(err, &e) && e.Code == pqerror.ForeignKeyViolation:
		return fhir.Refuse(409, "conflict", "another resource still refers to this one, or one it refers to was just deleted").Because(withoutValues(err))
	case errors.As(err, &e) && e.Code == pqerror.UniqueViolation && !temporary(err):
		return fhir.Refuse(409, "conflict", "another writer stored the same at the same time; read it and try again").Because(withoutValues(err))
	case errors.As(err, &e) && e.Code == pqerror.CheckViolation:
		return fhir.Refuse(422, "business-rule", "the clinic's tables refuse this by their rule %q on %q", e.Constraint, e.Table).Because(withoutValues(err))
	case temporary(err):
		return fhir.Refuse(503, "transient", "other writers were in the way several times; try again").Because(withoutValues(err))
	case lost(err):
		return fhir.Refuse(503, "no-store", "the database cannot be reached at the moment; nothing was stored; try again").Because(withoutValues(err))
	case errors.Is(err, context.Canceled):
		return fhir.Refuse(503, "transient", "the request was given up").Because(withoutValues(err))
	}
	return fhir.Internal(withoutValues(err))
}

// withoutValues keeps what a cause may tell a log: errors of the classes data
// exception and integrity violation quote values of the clinic, so of those
// only the code and the names of table, column and constraint remain.
func withoutValues(err error) error {
	var e *pq.Error
	if !errors.As(err, &e) || (e.Code.Class() != "22" && e.Code.Class() != "23") {
		return err
	}
	text := fmt.Sprintf("PostgreSQL %s (%s), table %q, column %q, constraint %q", string(e.Code), e.Code.Name(), e.Table, e.Column, e.Constraint)
	return &violation{e.Code, text}
}

// violation is what is left of an error that quoted values.
type violation struct {
	code pqerror.Code
	text string
}

func (v *violation) Error() string { return v.text }

// errRaced says that another writer moved the head while this one worked.
var errRaced = errors.New("the head moved meanwhile")

// temporary tells whether beginning again may succeed.
func temporary(err error) bool {
	if errors.Is(err, errRaced) {
		return true
	}
	var e *pq.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case pqerror.TRDeadlockDetected, pqerror.TRSerializationFailure, pqerror.LockNotAvailable:
		return true
	case pqerror.UniqueViolation: // two made the same resource at once, partners or the clinic
		return strings.HasSuffix(e.Constraint, "_pkey")
	}
	return false
}
