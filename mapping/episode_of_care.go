package mapping

// EpisodeOfCare is a course of ketamine-assisted psychotherapy, from referral
// to its end (http://hl7.org/fhir/R4/episodeofcare.html).
var EpisodeOfCare = register(&Resource{
	Type:  "EpisodeOfCare",
	Table: "episode",
	Lenses: []*Lens{
		Identifiers("episode_identifier"),
		Code("status", "status").Search("status"),
		Many("statusHistory", "episode_status_history",
			Code("status", "status"),
			Period("period", "started_at", "ended_at", "dated")),
		Each("type", "episode_type", Concept("", "concept").Search("type")),
		Many("diagnosis", "episode_diagnosis",
			Ref("condition", "condition", "Condition").Search("condition"),
			Concept("role", "role_concept"),
			Integer("rank", "rank")),
		Ref("patient", "patient", "Patient").Search("patient"),
		Ref("managingOrganization", "organization", "Organization").Search("organization"),
		Period("period", "started_at", "ended_at", "dated").Search("date"),
		Each("referralRequest", "episode_referral",
			Ref("", "referral", "ServiceRequest").Search("incoming-referral")),
		Ref("careManager", "care_manager", "Practitioner", "PractitionerRole").Search("care-manager"),
		Each("team", "episode_team", Ref("", "team", "CareTeam")),
	},
})
