package validate

import (
	"slices"

	"kapbridge/fhir"
	"kapbridge/fhir/fhirpath"
)

// claims finds what a document claims to be, in itself and in the resources in it,
// and holds it to that.
func (v *Validator) claims(t *fhir.Tree, profiles []string, advice bool) []fhir.Issue {
	if len(profiles) == 0 && !v.claimsAny(t) {
		return nil
	}
	x := &examiner{v: v, document: t, advice: advice}
	x.ctx.AsMany, x.ctx.Terms = true, v.terms
	x.ctx.Resolve = func(reference string) (*fhir.Tree, error) { return x.target(reference), nil }
	x.ctx.ConformsTo = func(value fhirpath.Value, canonical string) (is, known bool, err error) {
		h := v.find(canonical)
		if h == nil {
			return false, false, nil
		}
		return value.Type != nil && value.Type.Is(h.Type) && x.conforms(value, h), true, nil
	}
	x.resource(t, nil, profiles)
	return x.issues()
}

// claimsAny tells whether a resource, or one in it, claims anything: most do not,
// and are spared all but a look at their members.
func (v *Validator) claimsAny(t *fhir.Tree) bool {
	return t.At("meta", "profile") != nil || vitalSign(t) != "" || v.claimsInside(t)
}

func (v *Validator) claimsInside(t *fhir.Tree) bool {
	for i := range t.Members {
		name, value := t.Members[i].Name, t.Members[i].Value
		if value == nil || value.Kind != fhir.Object && value.Kind != fhir.Array {
			continue
		}
		if name == "extension" || name == "modifierExtension" {
			if slices.ContainsFunc(value.Items, func(e *fhir.Tree) bool { return v.held[e.Get("url").StringOr("")] != nil }) {
				return true
			}
		}
		if value.Get("resourceType") != nil && v.claimsAny(value) || v.claimsInside(value) {
			return true
		}
	}
	for _, item := range t.Items {
		if item.Get("resourceType") != nil && v.claimsAny(item) || item != nil && v.claimsInside(item) {
			return true
		}
	}
	return false
}

// resource holds one resource to what it claims, and to the profiles given.
// The root is that which it is contained in, nil for itself.
func (x *examiner) resource(t, root *fhir.Tree, profiles []string) {
	p := plans()[t.Get("resourceType").StringOr("")]
	if p == nil || p.def.Kind != "resource" || !t.Is(fhir.Object) {
		return // a fault of structure
	}
	before := x.ctx
	x.ctx.Resource, x.ctx.Root = t, root
	if root == nil {
		x.ctx.Root = t
	}
	self := fhirpath.Of(t)
	var asked []*held
	ask := func(h *held) {
		if !slices.Contains(asked, h) {
			asked = append(asked, h)
			x.ofType(self, h)
		}
	}
	list := t.At("meta", "profile")
	for i := 0; list.Is(fhir.Array) && i < len(list.Items); i++ {
		x.claimed(self, list.Items[i], ask)
	}
	if url := vitalSign(t); url != "" {
		ask(x.v.find(url))
	}
	for _, canonical := range profiles {
		x.given(self, canonical, ask)
	}
	x.inside(holder{value: self, plan: p})
	x.ctx = before
}

// claimed asks a profile of meta.profile. That of a type says nothing beyond R4.
func (x *examiner) claimed(self fhirpath.Value, claim *fhir.Tree, ask func(*held)) {
	canonical := claim.StringOr("")
	if h := x.v.find(canonical); h != nil {
		ask(h)
		return
	}
	at := fhirpath.Value{Tree: claim}
	switch name := typeNamed(canonical); {
	case canonical == "" || claim.Kind != fhir.String:
	case name == "":
		x.fail(at, "", "warning", "not-found", "the profile %s is not known here, so that the resource was not checked against it", canonical)
	case !self.Type.Is(name):
		x.fail(at, "", "error", "structure", "the resource is a %s and cannot be as %s demands", self.Type.Name, canonical)
	}
}

// given asks a profile that the caller names.
func (x *examiner) given(self fhirpath.Value, canonical string, ask func(*held)) {
	if h := x.v.find(canonical); h != nil {
		ask(h)
		return
	}
	switch name := typeNamed(canonical); {
	case name == "":
		x.fail(self, "", "error", "not-found", "the profile %s is not known here, so that the resource was not checked against it", canonical)
	case !self.Type.Is(name):
		x.fail(self, "", "error", "structure", "the resource is a %s and cannot be as %s demands", self.Type.Name, canonical)
	}
}

// ofType holds a resource to a profile of its type.
func (x *examiner) ofType(self fhirpath.Value, h *held) {
	if self.Type.Is(h.Type) {
		x.held(self, h)
		return
	}
	x.fail(self, "", "error", "structure", "the profile %s is one of %s, not of %s", h.URL, h.Type, self.Type.Name)
}
