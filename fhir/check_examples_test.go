package fhir

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shared is the folder of test input that is not part of the repository.
func shared(t *testing.T, sub string) string {
	t.Helper()
	root := os.Getenv("KAPBRIDGE_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	dir := filepath.Join(root, sub)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("NOT RUN: the test input is absent: %v (set KAPBRIDGE_SHARED)", err)
	}
	return dir
}

// broken lists official examples that break R4 itself.
var broken = map[string]string{
	"QuestionnaireResponse-gcs.json":              "its questionnaire is a relative address",
	"QuestionnaireResponse-ussg-fht-answers.json": "its questionnaire is a relative address",
}

func TestOfficialExamplesAreValid(t *testing.T) {
	t.Parallel()
	n := 0
	err := filepath.WalkDir(shared(t, "r4-examples"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".json") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tree, err := DecodeResource(data)
		if err != nil {
			t.Errorf("%s: %v", e.Name(), err)
			return nil
		}
		n++
		issues := CheckStructure(tree)
		if reason, known := broken[e.Name()]; known != (len(issues) > 0) {
			t.Errorf("%s (%s): %d issues", e.Name(), reason, len(issues))
			for _, is := range issues {
				t.Errorf("  %s %s: %s", is.Code, is.Expression, is.Text)
			}
		}
		return nil
	})
	if err != nil || n < 100 {
		t.Errorf("%d examples read, %v", n, err)
	}
	t.Logf("%d examples", n)
}
