package mapping

import (
	"cmp"
	"slices"

	"kapbridge/fhir"
)

// Card is what a search must find of a version though no column of the clinic
// shows it, like the card of a book in a catalogue.
type Card struct {
	Labels    []Label
	Narrative fhir.Words // for _text
	Content   fhir.Words // for _content
}

// Label is a token or an address that a resource bears: a tag, a security
// label, a profile, its source, or the identifier of what it refers to. What
// is not there is "".
type Label struct {
	Parameter string // "_tag"; of an identifier the reference parameter, "subject"
	System    string
	Value     string // code, address or value of the identifier
	Display   string
}

func (l Label) compare(o Label) int {
	return cmp.Or(cmp.Compare(l.Parameter, o.Parameter), cmp.Compare(l.System, o.System), cmp.Compare(l.Value, o.Value), cmp.Compare(l.Display, o.Display))
}

// Card makes the card of a resource of this type. It looks at nothing but the
// resource as it is shown, so that edits by SQL and writes by FHIR agree.
func (r *Resource) Card(t *fhir.Tree) *Card {
	c := &Card{}
	meta := t.Get("meta")
	for _, tag := range items(meta.Get("tag")) {
		c.coding("_tag", tag)
	}
	for _, label := range items(meta.Get("security")) {
		c.coding("_security", label)
	}
	for _, profile := range items(meta.Get("profile")) {
		c.add(Label{Parameter: "_profile", Value: profile.Text})
	}
	if source := meta.Get("source"); source != nil {
		c.add(Label{Parameter: "_source", Value: source.Text})
	}
	for _, extension := range items(t.Get("extension")) {
		c.reference(r, extension.Get("valueReference"), extension.Get("url").StringOr("")+".value[x]")
	}
	c.Narrative.AddXHTML(t.At("text", "div").StringOr(""))
	fhir.Visit(t, func(v *fhir.Tree, at fhir.Spot) { c.value(r, v, at) })
	slices.SortFunc(c.Labels, Label.compare) // the order of members means nothing
	c.Labels = slices.Compact(c.Labels)
	return c
}

// value takes in the words of a value that people read: of the types string,
// markdown, code and xhtml, but no ids and literal references.
func (c *Card) value(r *Resource, v *fhir.Tree, at fhir.Spot) {
	switch at.Type {
	case "string", "markdown", "code":
		if path := at.Element.Path; path != "Element.id" && path != "Reference.reference" {
			c.Content.Add(v.Text)
		}
	case "xhtml":
		c.Content.AddXHTML(v.Text)
	case "Reference":
		if !at.Contained {
			c.reference(r, v, at.Element.Path)
		}
	}
}

// coding takes a label in, but for one that has nothing but extensions.
func (c *Card) coding(code string, v *fhir.Tree) {
	if !slices.ContainsFunc(v.Members, func(m fhir.Member) bool { return m.Name != "id" && m.Name != "extension" && m.Name[0] != '_' }) {
		return
	}
	c.add(Label{code, v.Get("system").StringOr(""), v.Get("code").StringOr(""), v.Get("display").StringOr("")})
}

// reference takes in what a reference names by an identifier
// (http://hl7.org/fhir/R4/references.html#logical), under each parameter that
// looks at the reference and may mean what it refers to.
func (c *Card) reference(r *Resource, reference *fhir.Tree, path string) {
	identifier := reference.Get("identifier")
	if identifier == nil {
		return
	}
	for _, p := range r.Params() {
		if p.refersFrom(r.Type, path) && p.mayMean(reference) {
			c.add(Label{Parameter: p.Code, System: identifier.Get("system").StringOr(""), Value: identifier.Get("value").StringOr("")})
		}
	}
}

// add keeps a label. One that no index entry can hold is known to be there, for
// :missing, and found by nothing else.
func (c *Card) add(l Label) {
	if len(l.System) > mostIndexed || len(l.Value) > mostIndexed {
		l.System, l.Value = "", ""
	}
	c.Labels = append(c.Labels, l)
}

// Carded lists the types whose cards the search looks at, through chains, too.
func (q *Query) Carded() (types []string) {
	for _, t := range q.Terms {
		t.carded(q.Type, &types)
	}
	return types
}

func (t Term) carded(typeName string, types *[]string) {
	for _, further := range []*Chain{t.Chain, t.Beyond} {
		if further != nil {
			for _, hop := range further.Hops {
				hop.Term.carded(hop.Type, types)
			}
		}
	}
	t.Filter.each(func(part Term) { part.carded(typeName, types) })
	missing := t.Modifier == "missing" && t.Param.Type == "reference"
	if (missing || t.Modifier == "identifier" || contains(onCards, t.Code)) && !contains(*types, typeName) {
		*types = append(*types, typeName)
	}
}

// onCards are the universal parameters that look at the card.
var onCards = []string{"_tag", "_security", "_profile", "_source", "_text", "_content"}

// items gives the values of a list that may be absent; what is null has only extensions.
func items(list *fhir.Tree) (all []*fhir.Tree) {
	if list == nil {
		return nil
	}
	for _, v := range list.Items {
		if v != nil && v.Kind != fhir.Null {
			all = append(all, v)
		}
	}
	return all
}
