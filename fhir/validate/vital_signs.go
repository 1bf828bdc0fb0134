package validate

import (
	"kapbridge/fhir"
	"kapbridge/fhir/profile"
)

// vitalSigns has the profile of each LOINC code by which a vital sign is to be
// known (http://hl7.org/fhir/R4/observation-vitalsigns.html#vitals-table).
var vitalSigns = map[string]string{
	"85353-1": "vitalspanel",
	"9279-1":  "resprate",
	"8867-4":  "heartrate",
	"2708-6":  "oxygensat",
	"8310-5":  "bodytemp",
	"8302-2":  "bodyheight",
	"9843-4":  "headcircum",
	"29463-7": "bodyweight",
	"39156-5": "bmi",
	"85354-9": "bp",
}

// vitalSign gives the profile that an Observation is held to because of its code,
// "" for none.
func vitalSign(t *fhir.Tree) string {
	if t.Get("resourceType").StringOr("") != "Observation" {
		return ""
	}
	list := t.At("code", "coding")
	for i := 0; list.Is(fhir.Array) && i < len(list.Items); i++ {
		c := list.Items[i]
		if name := vitalSigns[c.Get("code").StringOr("")]; name != "" && c.Get("system").StringOr("") == "http://loinc.org" {
			return profile.TypePrefix + name
		}
	}
	return ""
}
