package kap

// CodeSystem is a code system that the project defines, whole. It exists where
// no standard code could be verified or none exists.
type CodeSystem struct {
	URL, Name, Title string
	Codes            []Code
}

// Code is one entry of a CodeSystem.
type Code struct{ Code, Display, Definition string }

// Coding returns the coding of one of the system's own codes. It panics on a
// code that the system lacks: such a code is a fault of the program.
func (s CodeSystem) Coding(code string) Coding {
	for _, c := range s.Codes {
		if c.Code == code {
			return Coding{s.URL, c.Code, c.Display}
		}
	}
	panic("kap: no code " + code + " in " + s.URL)
}

// Concept returns the concept whose words are the code's display.
func (s CodeSystem) Concept(code string) *Concept {
	c := s.Coding(code)
	return concept(c.Display, c)
}

// concepts gives the concept of every code, made once to be shared by many rows.
func (s CodeSystem) concepts() map[string]*Concept {
	m := make(map[string]*Concept, len(s.Codes))
	for _, c := range s.Codes {
		m[c.Code] = s.Concept(c.Code)
	}
	return m
}

func system(id, name, title string, codes ...Code) CodeSystem {
	return CodeSystem{Base + "/CodeSystem/" + id, name, title, codes}
}

// The code systems of the project. R4's episodeofcare-type has five codes, none
// for psychotherapy, and no standard KAP code exists.
var (
	SessionKinds = system("kap-session-kind", "KapSessionKind", "Kinds of session in a KAP clinic",
		Code{"referral-intake", "Referral intake", "First contact after a referral or self-referral"},
		Code{"evaluation", "Evaluation", "Medical and psychiatric evaluation whether ketamine is appropriate"},
		Code{"preparation", "Preparation session", "Intention, set and setting, coping skills, practical plan"},
		Code{"dosing", "Dosing session", "Ketamine is given and its effect accompanied and monitored"},
		Code{"integration", "Integration session", "Therapy that takes up what a dosing session brought"},
		Code{"maintenance-dosing", "Maintenance dosing session", "A dose after the first series, to keep its effect"},
		Code{"medication-review", "Medication review", "Review of medication taken beside ketamine"},
		Code{"follow-up", "Follow-up", "Check of response after the series"},
		Code{"crisis", "Crisis session", "Unplanned session for acute distress"})

	EpisodeTypes = system("kap-episode-type", "KapEpisodeType", "Types of episode",
		Code{"kap", "Ketamine-assisted psychotherapy", "A course of ketamine doses within psychotherapy"})

	StaffRoles = system("kap-staff-role", "KapStaffRole", "Roles of clinic staff",
		Code{"prescriber", "Prescriber", "Evaluates, orders and supervises doses"},
		Code{"nurse", "Nurse", "Gives doses and monitors"},
		Code{"therapist", "Therapist", "Prepares, accompanies and integrates"},
		Code{"front-desk", "Front desk", "Receives and schedules"})

	ReadingKinds = system("kap-reading-kind", "KapReadingKind", "Readings without a verified standard code",
		Code{"moaas", "MOAA/S sedation score", "Modified Observer's Assessment of Alertness/Sedation, 5 alert to 0 no response"},
		Code{"cadss6", "CADSS-6 total score", "Dissociation by six items of the Clinician-Administered Dissociative States Scale, 0 to 24"},
		Code{"eligibility-decision", "Eligibility decision", "Outcome of the evaluation before a first dose"})

	EligibilityDecisions = system("kap-eligibility", "KapEligibility", "Eligibility decisions",
		Code{"eligible", "Eligible", "Ketamine is appropriate"},
		Code{"eligible-with-conditions", "Eligible with conditions", "Appropriate once or while stated conditions hold"},
		Code{"not-eligible", "Not eligible", "Not appropriate"},
		Code{"deferred", "Deferred", "Undecided until more is known"})

	StepKinds = system("kap-step-kind", "KapStepKind", "Steps of giving a dose",
		Code{"start", "Start", "The infusion begins"},
		Code{"rate_change", "Rate change", "The infusion goes on at another rate"},
		Code{"pause", "Pause", "The infusion is halted for a while"},
		Code{"resume", "Resume", "A paused infusion goes on"},
		Code{"bolus", "Bolus", "An amount is given at once: injection, lozenge, capsule"},
		Code{"device", "Device", "One nasal spray device is used up"},
		Code{"stop", "Stop", "The infusion ends"})

	WasteMethods = system("kap-waste-method", "KapWasteMethod", "Ways to waste a drawn remainder",
		Code{"pharmaceutical-container", "Pharmaceutical waste container", "Made unrecoverable in a locked container"})

	ScoreBands = system("kap-score-band", "KapScoreBand", "Bands of instrument scores",
		Code{"minimal", "Minimal", "Lowest severity band"},
		Code{"mild", "Mild", "Mild severity"},
		Code{"moderate", "Moderate", "Moderate severity"},
		Code{"moderately-severe", "Moderately severe", "Between moderate and severe"},
		Code{"severe", "Severe", "Highest severity band"},
		Code{"below-cutoff", "Below cut-off", "The score does not reach the cut-off"},
		Code{"at-cutoff", "At or above cut-off", "The score reaches the cut-off"})

	ResponseTimings = system("kap-response-timing", "KapResponseTiming", "Slots in the schedule of instruments",
		Code{"baseline", "Baseline", "At the evaluation"},
		Code{"pre_dose", "Before dose", "In the dosing session, before the dose"},
		Code{"plus_4h", "4 hours after dose", "Four hours after the dose"},
		Code{"plus_24h", "24 hours after dose", "The day after the dose"},
		Code{"plus_7d", "7 days after dose", "A week after the dose"},
		Code{"pre_session", "Before session", "Before a session without dose"},
		Code{"end_induction", "End of induction", "After the last dose of the first series"},
		Code{"month_1", "Month 1", "A month after the series"},
		Code{"month_3", "Month 3", "Three months after the series"},
		Code{"month_6", "Month 6", "Six months after the series"},
		Code{"adhoc", "Unplanned", "Outside the schedule"})

	DiagnosisQualifiers = system("kap-diagnosis-qualifier", "KapDiagnosisQualifier", "Qualifiers of diagnoses",
		Code{"treatment-resistant", "Treatment-resistant", "At least two adequate trials failed in the present episode"})

	CancelReasons = system("kap-cancel-reason", "KapCancelReason", "Why a session did not take place",
		Code{"no-show", "Patient did not come", "Not cancelled beforehand"},
		Code{"patient", "Cancelled by patient", "Cancelled beforehand by the patient"},
		Code{"clinic", "Cancelled by clinic", "Cancelled beforehand by the clinic"})

	DoseReasons = system("kap-dose-reason", "KapDoseReason", "Why a dose was withheld or stopped",
		Code{"blood-pressure", "Blood pressure above limit before dose", "Above the protocol's limit before the dose"},
		Code{"distress", "Stopped because of distress", "The patient asked to stop or was too distressed"})

	Products = system("kap-product", "KapProduct", "Products as the clinic stocks them",
		Code{"ketamine-10", "Ketamine 10 mg/mL, 20 mL vial", "Vial of 200 mg for infusion"},
		Code{"ketamine-100", "Ketamine 100 mg/mL, 5 mL vial", "Vial of 500 mg for injection"},
		Code{"esketamine-56", "Esketamine nasal spray, 56 mg kit", "Two devices of 28 mg"},
		Code{"esketamine-84", "Esketamine nasal spray, 84 mg kit", "Three devices of 28 mg"},
		Code{"lozenge-50", "Ketamine 50 mg lozenge, compounded", "Compounded sublingual lozenge"},
		Code{"capsule-50", "Ketamine 50 mg capsule, compounded", "Compounded oral capsule"})

	PCL5Answers = system("pcl5-answer", "Pcl5Answer", "Answers of the PCL-5 (no LOINC answer codes verified)",
		Code{"0", "Not at all", ""}, Code{"1", "A little bit", ""}, Code{"2", "Moderately", ""},
		Code{"3", "Quite a bit", ""}, Code{"4", "Extremely", ""})

	PCL5Items = pcl5Items()
)

// CodeSystems lists all code systems that the project defines.
func CodeSystems() []CodeSystem {
	return []CodeSystem{SessionKinds, EpisodeTypes, StaffRoles, ReadingKinds, EligibilityDecisions, StepKinds,
		WasteMethods, ScoreBands, ResponseTimings, DiagnosisQualifiers, CancelReasons, DoseReasons, Products,
		PCL5Answers, PCL5Items}
}
