package kap

import "strconv"

// PHQ9 is the Patient Health Questionnaire with nine scored items. Item and
// answer codes: US Core's and LHNCBC's published forms. Bands: Kroenke, Spitzer,
// Williams 2001, J Gen Intern Med 16:606.
var PHQ9 = phq9()

// PHQ9Ideation is the item on thoughts of death or self-harm: any answer but
// "Not at all" calls for a risk assessment the same day.
const PHQ9Ideation = "phq9-9"

func phq9() *Questionnaire {
	panel := loinc("44249-1", "PHQ-9 quick depression assessment panel")
	sum := concept("PHQ-9 total score", Coding{LOINC, "44261-6", "Patient Health Questionnaire 9 item (PHQ-9) total score [Reported]"})
	scored := frequencyItems("phq9", []string{"44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5",
		"44253-3", "44260-8"}, []string{
		"Little interest or pleasure in doing things",
		"Feeling down, depressed, or hopeless",
		"Trouble falling or staying asleep, or sleeping too much",
		"Feeling tired or having little energy",
		"Poor appetite or overeating",
		"Feeling bad about yourself - or that you are a failure or have let yourself or your family down",
		"Trouble concentrating on things, such as reading the newspaper or watching television",
		"Moving or speaking so slowly that other people could have noticed. Or the opposite - being so fidgety or restless " +
			"that you have been moving around a lot more than usual",
		"Thoughts that you would be better off dead, or of hurting yourself in some way",
	})
	items := append([]Item{frequencyStem("phq9")}, scored...)
	items = append(items, difficulty(), total("phq9", "PHQ-9", sum))
	return &Questionnaire{
		ID: "phq9", URL: Base + "/Questionnaire/phq9", Version: "1.0.0", Name: "PHQ9", Short: "PHQ-9",
		Title: "Patient Health Questionnaire (PHQ-9)", Status: "active", Copyright: phqNotice, LicenceState: "ship",
		Panel: panel, Total: sum, Items: items,
		Rule: Rule{
			Name: "phq9-sum 1.0.0", Source: "Kroenke, Spitzer, Williams 2001", Scored: linkIDs(scored), Most: 27,
			Bands: []Band{{0, "minimal"}, {5, "mild"}, {10, "moderate"}, {15, "moderately-severe"}, {20, "severe"}},
		},
		ScoredBy: Base + "/score-rule/phq9-sum|1.0.0",
	}
}

// frequencyStem is the sentence that the frequency items complete.
func frequencyStem(id string) Item {
	return Item{LinkID: id + "-stem", Type: "display",
		Text: "Over the last 2 weeks, how often have you been bothered by any of the following problems?"}
}

// frequencyItems makes required items answered by frequency, numbered from 1.
func frequencyItems(id string, codes, texts []string) []Item {
	items := make([]Item, len(texts))
	for i, text := range texts {
		n := strconv.Itoa(i + 1)
		items[i] = Item{LinkID: id + "-" + n, Prefix: n + ".", Text: text, Type: "choice", Required: true, Options: frequency,
			Code: concept("", Coding{System: LOINC, Code: codes[i]})}
	}
	return items
}

// difficulty is the tenth question; it does not count.
func difficulty() Item {
	return Item{LinkID: "phq9-10", Prefix: "10.", Type: "choice", Code: concept("", Coding{System: LOINC, Code: "69722-7"}),
		Text: "If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things " +
			"at home, or get along with other people?",
		Options: []Option{
			{Coding{LOINC, "LA6572-7", "Not difficult at all"}, 0},
			{Coding{LOINC, "LA6573-5", "Somewhat difficult"}, 1},
			{Coding{LOINC, "LA6575-0", "Very difficult"}, 2},
			{Coding{LOINC, "LA6574-3", "Extremely difficult"}, 3},
		}}
}
