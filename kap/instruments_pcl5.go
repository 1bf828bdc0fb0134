package kap

import "strconv"

// PCL5 is the PTSD Checklist for DSM-5, past-month form, a work of the US
// Government. Panel and total have LOINC codes; those of the items could not be
// verified, so items and answers have codes of our own. Cut-off and criteria:
// National Center for PTSD; cut-off 31 to 33, default 33.
var PCL5 = pcl5()

// PCL5Change is the fall of the total from which improvement is called reliable.
const PCL5Change = 10

var pcl5Texts = []string{
	"Repeated, disturbing, and unwanted memories of the stressful experience?",
	"Repeated, disturbing dreams of the stressful experience?",
	"Suddenly feeling or acting as if the stressful experience were actually happening again (as if you were actually back there reliving it)?",
	"Feeling very upset when something reminded you of the stressful experience?",
	"Having strong physical reactions when something reminded you of the stressful experience (for example, heart pounding, trouble breathing, sweating)?",
	"Avoiding memories, thoughts, or feelings related to the stressful experience?",
	"Avoiding external reminders of the stressful experience (for example, people, places, conversations, activities, objects, or situations)?",
	"Trouble remembering important parts of the stressful experience?",
	"Having strong negative beliefs about yourself, other people, or the world (for example, having thoughts such as: I am bad, " +
		"there is something seriously wrong with me, no one can be trusted, the world is completely dangerous)?",
	"Blaming yourself or someone else for the stressful experience or what happened after it?",
	"Having strong negative feelings such as fear, horror, anger, guilt, or shame?",
	"Loss of interest in activities that you used to enjoy?",
	"Feeling distant or cut off from other people?",
	"Trouble experiencing positive feelings (for example, being unable to feel happiness or have loving feelings for people close to you)?",
	"Irritable behavior, angry outbursts, or acting aggressively?",
	"Taking too many risks or doing things that could cause you harm?",
	"Being \"superalert\" or watchful or on guard?",
	"Feeling jumpy or easily startled?",
	"Having difficulty concentrating?",
	"Trouble falling or staying asleep?",
}

func pcl5() *Questionnaire {
	sum := concept("PCL-5 total score", Coding{LOINC, "101698-9", "PTSD PCL-5 score [PCL-5]"})
	scored := make([]Item, len(pcl5Texts))
	for i, text := range pcl5Texts {
		n := strconv.Itoa(i + 1)
		scored[i] = Item{LinkID: "pcl5-" + n, Prefix: n + ".", Text: text, Type: "choice", Required: true, Options: intensity(),
			Code: concept("", PCL5Items.Coding("pcl5-"+n))}
	}
	ids := linkIDs(scored)
	items := append([]Item{{LinkID: "pcl5-stem", Type: "display", Text: "In the past month, how much were you bothered by:"}}, scored...)
	return &Questionnaire{
		ID: "pcl5", URL: Base + "/Questionnaire/pcl5", Version: "1.0.0", Name: "PCL5", Short: "PCL-5",
		Title: "PTSD Checklist for DSM-5 (PCL-5)", Status: "active", LicenceState: "ship",
		Copyright: "Weathers, F.W., Litz, B.T., Keane, T.M., Palmieri, P.A., Marx, B.P., & Schnurr, P.P. (2013). The PTSD Checklist " +
			"for DSM-5 (PCL-5). National Center for PTSD; a work of the United States Government. " + loincNotice,
		Panel: concept("PTSD Checklist for DSM-5", Coding{System: LOINC, Code: "101697-1"}), Total: sum, Items: append(items, total("pcl5", "PCL-5", sum)),
		Rule: Rule{
			Name: "pcl5-sum 1.0.0", Source: "Weathers et al. 2013", Scored: ids, Most: 80,
			Bands: []Band{{0, "below-cutoff"}, {33, "at-cutoff"}},
			Parts: []Part{{"B", ids[:5], 1}, {"C", ids[5:7], 1}, {"D", ids[7:14], 2}, {"E", ids[14:], 2}},
		},
		ScoredBy: Base + "/score-rule/pcl5-sum|1.0.0",
	}
}

// intensity is the answer list of the PCL-5.
func intensity() []Option {
	options := make([]Option, len(PCL5Answers.Codes))
	for i, c := range PCL5Answers.Codes {
		options[i] = Option{PCL5Answers.Coding(c.Code), i}
	}
	return options
}
