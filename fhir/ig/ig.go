package ig

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"kapbridge/fhir"
	"kapbridge/fhir/term"
	"kapbridge/fhir/validate"
)

//go:embed *.json us-core/*.json
var files embed.FS

// Resources are the definitions of the guide, each a valid R4 resource with a
// canonical url under fhir.Canonical, by the names of their files. They are
// shared: nobody may change them.
var Resources = sync.OnceValue(func() []*fhir.Tree {
	return readAll("*.json")
})

// Resource is the definition of that type and id, read anew. It panics on one
// that the guide lacks: such a name is a fault of the program.
func Resource(typeName, id string) *fhir.Tree { return read(typeName + "-" + id + ".json") }

func readAll(pattern string) []*fhir.Tree {
	names, err := fs.Glob(files, pattern)
	if err != nil {
		panic("ig: " + err.Error())
	}
	all := make([]*fhir.Tree, len(names))
	for i, name := range names {
		all[i] = read(name)
	}
	return all
}

// Find is the definition of that type and id, if the guide has one.
func Find(key fhir.Key) (*fhir.Tree, bool) {
	for _, t := range Resources() {
		if t.Get("resourceType").StringOr("") == key.Type && t.Get("id").StringOr("") == key.ID {
			return t, true
		}
	}
	return nil, false
}

func read(name string) *fhir.Tree {
	text, err := files.ReadFile(name)
	if err != nil {
		panic("ig: " + err.Error())
	}
	t, err := fhir.DecodeResource(text)
	if err != nil {
		panic(fmt.Sprintf("ig: %s: %v", name, err))
	}
	return t
}

// Supported lists the profiles that resources of a type can claim here, by their
// canonical urls: those of Resources, then those of USCore, in their order.
func Supported(typeName string) (urls []string) {
	for _, t := range Known() {
		if isProfile(t) && t.Get("type").StringOr("") == typeName {
			urls = append(urls, t.Get("url").StringOr(""))
		}
	}
	return urls
}

// isProfile tells a profile on a resource type from other definitions
// (http://hl7.org/fhir/R4/structuredefinition-definitions.html#StructureDefinition.derivation).
func isProfile(t *fhir.Tree) bool {
	return t.Get("resourceType").StringOr("") == "StructureDefinition" && t.Get("kind").StringOr("") == "resource" &&
		t.Get("derivation").StringOr("") == "constraint"
}

// Known are all definitions that checks know beside those of R4.
func Known() []*fhir.Tree { return slices.Concat(Resources(), USCore()) }

// Terms are the code systems and value sets of R4, of the guide and of USCore.
var Terms = sync.OnceValue(func() *term.Terms {
	t, err := term.Standard().With(Known()...)
	if err != nil {
		panic("ig: " + err.Error())
	}
	return t
})

// Validator knows R4 and the profiles of the guide and of USCore.
var Validator = sync.OnceValue(func() *validate.Validator {
	v, err := validate.New(Terms(), Known()...)
	if err != nil {
		panic("ig: " + err.Error())
	}
	return v
})
