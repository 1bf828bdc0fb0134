package fhir

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkCheckStructure takes one official example of each size class.
func BenchmarkCheckStructure(b *testing.B) {
	for _, name := range []string{"MedicationAdministration", "Observation", "Patient", "QuestionnaireResponse"} {
		root := os.Getenv("KAPBRIDGE_SHARED")
		if root == "" {
			root = filepath.Join("..", "..", "shared")
		}
		files, err := filepath.Glob(filepath.Join(root, "r4-examples", name, "*.json"))
		if err != nil || len(files) == 0 {
			b.Skip("NOT RUN: the official examples are absent")
		}
		var trees []*Tree
		size := 0
		for _, f := range files {
			data, err := os.ReadFile(f)
			if err != nil {
				b.Fatal(err)
			}
			t, err := DecodeResource(data)
			if err != nil {
				b.Fatal(err)
			}
			trees = append(trees, t)
			size += len(Encode(t))
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size / len(trees)))
			i := 0
			for b.Loop() {
				if issues := CheckStructure(trees[i%len(trees)]); len(issues) > 0 {
					b.Fatal(issues)
				}
				i++
			}
		})
	}
}
