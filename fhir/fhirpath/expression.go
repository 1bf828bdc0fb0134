package fhirpath

import (
	"time"
	"unicode/utf8"

	"kapbridge/fhir"
	"kapbridge/fhir/term"
)

// What an expression may be and cost: bounds against those that run away.
const (
	mostBytes = 64 << 10  // of the text of an expression
	deepest   = 100       // nesting of parentheses, arguments and signs
	mostSteps = 1_000_000 // values looked at in one evaluation, where the context says nothing else
	mostText  = 1 << 20   // bytes of a String that is made
	stepBytes = 64        // bytes of a String that cost a step
)

// Expression is a compiled FHIRPath expression.
type Expression struct {
	source string
	root   node
}

// Compile reads an expression. One that cannot be read is refused with 400; the
// text names the character and what was expected there.
func Compile(text string) (*Expression, error) {
	if len(text) > mostBytes {
		return nil, fhir.Refuse(400, "too-long", "a FHIRPath expression may have %d bytes at most, this one has %d", mostBytes, len(text))
	}
	if !utf8.ValidString(text) {
		return nil, fhir.Refuse(400, "invalid", "a FHIRPath expression is in UTF-8")
	}
	root, err := parse(text)
	if err != nil {
		return nil, err
	}
	return &Expression{text, root}, nil
}

// Source is the text that was compiled.
func (e *Expression) Source() string { return e.source }

// String writes the expression in one canonical form, which compiles to the same.
func (e *Expression) String() string { return printed(e.root) }

// Last splits a path before its last step: "Patient.name" into "Patient" and
// "name". ok is false for an expression that does not end with the name of an element.
func (e *Expression) Last() (before *Expression, name string, ok bool) {
	n, ok := e.root.(*member)
	if !ok || n.head {
		return nil, "", false
	}
	left := n.left
	if left == nil {
		left = &variable{"this"}
	}
	return &Expression{printed(left), left}, n.name, true
}

// Context is the world that an expression may see. Whatever a function needs and
// is not there makes its result empty, where not said otherwise.
type Context struct {
	Resource *fhir.Tree // %resource: the resource around the focus
	Root     *fhir.Tree // %rootResource: what %resource is contained in; nil for Resource itself
	Now      time.Time  // of now(), today() and timeOfDay(), which fail without it

	Variables map[string]Collection // further environment variables, by the name after %

	// Resolve finds the resource that a reference leads to; nil when it is not known.
	// What is contained in Root is found without it.
	Resolve func(reference string) (*fhir.Tree, error)
	// Terms are the code systems and value sets that memberOf(), subsumes() and
	// subsumedBy() look into; nil stands for those of R4.
	Terms *term.Terms
	// ConformsTo tells whether a value is as a profile demands; known is false for
	// a profile that is not known, which is an error. Without it, and before it is
	// asked, the types of R4 are known.
	ConformsTo func(value Value, profile string) (is, known bool, err error)
	// AsMany lets as() and the operator as choose among several values, where N1 has
	// them fail: invariants of R4 use them so (dom-3).
	AsMany bool
	// Steps bounds the values that may be looked at in one evaluation; 0 is a million.
	Steps int
	// Trace receives what trace() is called with.
	Trace func(name string, values Collection)
}

// Eval evaluates the expression with the given values in focus, or with the
// resource of the context when there are none. A failure is a *fhir.Problem of
// status 422; a failure of one of the context's functions is returned as it is.
func (e *Expression) Eval(ctx *Context, focus ...Value) (Collection, error) {
	if focus == nil && ctx.Resource != nil {
		focus = Collection{Of(ctx.Resource)}
	}
	r := &run{ctx: ctx, context: focus, left: mostSteps}
	if ctx.Steps > 0 {
		r.left = ctx.Steps
	}
	got, err := e.root.eval(scope{run: r, focus: focus, index: -1})
	if err != nil {
		return nil, r.explain(e, err)
	}
	return got, nil
}

// Holds evaluates an invariant. It holds unless the result is false: an empty one
// says that something it asks for is not there, which is for cardinalities to
// forbid. R4 counts on that: ref-1 is empty for a Reference with a display only.
func (e *Expression) Holds(ctx *Context, focus ...Value) (bool, error) {
	got, err := e.Eval(ctx, focus...)
	if err != nil {
		return false, err
	}
	return len(got) != 1 || got[0].plain() != false, nil
}

// run is one evaluation.
type run struct {
	ctx     *Context
	context Collection // %context
	left    int        // steps that may still be made
}

// failure is an error of evaluation, before it is told whose.
type failure struct{ code, text string }

func (f *failure) Error() string { return f.text }

// explain words a failure for those who wrote the expression.
func (r *run) explain(e *Expression, err error) error {
	if f, ok := err.(*failure); ok {
		return fhir.Refuse(422, f.code, "the FHIRPath expression %s fails: %s", quoted(e.source), f.text)
	}
	return err
}

// spend takes steps from those that are left.
func (r *run) spend(steps int) error {
	if r.left -= steps; r.left < 0 {
		return &failure{"too-costly", "it would look at too many values"}
	}
	return nil
}

// spendOn takes steps for a result, as a text may be long.
func (r *run) spendOn(got Collection, err error) (Collection, error) {
	if err == nil && len(got) == 1 {
		if text, ok := got[0].own.(string); ok {
			err = r.spend(len(text) / stepBytes)
		}
	}
	return got, err
}

// scope is where a part of an expression is evaluated.
type scope struct {
	run   *run
	focus Collection // $this
	index int        // $index, -1 outside of a list
	total Collection // $total
}

// at is the scope of one value of a list.
func (s scope) at(list Collection, i int) scope {
	s.focus, s.index = list[i:i+1:i+1], i
	return s
}

// on is the scope with a whole collection in focus.
func (s scope) on(focus Collection) scope {
	s.focus = focus
	return s
}
