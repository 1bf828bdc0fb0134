package profile

import (
	"fmt"
	"strings"
	"sync"

	"kapbridge/fhir"
	"kapbridge/fhir/r4"
)

// standard has the profiles and extensions of R4 itself, by their urls. They are
// part of the program and tested: a fault in them is one of the build.
var standard = sync.OnceValue(func() map[string]*Definition {
	all := map[string]*Definition{}
	for text := r4.Profiles; text != ""; {
		line, rest, _ := strings.Cut(text, "\n")
		end := 0
		for strings.HasPrefix(rest[end:], "\t") {
			end += strings.IndexByte(rest[end:], '\n') + 1
		}
		d := header(mustDecode(line))
		d.text, text = rest[:end], rest[end:]
		all[d.URL] = d
	}
	return all
})

// elements gives what the differential says, or the snapshot where there is no
// differential.
func (d *Definition) elements() []*fhir.Tree {
	if d.text == "" {
		return d.differential
	}
	var list []*fhir.Tree
	for line := range strings.Lines(d.text) {
		list = append(list, mustDecode(strings.TrimSpace(line)))
	}
	return list
}

func mustDecode(line string) *fhir.Tree {
	t, err := fhir.DecodeStored([]byte(line))
	if err != nil {
		panic(fmt.Sprintf("r4/profiles.txt: %v in %s", err, line))
	}
	return t
}
