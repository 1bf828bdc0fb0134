package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

type valueSet struct {
	URL     string
	Compose struct {
		Include []struct {
			System   string
			Concept  []concept
			Filter   []struct{}
			ValueSet []string
		}
		Exclude []struct{}
	}
}

type codeSystem struct {
	URL, Content string
	Concept      []concept
}

type concept struct {
	Code    string
	Concept []concept
}

// terminology is the value sets and code systems of the standard, by url.
type terminology struct {
	sets    map[string]valueSet
	systems map[string]codeSystem
}

func readTerminology(src *source) (terminology, error) {
	t := terminology{map[string]valueSet{}, map[string]codeSystem{}}
	for _, file := range []string{"valuesets.json", "v3-codesystems.json", "v2-tables.json"} {
		err := resources(src, file, "ValueSet", func(v valueSet) error { t.sets[v.URL] = v; return nil })
		if err != nil {
			return t, err
		}
		err = resources(src, file, "CodeSystem", func(c codeSystem) error { t.systems[c.URL] = c; return nil })
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// valueSetsTable lists the codes of the given value sets:
//
//	value set url <tab> open, when it has codes beyond those listed
//	<tab> system <tab> code <tab> code ...
//
// "open" marks value sets over code systems that are not part of the standard:
// ISO 4217 currencies, BCP 13 media types, UCUM, a LOINC answer list.
func valueSetsTable(t terminology, urls []string) ([]byte, error) {
	var b bytes.Buffer
	for _, url := range urls {
		if err := writeValueSet(&b, url, t.sets, t.systems); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func writeValueSet(b *bytes.Buffer, url string, sets map[string]valueSet, systems map[string]codeSystem) error {
	set, known := sets[url]
	open := ""
	if !known {
		open = "\topen"
	}
	var lines []string
	if len(set.Compose.Exclude) > 0 {
		return fmt.Errorf("%s excludes codes, which is not provided for", url)
	}
	for _, inc := range set.Compose.Include {
		if len(inc.Filter) > 0 || len(inc.ValueSet) > 0 {
			return fmt.Errorf("%s filters or imports, which is not provided for", url)
		}
		codes := flatten(nil, inc.Concept)
		if codes == nil {
			if systems[inc.System].Content == "complete" {
				codes = flatten(nil, systems[inc.System].Concept)
			} else {
				open = "\topen"
			}
		}
		if i := slices.IndexFunc(codes, func(c string) bool { return strings.ContainsAny(c, "\t\n") }); i >= 0 {
			return fmt.Errorf("%s has the code %q, which the table cannot hold", url, codes[i])
		}
		if codes != nil {
			lines = append(lines, "\t"+inc.System+"\t"+strings.Join(codes, "\t")+"\n")
		}
	}
	fmt.Fprintf(b, "%s%s\n%s", url, open, strings.Join(lines, ""))
	return nil
}

// flatten lists codes and the codes below them.
func flatten(codes []string, concepts []concept) []string {
	for _, c := range concepts {
		codes = flatten(append(codes, c.Code), c.Concept)
	}
	return codes
}
