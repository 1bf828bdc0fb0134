package kap

import (
	"strconv"
	"strings"

	"kapbridge/fhir"
)

// Tree gives the instrument as an R4 Questionnaire. Answer options carry
// ordinalValue; the total carries SDC's calculatedExpression and asks to be
// extracted as a survey Observation. The server computes totals itself all the
// same, see Score.
func (q *Questionnaire) Tree() *fhir.Tree {
	items := fhir.List()
	for _, i := range q.Items {
		items.Items = append(items.Items, q.itemTree(i))
	}
	return fhir.Obj(
		member("resourceType", fhir.Str("Questionnaire")),
		member("id", fhir.Str(q.ID)),
		member("url", fhir.Str(q.URL)),
		member("version", fhir.Str(q.Version)),
		member("name", fhir.Str(q.Name)),
		member("title", fhir.Str(q.Title)),
		member("status", fhir.Str(q.Status)),
		member("subjectType", fhir.List(fhir.Str("Patient"))),
		member("copyright", fhir.Str(q.Copyright)),
		member("code", codings(q.Panel)),
		member("item", items),
	)
}

func (q *Questionnaire) itemTree(i Item) *fhir.Tree {
	t := fhir.Obj(member("linkId", fhir.Str(i.LinkID)), member("code", codings(i.Code)))
	if i.Prefix != "" {
		t.Set("prefix", fhir.Str(i.Prefix))
	}
	t.Set("text", fhir.Str(i.Text))
	t.Set("type", fhir.Str(i.Type))
	if i.Required {
		t.Set("required", fhir.Boolean(true))
	}
	if i.ReadOnly {
		t.Set("readOnly", fhir.Boolean(true))
	}
	if i.LinkID == q.totalLink() {
		t.Set("extension", q.totalExtensions())
	}
	if len(i.Options) > 0 {
		options := fhir.List()
		for _, o := range i.Options {
			options.Items = append(options.Items, o.tree())
		}
		t.Set("answerOption", options)
	}
	return t
}

func (o Option) tree() *fhir.Tree {
	ordinal := extend(ExtOrdinalValue, "valueDecimal", fhir.Int(int64(o.Ordinal)))
	return fhir.Obj(member("valueCoding", o.Coding.Tree().With("extension", fhir.List(ordinal))))
}

// totalExtensions says how the total is computed and that it is extracted.
func (q *Questionnaire) totalExtensions() *fhir.Tree {
	return fhir.List(
		extend(ExtQuestionnaireUnit, "valueCoding", Coding{UCUM, "{score}", "score"}.Tree()),
		extend(ExtCalculatedExpression, "valueExpression", fhir.Obj(
			member("description", fhir.Str(q.Rule.Name)),
			member("language", fhir.Str("text/fhirpath")),
			member("expression", fhir.Str(q.Rule.expression())))),
		extend(ExtObservationExtract, "valueBoolean", fhir.Boolean(true)),
		extend(ExtObservationExtractCat, "valueCodeableConcept", Survey.Tree()),
	)
}

// expression is the sum as FHIRPath with SDC's ordinal(); it is empty, not a
// smaller sum, while a scored item lacks its answer.
func (r Rule) expression() string {
	quoted := make([]string, len(r.Scored))
	for i, id := range r.Scored {
		quoted[i] = "'" + id + "'"
	}
	scored := "%resource.item.where(linkId in (" + strings.Join(quoted, "|") + ")).answer.value"
	return "iif(" + scored + ".count() = " + strconv.Itoa(len(r.Scored)) + ", " +
		scored + ".ordinal().aggregate($this + $total, 0))"
}

func member(name string, value *fhir.Tree) fhir.Member { return fhir.Member{Name: name, Value: value} }

func extend(url, name string, value *fhir.Tree) *fhir.Tree {
	return fhir.Obj(member("url", fhir.Str(url)), member(name, value))
}

// codings gives the codes of a concept as a list of Coding, nil when there are none.
func codings(c *Concept) *fhir.Tree {
	if c == nil {
		return nil
	}
	return c.Tree().Get("coding")
}
