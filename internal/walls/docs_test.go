package walls

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryPackageIntroducesItself wants a doc.go in each room and subroom.
func TestEveryPackageIntroducesItself(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "kapbridge/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range strings.Fields(string(out)) {
		if _, err := os.Stat(filepath.Join(folder, "doc.go")); err != nil {
			t.Errorf("%s has no doc.go for a newcomer to read first", folder)
		}
	}
}
