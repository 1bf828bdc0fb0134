package fhir

import (
	_ "embed" // the tables
	"slices"
	"strings"
	"sync"
)

//go:embed r4/searchparameters.txt
var searchText string

//go:embed ig/searchparameters.txt
var ownSearchText string

//go:embed r4/compartments.txt
var compartmentsText string

// SearchParameter is one search parameter, of the standard
// (http://hl7.org/fhir/R4/searchparameter-registry.html) or of the project.
type SearchParameter struct {
	Code       string   // as used in a query, "subject"
	Type       string   // token | reference | date | string | quantity | number | uri | composite | special
	Bases      []string // the types it is defined for
	Targets    []string // of a reference: the types it may point to
	URL        string
	Expression string // FHIRPath; "" for what it cannot say, such as _text
	Components []SearchComponent

	Description string // of the project's own
	DerivedFrom string // of the project's own: url of the one that it widens
}

// SearchComponent is one part of a composite parameter.
type SearchComponent struct {
	URL        string // of the search parameter that the part is
	Expression string // FHIRPath, relative to the composite's own
}

// SearchParameters returns the parameters of a resource type sorted by code,
// those of Resource and DomainResource included, and the project's own, which
// stand in for those of the standard with the same code. Each expression is narrowed to
// the branches that concern the type. The slice is the caller's own.
func SearchParameters(typeName string) []SearchParameter {
	d, ok := TypeOf(typeName)
	if !ok {
		return nil
	}
	var found []SearchParameter
	for d != nil {
		for _, p := range searchParameters()[d.Name] {
			if !slices.ContainsFunc(found, func(own SearchParameter) bool { return own.Code == p.Code }) {
				p.Expression = narrow(p.Expression, typeName)
				found = append(found, p)
			}
		}
		d = definitions().types[d.Base]
	}
	slices.SortFunc(found, func(a, b SearchParameter) int { return strings.Compare(a.Code, b.Code) })
	return found
}

// CompartmentParameters returns the codes of the search parameters that place a
// resource of this type in the compartment ("patient", "practitioner",
// "encounter", "device", "relatedPerson"); none when it never is in one. The
// code "{def}" means that the resource is the compartment's own
// (http://hl7.org/fhir/R4/compartmentdefinition.html).
func CompartmentParameters(compartment, typeName string) []string {
	return slices.Clone(compartments()[[2]string{strings.ToLower(compartment), typeName}])
}

// OwnSearchParameters returns the parameters that the project defines beyond
// the standard, by their canonical urls.
func OwnSearchParameters() []SearchParameter { return readSearchParameters(ownSearchText) }

// searchParameters are those of each type, the project's own first.
var searchParameters = sync.OnceValue(func() map[string][]SearchParameter {
	byBase := map[string][]SearchParameter{}
	for _, p := range append(OwnSearchParameters(), readSearchParameters(searchText)...) {
		for _, base := range p.Bases {
			byBase[base] = append(byBase[base], p)
		}
	}
	return byBase
})

// readSearchParameters reads one parameter a line; a line without a code is a
// component of the one before.
func readSearchParameters(text string) (all []SearchParameter) {
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] == "" {
			last := &all[len(all)-1]
			last.Components = append(last.Components, SearchComponent{f[1], f[2]})
			continue
		}
		p := SearchParameter{Code: f[0], Type: f[1], Bases: strings.Fields(f[2]), Targets: strings.Fields(f[3]), URL: f[4], Expression: f[5]}
		if len(f) > 6 {
			p.Description, p.DerivedFrom = f[6], f[7]
		}
		all = append(all, p)
	}
	return all
}

var compartments = sync.OnceValue(func() map[[2]string][]string {
	m := map[[2]string][]string{}
	for line := range strings.Lines(compartmentsText) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		m[[2]string{strings.ToLower(f[0]), f[1]}] = f[2:]
	}
	return m
})

// narrow keeps the branches of a union that start at the type. An expression
// that names no type of its own, as Resource.id, is kept whole.
func narrow(expression, typeName string) string {
	var kept []string
	for _, branch := range unionBranches(expression) {
		start := strings.TrimLeft(branch, "( ")
		if start == typeName || strings.HasPrefix(start, typeName+".") {
			kept = append(kept, branch)
		}
	}
	if kept == nil {
		return expression
	}
	return strings.Join(kept, " | ")
}

// unionBranches splits at the "|" outside parentheses and quotes.
func unionBranches(expression string) []string {
	var branches []string
	depth, start, quoted := 0, 0, false
	for i, c := range expression {
		switch {
		case c == '\'':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '|' && depth == 0:
			branches = append(branches, strings.TrimSpace(expression[start:i]))
			start = i + 1
		}
	}
	return append(branches, strings.TrimSpace(expression[start:]))
}
