package mapping

// Location is a place where sessions are held or drugs are kept: a clinic
// site, a treatment room, a patient's home (http://hl7.org/fhir/R4/location.html).
var Location = register(&Resource{
	Type:  "Location",
	Table: "location",
	Lenses: []*Lens{
		Identifiers("location_identifier"),
		Code("status", "status").Search("status"),
		Coding("operationalStatus", "operational_status").Search("operational-status"),
		Text("name", "name").Search("name"),
		Texts("alias", "alias").Search("name"),
		Text("description", "description"),
		Code("mode", "mode"),
		Each("type", "location_type", Concept("", "concept").Search("type")),
		Telecoms("telecom", "location_telecom"),
		SearchedAddress("address", "address"),
		Concept("physicalType", "physical_type_concept"),
		position().Search("near"),
		Ref("managingOrganization", "organization", "Organization").Search("organization"),
		Ref("partOf", "parent", "Location").Search("partof"),
		Many("hoursOfOperation", "location_hours",
			Texts("daysOfWeek", "days"),
			Flag("allDay", "all_day"),
			Code("openingTime", "opens"),
			Code("closingTime", "closes")),
		Text("availabilityExceptions", "hours_exceptions"),
		Each("endpoint", "location_endpoint", Ref("", "endpoint", "Endpoint").Search("endpoint")),
	},
})

// position is a place on the globe, in degrees and metres of WGS84.
func position() *Lens {
	l := At("position",
		Decimal("longitude", "longitude"),
		Decimal("latitude", "latitude"),
		Decimal("altitude", "altitude"))
	l.shape = ShapePosition
	return l
}
