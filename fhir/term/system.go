package term

import (
	"slices"
	"strings"
)

// System is a code system, or what is held of it
// (http://hl7.org/fhir/R4/codesystem.html).
type System struct {
	URL, Version, Name, Title string
	Content                   string // complete | fragment | example | not-present | supplement
	IgnoreCase                bool   // codes that differ by case alone are the same
	Meaning                   string // of the hierarchy: is-a, grouped-by, part-of, classified-with, or ""

	standard   bool            // published with R4
	properties map[string]bool // that are held of its concepts, besides those of all
	content    func() *concepts
}

// Concept is one code of a code system
// (http://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.concept).
type Concept struct {
	System, Code, Display, Definition string
	Abstract                          bool // groups others, and is not for a record: the property notSelectable
	Inactive                          bool // no longer for use: retired or inactive
	Properties                        []Property
	Designations                      []Designation
}

// Property is one thing more that a system says of a concept
// (http://hl7.org/fhir/R4/codesystem.html#properties). Parents and children are
// told by the System.
type Property struct {
	Code  string
	Type  string // of the value: code, string, boolean, integer, decimal, dateTime, Coding
	Value string // as it is written; of a Coding its code
}

// Designation is another text for a concept.
type Designation struct{ Language, UseSystem, UseCode, Value string }

// node is a concept in its hierarchy, which may have several ways up.
type node struct {
	Concept
	parents, children []*node
}

// concepts are those of a system, in the order of its definition.
type concepts struct {
	nodes  []*node
	byCode map[string]*node
}

// add puts a concept below another one, or at the top for nil. It is false for a
// code that is there already.
func (c *concepts) add(n, above *node, key string) bool {
	if c.byCode[key] != nil {
		return false
	}
	c.nodes, c.byCode[key] = append(c.nodes, n), n
	if above != nil {
		n.below(above)
	}
	return true
}

// below puts a concept below one more.
func (n *node) below(above *node) {
	if !slices.Contains(n.parents, above) {
		n.parents, above.children = append(n.parents, above), append(above.children, n)
	}
}

// key is what codes are found by.
func (s *System) key(code string) string {
	if s.IgnoreCase {
		return strings.ToLower(code)
	}
	return code
}

// Subsumed tells whether what stands below a code is a kind of it. That is so
// where the system does not say what its hierarchy means, as R4's own do not
// (http://hl7.org/fhir/R4/codesystem-definitions.html#CodeSystem.hierarchyMeaning).
func (s *System) Subsumed() bool { return s.Meaning == "" || s.Meaning == "is-a" }

// find gives the concept of a code, or nil.
func (s *System) find(code string) *node { return s.content().byCode[s.key(code)] }

// Concept finds a code.
func (s *System) Concept(code string) (Concept, bool) {
	n := s.find(code)
	if n == nil {
		return Concept{}, false
	}
	return n.Concept, true
}

// Concepts lists all that is held, in the order of the definition.
func (s *System) Concepts() []Concept { return told(s.content().nodes) }

// Parents and Children are those right above and below a code.
func (s *System) Parents(code string) []Concept { return s.around(code, (*node).up) }

// Children are those right below a code.
func (s *System) Children(code string) []Concept { return s.around(code, (*node).down) }

func (n *node) up() []*node   { return n.parents }
func (n *node) down() []*node { return n.children }

func (s *System) around(code string, way func(*node) []*node) []Concept {
	n := s.find(code)
	if n == nil {
		return nil
	}
	return told(way(n))
}

// Below lists a code and all that it subsumes; nothing for a code that is not held.
func (s *System) Below(code string) []Concept { return told(s.all(code, (*node).down)) }

// Above lists a code and all that subsume it; nothing for a code that is not held.
func (s *System) Above(code string) []Concept { return told(s.all(code, (*node).up)) }

// all goes one way from a code as far as it leads. Where the hierarchy does not
// mean that one is a kind of the other, it leads nowhere.
func (s *System) all(code string, way func(*node) []*node) []*node {
	n := s.find(code)
	if n == nil {
		return nil
	}
	found := []*node{n}
	if !s.Subsumed() {
		return found
	}
	seen := map[*node]bool{n: true}
	for i := 0; i < len(found); i++ {
		for _, next := range way(found[i]) {
			if !seen[next] {
				seen[next], found = true, append(found, next)
			}
		}
	}
	return found
}

// Subsumes tells whether one code is the other or stands above it. Unknown is
// what concerns a code that is not held.
func (s *System) Subsumes(above, below string) Answer {
	a, b := s.find(above), s.find(below)
	if a == nil || b == nil {
		return Unknown
	}
	return answer(slices.Contains(s.all(below, (*node).up), a))
}

// told gives what is said of each.
func told(nodes []*node) []Concept {
	var all []Concept
	for _, n := range nodes {
		all = append(all, n.Concept)
	}
	return all
}
