package fhirpath

import (
	"testing"
	"time"

	"kapbridge/fhir"
)

// ada is a patient with something of everything.
var ada = func() *fhir.Tree {
	t, err := fhir.DecodeResource([]byte(`{"resourceType":"Patient","id":"ada","active":true,"birthDate":"1980-05",
		"_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime","valueDateTime":"1980-05-01T10:00:00+02:00"}]},
		"name":[{"use":"official","family":"Lovelace","given":["Ada",null,"Ada"],"_given":[null,{"extension":[{"url":"x","valueQuantity":{"value":1.50,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}]},null]},
			{"family":"Byron","period":{"start":"1815","end":"1835-07-08"}}],
		"contact":[{"name":{"family":"Byron"},"telecom":[{"value":"1","rank":1},{"value":"2","rank":2}]}],
		"contained":[{"resourceType":"Observation","id":"o","status":"final","code":{"text":"dose"},"valueQuantity":{"value":70.00,"code":"mg","system":"http://unitsofmeasure.org"}}],
		"multipleBirthInteger":2,"generalPractitioner":[{"reference":"#o"}]}`))
	if err != nil {
		panic(err)
	}
	return t
}()

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// FuzzExpression holds any text to this: it compiles or is refused, what compiles
// is printed so that it compiles to the same, and evaluating it ends.
func FuzzExpression(f *testing.F) {
	for _, seed := range []string{
		"name.where(use = 'official').given.first()", "1 + 2.50 * -3 'mg' / 2 days", "{} | %`vs-a b` is System.Integer",
		"@2020-02-29T10:00:00.123+02:00 - 1 year", "@T10:30 < timeOfDay()", "descendants().ofType(Quantity).value.round(1)",
		"contact.repeat(children()).aggregate($total & 'x', '')", "/* a */ (1|2)[0] // b", "'\\u00e4\\'' ~ \"", "name.given.sort(-$this)",
		"iif(active and birthDate.lowBoundary() > @1970, 'a', $index)", "generalPractitioner.resolve().value.toString().matches('^7')",
		"`and`.as(FHIR.`string`)", "1.repeat($this + 1)", "((((((((1))))))))", "1.power(99).log(2).sqrt()",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Compile(text)
		if err != nil {
			return
		}
		again, err := Compile(e.String())
		if err != nil {
			t.Fatalf("%q is printed as %q, which does not compile: %v", text, e, err)
		}
		if dump(e.root) != dump(again.root) {
			t.Fatalf("%q is printed as %q, which is something else: %s and %s", text, e, dump(e.root), dump(again.root))
		}
		ctx := &Context{Resource: ada, Now: noon, Steps: 20_000}
		if _, err := e.Eval(ctx); err != nil {
			if again, errAgain := again.Eval(ctx); errAgain == nil {
				t.Fatalf("%q fails: %v; printed and read again it gives %s", text, err, describe(again))
			}
		}
		if err := e.Check("Patient"); err == nil && again.Check("Patient") != nil {
			t.Fatalf("%q passes the check, %q does not", text, e)
		}
	})
}

// FuzzResource asks everything of resources that may be malformed: values of the
// wrong kind, lists in lists, nulls. Nothing but a failure may come of it.
func FuzzResource(f *testing.F) {
	f.Add(string(ada.JSON()))
	f.Add(`{"resourceType":"Patient","name":"x","birthDate":{"a":1},"contact":[[{"name":null}]],"active":[true,null],"_active":[1],"deceasedBoolean":true,"deceasedDateTime":"x"}`)
	f.Add(`{"resourceType":"Observation","valueQuantity":{"value":"1","comparator":"<"},"component":[{"valuePeriod":{"start":"2020-13"}}],"contained":["#"],"subject":{"reference":5}}`)
	byPath := rules(f)
	var asked []*Expression
	for _, text := range []string{
		"descendants() | descendants()", "descendants().select($this = $this and $this ~ $this)", "descendants().extension('x').value", "descendants().resolve()",
		"descendants().select(iif($this is Quantity, $this * 2 = $this + $this, $this.toString()))", "descendants().select(lowBoundary())", "repeat(children()).type().name",
		"descendants().memberOf('http://hl7.org/fhir/ValueSet/administrative-gender')", "descendants().select(subsumes($this))", "descendants().htmlChecks()", "descendants().sort()",
	} {
		asked = append(asked, mustCompile(f, text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		tree, err := fhir.Decode([]byte(text))
		if err != nil {
			return
		}
		ctx := &Context{Resource: tree, Now: noon, AsMany: true, Steps: 5000}
		for _, e := range asked {
			if got, err := e.Eval(ctx); err == nil {
				describe(got)
			}
		}
		for _, found := range elementsOf(nil, byPath, Of(tree)) {
			for _, r := range found.rules {
				if holds, err := r.Holds(ctx, found.value); err != nil && holds {
					t.Errorf("%s holds and fails: %v", r.Key, err)
				}
			}
		}
	})
}
