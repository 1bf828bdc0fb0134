package inspection

import (
	"archive/tar"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pack makes a FHIR package of files.
func pack(t *testing.T, files map[string]string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.tgz")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	zipped := gzip.NewWriter(f)
	archive := tar.NewWriter(zipped)
	for path, text := range files {
		if err := archive.WriteHeader(&tar.Header{Name: path, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []interface{ Close() error }{archive, zipped, f} {
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return name
}

func TestDefinitions(t *testing.T) {
	t.Parallel()
	valueSet := `{"resourceType":"ValueSet","url":"https://a.example/v"}`
	packed := pack(t, map[string]string{
		"package/package.json": `{"name":"a"}`, "package/.index.json": `{}`, "package/ValueSet-v.json": valueSet,
		"package/ImplementationGuide-a.json": `{"resourceType":"ImplementationGuide"}`,
		"package/example/Patient-x.json":     `not looked at`, "package/other/ValueSet-w.json": valueSet,
	})
	folder := t.TempDir()
	for name, text := range map[string]string{
		"package.json": `{"name":"a"}`, "notes.txt": "none", "v.json": valueSet,
		"b.json": `{"resourceType":"Bundle","entry":[{"resource":` + valueSet + `},{"resource":{"resourceType":"Patient"}},{}]}`,
		"c.xml":  `<CodeSystem xmlns="http://hl7.org/fhir"><url value="https://a.example/c"/></CodeSystem>`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		packed: "https://a.example/v", folder: "https://a.example/v https://a.example/c https://a.example/v",
		"testdata/definitions/named-patient.json": "https://a.example/StructureDefinition/named-patient",
	} {
		all, err := Definitions(path)
		var urls []string
		for _, d := range all {
			urls = append(urls, d.Get("url").Text)
		}
		if got := strings.Join(urls, " "); err != nil || got != want {
			t.Errorf("%s: %s, not %s (%v)", path, got, want, err)
		}
	}
}

func TestDefinitionsRefused(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "a.json")
	noGzip := filepath.Join(t.TempDir(), "b.tgz")
	for name, text := range map[string]string{broken: `{"resourceType":`, noGzip: "no gzip"} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range []string{broken, noGzip, "nowhere", "definitions_test.go", pack(t, map[string]string{"package/x.json": "{"})} {
		all, err := Definitions(path)
		if err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %d definitions, %v", path, len(all), err)
		}
	}
}
