package bundle

import (
	"slices"
	"strings"

	"kapbridge/fhir"
)

// Relink replaces the links of a resource that to knows by what it gives: those
// to other entries of a transaction, once their ids are known, and conditional
// references, once what they match is (http://hl7.org/fhir/R4/http.html#trules).
// The tree stays as it is; one without such links is returned itself.
//
// Links are Reference.reference, elements of the types uri and url, and href and
// src in narratives, at any depth, in extensions and contained resources too.
// Those of the type canonical stay, and so do URIs that are names rather than
// links: Extension.url, the system of a coding, identifier or quantity, and the
// url of a definition. Elements of the types oid and uuid stay, since they
// cannot hold the address of a resource.
//
// fullURL is that of the entry. Where it is the address of a resource on some
// server, relative links are taken to be of that server, too
// (http://hl7.org/fhir/R4/bundle.html#references). What follows a link, a
// version or a fragment, stays behind it.
func Relink(resource *fhir.Tree, fullURL string, to func(link string) (string, bool)) *fhir.Tree {
	r := relinker{to: to, root: rootOf(fullURL)}
	return r.resource(resource)
}

// rootOf gives the base of the server that an address of a resource is of, with
// the slash; "" for any other URL.
func rootOf(url string) string {
	if !strings.HasPrefix(url, "http://") && !strings.HasPrefix(url, "https://") {
		return ""
	}
	rest, id := cutLast(url)
	root, name := cutLast(rest)
	if root == "" || !fhir.IsResource(name) || !fhir.ValidID(id) {
		return ""
	}
	return root + "/"
}

func cutLast(url string) (before, last string) {
	i := strings.LastIndexByte(url, '/')
	if i < 0 {
		return "", url
	}
	return url[:i], url[i+1:]
}

type relinker struct {
	to   func(string) (string, bool)
	root string
}

// find gives what to put in the place of a link.
func (r *relinker) find(link string) (string, bool) {
	if link == "" || link[0] == '#' {
		return "", false
	}
	if new, ok := r.to(link); ok {
		return new, true
	}
	plain, behind := cutBehind(link)
	if behind != "" {
		if new, ok := r.to(plain); ok {
			return new + behind, true
		}
	}
	if r.root != "" && !strings.Contains(plain, ":") {
		if new, ok := r.to(r.root + plain); ok {
			return new + behind, true
		}
	}
	return "", false
}

// cutBehind takes the version and the fragment off a link.
func cutBehind(link string) (plain, behind string) {
	i := strings.Index(link, "/_history/")
	if i < 0 {
		i = strings.IndexByte(link, '#')
	}
	if i < 0 {
		return link, ""
	}
	return link[:i], link[i:]
}

func (r *relinker) resource(t *fhir.Tree) *fhir.Tree {
	if d, ok := fhir.TypeOf(t.Get("resourceType").StringOr("")); ok {
		return r.members(t, d)
	}
	return t
}

// members gives an object with new links, or the object itself.
func (r *relinker) members(t *fhir.Tree, d *fhir.TypeDef) *fhir.Tree {
	if !t.Is(fhir.Object) {
		return t
	}
	var changed []fhir.Member
	for i, m := range t.Members {
		if v := r.member(d, m); v != m.Value {
			if changed == nil {
				changed = slices.Clone(t.Members)
			}
			changed[i].Value = v
		}
	}
	if changed == nil {
		return t
	}
	return &fhir.Tree{Kind: fhir.Object, Members: changed}
}

// member finds out of what type a member is. What the definitions do not know
// stays; the sibling of a primitive has nothing but extensions.
func (r *relinker) member(d *fhir.TypeDef, m fhir.Member) *fhir.Tree {
	ref, ok := d.Ref(m.Name)
	switch {
	case !ok:
		return m.Value
	case m.Name[0] == '_':
		ref = element
	case isName(d, m.Name), ref.Code == "string" && (d.Name != "Reference" || m.Name != "reference"):
		return m.Value
	}
	if !m.Value.Is(fhir.Array) {
		return r.value(m.Value, ref)
	}
	var changed []*fhir.Tree
	for i, item := range m.Value.Items {
		if v := r.value(item, ref); v != item {
			if changed == nil {
				changed = slices.Clone(m.Value.Items)
			}
			changed[i] = v
		}
	}
	if changed == nil {
		return m.Value
	}
	return fhir.List(changed...)
}

var element = func() fhir.TypeRef {
	d, _ := fhir.TypeOf("Element")
	return fhir.TypeRef{Code: "Element", Def: d}
}()

// isName tells whether a URI is the name of something, which no transaction changes.
func isName(d *fhir.TypeDef, member string) bool {
	return member == "system" || member == "url" && (d.Name == "Extension" || d.Kind == "resource")
}

func (r *relinker) value(t *fhir.Tree, ref fhir.TypeRef) *fhir.Tree {
	switch ref.Code {
	case "uri", "url", "string": // a string is Reference.reference here
		if t.Is(fhir.String) {
			if new, ok := r.find(t.Text); ok {
				return fhir.Str(new)
			}
		}
		return t
	case "xhtml":
		return r.narrative(t)
	}
	if ref.Def == nil {
		return r.resource(t)
	}
	return r.members(t, ref.Def)
}
