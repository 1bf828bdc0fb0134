package kap

// Standard codes. The tag in brackets says where each was verified:
//
//	[R4]    the R4 4.0.1 definitions (vital-sign profiles, v2 and v3 tables, value sets)
//	[VSAC]  value-set expansions of cqframework/ecqm-content-r4-2021
//	[FDA]   openFDA NDC records        [NDC] ndclist.com
//	[MULTI] agreeing in at least three independent public repositories
//
// A code known in no such way is not here; the concept then has a local code or
// plain words.

var actCode = terminology + "v3-ActCode"

// TestData labels everything synthetic, for meta.security. [R4]
var TestData = Coding{terminology + "v3-ActReason", "HTEST", "test health data"}

// Encounter.class. [R4]
var (
	Ambulatory = Coding{actCode, "AMB", "ambulatory"}
	Virtual    = Coding{actCode, "VR", "virtual"}
)

// Encounter.participant.type. [R4]
var (
	PrimaryPerformer   = participation("PPRF", "primary performer")
	SecondaryPerformer = participation("SPRF", "secondary performer")
	Attender           = participation("ATND", "attender")
)

func participation(code, display string) *Concept {
	return concept("", Coding{terminology + "v3-ParticipationType", code, display})
}

// Observation.category. [R4]
var (
	VitalSigns = category("vital-signs", "Vital Signs")
	Survey     = category("survey", "Survey")
	Exam       = category("exam", "Exam")
)

func category(code, display string) *Concept {
	return concept("", Coding{terminology + "observation-category", code, display})
}

// Observation codes; units are UCUM. [R4] for those of the vital-sign profiles.
var (
	BloodPressure    = loinc("85354-9", "Blood pressure panel with all children optional")
	Systolic         = loinc("8480-6", "Systolic blood pressure")
	Diastolic        = loinc("8462-4", "Diastolic blood pressure")
	HeartRate        = loinc("8867-4", "Heart rate")
	RespiratoryRate  = loinc("9279-1", "Respiratory rate")
	OxygenSaturation = concept("Oxygen saturation by pulse oximetry",
		Coding{LOINC, "2708-6", "Oxygen saturation in Arterial blood"},
		Coding{LOINC, "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"})
	BodyWeight   = loinc("29463-7", "Body weight")
	Sedation     = ReadingKinds.Concept("moaas")
	Dissociation = ReadingKinds.Concept("cadss6")
	Eligibility  = ReadingKinds.Concept("eligibility-decision")
)

func loinc(code, display string) *Concept { return concept(display, Coding{LOINC, code, display}) }

// Routes: SNOMED CT with the v3 code beside it [R4]. The SNOMED code of the
// sublingual route was seen in one place only, so that route has the v3 code alone.
var (
	Intravenous   = route("Intravenous", "47625008", "IV", "Infusion, intravenous")      // [VSAC]
	Intramuscular = route("Intramuscular", "78421000", "IM", "Injection, intramuscular") // [MULTI]
	Nasal         = route("Nasal", "46713006", "NASINHL", "Inhalation, nasal")           // [MULTI]
	Sublingual    = route("Sublingual", "", "SL", "Dissolve, sublingual")
	Oral          = route("Oral", "26643006", "PO", "Swallow, oral") // [MULTI]
)

func route(words, snomed, v3, display string) *Concept {
	c := concept(words)
	if snomed != "" {
		c.Codings = append(c.Codings, Coding{SNOMED, snomed, words + " route"})
	}
	c.Codings = append(c.Codings, Coding{terminology + "v3-RouteOfAdministration", v3, display})
	return c
}

// Sites of injection. [R4]
var (
	LeftDeltoid  = concept("Left deltoid", Coding{terminology + "v3-ActSite", "LD", "left deltoid"})
	RightDeltoid = concept("Right deltoid", Coding{terminology + "v3-ActSite", "RD", "right deltoid"})
)

// MedicationRequest.category. [R4]
var ForOutpatient = concept("", Coding{terminology + "medicationrequest-category", "outpatient", "Outpatient"})

// Patient.communication.language. [R4]
var English = concept("English", Coding{"urn:ietf:bcp:47", "en", "English"})

// MedicationAdministration.performer.function and category. [R4]
var (
	Performer  = concept("", Coding{terminology + "med-admin-perform-function", "performer", "Performer"})
	Verifier   = concept("", Coding{terminology + "med-admin-perform-function", "verifier", "Verifier"})
	Witness    = concept("", Coding{terminology + "med-admin-perform-function", "witness", "Witness"})
	Outpatient = concept("", Coding{terminology + "medication-admin-category", "outpatient", "Outpatient"})
)

// Dosage.doseAndRate.type. [R4]
var (
	Ordered    = concept("", Coding{terminology + "dose-rate-type", "ordered", "Ordered"})
	Calculated = concept("", Coding{terminology + "dose-rate-type", "calculated", "Calculated"})
)

// Dose withheld or stopped: the local reason, and where it fits [VSAC].
var (
	PressureTooHigh = concept("Blood pressure above limit before dose",
		DoseReasons.Coding("blood-pressure"), Coding{SNOMED, "183932001", "Procedure contraindicated"})
	StoppedInDistress = DoseReasons.Concept("distress")
	DeclinedByPatient = concept("Declined by patient", Coding{SNOMED, "105480006", "Refusal of treatment by patient"})
)

// Conditions. SNOMED CT and ICD-10-CM [VSAC]; no code for treatment resistance
// was confirmed in either, it is a local qualifier beside a base diagnosis.
var (
	SevereDepression = diagnosis("Major depressive disorder, recurrent, severe", "36474008",
		"Severe recurrent major depression without psychotic features", "F33.2",
		"Major depressive disorder, recurrent severe without psychotic features")
	ModerateDepression = diagnosis("Major depressive disorder, recurrent, moderate", "66344007", "Recurrent major depression",
		"F33.1", "Major depressive disorder, recurrent, moderate")
	ResistantDepression = concept("Treatment-resistant major depressive disorder",
		append(SevereDepression.Codings[:2:2], DiagnosisQualifiers.Coding("treatment-resistant"))...)
	PTSD = diagnosis("Post-traumatic stress disorder, chronic", "313182004", "Chronic post-traumatic stress disorder",
		"F43.12", "Post-traumatic stress disorder, chronic")
	Anxiety = diagnosis("Generalized anxiety disorder", "21897009", "Generalized anxiety disorder",
		"F41.1", "Generalized anxiety disorder")
	Hypertension = diagnosis("Hypertension", "38341003", "Hypertensive disorder, systemic arterial",
		"I10", "Essential (primary) hypertension")
)

func diagnosis(words, snomed, snomedDisplay, icd, icdDisplay string) *Concept {
	return concept(words, Coding{SNOMED, snomed, snomedDisplay}, Coding{ICD10, icd, icdDisplay})
}

// Condition.category, .severity, .clinicalStatus, .verificationStatus. [R4]
var (
	ProblemList    = concept("", Coding{terminology + "condition-category", "problem-list-item", "Problem List Item"})
	SevereGrade    = concept("", Coding{SNOMED, "24484000", "Severe"})
	ModerateGrade  = concept("", Coding{SNOMED, "6736007", "Moderate"})
	ActiveProblem  = concept("", Coding{terminology + "condition-clinical", "active", "Active"})
	InRemission    = concept("", Coding{terminology + "condition-clinical", "remission", "Remission"})
	ConfirmedTruth = concept("", Coding{terminology + "condition-ver-status", "confirmed", "Confirmed"})
)

// EpisodeOfCare.diagnosis.role. [R4]
var (
	ChiefComplaint = concept("", Coding{terminology + "diagnosis-role", "CC", "Chief complaint"})
	Comorbidity    = concept("", Coding{terminology + "diagnosis-role", "CM", "Comorbidity diagnosis"})
)

// Kinds of identifier and of place. [R4]
var (
	MedicalRecord  = identifierKind("MR", "Medical record number")
	ProviderNumber = identifierKind("PRN", "Provider number")
	Building       = concept("", Coding{terminology + "location-physical-type", "bu", "Building"})
	Room           = concept("", Coding{terminology + "location-physical-type", "ro", "Room"})
	OutpatientSite = concept("", Coding{terminology + "v3-RoleCode", "OF", "Outpatient facility"})
	Provider       = concept("", Coding{terminology + "organization-type", "prov", "Healthcare Provider"})
)

func identifierKind(code, display string) *Concept {
	return concept("", Coding{terminology + "v2-0203", code, display})
}
