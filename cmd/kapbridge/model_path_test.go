package main

import (
	"regexp"
	"slices"
	"strings"

	"kapbridge/fhir"
)

// finding is a value that the expression of a search parameter leads to.
type finding struct {
	tree    *fhir.Tree
	kind    string // its R4 type: "Quantity", "code"
	def     *fhir.TypeDef
	element *fhir.ElementDef
	world   world // of a resource: the others that it may refer to
}

// world is all resources, by type.
type world map[string][]finding

// pathReader reads the part of FHIRPath that search parameters use: dotted paths,
// as, as(), ofType(), where(x='y'), where(resolve() is X), resolve(), repeat(x | y.x).
type pathReader struct {
	text    string
	root    finding // where the expression starts
	context finding // the resource itself, for a path that begins with its type
}

// find evaluates an expression, of which each branch of the union counts.
func find(expression string, root, resource finding) []finding {
	if before, same, ok := strings.Cut(expression, ".exists() and "); ok && same == before+" != false" {
		found := find(before, root, resource)
		yes := len(found) > 0 && found[0].tree.Text != "false"
		return []finding{{tree: fhir.Boolean(yes), kind: "boolean"}}
	}
	if expression == "" { // FHIRPath has no way back along a reference
		return scores(resource)
	}
	p := &pathReader{expression, root, resource}
	found := p.branch()
	for p.take("|") {
		found = append(found, p.branch()...)
	}
	if p.text != "" {
		panic("not read of an expression: " + p.text)
	}
	return found
}

func (p *pathReader) take(s string) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(p.text, " "), s)
	if ok {
		p.text = strings.TrimLeft(rest, " ")
	}
	return ok
}

var word = regexp.MustCompile(`^\w+`)

func (p *pathReader) word() string {
	w := word.FindString(p.text)
	p.text = p.text[len(w):]
	return w
}

func (p *pathReader) branch() []finding {
	var found []finding
	if p.take("(") {
		found = p.branch()
		for p.take("|") {
			found = append(found, p.branch()...)
		}
		p.take(")")
	} else if name := p.word(); name == p.context.kind || name == "Resource" {
		found = []finding{p.context}
	} else {
		found = step([]finding{p.root}, name)
	}
	for {
		switch {
		case p.take("."):
			found = p.dotted(found)
		case p.take("as "):
			found = only(found, p.word())
		default:
			return found
		}
	}
}

func (p *pathReader) dotted(found []finding) []finding {
	name := p.word()
	if !p.take("(") {
		return step(found, name)
	}
	argument := p.text[:strings.Index(p.text, ")")]
	if strings.HasPrefix(argument, "resolve(") {
		argument = "resolve() is " + word.FindString(strings.TrimPrefix(p.text, "resolve() is "))
	}
	p.text = p.text[len(argument)+1:]
	switch {
	case name == "as" || name == "ofType":
		return only(found, argument)
	case name == "resolve":
		return p.context.world.resolve(found)
	case name == "repeat":
		return repeated(found, strings.Split(argument, " | "))
	case strings.HasPrefix(argument, "resolve()"):
		return slices.DeleteFunc(found, func(f finding) bool {
			return targetOf(f, p.context) != strings.TrimPrefix(argument, "resolve() is ")
		})
	}
	member, value, _ := strings.Cut(argument, "=")
	return slices.DeleteFunc(found, func(f finding) bool { return f.tree.Get(member).StringOr("") != strings.Trim(value, "'") })
}

func only(found []finding, kind string) []finding {
	return slices.DeleteFunc(found, func(f finding) bool { return !strings.EqualFold(f.kind, kind) })
}

// step goes to the elements of a name, below a choice to each alternative, and
// below an element that contains itself to all depths.
func step(from []finding, name string) []finding {
	found := steps(from, name)
	if len(found) > 0 && containsItself(found[0].def, name) {
		found = append(found, step(found, name)...)
	}
	return found
}

// containsItself is true of an item, a concept of a code system and the like.
func containsItself(d *fhir.TypeDef, name string) bool {
	return d != nil && slices.ContainsFunc(d.Elements, func(e *fhir.ElementDef) bool { return e.Name == name && e.Content == d.Name })
}

// steps goes one level deeper.
func steps(from []finding, name string) []finding {
	var found []finding
	for _, f := range from {
		if f.def == nil {
			continue
		}
		for _, e := range f.def.Elements {
			if e.Name != name && e.Name != name+"[x]" {
				continue
			}
			for _, t := range e.Types {
				member := name
				if e.Choice {
					member += strings.ToUpper(t.Code[:1]) + t.Code[1:]
				}
				found = append(found, below(f.tree.Get(member), t, e)...)
			}
			if e.Content != "" && len(e.Types) == 0 {
				found = append(found, below(f.tree.Get(name), fhir.TypeRef{Def: f.def}, e)...)
			}
		}
	}
	return found
}

func below(t *fhir.Tree, ref fhir.TypeRef, e *fhir.ElementDef) []finding {
	switch {
	case t == nil || t.Kind == fhir.Null:
		return nil
	case t.Kind == fhir.Array:
		var all []finding
		for _, item := range t.Items {
			all = append(all, below(item, ref, e)...)
		}
		return all
	}
	return []finding{{t, ref.Code, ref.Def, e, nil}}
}

// resolve follows local references.
func (w world) resolve(references []finding) (found []finding) {
	for _, f := range references {
		typeName, id, _ := strings.Cut(f.tree.Get("reference").StringOr(""), "/")
		for _, r := range w[typeName] {
			if r.tree.Get("id").Text == id {
				found = append(found, r)
			}
		}
	}
	return found
}

// repeated goes along the paths for as long as they lead on.
func repeated(from []finding, paths []string) (found []finding) {
	for _, path := range paths {
		next := from
		for _, name := range strings.Split(path, ".") {
			next = steps(next, name)
		}
		if found = append(found, next...); len(next) > 0 {
			found = append(found, repeated(next, paths)...)
		}
	}
	return found
}

// scores are the amounts of the observations that are derived from a resource.
func scores(resource finding) (found []finding) {
	for _, o := range resource.world["Observation"] {
		for _, from := range find("Observation.derivedFrom", o, o) {
			if from.tree.Get("reference").StringOr("") == resource.kind+"/"+resource.tree.Get("id").Text {
				found = append(found, find("(Observation.value as Quantity)", o, o)...)
			}
		}
	}
	return found
}

var inURL = regexp.MustCompile(`(?:^|/)([A-Z]\w+)/[A-Za-z0-9.-]+(?:/_history/[^/]+)?$`)

// targetOf is the type that a reference names.
func targetOf(f, resource finding) string {
	reference := f.tree.Get("reference").StringOr("")
	if id, ok := strings.CutPrefix(reference, "#"); ok {
		for _, c := range below(resource.tree.Get("contained"), fhir.TypeRef{}, nil) {
			if c.tree.Get("id").StringOr("") == id {
				return c.tree.Get("resourceType").Text
			}
		}
	}
	if m := inURL.FindStringSubmatch(reference); m != nil {
		return m[1]
	}
	return ""
}
