package fhir

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// MaxIssues bounds the findings of one check; the last then counts the rest.
const MaxIssues = 100

// BeyondBounds is the code of what R4 sets no bound to and this program does
// (http://hl7.org/fhir/R4/valueset-issue-type.html).
const BeyondBounds = "too-long"

// CheckStructure checks a resource against the structure that R4 gives its
// type and returns all findings, each of severity error with the FHIRPath of
// the element; none means that the resource has the right structure. The codes:
//
//   - structure: unknown element, wrong JSON type, too many, two choices, empty, null
//   - required: a required element is missing
//   - value: the text of a primitive or of a reference is not in the right form
//   - too-long (BeyondBounds): a decimal that R4 allows and this program does not take
//   - code-invalid: a code is not in the value set of its required binding
//   - not-found: a reference "#x" to a contained resource that is not there
//   - duplicate: two contained resources have one id
//   - invariant: one of the few invariants that are structure: ele-1, ext-1,
//     sqty-1, dom-2 to dom-5, txt-1, txt-2
//
// Other invariants, slices and profiles are not looked at here.
func CheckStructure(t *Tree) []Issue {
	c := checker{}
	c.steps = c.room[:0]
	c.resource(t)
	if c.more > 0 {
		c.issues = append(c.issues, Issue{Severity: "error", Code: "structure", Text: fmt.Sprintf("and %d more findings, which are not listed", c.more)})
	}
	return c.issues
}

// checker walks a resource once. It keeps the place as steps and makes an
// expression of them only for a finding, so that a good resource costs little.
type checker struct {
	issues []Issue
	more   int // findings beyond the limit
	steps  []step
	room   [24]step
	scope  *scope
}

// step is an element's name and the index in its list, or -1.
type step struct {
	name  string
	index int
}

func (c *checker) push(name string) { c.steps = append(c.steps, step{name, -1}) }
func (c *checker) pop()             { c.steps = c.steps[:len(c.steps)-1] }
func (c *checker) index(i int)      { c.steps[len(c.steps)-1].index = i }

// full counts a finding that will not be shown; callers ask it before they
// compute a costly text.
func (c *checker) full() bool {
	if len(c.issues) < MaxIssues-1 {
		return false
	}
	c.more++
	return true
}

// report adds a finding about the current element.
func (c *checker) report(code, format string, args ...any) {
	if !c.full() {
		c.issues = append(c.issues, Issue{Severity: "error", Code: code, Expression: c.expression(), Text: fmt.Sprintf(format, args...)})
	}
}

// reportAt adds a finding about a member of the current element.
func (c *checker) reportAt(name, code, format string, args ...any) {
	c.push(name)
	c.report(code, format, args...)
	c.pop()
}

// expression writes the place as FHIRPath: Patient.name[0].given[1].
func (c *checker) expression() string {
	var b strings.Builder
	for i, s := range c.steps {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(identifier(s.name))
		if s.index >= 0 {
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		}
	}
	return b.String()
}

// plainName matches an identifier that FHIRPath needs no quotes for.
var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`)

// short cuts a value for use in a text.
func short(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}

// resource checks one resource that is not contained: the outermost, or one in
// an entry of a Bundle or a parameter of Parameters.
func (c *checker) resource(t *Tree) {
	outer := c.scope
	c.scope = &scope{root: t, inside: -1}
	c.body(t)
	c.closeScope()
	c.scope = outer
}

// body checks the type and the elements of a resource, contained or not.
func (c *checker) body(t *Tree) {
	if !t.Is(Object) {
		c.report("structure", "a resource is a JSON object; here is %s", kindOf(t))
		return
	}
	name := t.Get("resourceType")
	if !name.Is(String) {
		c.report("structure", `the member "resourceType" is missing or no string; it names the type, such as "Patient"`)
		return
	}
	if !IsResource(name.Text) {
		if !c.full() {
			c.issues = append(c.issues, Issue{Severity: "error", Code: "structure", Expression: c.expression(), Text: fmt.Sprintf("%q is no resource type of R4%s", short(name.Text), AdviceOnType(name.Text))})
		}
		return
	}
	d, _ := TypeOf(name.Text)
	if len(c.steps) == 0 {
		c.push(d.Name)
		defer c.pop()
	}
	c.object(t, d)
}

// AdviceOnType names the resource type that somebody most likely meant, as the
// end of a sentence: "; the nearest is ...", or "".
func AdviceOnType(name string) string {
	best := nearest(name, slices.Values(TypeNames("resource")))
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; the nearest is %q", best)
}

// kindOf names a JSON kind in a sentence.
func kindOf(t *Tree) string {
	switch {
	case t == nil:
		return "nothing"
	case t.Kind == Null:
		return "null"
	case t.Kind == Array || t.Kind == Object:
		return "an " + t.Kind.String()
	default:
		return "a " + t.Kind.String()
	}
}
