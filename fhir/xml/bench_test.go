package xml

import (
	"testing"

	"kapbridge/fhir"
)

// The same Patient of usual size in both forms.
const usual = `<Patient xmlns="http://hl7.org/fhir"><id value="p1"/><meta><versionId value="1"/><lastUpdated value="2026-11-25T01:48:59.610Z"/></meta><identifier><use value="usual"/><type><coding><system value="http://terminology.hl7.org/CodeSystem/v2-0203"/><code value="MR"/><display value="Medical record number"/></coding></type><system value="https://clinic.example/mrn"/><value value="0000001"/></identifier><active value="true"/><name><use value="official"/><family value="Corover"/><given value="Carlos"/></name><telecom><system value="phone"/><value value="+1-303-555-0182"/><use value="mobile"/></telecom><gender value="male"/><birthDate value="1978-09-12"/><address><use value="home"/><line value="309 Alder Row"/><city value="Pinon Ferry"/><state value="CO"/><country value="US"/></address></Patient>`

func usualTree(b *testing.B) *fhir.Tree {
	t, err := Decode([]byte(usual))
	if err != nil {
		b.Fatal(err)
	}
	return t
}

func BenchmarkDecode(b *testing.B) {
	b.Run("XML", func(b *testing.B) { measure(b, []byte(usual), Decode) })
	b.Run("JSON", func(b *testing.B) { measure(b, fhir.Encode(usualTree(b)), fhir.Decode) })
}

func BenchmarkEncode(b *testing.B) {
	t := usualTree(b)
	b.Run("XML", func(b *testing.B) { measure(b, t, Encode) })
	b.Run("JSON", func(b *testing.B) { measure(b, t, func(t *fhir.Tree) ([]byte, error) { return fhir.Encode(t), nil }) })
}

func measure[In, Out any](b *testing.B, in In, do func(In) (Out, error)) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := do(in); err != nil {
			b.Fatal(err)
		}
	}
}
