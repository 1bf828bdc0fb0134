package mapping

import "kapbridge/fhir"

// The extensions that declarations claim, by url. What kapbridge defines itself
// stands under its own base; the parts of a complex extension have plain names.
const (
	// InfusionStep is one change of the course of an infusion, or one device of
	// a set of sprays: kind, at, rate, dose, deviceNo, sprays, reason.
	InfusionStep = fhir.Canonical + "/StructureDefinition/infusion-step"

	// DosePerWeight says how a dose was reckoned: dose (mg/kg) and weight.
	DosePerWeight = fhir.Canonical + "/StructureDefinition/dose-per-weight"

	// StockDraw is what was drawn from one vial: stock and amount.
	StockDraw = fhir.Canonical + "/StructureDefinition/stock-draw"

	// WastedAmount is what was thrown away before a witness: stock,
	// amount, at, wastedBy, witness, method.
	WastedAmount = fhir.Canonical + "/StructureDefinition/wasted-amount"

	// MonitoringOffset is the time of a reading, counted from the start of the dose.
	MonitoringOffset = fhir.Canonical + "/StructureDefinition/monitoring-offset"

	// ScoreRule is the uri of the rule that computed a score.
	ScoreRule = fhir.Canonical + "/StructureDefinition/score-rule"

	// SubmittedScore is the total that came with a response, when there was one.
	SubmittedScore = fhir.Canonical + "/StructureDefinition/submitted-score"

	// ResponseTiming is the slot of the schedule that a response fills, such as
	// baseline or plus_24h.
	ResponseTiming = fhir.Canonical + "/StructureDefinition/response-timing"

	// WorkflowEpisode is the episode of care that a record belongs to
	// (http://hl7.org/fhir/R4/extension-workflow-episodeofcare.html).
	WorkflowEpisode = "http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare"

	// SessionSequence is the number of a session among those of its kind: the 3
	// of "session 3 of 6".
	SessionSequence = fhir.Canonical + "/StructureDefinition/session-sequence"

	// SessionIntention is what the patient wishes to turn to in a session.
	SessionIntention = fhir.Canonical + "/StructureDefinition/session-intention"

	// BirthSex is the sex assigned at birth, as US Core has it
	// (http://hl7.org/fhir/us/core/StructureDefinition-us-core-birthsex.html).
	BirthSex = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"
)
