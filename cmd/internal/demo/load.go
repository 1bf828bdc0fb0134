package demo

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"kapbridge/kap"
)

// batchSize is how many patients come in one transaction: enough to make the
// statements large, few enough that they stay small in memory.
const batchSize = 25

// Loaded says what a load did.
type Loaded struct {
	Patients int   // that came
	Known    int   // that were there already and were left alone
	Rows     int64 // written, in all tables
}

// Load makes the synthetic clinic of those options and writes it into the
// clinic's tables, the schema of which must be up to date. After each batch it
// calls told with the number of patients done. A load that ends with an error
// has kept the batches before; call it again to go on.
func Load(ctx context.Context, db *sqlx.DB, o kap.Options, told func(patients int)) (Loaded, error) {
	l := &loader{db: db, concepts: newConcepts(), told: told}
	c := kap.Generate(o)
	err := l.transaction(ctx, func(tx *sqlx.Tx, b *batch) error { return l.shared(ctx, tx, b, c) })
	if err != nil {
		return l.loaded, err
	}
	stories := make([]kap.PatientStory, 0, batchSize)
	for s := range c.Stories {
		if stories = append(stories, s); len(stories) == batchSize {
			if err := l.patients(ctx, stories); err != nil {
				return l.loaded, err
			}
			stories = stories[:0]
		}
	}
	return l.loaded, l.patients(ctx, stories)
}

type loader struct {
	db       *sqlx.DB
	concepts *concepts
	loaded   Loaded
	told     func(patients int)
}

// transaction lets fill gather a batch and writes it.
func (l *loader) transaction(ctx context.Context, fill func(tx *sqlx.Tx, b *batch) error) error {
	tx, err := l.db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin to load: %w", err)
	}
	rows, err := written(ctx, tx, newBatch(l.concepts), fill)
	if err != nil {
		return errors.Join(err, undone(tx))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit what was loaded: %w", err)
	}
	l.loaded.Rows += rows
	return nil
}

// undone rolls back; a context that ended has done so already.
func undone(tx *sqlx.Tx) error {
	if err := tx.Rollback(); !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

func written(ctx context.Context, tx *sqlx.Tx, b *batch, fill func(tx *sqlx.Tx, b *batch) error) (int64, error) {
	if err := fill(tx, b); err != nil {
		return 0, err
	}
	return b.write(ctx, tx)
}

// patients loads the stories of those patients who are not there yet.
func (l *loader) patients(ctx context.Context, stories []kap.PatientStory) error {
	if len(stories) == 0 {
		return nil
	}
	fresh := 0
	err := l.transaction(ctx, func(tx *sqlx.Tx, b *batch) error {
		absent, err := absent(ctx, tx, "patient", stories, func(s kap.PatientStory) string { return s.Patient.ID })
		b.stories(absent)
		fresh = len(absent)
		return err
	})
	if err != nil {
		return err
	}
	l.loaded.Patients += fresh
	l.loaded.Known += len(stories) - fresh
	l.told(l.loaded.Patients + l.loaded.Known)
	return nil
}

// stories adds everything about some patients, what is pointed to first.
func (b *batch) stories(stories []kap.PatientStory) {
	each(stories, func(s kap.PatientStory) { b.patient(s.Patient) })
	each(stories, func(s kap.PatientStory) { each(s.Conditions, b.condition) })
	each(stories, func(s kap.PatientStory) { each(s.Episodes, b.episode) })
	each(stories, func(s kap.PatientStory) { each(s.Sessions, b.session) })
	each(stories, func(s kap.PatientStory) { each(s.Orders, b.order) })
	each(stories, func(s kap.PatientStory) { each(s.Administrations, b.administration) })
	each(stories, func(s kap.PatientStory) { each(s.Responses, b.response) })
	each(stories, func(s kap.PatientStory) { each(s.Observations, b.observation) })
}

func each[T any](list []T, do func(T)) {
	for _, x := range list {
		do(x)
	}
}

// shared loads what patients share: sites, staff, stock and instruments.
func (l *loader) shared(ctx context.Context, tx *sqlx.Tx, b *batch, c kap.Clinic) error {
	if err := sameStart(ctx, tx, c); err != nil {
		return err
	}
	for _, add := range []func(context.Context, *sqlx.Tx) error{
		missing("organization", c.Organizations, func(o kap.Organization) string { return o.ID }, b.organization),
		missing("location", c.Locations, func(l kap.Location) string { return l.ID }, b.location),
		missing("practitioner", c.Practitioners, func(p kap.Practitioner) string { return p.ID }, b.practitioner),
		missing("practitioner_role", c.Roles, func(r kap.PractitionerRole) string { return r.ID }, b.role),
		missing("device", c.Devices, func(d kap.Device) string { return d.ID }, b.device),
		missing("medication", c.Medications, func(m kap.Medication) string { return m.ID }, b.medication),
		missing("questionnaire", c.Questionnaires, func(q *kap.Questionnaire) string { return q.ID }, b.questionnaire),
	} {
		if err := add(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// missing adds those rows that the table does not have.
func missing[T any](table string, rows []T, id func(T) string, add func(T)) func(context.Context, *sqlx.Tx) error {
	return func(ctx context.Context, tx *sqlx.Tx) error {
		absent, err := absent(ctx, tx, table, rows, id)
		each(absent, add)
		return err
	}
}

// sameStart refuses to mix two clinics: ids follow from the seed alone, so a
// load with another start day would take the first one's patients for its own.
func sameStart(ctx context.Context, tx *sqlx.Tx, c kap.Clinic) error {
	if len(c.Roles) == 0 {
		return nil
	}
	var started sql.Null[time.Time]
	err := tx.GetContext(ctx, &started, `select started_at from practitioner_role where id = $1`, c.Roles[0].ID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for the clinic of this seed: %w", err)
	}
	if !started.V.Equal(c.Roles[0].StartedAt) {
		return errors.New("the clinic of this seed is here with another start day: load another seed, or the same start day")
	}
	return nil
}
