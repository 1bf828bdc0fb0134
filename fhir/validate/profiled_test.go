package validate_test

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

const (
	profileBase  = "https://kapbridge.org/fhir/test/StructureDefinition/"
	casesFile    = "testdata/profiled.txt"
	verdictsFile = "testdata/profiled-verdicts.txt"
)

// profiled is a resource and what is to be found in it by one small profile of
// testdata/profiles.
type profiled struct{ profile, name, want, resource string }

// key names the case.
func (c profiled) key() string { return c.profile + "\t" + c.name }

func profiledCases(t *testing.T) []profiled {
	t.Helper()
	data, err := os.ReadFile(casesFile)
	if err != nil {
		t.Fatal(err)
	}
	var all []profiled
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		all = append(all, profiled{f[0], f[1], f[2], f[3]})
	}
	return all
}

// smallDefinitions reads testdata/profiles.
func smallDefinitions(t *testing.T) []*fhir.Tree {
	t.Helper()
	files, err := filepath.Glob("testdata/profiles/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(len(files), err)
	}
	var definitions []*fhir.Tree
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := fhir.DecodeResource(data)
		if err != nil {
			t.Fatal(f, err)
		}
		definitions = append(definitions, tree)
	}
	return definitions
}

// Each rule of a profile lets pass what keeps it, and tells what does not, where it
// is and as what.
func TestProfilesAreAsked(t *testing.T) {
	t.Parallel()
	v := validatorOf(t, smallDefinitions(t))
	for _, c := range profiledCases(t) {
		t.Run(c.profile+"/"+c.name, func(t *testing.T) {
			tree, err := fhir.DecodeResource([]byte(c.resource))
			if err != nil {
				t.Fatal(err)
			}
			var got, texts []string
			for _, is := range v.Resource(tree, profileBase+c.profile) {
				if is.Profile != "" || is.Severity == "error" || is.Code == "not-found" { // what R4 alone advises is tried elsewhere
					got = append(got, is.Severity+" "+is.Code+" "+is.Expression)
					texts = append(texts, is.Text)
				}
			}
			if list := strings.Join(got, "; "); list != c.want && (list != "" || c.want != "-") {
				t.Errorf("got  %s\nwant %s\n%s", list, c.want, strings.Join(texts, "\n"))
			}
		})
	}
}

// disputed are the cases that HL7's validator judges otherwise, and why ours stands.
var disputed = map[string]string{
	"pattern-list\tin another order":                    "an item of a pattern may match any item (http://hl7.org/fhir/R4/elementdefinition.html#pattern); theirs compares in order",
	"slices-open-at-end\tbetween":                       "theirs does not ask openAtEnd (http://hl7.org/fhir/R4/profiling.html#slicing)",
	"default-slice\tboth":                               "theirs does not know @default (http://hl7.org/fhir/R4/profiling.html#default-slice)",
	"binding-required\tone of two":                      "one coding from the value set is enough (http://hl7.org/fhir/R4/terminologies.html#required)",
	"bounds\tbefore":                                    "theirs does not ask minValue of instants (http://hl7.org/fhir/R4/elementdefinition.html#minValue)",
	"repeated-content\tdeep":                            "a contentReference brings all rules of the element that it names (http://hl7.org/fhir/R4/elementdefinition.html#contentReference); theirs takes those of R4 alone",
	"repeated-in-answers\tdeep":                         "as repeated-content",
	"below-what-is-there\tin a component":               "as repeated-content",
	"slices-by-type\telsewhere":                         "what a reference to elsewhere leads to cannot be told, but its type stands in it; theirs counts it as no value",
	"slices-by-profile\telsewhere":                      "what a reference to elsewhere leads to cannot be told; theirs counts it as no value",
	"slices-behind-references\telsewhere":               "what a reference to elsewhere leads to cannot be told; theirs counts it as no value",
	"any-observation\tpulse oximetry by its newer code": "59408-5 is not in R4's table of vital signs (http://hl7.org/fhir/R4/observation-vitalsigns.html#vitals-table); theirs takes in related codes",
}

// The verdicts, error or none, are those of HL7's validator.
func TestProfilesAreAskedAsByHL7(t *testing.T) {
	t.Parallel()
	if *update {
		renewVerdicts(t)
	}
	data, err := os.ReadFile(verdictsFile)
	if err != nil {
		t.Fatal(err)
	}
	theirs := map[string]string{}
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		theirs[f[0]+"\t"+f[1]] = f[2]
	}
	for _, c := range profiledCases(t) {
		verdict, ok := theirs[c.key()]
		if !ok {
			t.Errorf("%s: no verdict is recorded; renew them", c.key())
			continue
		}
		agree := (verdict == "error") == strings.Contains(c.want, "error ")
		if agree == (disputed[c.key()] != "") {
			t.Errorf("%s: HL7's validator says %s, ours %s; disputed because %q", c.key(), verdict, c.want, disputed[c.key()])
		}
	}
}

// renewVerdicts asks HL7's validator, which has been told testdata/profiles.
func renewVerdicts(t *testing.T) {
	if *validator == "" {
		t.Fatal("give the address of HL7's validator by -validator")
	}
	var b bytes.Buffer
	for _, c := range profiledCases(t) {
		found, err := fhirtest.Judge(*validator, []byte(c.resource), url.Values{"level": {"warning"}, "profile": {profileBase + c.profile}})
		if err != nil {
			t.Fatalf("%s: %v", c.key(), err)
		}
		verdict, ids := "good", []string{}
		for _, is := range found {
			if is.IsError() {
				verdict = "error"
				ids = append(ids, is.ID()+" "+is.Location)
			}
		}
		b.WriteString(c.key() + "\t" + verdict + "\t" + strings.Join(ids, ", ") + "\n")
	}
	if err := os.WriteFile(verdictsFile, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
