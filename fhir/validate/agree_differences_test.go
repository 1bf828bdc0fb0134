package validate_test

import "strings"

// difference explains why verdicts differ: who is right by the text of R4.
type difference struct {
	kind    string // its name
	message string // one of the ids of their errors; "" when they find none
	right   string // we | they | open
	why     string // with the page, below http://hl7.org/fhir/R4/
}

func (d difference) explains(v verdict) bool {
	return d.kind == v.kind && (d.message == "") == !v.theirs && strings.Contains(v.messages, d.message)
}

// differences are written out in docs/validation.md.
var differences = []difference{
	// We find an error and they do not.
	{"reference to a type that is none", "", "we", "a reference is to an actual resource of FHIR (references-definitions.html#Reference), whose type the relative one names (references.html#literal)"},
	{"reference that is malformed", "", "we", "a reference is absolute or Type/id (references.html#literal)"},
	{"reference with a bad id", "", "we", "an id has A-Z, a-z, 0-9, - and . (datatypes.html#id)"},
	{"id of an element with a space", "", "we", "the id of an element has no spaces (element.html#id)"},
	{"element with an id only", "", "we", "an element has a value or children beside its id (element.html#ele-1)"},
	{"canonical of a fragment that is not there", "", "we", "#x is a resource contained in the same one, and nothing outside of it (references.html#canonical, #contained)"},
	{"response to a questionnaire that is not contained", "", "we", "#x is a resource contained in the same one, and nothing outside of it (references.html#canonical, #contained)"},
	{"sibling of a list, of another length", "", "we", "the arrays are filled up with null to the same length (json.html#primitive)"},
	{"control character in a string", "", "we", "no characters below 32 but 9, 10 and 13 (datatypes.html#string)"},
	{"odd characters in a string", "", "we", "what they stand in is Reference.reference, which is absolute or Type/id (references.html#literal)"},
	{"base64 with white space in a group", "", "we", "white space stands between groups of four (datatypes.html#base64Binary, its regex)"},
	{"base64 that is none", "", "we", "= stands at the end only (RFC 4648, which datatypes.html#base64Binary takes in)"},
	{"narrative with an attribute without quotes", "", "we", "a narrative is well-formed XML (narrative.html#xhtml)"},
	{"narrative with a document type", "", "we", "a narrative is one div (narrative.html#xhtml)"},
	{"narrative with text around it", "", "we", "a narrative is one div (narrative.html#xhtml)"},
	{"unit that breaks UCUM's grammar", "", "we", "UCUM, which the Quantity says that it is in, has no such code (datatypes.html#Quantity)"},
	{"unit of UCUM", "", "we", "the change gave one end of a Range another unit, and both have the same (datatypes.html#Range)"},

	// They find an error and we do not.
	{"second coding of another system", "Terminology_TX_NoValid_1_CC", "we", "one coding of the value set is enough (terminologies.html#required)"},
	{"period of different precisions", "Period#per-1", "we", "the end takes in all that matches it (datatypes.html#Period)"},
	{"transaction without an address", "Bundle_BUNDLE_Entry_NoFullUrl", "we", "fullUrl may be absent of a POST (bundle-definitions.html#Bundle.entry.fullUrl)"},
	{"time", "Type_Specific_Checks_DT_Time_Valid", "we", "a time may have fractions of a second (datatypes.html#time, its regex)"},
	{"extension in the place of a value", "Terminology_TX_Code_ValueSet_MISSING", "we", "an extension may say why there is no value (json.html#primitive, extension-data-absent-reason.html)"},
	{"null in a list of primitives, with a sibling", "Terminology_TX_Code_ValueSet_MISSING", "we", "an extension may say why there is no value (json.html#null)"},
	{"null in a list of primitives, with a sibling", "?", "we", "null stands for a value that has extensions only, in meta.profile too (json.html#null)"},
	{"value of another type of the choice", "#vs-1", "we", "vs-1 is about a dateTime, and this is a Period (observation-vitalsigns.html)"},
	{"coding of a display alone", "VALIDATION_VAL_PROFILE_MINIMUM_MAGIC", "open", "the code that is left (3141-9) is narrower than the one in the table of vital signs, and whether it asks for that one is not said there (observation-vitalsigns.html)"},
}
