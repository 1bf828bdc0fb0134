package mutate

const (
	vital    = `"category":[{"coding":[{"system":"` + terminology + `observation-category","code":"vital-signs"}]}],"component":null,"dataAbsentReason":null,"referenceRange":null,"effectiveDateTime":"2024-05-01",`
	loinc    = `{"system":"http://loinc.org","code":`
	ucum     = `"system":"http://unitsofmeasure.org","code":`
	systolic = `{"code":{"coding":[` + loinc + `"8480-6"}]},"valueQuantity":{"value":120,"unit":"mmHg",` + ucum + `"mm[Hg]"}}`
	beats    = rate + `"valueQuantity":{"value":60,"unit":"beats",` + ucum + `"/min"}`
	rate     = `"code":{"coding":[` + loinc + `"8867-4"}]},`
)

// vitalSigns has the kinds about the vital signs profiles of R4, which hold for
// every Observation with one of their codes.
var vitalSigns = []Kind{
	{"heart rate", "heartrate.html", sign(beats)},
	{"heart rate in another unit", "heartrate.html", either(sign(rate+`"valueQuantity":{"value":60,"unit":"beats",`+ucum+`"/h"}`), sign(rate+`"valueQuantity":{"value":60}`))},
	{"heart rate as a text", "heartrate.html", sign(rate + `"valueString":"60"`)},
	{"heart rate without a time", "observation-vitalsigns.html", sign(beats, `{"effectiveDateTime":null}`)},
	{"heart rate of a vague time", "observation-vitalsigns.html#vs-1", sign(beats, `{"effectiveDateTime":"2024"}`)},
	{"heart rate without a subject", "observation-vitalsigns.html", sign(beats, `{"subject":null}`)},
	{"heart rate of another category", "observation-vitalsigns.html", sign(beats, `{"category":[{"coding":[{"system":"`+terminology+`observation-category","code":"survey"}]}]}`)},
	{"heart rate without value and reason", "observation-vitalsigns.html#vs-2", sign(rate + `"valueString":null`)},
	{"heart rate with a reason for no value", "observation-vitalsigns.html#vs-2", sign(rate+`"valueString":null`, `{"dataAbsentReason":{"coding":[{"system":"`+terminology+`data-absent-reason","code":"unknown"}]}}`)},
	{"blood pressure", "bp.html", pressure(systolic + `,` + `{"code":{"coding":[` + loinc + `"8462-4"}]},"valueQuantity":{"value":80,"unit":"mmHg",` + ucum + `"mm[Hg]"}}`)},
	{"blood pressure of one component", "bp.html", pressure(systolic)},
	{"blood pressure in another unit", "bp.html", pressure(systolic + `,` + `{"code":{"coding":[` + loinc + `"8462-4"}]},"valueQuantity":{"value":8,"unit":"kPa",` + ucum + `"kPa"}}`)},
	{"blood pressure of a component without a value", "bp.html", pressure(systolic + `,` + `{"code":{"coding":[` + loinc + `"8462-4"}]}}`)},
	{"temperature in Fahrenheit", "bodytemp.html", sign(`"code":{"coding":[` + loinc + `"8310-5"}]},"valueQuantity":{"value":98,"unit":"F",` + ucum + `"[degF]"}`)},
	{"weight in a volume", "bodyweight.html", sign(`"code":{"coding":[` + loinc + `"29463-7"}]},"valueQuantity":{"value":70,"unit":"l",` + ucum + `"L"}`)},
	{"weight", "bodyweight.html", sign(`"code":{"coding":[` + loinc + `"29463-7"}]},"valueQuantity":{"value":70,"unit":"kg",` + ucum + `"kg"}`)},
}

// sign makes a vital sign of an Observation, and changes that.
func sign(members string, changes ...string) edits {
	return each(func(s spot) bool { return s.owner == nil && s.own.Name == "Observation" }, func(s spot) bool {
		for _, json := range append([]string{`{` + vital + members + `}`}, changes...) {
			merge(s.value, s.own, value(json))
		}
		return true
	})
}

func pressure(components string) edits {
	return sign(`"code":{"coding":[`+loinc+`"85354-9"}]},"valueString":null`, `{"component":[`+components+`]}`)
}
