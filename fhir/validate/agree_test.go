package validate_test

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
	"kapbridge/fhir/term"
	"kapbridge/fhir/validate"
	"kapbridge/fhir/validate/mutate"
	"kapbridge/fhir/xml"
)

const (
	clinicFile    = "testdata/clinic.ndjson"
	agreementFile = "testdata/agreement.txt"
	perKind       = 12   // mutants of a kind
	leastEqual    = 0.95 // of all verdicts, that agree
	leastHeld     = 0.99 // of those that the text of R4 is not against, that agree
)

// verdict is what is recorded of one mutant.
type verdict struct {
	kind, base string
	n          int
	hash       string // of the mutant, which shows that it is still the same
	theirs     bool   // HL7's validator finds an error
	ours       bool
	messages   string // the ids of its errors, "," between them
}

func (v verdict) line() string {
	return fmt.Sprintf("%s\t%s\t%d\t%s\t%s\t%s\t%s\n", v.kind, v.base, v.n, v.hash, word(v.theirs), word(v.ours), v.messages)
}

func word(isError bool) string {
	if isError {
		return "error"
	}
	return "good"
}

// Our verdicts on mutants of HL7's examples and of resources of a clinic are
// those that HL7's validator gave when the file was written, but for what
// differences explains.
func TestAgreement(t *testing.T) {
	t.Parallel()
	if *update {
		renew(t)
	}
	kinds, bases, judge, tally := kindsByName(), clinic(t), judge(t), tally{}
	if shared := official(t); shared != nil {
		maps.Copy(bases, shared)
	} else {
		t.Log("NOT RUN: the verdicts on HL7's examples, which are absent (set KAPBRIDGE_SHARED)")
	}
	for _, v := range recorded(t) {
		base, ok := bases[v.base]
		if !ok {
			continue
		}
		mutant := kinds[v.kind].Make(base, v.n)
		if hash(mutant) != v.hash {
			t.Fatalf("%s of %s, %d, is another mutant than the one recorded; run make agree", v.kind, v.base, v.n)
		}
		ours := judge(mutant)
		if v.ours == v.theirs && ours != v.theirs {
			t.Errorf("%s of %s, %d: was judged as by HL7's validator (%s), and is %s now", v.kind, v.base, v.n, word(v.theirs), word(ours))
		}
		v.ours = ours
		if problem := tally.count(v); problem != "" {
			t.Error(problem)
		}
	}
	t.Log("\n" + tally.String())
	if equal, held := tally.shares(); equal < leastEqual || held < leastHeld {
		t.Errorf("%.2f %% agree, and %.2f %% of those that R4 is not against; at least %.0f and %.0f %% are wanted", 100*equal, 100*held, 100*leastEqual, 100*leastHeld)
	}
}

// judge tells whether we find an error in a text.
func judge(t *testing.T) func([]byte) bool {
	v, err := validate.New(term.Standard())
	if err != nil {
		t.Fatal(err)
	}
	return func(text []byte) bool {
		decode := fhir.DecodeResource
		if text[0] == '<' {
			decode = xml.Decode
		}
		tree, err := decode(text)
		return err != nil || slices.ContainsFunc(v.Resource(tree), validate.IsError)
	}
}

func kindsByName() map[string]mutate.Kind {
	all := map[string]mutate.Kind{}
	for _, k := range mutate.Kinds() {
		all[k.Name] = k
	}
	return all
}

// clinic reads resources of the demo clinic, made by this program, by type and id.
func clinic(t *testing.T) map[string][]byte {
	data, err := os.ReadFile(clinicFile)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for line := range strings.Lines(string(data)) {
		tree, err := fhir.DecodeResource([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		all[tree.Get("resourceType").Text+"/"+tree.Get("id").Text] = []byte(line)
	}
	return all
}

// official gives HL7's examples, or nil where they are absent.
func official(t *testing.T) (all map[string][]byte) {
	t.Run("official examples", func(t *testing.T) { all = fhirtest.Examples(t) })
	return all
}

func recorded(t *testing.T) []verdict {
	file, err := os.Open(agreementFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []verdict
	for s := bufio.NewScanner(file); s.Scan(); {
		f := strings.Split(s.Text(), "\t")
		v := verdict{kind: f[0], base: f[1], hash: f[3], theirs: f[4] == "error", ours: f[5] == "error", messages: f[6]}
		if _, err := fmt.Sscan(f[2], &v.n); err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

func hash(text []byte) string { return fmt.Sprintf("%x", sha256.Sum256(text))[:8] }
