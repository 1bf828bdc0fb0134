package term

// Set is a value set (http://hl7.org/fhir/R4/valueset.html): what it is composed
// of, not yet which codes these are.
type Set struct {
	URL, Version, Status, Name, Title string

	standard bool // published with R4
	compose  func() *compose
}

// compose is what a set takes in, and what of that it leaves out again.
type compose struct {
	include, exclude []component
	activeOnly       bool // compose.inactive is false
}

// component is one include or exclude: codes that meet all of its conditions
// (http://hl7.org/fhir/R4/valueset.html#compositions).
type component struct {
	system   string // with "|version" where it names one; "" where it only imports
	url      string // system without the version
	concepts []Concept
	filters  []filter
	imports  []string // value sets, with or without "|version"

	listed map[string]int // places in concepts, by code
}

// list indexes the concepts that the component names one by one.
func (p *component) list() {
	if len(p.concepts) == 0 {
		return
	}
	p.listed = make(map[string]int, len(p.concepts))
	for i, c := range p.concepts {
		p.listed[c.Code] = i
	}
}
