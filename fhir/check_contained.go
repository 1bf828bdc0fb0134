package fhir

import "strings"

// scope is a resource with the resources contained in it: references "#x" are
// looked up in it (http://hl7.org/fhir/R4/references.html#contained).
type scope struct {
	root   *Tree
	inside int // index of the contained resource that is being checked, or -1
	local  []pointer
}

// pointer is a reference "#id" found on the way.
type pointer struct {
	id         string // without "#", "" means the container
	from       int    // index of the contained resource that it stands in, or -1
	targets    []string
	expression string
	strict     bool // it must resolve
}

// pointsInside remembers a reference "#x" until the whole resource is seen.
// Not strict are plain URIs, for which a fragment may mean something else.
func (c *checker) pointsInside(literal string, targets []string, strict bool) {
	c.scope.local = append(c.scope.local, pointer{
		id: literal[1:], from: c.scope.inside, targets: targets, expression: c.expression(), strict: strict,
	})
}

// contained checks one contained resource at the current place.
func (c *checker) contained(v *Tree) {
	if c.scope.inside >= 0 {
		c.report("invariant", "a contained resource contains no further resources (dom-2)")
		return
	}
	c.scope.inside = c.steps[len(c.steps)-1].index
	c.body(v)
	c.scope.inside = -1
	if !v.Is(Object) {
		return
	}
	if v.Get("id") == nil {
		c.reportAt("id", "required", "a contained resource has an id, by which it is referenced")
	}
	for _, name := range []string{"versionId", "lastUpdated"} {
		if v.At("meta", name) != nil {
			c.push("meta")
			c.reportAt(name, "invariant", "a contained resource has no version of its own (dom-4)")
			c.pop()
		}
	}
	if v.At("meta", "security") != nil {
		c.push("meta")
		c.reportAt("security", "invariant", "a contained resource has no security labels of its own (dom-5)")
		c.pop()
	}
}

// closeScope looks up the references "#x" of a resource, and makes sure that
// each contained resource is used (dom-3).
func (c *checker) closeScope() {
	list := c.scope.root.Get("contained")
	if list == nil && len(c.scope.local) == 0 {
		return
	}
	at := map[string]int{}
	var items []*Tree
	if list.Is(Array) {
		items = list.Items
	}
	for i, item := range items {
		id := item.Get("id").StringOr("")
		if _, twice := at[id]; twice && id != "" {
			c.atContained(i, "duplicate", "the id %q is that of another contained resource", short(id))
		}
		at[id] = i
	}
	used := make([]bool, len(items))
	for _, p := range c.scope.local {
		c.follow(p, items, at, used)
	}
	for i, item := range items {
		if !used[i] && item.Get("id").Is(String) {
			c.atContained(i, "invariant", "nothing refers to the contained resource %q (dom-3)", "#"+short(item.Get("id").Text))
		}
	}
}

func (c *checker) follow(p pointer, items []*Tree, at map[string]int, used []bool) {
	if p.id == "" {
		if p.from >= 0 && p.from < len(used) {
			used[p.from] = true
		}
		return
	}
	i, found := at[p.id]
	if !found {
		if p.strict && !c.full() {
			c.issues = append(c.issues, Issue{Severity: "error", Code: "not-found", Expression: p.expression, Text: `"#` + short(p.id) + `" is the id of no contained resource`})
		}
		return
	}
	used[i] = true
	kind := items[i].Get("resourceType").StringOr("")
	if IsResource(kind) && !allows(p.targets, kind) && !c.full() {
		c.issues = append(c.issues, Issue{Severity: "error", Code: "value", Expression: p.expression, Text: "this element refers to " + strings.Join(p.targets, ", ") + `, "#` + short(p.id) + `" is a contained ` + kind})
	}
}

func (c *checker) atContained(i int, code, format string, args ...any) {
	if root := c.scope.root.Get("resourceType"); len(c.steps) == 0 && root.Is(String) {
		c.push(root.Text)
		defer c.pop()
	}
	c.push("contained")
	c.index(i)
	c.report(code, format, args...)
	c.pop()
}
