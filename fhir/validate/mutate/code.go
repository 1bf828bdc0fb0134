package mutate

import (
	"strings"
	"unicode"

	"kapbridge/fhir"
)

// codes has the kinds about codes, their systems and displays, and units.
var codes = []Kind{
	{"code that is not in the required value set", "terminologies.html#required", each(boundCode, func(s spot) bool { return s.put(fhir.Str("no-such-code")) })},
	{"code in the wrong case", "datatypes.html#code", each(boundCode, func(s spot) bool {
		other := strings.ToUpper(s.value.Text)
		if unicode.IsUpper(rune(s.value.Text[0])) {
			other = strings.ToLower(s.value.Text)
		}
		return other != s.value.Text && s.put(fhir.Str(other))
	})},
	{"another code of the required value set", "terminologies.html#required", each(boundCode, func(s spot) bool {
		set, ok := fhir.RequiredCodes(s.element.Binding)
		if !ok || len(set.Codes) == 0 {
			return false
		}
		last := set.Codes[len(set.Codes)-1].Code
		return last != s.value.Text && s.put(fhir.Str(last))
	})},
	{"concept that is not in the required value set", "terminologies.html#required", each(boundConcept, func(s spot) bool {
		return s.put(value(`{"coding":[{"system":"http://example.org/codes","code":"x"}]}`))
	})},
	{"concept of text alone where a code is required", "terminologies.html#required", each(boundConcept, func(s spot) bool { return s.put(value(`{"text":"x"}`)) })},
	{"code in the wrong system", "terminologies.html#required", each(boundConcept, func(s spot) bool {
		s.value.At("coding").Items[0].Set("system", fhir.Str("http://terminology.hl7.org/CodeSystem/v3-ActCode"))
		return true
	})},
	{"code without its system where one is required", "terminologies.html#required", each(boundConcept, func(s spot) bool {
		s.value.At("coding").Items[0].Set("system", nil)
		return true
	})},
	{"second coding of another system", "datatypes.html#CodeableConcept", each(boundConcept, func(s spot) bool {
		return appendTo(s.value, "coding", value(`{"system":"http://example.org/codes","code":"x"}`))
	})},
	{"code that its system lacks", "codesystem.html", each(standardCoding, func(s spot) bool { s.value.Set("code", fhir.Str("no-such-code")); return true })},
	{"display that is another code's", "datatypes.html#Coding", each(standardCoding, func(s spot) bool { s.value.Set("display", fhir.Str("Something else")); return true })},
	{"display in another case", "datatypes.html#Coding", each(func(s spot) bool { return standardCoding(s) && s.value.Get("display") != nil }, func(s spot) bool {
		display := s.value.Get("display").Text
		s.value.Set("display", fhir.Str(strings.ToUpper(display)))
		return display != strings.ToUpper(display)
	})},
	{"coding of an unknown system", "datatypes.html#Coding", each(coding, func(s spot) bool { s.value.Set("system", fhir.Str("http://example.org/codes")); return true })},
	{"coding of a relative system", "datatypes.html#Coding", each(coding, func(s spot) bool { s.value.Set("system", fhir.Str("codes")); return true })},
	{"coding of a value set as its system", "datatypes.html#Coding", each(coding, func(s spot) bool {
		s.value.Set("system", fhir.Str("http://hl7.org/fhir/ValueSet/observation-codes"))
		return true
	})},
	{"coding of a display alone", "datatypes.html#Coding", each(coding, func(s spot) bool { return s.put(value(`{"display":"x"}`)) })},
	{"language that is no tag", "valueset-languages.html", resource("", `{"language":"english language"}`, `{"language":"e"}`, `{"language":"english"}`)},
	{"language", "valueset-languages.html", resource("", `{"language":"en-US"}`, `{"language":"de"}`)},
	{"unit that is not in UCUM", "datatypes.html#Quantity", inside("Quantity", `{"value":1,"system":"http://unitsofmeasure.org","code":"MILLIGRAM"}`, `{"value":1,"system":"http://unitsofmeasure.org","code":"tablet"}`)},
	{"unit that breaks UCUM's grammar", "datatypes.html#Quantity", inside("Quantity", `{"value":1,"system":"http://unitsofmeasure.org","code":"mg//kg"}`, `{"value":1,"system":"http://unitsofmeasure.org","code":"mg/"}`, `{"value":1,"system":"http://unitsofmeasure.org","code":"(mg"}`, `{"value":1,"system":"http://unitsofmeasure.org","code":"{spray"}`)},
	{"unit of UCUM", "datatypes.html#Quantity", inside("Quantity", `{"value":1,"system":"http://unitsofmeasure.org","code":"mg/kg/h"}`, `{"value":1,"system":"http://unitsofmeasure.org","code":"{spray}"}`, `{"value":1,"system":"http://unitsofmeasure.org","code":"umol/L"}`, `{"value":1,"system":"http://unitsofmeasure.org","code":"10*3/uL"}`)},
	{"unit of an unknown system", "datatypes.html#Quantity", inside("Quantity", `{"value":1,"system":"http://example.org/units","code":"pill"}`)},
}

func boundCode(s spot) bool {
	set, ok := required(s)
	return ok && !set.Open && s.primitive("code")
}

func boundConcept(s spot) bool {
	set, ok := required(s)
	return ok && !set.Open && s.value.Is(fhir.Object) && s.ref.Code == "CodeableConcept" && s.value.Get("coding").Is(fhir.Array)
}

func required(s spot) (*fhir.ValueSet, bool) {
	if s.element == nil || s.element.Binding == "" {
		return nil, false
	}
	return fhir.RequiredCodes(s.element.Binding)
}

func coding(s spot) bool {
	return s.owner != nil && s.ref.Code == "Coding" && s.value.Is(fhir.Object) && s.value.Get("code") != nil
}

// standardCoding tells whether a Coding is of a system that HL7 publishes with the standard.
func standardCoding(s spot) bool {
	system := s.value.Get("system").StringOr("")
	return coding(s) && (strings.HasPrefix(system, "http://terminology.hl7.org/CodeSystem/") || strings.HasPrefix(system, "http://hl7.org/fhir/"))
}
