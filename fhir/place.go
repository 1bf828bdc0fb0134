package fhir

import (
	"fmt"
	"strconv"
	"strings"
)

// PlaceOf gives the FHIRPath of a value inside a resource, "Patient.name[0].given[1]";
// that of the resource when the value is not in it. It looks for the very value
// and not an equal one, and is for errors: it walks through all there is.
func PlaceOf(resource, value *Tree) string {
	start := resource.Get("resourceType").StringOr("Resource")
	d, _ := TypeOf(start)
	if place, ok := placeOf(resource, value, d, start); ok {
		return place
	}
	return start
}

func placeOf(t, value *Tree, d *TypeDef, place string) (string, bool) {
	switch {
	case t == value:
		return place, true
	case t.Is(Array):
		for i, item := range t.Items {
			if found, ok := placeOf(item, value, d, fmt.Sprintf("%s[%d]", place, i)); ok {
				return found, true
			}
		}
	case t.Is(Object):
		if d == nil {
			d, _ = TypeOf(t.Get("resourceType").StringOr(""))
		}
		for _, m := range t.Members {
			name, child := bareName(m.Name), (*TypeDef)(nil)
			if d != nil {
				if known, ok := d.members[m.Name]; ok {
					name, child = known.element.label, known.ref.Def
				}
			}
			if found, ok := placeOf(m.Value, value, child, place+"."+identifier(name)); ok {
				return found, true
			}
		}
	}
	return "", false
}

// identifier writes a name as a step of FHIRPath: what is none is quoted and,
// since it came from outside, cut.
func identifier(name string) string {
	if plainName.MatchString(name) {
		return name
	}
	return "`" + strings.NewReplacer(`\`, `\\`, "`", "\\`").Replace(short(name)) + "`"
}

// stepsOf reads a place as PlaceOf and the checks write it, as far as that is such.
// The place of an operation in a JSON Patch, "[2].path", starts with an index.
func stepsOf(place string) []step {
	var steps []step
	for place != "" {
		s := step{index: -1}
		if s.name, place = nameIn(place); s.name == "" && len(steps) > 0 {
			return steps
		}
		if digits, rest, ok := strings.Cut(strings.TrimPrefix(place, "["), "]"); ok && strings.HasPrefix(place, "[") {
			n, err := strconv.Atoi(digits)
			if err != nil || n < 0 {
				return steps
			}
			s.index, place = n, rest
		}
		steps = append(steps, s)
		var more bool
		if place, more = strings.CutPrefix(place, "."); !more {
			return steps
		}
	}
	return steps
}

// nameIn takes a name off the start of a place, without its quotes.
func nameIn(place string) (name, rest string) {
	quoted, ok := strings.CutPrefix(place, "`")
	if !ok {
		end := strings.IndexAny(place, ".[(")
		if end < 0 {
			end = len(place)
		}
		return place[:end], place[end:]
	}
	var b strings.Builder
	for i := 0; i < len(quoted); i++ {
		switch {
		case quoted[i] == '`':
			return b.String(), quoted[i+1:]
		case quoted[i] == '\\' && i+1 < len(quoted):
			i++
		}
		b.WriteByte(quoted[i])
	}
	return "", ""
}
