package mapping

import "strings"

// universals are the parameters that every type has, with the modifiers that
// work for each (http://hl7.org/fhir/R4/search.html#all). They look at no
// lens: store knows where the bookkeeping of a resource keeps them.
var universals = []*Param{
	universal("_id", "the logical id", "missing", "not"),
	universal("_lastUpdated", "when the current version came to be: "+dateForms, "missing"),
	universal("_tag", "a tag: code, system|code, |code or system|", "missing", "not", "text"),
	universal("_security", "a security label: code, system|code, |code or system|", "missing", "not", "text"),
	universal("_profile", "the whole address of a profile that it claims, with its version if it was given so", "missing", "above", "below"),
	universal("_source", "the whole address that it says it is from", "missing", "above", "below"),
	universal("_text", "words of the narrative"+wordForms, "missing"),
	universal("_content", "words of the whole resource"+wordForms, "missing"),
	{Code: "_list", Type: "special", Use: "the id of a List on which it is (http://hl7.org/fhir/R4/search.html#list)"}, // R4 defines no SearchParameter for it
	{Code: filterCode, Type: "special", Definition: "http://hl7.org/fhir/SearchParameter/filter",
		Use: "comparisons such as birthdate ge 1980-01-01, joined by and, or, not and parentheses"},
}

// filterCode is the parameter that joins others.
const filterCode = "_filter"

// ofEverything are those of them that AuditEvent has, too: a record has no head and no card.
var ofEverything = []string{"_id", "_lastUpdated"}

const wordForms = ": all must be in it, whatever their order, case and accents; with * behind it a word may go on"

const dateForms = "date or time as exact as you like, after a prefix: eq, ne, lt, gt, le, ge, sa, eb, ap"

func universal(code, use string, modifiers ...string) *Param {
	official := officialParameter("DomainResource", code)
	if official == nil {
		panic("mapping: R4 has no search parameter " + code + " for every type")
	}
	return &Param{Code: code, Type: official.Type, Definition: official.URL, Expression: official.Expression,
		Single: contains(ofEverything, code), Use: use, modifiers: modifiers}
}

// Universal lists the parameters that a schema has besides those it declares.
func Universal(schema Schema) []*Param {
	if r, ok := schema.(*Resource); ok && !r.Log {
		return universals
	}
	var few []*Param
	for _, p := range universals {
		if contains(ofEverything, p.Code) {
			few = append(few, p)
		}
	}
	return few
}

// ParamOf returns the parameter of that code, declared or universal, nil for none.
func ParamOf(schema Schema, code string) *Param {
	if p := schema.Param(code); p != nil {
		return p
	}
	for _, p := range Universal(schema) {
		if p.Code == code {
			return p
		}
	}
	return nil
}

// Universal tells whether every type has the parameter: the standard begins the
// names of these, and of no others, with an underscore.
func (p *Param) Universal() bool { return strings.HasPrefix(p.Code, "_") }
