package fhir

import "strings"

// IsUnitForm tells whether a text has the form of a UCUM code
// (https://ucum.org/ucum, sections 2 and 3), whether or not its units are known:
// atoms with exponents and annotations, joined by . and /, in parentheses.
func IsUnitForm(code string) bool {
	if code == "" || strings.ContainsFunc(code, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return false
	}
	f := unitForm{rest: strings.TrimPrefix(code, "/")}
	return f.term(0) && f.rest == ""
}

// unitForm reads the form from the left.
type unitForm struct{ rest string }

// term is components with . or / between.
func (f *unitForm) term(depth int) bool {
	for depth < 20 && f.component(depth) {
		if f.rest == "" || f.rest[0] == ')' {
			return true
		}
		if f.rest[0] != '.' && f.rest[0] != '/' {
			return false
		}
		f.rest = f.rest[1:]
	}
	return false
}

// component is a term in parentheses, or an atom, an annotation, or both.
func (f *unitForm) component(depth int) bool {
	if inner, ok := strings.CutPrefix(f.rest, "("); ok {
		f.rest = inner
		if !f.term(depth + 1) {
			return false
		}
		f.rest, ok = strings.CutPrefix(f.rest, ")")
		return ok
	}
	before := f.rest
	return f.atom() && f.annotation() && f.rest != before
}

// atom is what stands before the next operator. In brackets, as in
// "[m/s2/Hz^0.5]", there are none.
func (f *unitForm) atom() bool {
	inside := false
	for i := range len(f.rest) {
		switch c := f.rest[i]; {
		case c == '[' && inside || c == ']' && !inside:
			return false
		case c == '[' || c == ']':
			inside = !inside
		case !inside && strings.IndexByte("./(){}", c) >= 0:
			f.rest = f.rest[i:]
			return true
		}
	}
	f.rest = ""
	return !inside
}

// annotation is text in braces, or nothing.
func (f *unitForm) annotation() bool {
	if !strings.HasPrefix(f.rest, "{") {
		return true
	}
	text, rest, closed := strings.Cut(f.rest[1:], "}")
	f.rest = rest
	return closed && !strings.Contains(text, "{")
}
