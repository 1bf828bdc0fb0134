package api

import (
	"maps"
	"slices"
	"time"

	"kapbridge/fhir"
	"kapbridge/fhir/ig"
	"kapbridge/fhir/term"
)

// terminologyCapabilities tells which code systems are held, and what $expand and
// $validate-code can do (http://hl7.org/fhir/R4/terminologycapabilities.html).
func terminologyCapabilities(s *server, at time.Time) *fhir.Tree {
	systems := fhir.List()
	for _, held := range ig.Terms().Systems() {
		if held.Content != "not-present" {
			systems.Items = append(systems.Items, systemHeld(held))
		}
	}
	parameters := fhir.List()
	for _, name := range slices.Sorted(maps.Keys(expandTakes)) {
		parameters.Items = append(parameters.Items, object("name", fhir.Str(name)))
	}
	return object(
		"resourceType", fhir.Str("TerminologyCapabilities"),
		"name", fhir.Str("KapbridgeTerminology"),
		"title", fhir.Str("The terminology that kapbridge holds"),
		"status", fhir.Str("active"),
		"date", fhir.Str(at.Format(time.RFC3339)),
		"description", fhir.Str("The code systems that R4 publishes, of HL7 v2 and v3 too, and those of this server."),
		"kind", fhir.Str("instance"),
		"software", object("name", fhir.Str("kapbridge"), "version", text(s.Version)),
		"implementation", object("description", fhir.Str("The tables of a ketamine-assisted psychotherapy clinic"), "url", text(s.Base)),
		"codeSystem", systems,
		"expansion", object("hierarchical", fhir.Boolean(false), "paging", fhir.Boolean(true), "incomplete", fhir.Boolean(false), "parameter", parameters,
			"textFilter", fhir.Str("The words of the filter may stand anywhere in the code or its display, whatever case.")),
		"codeSearch", fhir.Str("all"),
		"validateCode", object("translations", fhir.Boolean(false)),
	)
}

func systemHeld(s *term.System) *fhir.Tree {
	var version *fhir.Tree
	if s.Version != "" {
		version = fhir.List(object("code", fhir.Str(s.Version), "isDefault", fhir.Boolean(true)))
	}
	return object("uri", fhir.Str(s.URL), "version", version, "subsumption", fhir.Boolean(s.Subsumed()))
}
