package store

import (
	"container/list"
	"context"
	"fmt"
	"sync"

	"kapbridge/fhir"
)

// bodies keeps what the versions say that searches showed lately, up to a number
// of bytes, and forgets first what was not shown for the longest time. A version
// never changes, so nothing that is kept can be out of date; which version is
// shown, and to whom, each search asks the tables anew (docs/decisions/0027).
type bodies struct {
	mu     sync.Mutex
	kept   map[bodyKey]*list.Element
	latest *list.List // of keptBody, the one shown last in front
	size   int
	most   int
}

// bodyKey names a version. With its instant it is another one in a database that
// was put back to an earlier state and went on from there.
type bodyKey struct {
	fhir.Key
	number, at int64
}

type keptBody struct {
	key  bodyKey
	deed fhir.Deed
	body []byte
}

// usualBodies are enough for the work of a day: 30,000 resources of 2 kB.
const usualBodies = 64 << 20

// aroundBody is what a body takes up beside its bytes: key, list and map.
const aroundBody = 300

func newBodies(most int) *bodies {
	return &bodies{kept: map[bodyKey]*list.Element{}, latest: list.New(), most: most}
}

func keyOf(v *fhir.Version) bodyKey { return bodyKey{v.Key, v.Number, v.At.UnixMicro()} }

// fill gives the versions their bodies, and returns those whose body is not at
// hand.
func (b *bodies) fill(versions []*fhir.Version) (missing []*fhir.Version) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, v := range versions {
		e, known := b.kept[keyOf(v)]
		if !known {
			missing = append(missing, v)
			continue
		}
		b.latest.MoveToFront(e)
		kept := e.Value.(*keptBody)
		v.Deed, v.Body = kept.deed, kept.body
	}
	return missing
}

// keep takes a body that nobody changes from now on.
func (b *bodies) keep(v *fhir.Version) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := keyOf(v)
	if _, known := b.kept[key]; known { // another search was faster
		return
	}
	b.kept[key] = b.latest.PushFront(&keptBody{key, v.Deed, v.Body})
	for b.size += len(v.Body) + aroundBody; b.size > b.most; {
		oldest := b.latest.Remove(b.latest.Back()).(*keptBody)
		delete(b.kept, oldest.key)
		b.size -= len(oldest.body) + aroundBody
	}
}

const bodiesSQL = `select w.n, v.deed, v.body from unnest(cast($1 as text[]), cast($2 as bigint[])) with ordinality w (id, version, n)
 join fhir_version v on v.type = $3 and v.id = w.id and v.version = w.version`

// embody gives versions of one type their bodies: no statement where all are at
// hand, else one.
func (s *Store) embody(ctx context.Context, typeName string, versions []*fhir.Version) error {
	missing := s.bodies.fill(versions)
	if len(missing) == 0 {
		return nil
	}
	ids, numbers := make([]string, len(missing)), make([]int64, len(missing))
	for i, v := range missing {
		ids[i], numbers[i] = v.ID, v.Number
	}
	rows, err := s.query(ctx, nil, bodiesSQL, array(ids), array(numbers), typeName)
	if err != nil {
		return err
	}
	defer rows.Close()
	found := 0
	for rows.Next() {
		var n int
		var deed fhir.Deed
		var body []byte
		if err := rows.Scan(&n, &deed, &body); err != nil {
			return err
		}
		v := missing[n-1]
		v.Deed, v.Body = deed, body
		s.bodies.keep(v)
		found++
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if found < len(missing) {
		return fmt.Errorf("of %d current versions of %s, %d are not there", len(missing), typeName, len(missing)-found)
	}
	return nil
}
