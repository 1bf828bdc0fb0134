package ig

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
	"kapbridge/fhir/patch"
)

var (
	update    = flag.Bool("update", false, "write the verdicts of HL7's validator anew, see -validator")
	validator = flag.String("validator", "", "`address` of HL7's validator core behind HTTP, with the definitions of this folder: a resource that is POSTed is answered by {issues: [{severity, messageId}]}")
)

// The folders of examples, each with what breaks them and what HL7's validator
// says of that.
const (
	ofGuide  = "../../testdata/guide/"
	ofUSCore = "../../testdata/us-core/"
	verdicts = "verdicts.txt"
)

// trial is an example of a profile, as it is or with one rule broken.
type trial struct {
	profile, rule string // rule is asItIs for the example itself
	resource      *fhir.Tree
}

const asItIs = "-"

func (c trial) String() string { return c.profile + " | " + c.rule }

// trials are the examples of a folder and what its broken.txt makes of them.
func trials(t *testing.T, folder string) (all []trial) {
	t.Helper()
	files, err := filepath.Glob(folder + "*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	sound := map[string]*fhir.Tree{}
	for _, file := range files {
		profile := strings.TrimSuffix(filepath.Base(file), ".json")
		if sound[profile], err = fhir.DecodeResource(contents(t, file)); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all = append(all, trial{profile, asItIs, sound[profile]})
	}
	for _, line := range lines(t, folder+"broken.txt") {
		parts := strings.SplitN(line, " | ", 3)
		change, err := patch.JSON([]byte(parts[2]))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		broken, err := change(sound[parts[0]])
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, trial{parts[0], parts[1], broken})
	}
	return all
}

// TestEveryRuleHasAnExample looks for a sound resource of each profile, and for
// a broken one of each invariant, and for what HL7's validator says of them.
func TestEveryRuleHasAnExample(t *testing.T) {
	t.Parallel()
	everyRuleHasAnExample(t, ofGuide, Resources())
}

func TestEveryRuleOfUSCoreHasAnExample(t *testing.T) {
	t.Parallel()
	everyRuleHasAnExample(t, ofUSCore, USCore())
}

func everyRuleHasAnExample(t *testing.T, folder string, definitions []*fhir.Tree) {
	if *update {
		record(t, folder)
	}
	severity := map[string]string{}
	tried := map[string]bool{}
	recorded := lines(t, folder+verdicts)
	for _, d := range definitions {
		for _, c := range invariants(d) {
			severity[text(c, "key")] = text(c, "severity")
		}
	}
	for i, c := range trials(t, folder) {
		tried[c.profile+" "+c.rule] = true
		verdict, known := strings.CutPrefix(recorded[min(i, len(recorded)-1)], c.String()+" | ")
		ours := severity[c.rule] + " " + c.rule
		switch {
		case !known:
			t.Fatalf("%s has no verdict; write them anew with -update and -validator", c)
		case c.rule == asItIs && verdict != "sound", severity[c.rule] != "" && verdict != ours,
			severity[c.rule] == "" && c.rule != asItIs && !strings.HasPrefix(verdict, "error "):
			t.Errorf("%s: HL7's validator says %s", c, verdict)
		}
	}
	for _, d := range definitions {
		id := text(d, "id")
		if isProfile(d) && !tried[id+" "+asItIs] {
			t.Errorf("%s has no example", id)
		}
		for _, c := range invariants(d) {
			if isProfile(d) && !tried[id+" "+text(c, "key")] {
				t.Errorf("nothing breaks %s of %s", text(c, "key"), id)
			}
		}
	}
}

// invariants are those that a definition itself states.
func invariants(d *fhir.Tree) (found []*fhir.Tree) {
	elements := d.At("differential", "element")
	if elements == nil {
		return nil
	}
	for _, e := range elements.Items {
		if list := e.Get("constraint"); list != nil {
			found = append(found, list.Items...)
		}
	}
	return found
}

// record asks HL7's validator for all verdicts.
func record(t *testing.T, folder string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("# What HL7's validator says of the examples, and of what broken.txt makes of them: the invariants\n" +
		"# that are broken, and its message ids of other errors. Made by go test ./fhir/ig -update -validator ADDRESS.\n\n")
	for _, c := range trials(t, folder) {
		fmt.Fprintf(&b, "%s | %s\n", c, ask(t, c.resource))
	}
	if err := os.WriteFile(folder+verdicts, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// ask has HL7's validator judge a resource by the profiles that it claims.
func ask(t *testing.T, resource *fhir.Tree) string {
	t.Helper()
	found, err := fhirtest.Judge(*validator, resource.JSON(), url.Values{"level": {"warning"}})
	if err != nil {
		t.Fatal(err)
	}
	var findings []string
	for _, i := range found {
		key := ownKey.FindString(i.MessageID)
		if key == "" {
			key = i.MessageID
		}
		if i.IsError() || key != i.MessageID {
			findings = append(findings, i.Severity+" "+key)
		}
	}
	return verdictOf(findings)
}

var ownKey = regexp.MustCompile(`\b(kap-\d+|us-core-\d+|pd-1)$`)

func verdictOf(findings []string) string {
	if len(findings) == 0 {
		return "sound"
	}
	slices.Sort(findings)
	return strings.Join(slices.Compact(findings), ", ")
}

// lines are those of a file that say something.
func lines(t *testing.T, file string) (said []string) {
	t.Helper()
	for _, line := range strings.Split(string(contents(t, file)), "\n") {
		if line != "" && line[0] != '#' {
			said = append(said, line)
		}
	}
	return said
}

func contents(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestOursAgrees holds our validator to the verdicts of HL7's: the same
// invariants of the guide, and an error where that has another one.
func TestOursAgrees(t *testing.T) {
	t.Parallel()
	oursAgrees(t, ofGuide)
}

func TestOursAgreesOnUSCore(t *testing.T) {
	t.Parallel()
	oursAgrees(t, ofUSCore)
}

func oursAgrees(t *testing.T, folder string) {
	recorded := lines(t, folder+verdicts)
	for i, c := range trials(t, folder) {
		var findings []string
		for _, issue := range Validator().Resource(c.resource) {
			if key := named.FindStringSubmatch(issue.Text); key != nil {
				findings = append(findings, issue.Severity+" "+key[1])
			} else if issue.Severity == "error" {
				findings = append(findings, "error other")
			}
		}
		theirs := strings.Split(strings.TrimPrefix(recorded[i], c.String()+" | "), ", ")
		for j, finding := range theirs {
			if !ownKey.MatchString(finding) && finding != "sound" {
				theirs[j] = "error other"
			}
		}
		slices.Sort(theirs)
		if got, want := verdictOf(findings), verdictOf(theirs); got != want {
			t.Errorf("%s: %s, not %s as HL7's validator has it", c, got, want)
		}
	}
}

// named is how the text of an issue names the invariant.
var named = regexp.MustCompile(`\((kap-\d+|us-core-\d+|pd-1)\)`)
