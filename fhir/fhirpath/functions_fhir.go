package fhirpath

import (
	"slices"
	"strings"

	"kapbridge/fhir"
)

// elements has the functions that R4 adds
// (http://hl7.org/fhir/R4/fhirpath.html#functions).
var elements = map[string]*function{
	"extension":      {1, 1, false, extension},
	"hasValue":       plainly(hasValue),
	"getValue":       plainly(getValue),
	"resolve":        {0, 0, false, resolve},
	"memberOf":       {1, 1, false, memberOf},
	"conformsTo":     {1, 1, false, conformsTo},
	"subsumes":       {1, 1, false, subsumes(false)},
	"subsumedBy":     {1, 1, false, subsumes(true)},
	"htmlChecks":     {0, 0, false, htmlChecks},
	"checkModifiers": {0, many, false, checkModifiers},
}

// extension takes the extensions of one url.
func extension(n *call, s scope, input Collection) (Collection, error) {
	url, ok, err := n.textArg(s, 0)
	if err != nil || !ok {
		return nil, err
	}
	def, _ := fhir.TypeOf("Extension")
	var out Collection
	for i := range input {
		all := input[i].holder().Get("extension")
		for j := 0; all.Is(fhir.Array) && j < len(all.Items); j++ {
			if all.Items[j].Get("url").StringOr("") == url {
				out = append(out, Value{Tree: all.Items[j], Type: def})
			}
		}
	}
	return out, nil
}

// hasValue tells whether there is one primitive, with a value and not with
// extensions only.
func hasValue(input Collection) (Collection, error) {
	return boolean(len(input) == 1 && input[0].isPrimitive() && input[0].Tree != nil), nil
}

func getValue(input Collection) (Collection, error) {
	if len(input) != 1 || !input[0].isPrimitive() || input[0].Tree == nil {
		return nil, nil
	}
	return one(input[0].plain()), nil
}

// root is %rootResource.
func (r *run) root() *fhir.Tree {
	if r.ctx.Root != nil {
		return r.ctx.Root
	}
	return r.ctx.Resource
}

// resolve finds what references, and texts that are references, lead to. What is
// not found is left out.
func resolve(_ *call, s scope, input Collection) (Collection, error) {
	var out Collection
	for i := range input {
		reference, ok := input[i].plain().(string)
		if !ok {
			reference, ok = input[i].Tree.Get("reference").StringOr(""), true
		}
		if reference == "" {
			continue
		}
		target, err := s.run.find(reference)
		if err != nil {
			return nil, err
		}
		if target != nil {
			out = append(out, Of(target))
		}
	}
	return out, nil
}

func (r *run) find(reference string) (*fhir.Tree, error) {
	if id, ok := strings.CutPrefix(reference, "#"); ok {
		if id == "" {
			return r.root(), nil
		}
		contained := r.root().Get("contained")
		for i := 0; contained.Is(fhir.Array) && i < len(contained.Items); i++ {
			if contained.Items[i].Get("id").StringOr("") == id {
				return contained.Items[i], nil
			}
		}
		return nil, nil
	}
	if r.ctx.Resolve == nil {
		return nil, nil
	}
	return r.ctx.Resolve(reference)
}

// conformsTo tells whether one value is as a profile demands.
func conformsTo(n *call, s scope, input Collection) (Collection, error) {
	profile, ok, err := n.textArg(s, 0)
	if err != nil || !ok {
		return nil, err
	}
	v, ok, err := n.single(input)
	if err != nil || !ok {
		return nil, err
	}
	if name, ok := strings.CutPrefix(profile, "http://hl7.org/fhir/StructureDefinition/"); ok && fhir.IsType(name) {
		return boolean(v.Type != nil && v.Type.Is(name)), nil
	}
	if s.run.ctx.ConformsTo != nil {
		is, known, err := s.run.ctx.ConformsTo(v, profile)
		if err != nil || known {
			return boolean(is), err
		}
	}
	return nil, wrong("the profile %s is not known", quoted(profile))
}

// htmlChecks tells whether the XHTML of a narrative keeps its rules.
func htmlChecks(n *call, _ scope, input Collection) (Collection, error) {
	text, ok, err := n.textInput(input)
	if err != nil || !ok {
		return nil, err
	}
	return boolean(fhir.PrimitiveFault("xhtml", text) == ""), nil
}

// checkModifiers fails when an element has a modifier extension of another url
// than those that are given, and else passes its input on.
func checkModifiers(n *call, s scope, input Collection) (Collection, error) {
	var known []string
	for i := range n.args {
		url, ok, err := n.textArg(s, i)
		if err != nil {
			return nil, err
		}
		if ok {
			known = append(known, url)
		}
	}
	for i := range input {
		all := input[i].holder().Get("modifierExtension")
		for j := 0; all.Is(fhir.Array) && j < len(all.Items); j++ {
			if url := all.Items[j].Get("url").StringOr(""); !slices.Contains(known, url) {
				return nil, wrong("there is a modifier extension that is not known, %s", quoted(url))
			}
		}
	}
	return input, nil
}
