package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// requiredTable lists the codes of the given value sets, so that the check of
// structure need not read the tables of all terminology:
//
//	value set url <tab> open, when it has codes beyond those listed
//	<tab> system <tab> code <tab> code ...
//
// "open" marks value sets over code systems that are not part of the standard:
// ISO 4217 currencies, BCP 13 media types, UCUM, a LOINC answer list.
func requiredTable(t terminology, urls []string) ([]byte, error) {
	var b bytes.Buffer
	for _, url := range urls {
		if err := writeRequired(&b, url, t.sets, t.systems); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func writeRequired(b *bytes.Buffer, url string, sets map[string]valueSet, systems map[string]codeSystem) error {
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
