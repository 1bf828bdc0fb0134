package validate_test

import (
	"bytes"
	"cmp"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"kapbridge/fhir/fhirtest"
	"kapbridge/fhir/validate/mutate"
)

// renew writes the file of verdicts: with the address of a validator for mutants
// drawn anew, asking it for those that are not in the file yet; without one what
// we find alone.
func renew(t *testing.T) {
	bases := official(t)
	if bases == nil {
		t.Fatal("HL7's examples are needed to write the verdicts anew")
	}
	maps.Copy(bases, clinic(t))
	all := recorded(t)
	if *validator != "" {
		all = askAll(t, draw(bases), bases, all)
	}
	kinds, judge := kindsByName(), judge(t)
	var b bytes.Buffer
	for _, v := range all {
		v.ours = judge(kinds[v.kind].Make(bases[v.base], v.n))
		b.WriteString(v.line())
	}
	if err := os.WriteFile(agreementFile, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// askAll completes verdicts, several at a time. What is asked goes to the end of
// the file at once, so that a long work that is interrupted goes on.
func askAll(t *testing.T, drawn []verdict, bases map[string][]byte, known []verdict) []verdict {
	file, err := os.OpenFile(agreementFile, os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	kinds, asked := kindsByName(), sync.WaitGroup{}
	atOnce, writing := make(chan bool, 4), sync.Mutex{}
	for i := range drawn {
		v := &drawn[i]
		mutant := kinds[v.kind].Make(bases[v.base], v.n)
		v.hash = hash(mutant)
		if k := slices.IndexFunc(known, func(k verdict) bool { return k.kind == v.kind && k.hash == v.hash }); k >= 0 {
			v.theirs, v.messages = known[k].theirs, known[k].messages
			continue
		}
		asked.Add(1)
		atOnce <- true
		go func() {
			defer asked.Done()
			found, err := fhirtest.Judge(*validator, mutant, nil) // what breaks their server gets half an answer
			<-atOnce
			if v.theirs, v.messages = slices.ContainsFunc(found, fhirtest.Judged.IsError), messagesOf(found); err != nil {
				t.Logf("left out: %s of %s, %d: %v", v.kind, v.base, v.n, err)
				v.hash = ""
				return
			}
			writing.Lock()
			defer writing.Unlock()
			if _, err := file.WriteString(v.line()); err != nil {
				t.Error(err)
			}
		}()
	}
	asked.Wait()
	return slices.DeleteFunc(drawn, func(v verdict) bool { return v.hash == "" })
}

// draw chooses mutants: of each kind one of each resource, in an order that
// looks random and is always the same, then a second one, until there are enough.
func draw(bases map[string][]byte) []verdict {
	var all []verdict
	for _, kind := range mutate.Kinds() {
		if kind.Name == "as it is" {
			for _, base := range slices.Sorted(maps.Keys(bases)) {
				all = append(all, verdict{kind: kind.Name, base: base})
			}
			continue
		}
		names := slices.SortedFunc(maps.Keys(bases), func(a, b string) int {
			return cmp.Compare(hash([]byte(kind.Name+a)), hash([]byte(kind.Name+b)))
		})
		var drawn []verdict
		for round := range 2 {
			for i, base := range names {
				count := kind.Count(bases[base])
				if count <= round || len(drawn) == perKind {
					continue
				}
				n := (7*i + round) % count
				v := verdict{kind: kind.Name, base: base, n: n}
				if kind.Make(bases[base], n) != nil && !slices.Contains(drawn, v) {
					drawn = append(drawn, v)
				}
			}
		}
		all = append(all, drawn...)
	}
	return all
}

// messagesOf lists the ids of the errors.
func messagesOf(found []fhirtest.Judged) string {
	seen := map[string]bool{}
	for _, is := range found {
		if !is.IsError() {
			continue
		}
		id := is.ID()
		if strings.Contains(is.Message, "rror processing unit") {
			id = "UCUM"
		}
		seen[id] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(seen)), ",")
}
