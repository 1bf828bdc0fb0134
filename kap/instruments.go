package kap

// Questionnaire is an instrument as the clinic keeps it, one row with its items
// (http://hl7.org/fhir/R4/questionnaire.html). It is data: scoring reads it.
type Questionnaire struct {
	ID           string // logical id
	URL, Version string // canonical
	Name, Title  string
	Status       string // PublicationStatus
	Copyright    string
	LicenceState string   // ship | structure_only | loaded
	Panel        *Concept // Questionnaire.code
	Total        *Concept // code of the Observation that holds the total
	Short        string   // as in "PHQ-9", for texts
	Items        []Item
	Rule         Rule
	ScoredBy     string // uri of the rule with version, for ExtScoreRule
}

// Canonical gives "url|version", as QuestionnaireResponse.questionnaire has it.
func (q *Questionnaire) Canonical() string { return q.URL + "|" + q.Version }

// Item is one question, or the read-only total.
type Item struct {
	LinkID   string
	Prefix   string // as printed before the text: "1."
	Text     string
	Type     string   // choice | decimal | display
	Code     *Concept // nil when no code is known
	Required bool
	ReadOnly bool
	Options  []Option
}

// Option is one permitted answer of a choice item.
type Option struct {
	Coding  Coding
	Ordinal int // what the answer counts in a score
}

// Rule says how an instrument is scored.
type Rule struct {
	Name   string   // with version, shown as Observation.method
	Source string   // where the rule is published
	Scored []string // linkIds that count, in order
	Most   int      // highest total; the lowest is 0
	Bands  []Band   // ascending, the first begins at 0
	Parts  []Part
}

// Band is a range of totals, from From up to the next band.
type Band struct {
	From int
	Code string // of ScoreBands
}

// Part is a subscale: its items, and how many of them rated PartThreshold or
// more meet its diagnostic criterion.
type Part struct {
	Name   string
	Scored []string
	Needed int
}

// Item returns the item of that linkId.
func (q *Questionnaire) Item(linkID string) (Item, bool) {
	for _, i := range q.Items {
		if i.LinkID == linkID {
			return i, true
		}
	}
	return Item{}, false
}

// TotalItem returns the read-only item that shows the total.
func (q *Questionnaire) TotalItem() Item {
	i, _ := q.Item(q.totalLink())
	return i
}

func (q *Questionnaire) totalLink() string { return q.ID + "-total" }

// Option returns the option with that ordinal.
func (i Item) Option(ordinal int) (Option, bool) {
	for _, o := range i.Options {
		if o.Ordinal == ordinal {
			return o, true
		}
	}
	return Option{}, false
}

// Instruments lists the questionnaires that ship.
func Instruments() []*Questionnaire { return []*Questionnaire{PHQ9, GAD7, PCL5} }

// InstrumentOf finds a shipped questionnaire by its canonical, with or without
// version.
func InstrumentOf(canonical string) (*Questionnaire, bool) {
	for _, q := range Instruments() {
		if canonical == q.URL || canonical == q.Canonical() {
			return q, true
		}
	}
	return nil, false
}

// loincNotice is the attribution that LOINC's licence asks for.
const loincNotice = "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. " +
	"and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at " +
	"http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc."

// phqNotice is the notice of the PHQ family's authors; it must stay with the text.
const phqNotice = "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from " +
	"Pfizer Inc. No permission required to reproduce, translate, display or distribute. " + loincNotice

// frequency is the answer list of PHQ-9 and GAD-7; the lowest answer of both is
// "Not at all".
var frequency = []Option{
	{Coding{LOINC, "LA6568-5", "Not at all"}, 0},
	{Coding{LOINC, "LA6569-3", "Several days"}, 1},
	{Coding{LOINC, "LA6570-1", "More than half the days"}, 2},
	{Coding{LOINC, "LA6571-9", "Nearly every day"}, 3},
}

// total makes the read-only item for the sum.
func total(id, short string, code *Concept) Item {
	return Item{LinkID: id + "-total", Text: short + " total score", Type: "decimal", Code: code, ReadOnly: true}
}

func linkIDs(items []Item) []string {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = item.LinkID
	}
	return ids
}
