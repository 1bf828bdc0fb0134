package fhirpath

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"kapbridge/fhir"
)

// What an expression sees beyond the resource comes by the context, or is what
// R4 itself knows.
func TestContext(t *testing.T) {
	t.Parallel()
	condition, err := fhir.DecodeResource([]byte(`{"resourceType":"Condition","subject":{"reference":"Patient/ada"},"asserter":{"reference":"#a"},
		"contained":[{"resourceType":"Practitioner","id":"a","gender":"female"}],
		"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},
		"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"recurrence"}]},
		"modifierExtension":[{"url":"http://a","valueBoolean":true}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var traced []string
	ctx := &Context{
		Resource:  condition,
		Now:       noon,
		Variables: map[string]Collection{"dose": {Integer(70)}},
		Resolve: func(reference string) (*fhir.Tree, error) {
			return map[string]*fhir.Tree{"Patient/ada": ada}[reference], nil
		},
		ConformsTo: func(v Value, profile string) (bool, bool, error) {
			return v.Type.Is("Condition"), strings.HasPrefix(profile, "http://mine/"), nil
		},
		Trace: func(name string, values Collection) { traced = append(traced, name+describe(values)) },
	}
	for expression, want := range map[string]string{
		"subject.resolve().name.first().family": "[FHIR.string Lovelace]",
		"asserter.resolve().gender":             "[FHIR.code female]",
		"'Patient/nobody'.resolve()":            "[]",
		"%dose + 1":                             "[System.Integer 71]",
		"%resource.id = %rootResource.id":       "[]",
		"%context.clinicalStatus.coding.code":   "[FHIR.code active]",
		"conformsTo('http://mine/x')":           "[System.Boolean true]",
		"today()":                               "[System.Date 2026-11-25]",
		"now()":                                 "[System.DateTime 2026-11-25T12:00:00.000Z]",
		"timeOfDay()":                           "[System.Time 12:00:00.000]",
		"clinicalStatus.memberOf('http://hl7.org/fhir/ValueSet/condition-clinical')": "[System.Boolean true]",
		"clinicalStatus.memberOf('http://nobody')":                                   "[]",
		"'f'.memberOf('http://hl7.org/fhir/ValueSet/administrative-gender')":         "[System.Boolean false]",
		"clinicalStatus.subsumes(verificationStatus)":                                "[System.Boolean true]",
		"clinicalStatus.subsumedBy(verificationStatus)":                              "[System.Boolean false]",
		"clinicalStatus.coding.subsumedBy(clinicalStatus)":                           "[System.Boolean true]",
		"checkModifiers('http://a').subject.reference":                               "[FHIR.string Patient/ada]",
		"1.trace('one') | 2": "[System.Integer 1, System.Integer 2]",
		"contained.ofType(Practitioner).gender.getValue().type().namespace":                "[System.String System]",
		"descendants().where($this is Coding).code.join(', ')":                             "[System.String active, recurrence]",
		"subject.type().name & ' ' & type().baseType & ' ' & 1.type().baseType.toString()": "[System.String Reference FHIR.DomainResource System.Any]",
	} {
		got, err := mustCompile(t, expression).Eval(ctx)
		if err != nil || describe(got) != want {
			t.Errorf("%s gives %s, %v; not %s", expression, describe(got), err, want)
		}
	}
	if len(traced) != 1 || traced[0] != "one[System.Integer 1]" {
		t.Errorf("traced %q", traced)
	}
	for expression, says := range map[string]string{
		"%nobody":                    "no variable %nobody",
		"checkModifiers('http://b')": "not known",
		"conformsTo('http://their')": "not known",
	} {
		var p *fhir.Problem
		if _, err := mustCompile(t, expression).Eval(ctx); !errors.As(err, &p) || p.Status != 422 || !strings.Contains(err.Error(), says) {
			t.Errorf("%s gives %v", expression, err)
		}
	}
	if _, err := mustCompile(t, "now()").Eval(&Context{}); err == nil {
		t.Error("now() is told without a clock")
	}
}

// Errors of Compile name the place and what was expected there.
func TestCompileTellsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for expression, says := range map[string]string{
		"name.":              `at character 6: expected the name of an element or function, found the end`,
		"ä + ":               `at character 1: 'ä' begins nothing`,
		"name[0":             `at character 7: expected ], found the end`,
		"nme.wher(a)":        `at character 5: there is no function wher()`,
		"name.ofTYPE(a)":     `it is written ofType()`,
		"name.where()":       `where() takes one argument, not 0`,
		"name.first(1)":      `first() takes no arguments, not 1`,
		"substring(1, 2, 3)": `substring() takes 1 to 2 arguments, not 3`,
		"a is Nothing":       `"Nothing" is no type`,
		"'a":                 `expected ' at the end`,
		"'\\x'":              `the character that the backslash opens`,
		"@2020-13":           `is no date or time`,
		"@T25":               `is no date or time`,
		"3000000000":         `an Integer is 2147483647 at most`,
		"a b":                `at character 3: expected an operator or the end`,
		"and":                `expected a value or a name before and`,
		"$that":              `expected $this, $index or $total`,
		"a.$this":            `stands at the head of a path`,
		"/* a":               `expected */`,
		"%":                  `expected the name of a variable`,
	} {
		var p *fhir.Problem
		if _, err := Compile(expression); !errors.As(err, &p) || p.Status != 400 || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v; not %s", expression, err, says)
		}
	}
}

// One Expression serves many at the same time.
func TestManyEvaluateAtOnce(t *testing.T) {
	t.Parallel()
	e := mustCompile(t, "descendants().where($this is Reference or extension.exists() or 'a'.matches('a')).count()")
	all := []*fhir.Tree{ada}
	for _, r := range []string{`{"resourceType":"Device","deviceName":[{"name":"a","type":"other"}]}`, `{"resourceType":"Group","quantity":1}`} {
		t, _ := fhir.DecodeResource([]byte(r))
		all = append(all, t)
	}
	var wait sync.WaitGroup
	for i := range 64 {
		wait.Go(func() {
			r := all[i%len(all)]
			want, _ := e.Eval(&Context{Resource: r})
			for range 20 {
				if got, err := e.Eval(&Context{Resource: r}); err != nil || !same(got, want) {
					t.Errorf("%s, %v; not %s", describe(got), err, describe(want))
				}
			}
		})
	}
	wait.Wait()
}
