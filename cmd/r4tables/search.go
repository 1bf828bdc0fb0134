package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

type searchParameter struct {
	URL, Code, Type, Expression string
	Base, Target                []string
	Component                   []struct{ Definition, Expression string }
}

// searchTable lists the search parameters, by code and then url:
//
//	code <tab> type <tab> bases <tab> targets <tab> url <tab> expression
//	<tab> component's url <tab> component's expression      (of a composite)
func searchTable(src *source) ([]byte, error) {
	var all []searchParameter
	err := resources(src, "search-parameters.json", "SearchParameter", func(p searchParameter) error {
		all = append(all, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b searchParameter) int {
		return strings.Compare(a.Code+"\t"+a.URL, b.Code+"\t"+b.URL)
	})
	var b bytes.Buffer
	for _, p := range all {
		slices.Sort(p.Base)
		slices.Sort(p.Target)
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\n", p.Code, p.Type, strings.Join(p.Base, " "), strings.Join(p.Target, " "), p.URL, oneLine(p.Expression))
		for _, c := range p.Component {
			fmt.Fprintf(&b, "\t%s\t%s\n", c.Definition, oneLine(c.Expression))
		}
	}
	return b.Bytes(), nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

type compartment struct {
	Code     string
	Resource []struct {
		Code  string
		Param []string
	}
}

// compartmentsTable lists, for each compartment and type in it, the parameters
// that place a resource there:
//
//	compartment <tab> type <tab> parameter <tab> parameter ...
func compartmentsTable(src *source) ([]byte, error) {
	var lines []string
	err := resources(src, "profiles-resources.json", "CompartmentDefinition", func(c compartment) error {
		for _, r := range c.Resource {
			if len(r.Param) > 0 {
				lines = append(lines, c.Code+"\t"+r.Code+"\t"+strings.Join(r.Param, "\t")+"\n")
			}
		}
		return nil
	})
	slices.Sort(lines)
	return []byte(strings.Join(lines, "")), err
}
