package kap

// GAD7 is the Generalized Anxiety Disorder scale of seven items. Item codes: HL7
// personal health record format guide. Bands: Spitzer, Kroenke, Williams, Löwe
// 2006, Arch Intern Med 166:1092.
var GAD7 = gad7()

func gad7() *Questionnaire {
	panel := loinc("69737-5", "Generalized anxiety disorder 7 item (GAD-7)")
	sum := concept("GAD-7 total score",
		Coding{LOINC, "70274-6", "Generalized anxiety disorder 7 item (GAD-7) total score [Reported.PHQ]"})
	scored := frequencyItems("gad7", []string{"69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"}, []string{
		"Feeling nervous, anxious, or on edge",
		"Not being able to stop or control worrying",
		"Worrying too much about different things",
		"Trouble relaxing",
		"Being so restless that it is hard to sit still",
		"Becoming easily annoyed or irritable",
		"Feeling afraid, as if something awful might happen",
	})
	items := append([]Item{frequencyStem("gad7")}, scored...)
	return &Questionnaire{
		ID: "gad7", URL: Base + "/Questionnaire/gad7", Version: "1.0.0", Name: "GAD7", Short: "GAD-7",
		Title: "Generalized Anxiety Disorder scale (GAD-7)", Status: "active", Copyright: phqNotice, LicenceState: "ship",
		Panel: panel, Total: sum, Items: append(items, total("gad7", "GAD-7", sum)),
		Rule: Rule{
			Name: "gad7-sum 1.0.0", Source: "Spitzer, Kroenke, Williams, Löwe 2006", Scored: linkIDs(scored), Most: 21,
			Bands: []Band{{0, "minimal"}, {5, "mild"}, {10, "moderate"}, {15, "severe"}},
		},
		ScoredBy: Base + "/score-rule/gad7-sum|1.0.0",
	}
}
