package inspection

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/xml"
)

// kinds are the resources that say what others should be like.
var kinds = []string{"StructureDefinition", "ValueSet", "CodeSystem"}

// Definitions reads the profiles, value sets and code systems of files, folders
// and FHIR packages (.tgz: http://hl7.org/fhir/packages.html), alone or in Bundles. Other
// resources are passed over. A file that cannot be read, or is none of FHIR, is an error that
// names it.
func Definitions(paths ...string) ([]*fhir.Tree, error) {
	var all []*fhir.Tree
	for _, name := range paths {
		err := filepath.WalkDir(name, func(at string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			var found []*fhir.Tree
			switch strings.ToLower(filepath.Ext(at)) {
			case ".tgz":
				found, err = inPackage(at)
			case ".json", ".xml":
				if tellsOfPackage(at) {
					return nil
				}
				found, err = inFile(at)
			default:
				if at == name {
					err = fmt.Errorf("%s: definitions are in .json, .xml and .tgz", at)
				}
			}
			all = append(all, found...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func inFile(name string) ([]*fhir.Tree, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return defined(name, text)
}

// defined gives a resource where it is a definition, or those of a Bundle.
func defined(name string, text []byte) ([]*fhir.Tree, error) {
	decode := fhir.DecodeBundle
	if (document{text: text}).isXML() {
		decode = xml.DecodeBundle
	}
	t, err := decode(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	all := []*fhir.Tree{t}
	if list := t.Get("entry"); t.Get("resourceType").Text == "Bundle" && list.Is(fhir.Array) {
		for _, entry := range list.Items {
			all = append(all, entry.Get("resource"))
		}
	}
	return slices.DeleteFunc(all, func(t *fhir.Tree) bool {
		return !slices.Contains(kinds, t.Get("resourceType").StringOr(""))
	}), nil
}

// tellsOfPackage tells the files of a package that are no resources.
func tellsOfPackage(name string) bool {
	base := filepath.Base(name)
	return base == "package.json" || base == ".index.json"
}

// inPackage gives the definitions of a package, which are package/*.json.
func inPackage(name string) (all []*fhir.Tree, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for archive := tar.NewReader(unzipped); ; {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if folder, file := path.Split(h.Name); folder != "package/" || path.Ext(file) != ".json" || tellsOfPackage(file) {
			continue
		}
		text, err := io.ReadAll(io.LimitReader(archive, mostBytes))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		found, err := defined(name+" "+h.Name, text)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
}
