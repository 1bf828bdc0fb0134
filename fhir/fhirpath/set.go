package fhirpath

import (
	"slices"
	"strings"

	"kapbridge/fhir"
)

// set holds values of which no two are equal.
type set struct {
	run    *run
	simple map[any]bool          // values that are equal exactly if their keys are
	other  map[string]Collection // by traits that equal values have in common
}

// numeral is the key of a number.
type numeral string

// key makes one of texts, numbers and Booleans.
func key(v Value) (k any, ok bool) {
	switch x := v.plain().(type) {
	case string, bool:
		return x, true
	case int64:
		return numeral(decimalOf(x).String()), true
	case Decimal:
		return numeral(x.trimmed().String()), true
	case Quantity:
		return numeral(x.Amount.trimmed().String()), x.Unit == "1"
	}
	return nil, false
}

// traits tells what equal elements have in common: their type, the names of what
// they have and the texts that are equal only when they are the same. Dates and
// quantities, which may be equal though written in other ways, have none.
func traits(v Value) string {
	if v.Type == nil || !v.Tree.Is(fhir.Object) || v.plain() != nil {
		return ""
	}
	var all []string
	for _, m := range v.Tree.Members {
		switch d := v.Type.Child(m.Name); {
		case strings.HasPrefix(m.Name, "_"):
		case m.Value.Is(fhir.String) && d != nil && isText(d.Name):
			all = append(all, m.Name+"="+m.Value.Text)
		default:
			all = append(all, m.Name)
		}
	}
	slices.Sort(all)
	return v.Type.Name + "\x00" + strings.Join(all, "\x00")
}

// isText tells whether values of a primitive type are equal as their texts are.
func isText(typeName string) bool {
	switch typeName {
	case "date", "dateTime", "instant", "time":
		return false
	}
	return true
}

func (s *set) has(v Value) (bool, error) {
	if err := s.run.spend(1); err != nil {
		return false, err
	}
	if k, ok := key(v); ok && s.simple[k] {
		return true, nil
	}
	alike := s.other[traits(v)]
	for i := range alike {
		if equal(alike[i], v) == isTrue {
			return true, nil
		}
	}
	return false, s.run.spend(len(alike))
}

// add puts a value in, and tells whether it was new.
func (s *set) add(v Value) (bool, error) {
	if has, err := s.has(v); err != nil || has {
		return false, err
	}
	if k, ok := key(v); ok {
		if s.simple == nil {
			s.simple = map[any]bool{}
		}
		s.simple[k] = true
		return true, nil
	}
	if s.other == nil {
		s.other = map[string]Collection{}
	}
	t := traits(v)
	s.other[t] = append(s.other[t], v)
	return true, nil
}

func (r *run) setOf(c Collection) (*set, error) {
	s := &set{run: r}
	for i := range c {
		if _, err := s.add(c[i]); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// distinct leaves out what is equal to a value before it.
func (r *run) distinct(c Collection) (Collection, error) {
	if len(c) < 2 {
		return c, nil
	}
	s := &set{run: r}
	var out Collection
	for i := range c {
		fresh, err := s.add(c[i])
		if err != nil {
			return nil, err
		}
		if fresh {
			out = append(out, c[i])
		}
	}
	return out, nil
}

// union merges two collections and leaves out what is twice.
func (r *run) union(a, b Collection) (Collection, error) {
	return r.distinct(joined(a, b))
}

// joined is one collection behind another, in a slice of its own.
func joined(a, b Collection) Collection {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	return append(a[:len(a):len(a)], b...)
}
