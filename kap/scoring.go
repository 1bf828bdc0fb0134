package kap

// Answers maps the linkId of an answered item to the ordinal of its answer.
type Answers map[string]int

// Missing says what becomes of a total when scored items are unanswered.
type Missing struct {
	// Prorate is the greatest number of missing items for which the total is
	// still estimated, as mean of the answered items times the number of items,
	// rounded half up. 0, the default, gives no total if any item is missing.
	Prorate int
}

// Score is what a rule makes of answers.
type Score struct {
	Rule    string // Rule.Name
	Total   int    // meaningless unless Known
	Known   bool   // false: too much was missing
	Missing int    // scored items without answer
	Band    string // code of ScoreBands, "" unless Known
	Parts   []PartScore
}

// PartScore is the outcome of one subscale; Met tells whether its diagnostic
// criterion holds. Known is false when one of its items is missing.
type PartScore struct {
	Name  string
	Total int
	Met   bool
	Known bool
}

// PartThreshold is the rating from which an item counts towards the criterion
// of its Part ("moderately" in the PCL-5).
const PartThreshold = 2

// Score applies the instrument's rule. Answers to items that do not count, such
// as the PHQ-9's question on difficulty, change nothing.
func (q *Questionnaire) Score(a Answers, missing Missing) Score {
	sum, answered := a.sum(q.Rule.Scored)
	items := len(q.Rule.Scored)
	s := Score{Rule: q.Rule.Name, Missing: items - answered}
	for _, p := range q.Rule.Parts {
		s.Parts = append(s.Parts, p.score(a))
	}
	if answered == 0 || s.Missing > missing.Prorate {
		return s
	}
	s.Known = true
	s.Total = (2*sum*items + answered) / (2 * answered)
	s.Band = q.Rule.BandOf(s.Total)
	return s
}

// BandOf gives the code of the band that a total falls in, "" below the least.
func (r Rule) BandOf(total int) string {
	code := ""
	for _, b := range r.Bands {
		if total >= b.From {
			code = b.Code
		}
	}
	return code
}

func (p Part) score(a Answers) PartScore {
	sum, answered := a.sum(p.Scored)
	rated := 0
	for _, id := range p.Scored {
		if a[id] >= PartThreshold {
			rated++
		}
	}
	return PartScore{Name: p.Name, Total: sum, Met: rated >= p.Needed, Known: answered == len(p.Scored)}
}

func (a Answers) sum(linkIDs []string) (sum, answered int) {
	for _, id := range linkIDs {
		if v, ok := a[id]; ok {
			sum += v
			answered++
		}
	}
	return sum, answered
}

// ProvisionalPTSD tells whether PCL-5 answers meet the DSM-5 symptom criteria:
// one item of cluster B, one of C, two of D, two of E rated "moderately" or
// more. It is unknown when an item is missing.
func ProvisionalPTSD(a Answers) (met, known bool) {
	met, known = true, true
	for _, p := range PCL5.Score(a, Missing{}).Parts {
		met, known = met && p.Met, known && p.Known
	}
	return met, known
}

// NeedsRiskAssessment tells whether PHQ-9 answers call for a suicide risk
// assessment the same day: item 9 answered with anything but "Not at all".
func NeedsRiskAssessment(a Answers) bool { return a[PHQ9Ideation] >= 1 }

// Responded tells whether a total fell by half or more (PHQ-9, GAD-7).
func Responded(base, now int) bool { return base > 0 && 2*now <= base }

// Remitted tells whether a PHQ-9 total is below 5.
func Remitted(total int) bool { return total < 5 }

// ReliablyImproved tells whether a PCL-5 total fell by PCL5Change or more.
func ReliablyImproved(base, now int) bool { return base-now >= PCL5Change }
