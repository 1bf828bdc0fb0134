package store

import (
	"context"
	"time"

	"github.com/lib/pq"

	"kapbridge/fhir"
)

// atOnce is how many pending resources one transaction gives a version.
const atOnce = 200

const nextPendingSQL = `select array(select id from fhir_resource where type = $1 and pending order by id limit $2)`

// Sweep gives pending resources of all types a version until none is left, at
// most that many; it returns how many it settled. It runs in the background,
// and before a history, which would otherwise miss edits nobody looked at yet.
func (s *Store) Sweep(ctx context.Context, types []string, most int) (settled int, err error) {
	for _, typeName := range types {
		t, err := s.sqlOf(typeName)
		if err != nil {
			return settled, err
		}
		for settled < most {
			ids, err := s.nextPending(ctx, typeName, min(atOnce, most-settled))
			if err != nil || len(ids) == 0 {
				if err != nil {
					return settled, problem(err)
				}
				break
			}
			if err := s.settle(ctx, t, ids); err != nil {
				return settled, err
			}
			settled += len(ids)
		}
	}
	return settled, nil
}

func (s *Store) nextPending(ctx context.Context, typeName string, most int) ([]string, error) {
	st, err := s.statement(ctx, nextPendingSQL)
	if err != nil {
		return nil, err
	}
	var ids pq.StringArray
	err = st.QueryRowxContext(ctx, typeName, most).Scan(&ids)
	return ids, err
}

// SweepForever sweeps at every tick until the context ends.
func (s *Store) SweepForever(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if _, err := s.Sweep(ctx, s.Types(), 1_000_000); err != nil && ctx.Err() == nil {
				s.opt.Log.Error("sweep of the clinic's edits", "error", err)
			}
			if err := s.forget(ctx); err != nil && ctx.Err() == nil {
				s.opt.Log.Error("forget old receipts", "error", err)
			}
		}
	}
}

// mostBefore is how many pending resources a history or a search settles itself.
const mostBefore = 10_000

// settleAll settles what a history is about to show, or what a search is about to
// look at by its cards.
func (s *Store) settleAll(ctx context.Context, types []string) error {
	n, err := s.Sweep(ctx, types, mostBefore)
	if err != nil {
		return err
	}
	if n == mostBefore {
		return fhir.Refuse(503, "transient",
			"the clinic has edited more than %d resources, which are being given versions; ask again in a minute", mostBefore)
	}
	return nil
}
