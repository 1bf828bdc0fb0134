package validate

import (
	"testing"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirtest"
)

// BenchmarkClaims says what profiles cost an example of about 3 KB beside R4's own
// rules: see BenchmarkResource.
func BenchmarkClaims(b *testing.B) {
	v := standard(b)
	var plain, vital []*fhir.Tree
	var texts [][]byte // of vital signs
	for _, data := range fhirtest.Examples(b) {
		tree, err := fhir.DecodeResource(data)
		if err != nil {
			b.Fatal(err)
		}
		text := fhir.AppendJSON(nil, tree)
		switch {
		case vitalSign(tree) != "" && len(text) > 1000:
			vital, texts = append(vital, tree), append(texts, text)
		case !v.claimsAny(tree) && len(text) > 2000 && len(text) < 4000:
			plain = append(plain, tree)
		}
	}
	each := func(name string, n int, do func(i int)) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				do(i % n)
			}
		})
	}
	each("nothing claimed", len(plain), func(i int) { v.Claims(plain[i]) })
	each("vital sign, decode", len(vital), func(i int) {
		if _, err := fhir.DecodeResource(texts[i]); err != nil {
			b.Fatal(err)
		}
	})
	each("vital sign, errors of R4", len(vital), func(i int) { Errors(vital[i]) })
	each("vital sign, profile", len(vital), func(i int) { v.Claims(vital[i]) })
}
