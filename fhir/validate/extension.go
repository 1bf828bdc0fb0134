package validate

import (
	"slices"
	"strings"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
	"kapbridge/fhir/profile"
)

// holder is a value in which extensions and resources may stand.
type holder struct {
	value   fhirpath.Value
	plan    *plan            // of its type
	owner   *fhir.TypeDef    // the type in which it is an element; nil for a resource
	element *fhir.ElementDef // that element
	url     string           // of an extension: its url, behind that of the extension around it where it is relative
}

// inside goes on with the members of a value, and holds extensions to their
// definitions.
func (x *examiner) inside(h holder) {
	t := h.value.Tree
	if h.value.Type != nil && h.value.Type.Kind == "primitive" {
		t = h.value.Sibling
	}
	if !t.Is(fhir.Object) {
		return
	}
	for i := range t.Members {
		name, value := t.Members[i].Name, t.Members[i].Value
		m := h.plan.members[name]
		if m == nil {
			continue
		}
		if !value.Is(fhir.Array) {
			x.member(h, t, name, value, m, -1)
			continue
		}
		for k, item := range value.Items {
			x.member(h, t, name, item, m, k)
		}
	}
}

// member looks at one value of a member; k is its index in a list.
func (x *examiner) member(h holder, t *fhir.Tree, name string, value *fhir.Tree, m *member, k int) {
	switch {
	case !value.Is(fhir.Object):
	case m.below == nil && !m.siblings:
		x.within(h, t, name, value)
	case m.siblings:
		v := fhirpath.Value{Tree: t.Get(name[1:]), Sibling: value, Type: m.primitive}
		if k >= 0 && v.Tree.Is(fhir.Array) && k < len(v.Tree.Items) {
			v.Tree = v.Tree.Items[k]
		}
		x.inside(holder{value: v, plan: plans()["Element"], owner: h.plan.def, element: m.element})
	case m.below.def.Name == "Extension":
		url := value.Get("url").StringOr("")
		x.extension(h, value, url, name == "modifierExtension")
		if !strings.Contains(url, ":") {
			url = h.url + "#" + url
		}
		x.inside(holder{fhirpath.Value{Tree: value, Type: m.below.def}, m.below, h.plan.def, m.element, url})
	default:
		x.inside(holder{value: fhirpath.Value{Tree: value, Type: m.below.def}, plan: m.below, owner: h.plan.def, element: m.element})
	}
}

// within goes on with a resource in another one. What is contained is part of the
// resource around; what is in a Bundle or in Parameters is by itself.
func (x *examiner) within(h holder, t *fhir.Tree, name string, value *fhir.Tree) {
	if name == "contained" {
		x.resource(value, x.ctx.Root, nil)
		return
	}
	bundle, entry := x.bundle, x.entry
	if x.ctx.Resource.Get("resourceType").StringOr("") == "Bundle" {
		x.bundle, x.entry = x.ctx.Resource, t
	}
	x.resource(value, nil, nil)
	x.bundle, x.entry = bundle, entry
}

// extension holds one extension to its definition, where that is held here, and
// asks whether it may stand here.
func (x *examiner) extension(h holder, t *fhir.Tree, url string, modifier bool) {
	def, v := x.v.find(url), fhirpath.Value{Tree: t, Type: x.v.extension}
	if def == nil {
		x.part(h, v, url)
	}
	if def == nil || def.Type != "Extension" {
		return
	}
	o := def.outline()
	before := x.of
	x.of = def
	switch {
	case o.modifier && !modifier:
		x.fail(v, "", "error", "extension", "this extension changes the meaning of what it stands in, and belongs into modifierExtension")
	case !o.modifier && modifier:
		x.fail(v, "", "error", "extension", "this extension is no modifier extension, and belongs into extension")
	}
	if len(o.contexts) > 0 && !slices.ContainsFunc(o.contexts, func(c *context) bool { return x.stands(h, c) }) {
		x.fail(v, "", "error", "extension", "this extension may stand in %s, not in %s", contextsOf(o.contexts), h.words())
	}
	if len(o.invariants) > 0 {
		x.ctx.Variables = map[string]fhirpath.Collection{"extension": {v}}
		x.rules(h.value, o.invariants)
		x.ctx.Variables = nil
	}
	x.of = before
	x.held(v, def)
}

// part holds the url of a part of an extension to be one that the extension's
// definition names (http://hl7.org/fhir/R4/defining-extensions.html).
func (x *examiner) part(h holder, v fhirpath.Value, url string) {
	whole := x.v.find(h.url)
	if whole == nil || strings.Contains(url, ":") || url == "" {
		return
	}
	if parts := whole.outline().parts; len(parts) > 0 && !slices.Contains(parts, url) { // one without parts may have no extension at all
		x.fail(v, "", "error", "extension", "the extension %s has no part %q; it has %s", h.url, url, strings.Join(parts, ", "))
	}
}

// parts lists the urls of the parts of an extension.
func (m *maker) parts(tree *profile.Element) (urls []string, err error) {
	for _, c := range tree.Children {
		if c.Label() != "extension" {
			continue
		}
		for _, s := range c.Slices {
			spots, err := m.named(spot{s, nil}, "url")
			if err != nil {
				return nil, err
			}
			for _, found := range spots {
				for _, e := range found.expected() {
					urls = append(urls, e.value.StringOr(""))
				}
			}
		}
	}
	return urls, nil
}

// context is where an extension may stand, see profile.Context.
type context struct {
	profile.Context
	asked *fhirpath.Expression // of the kind fhirpath
}

func contextOf(c profile.Context) (*context, error) {
	made := &context{Context: c}
	var err error
	if c.Kind == "fhirpath" {
		made.asked, err = fhirpath.Compile(c.Expression)
	}
	return made, err
}

func contextsOf(list []*context) string {
	var all []string
	for _, c := range list {
		all = append(all, c.Expression)
	}
	return strings.Join(all, ", ")
}

// words name what an extension stands in.
func (h holder) words() string {
	switch {
	case h.url != "":
		return "the extension " + h.url
	case h.element == nil:
		return h.plan.def.Name
	}
	return h.owner.Name + "." + h.element.Name
}

// stands tells whether a value is one that the extension may stand in
// (http://hl7.org/fhir/R4/defining-extensions.html#context).
func (x *examiner) stands(h holder, c *context) bool {
	switch c.Kind {
	case "extension":
		return h.url == c.Expression
	case "fhirpath":
		got, err := c.asked.Eval(&x.ctx)
		return err == nil && slices.ContainsFunc(got, func(v fhirpath.Value) bool { return treeOf(v) == treeOf(h.value) })
	}
	_, path, found := strings.Cut(c.Expression, "#") // of an element of a profile, by its id
	if !found {
		path = c.Expression
	}
	return h.is(strings.ReplaceAll(path, "[x]", ""))
}

// is tells whether a value is of a type, or is the value of an element, by its path
// without "[x]".
func (h holder) is(path string) bool {
	if h.value.Type != nil && h.value.Type.Is(path) {
		return true
	}
	if h.element == nil {
		return false
	}
	owner, name, ok := cutLast(path)
	return ok && name == strings.TrimSuffix(h.element.Name, "[x]") && h.owner.Is(owner)
}

// cutLast splits a path before its last step.
func cutLast(path string) (before, last string, ok bool) {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}
