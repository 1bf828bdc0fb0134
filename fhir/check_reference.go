package fhir

import (
	"slices"
	"strings"
)

// typePrefix starts the url of a type of R4.
const typePrefix = "http://hl7.org/fhir/StructureDefinition/"

// reference checks that a Reference has the form that R4 gives it and points to
// a type that its element allows (http://hl7.org/fhir/R4/references.html).
func (c *checker) reference(v *Tree, targets []string) {
	literal, kind := v.Get("reference").StringOr(""), ""
	switch {
	case literal == "":
	case literal[0] == '#':
		c.push("reference")
		c.pointsInside(literal, targets, true)
		c.pop()
	case strings.ContainsAny(literal, " \t\r\n"):
		c.reportAt("reference", "value", "a reference is a URL, which contains no space")
	default:
		var ok bool
		if kind, ok = targetType(literal); !ok {
			c.reportAt("reference", "value", "a relative reference has the form Type/id or Type/id/_history/version with a resource type of R4; here is %q", short(literal))
		} else if kind != "" && !allows(targets, kind) {
			c.reportAt("reference", "value", "this element refers to %s, not to %s", strings.Join(targets, ", "), kind)
		}
	}
	if name := v.Get("type").StringOr(""); name != "" {
		c.referenceType(strings.TrimPrefix(name, typePrefix), kind, targets)
	}
}

// referenceType checks Reference.type, which names a type of R4 or, by absolute
// URL, a logical model.
func (c *checker) referenceType(name, literal string, targets []string) {
	switch {
	case strings.Contains(name, ":"):
	case !IsType(name):
		c.reportAt("type", "value", "%q is no type of R4", short(name))
	case !allows(targets, name):
		c.reportAt("type", "value", "this element refers to %s, not to %s", strings.Join(targets, ", "), name)
	case literal != "" && literal != name:
		c.reportAt("type", "value", "the reference points to %s, the type says %s", literal, name)
	}
}

func allows(targets []string, kind string) bool {
	return len(targets) == 0 || slices.Contains(targets, kind) || slices.Contains(targets, "Resource")
}

// targetType gives the resource type that a literal reference names, "" when it
// names none; ok is false for a relative reference of the wrong form. An
// absolute URL names a type only when it ends as that of a FHIR server does. A
// search instead of an id is a conditional reference
// (http://hl7.org/fhir/R4/http.html#trules).
func targetType(literal string) (kind string, ok bool) {
	path, _, conditional := strings.Cut(literal, "?")
	absolute := isAbsolute(path)
	if absolute && !strings.HasPrefix(path, "http://") && !strings.HasPrefix(path, "https://") {
		return "", true
	}
	steps := strings.Split(path, "/")
	wellFormed := true
	if conditional {
		steps = append(steps, "search")
	} else if n := len(steps); n > 3 && steps[n-2] == "_history" {
		wellFormed, steps = idFault(steps[n-1]) == "", steps[:n-2]
	}
	if n := len(steps); n >= 2 && wellFormed && idFault(steps[n-1]) == "" && IsResource(steps[n-2]) && (absolute || n == 2) {
		return steps[n-2], true
	}
	return "", absolute
}

// isAbsolute tells whether a URL starts with a scheme (RFC 3986, section 3.1).
func isAbsolute(url string) bool {
	i := strings.IndexAny(url, ":/?#")
	return i > 0 && url[i] == ':'
}
