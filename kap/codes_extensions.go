package kap

// Extensions of the project, defined in fhir/ig/StructureDefinition-*.json. Each
// says which element carries it and its value; "complex" ones carry the
// listed parts as nested extensions whose url is the part's name.
const (
	// ExtInfusionStep, on MedicationAdministration, repeats, complex: kind code,
	// at dateTime, rate Quantity, dose Quantity, deviceNo integer, sprays integer,
	// reason string. R4 has one dosage only, and child administrations would
	// count the milligrams twice.
	ExtInfusionStep = extension + "infusion-step"
	// ExtDosePerWeight, on MedicationAdministration.dosage, complex: dose
	// Quantity mg/kg, weight Quantity kg.
	ExtDosePerWeight = extension + "dose-per-weight"
	// ExtStockDraw, on MedicationAdministration, repeats, complex: stock
	// Reference(Medication), amount Quantity mg. A dose may come from two vials.
	ExtStockDraw = extension + "stock-draw"
	// ExtWastedAmount, on MedicationAdministration, repeats, complex: amount
	// Quantity mg, at dateTime, stock Reference(Medication), wastedBy and witness
	// Reference(PractitionerRole), method code.
	ExtWastedAmount = extension + "wasted-amount"
	// ExtSessionSequence, on Encounter: positiveInt, the "3" of "dose 3".
	ExtSessionSequence = extension + "session-sequence"
	// ExtSessionIntention, on Encounter: string, the patient's intention.
	ExtSessionIntention = extension + "session-intention"
	// ExtMonitoringOffset, on Observation: Duration from the start of the dose.
	ExtMonitoringOffset = extension + "monitoring-offset"
	// ExtResponseTiming, on QuestionnaireResponse: code of ResponseTimings.
	ExtResponseTiming = extension + "response-timing"
	// ExtScoreRule, on Observation: uri of the rule that computed a score.
	ExtScoreRule = extension + "score-rule"
	// ExtSubmittedScore, on Observation: decimal, the total that came with the
	// response, when there was one.
	ExtSubmittedScore = extension + "submitted-score"

	extension = Base + "/StructureDefinition/"
)

// Extensions of HL7 that we use (R4 extension registry, SDC).
const (
	ExtEpisodeOfCare         = "http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare"
	ExtOrdinalValue          = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
	ExtQuestionnaireUnit     = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
	ExtCalculatedExpression  = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
	ExtObservationExtract    = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observationExtract"
	ExtObservationExtractCat = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-observation-extract-category"
)

// Systems of identifiers that the synthetic clinic gives out.
const (
	MRNSystem     = Base + "/sid/mrn"
	EpisodeSystem = Base + "/sid/episode"
	LicenceSystem = Base + "/sid/licence"
	// ProviderSystem has numbers in the form of an NPI. They are nobody's, so they
	// must not be in the system of NPIs.
	ProviderSystem = Base + "/sid/provider"
	StaffSystem    = Base + "/sid/staff"
)
