package fhirtest

import (
	"fmt"
	"slices"

	"kapbridge/fhir"
	"pgregory.net/rapid"
)

// anyTarget are the types to choose from where an element refers to any.
var anyTarget = []string{"Patient", "Practitioner", "Observation", "Organization", "Device", "Medication", "EpisodeOfCare", "Questionnaire"}

// containable are types that make sense, and small trees, inside another.
var containable = []string{
	"Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "Device", "Medication", "Observation",
	"Condition", "Encounter", "EpisodeOfCare", "MedicationRequest", "CareTeam", "RelatedPerson", "Group", "Substance",
	"ServiceRequest", "Procedure", "QuestionnaireResponse", "DocumentReference",
}

// reference makes a Reference: literal, logical, or by display alone.
func (g *generator) reference(ref fhir.TypeRef, depth int) *fhir.Tree {
	o := fhir.Obj()
	targets := ref.Targets
	if len(targets) == 0 || slices.Contains(targets, "Resource") {
		targets = anyTarget
	}
	literal, kind := g.literal(targets)
	for _, e := range ref.Def.Elements {
		switch e.Name {
		case "reference":
			if literal != "" {
				o.Set("reference", fhir.Str(literal))
			}
		case "type":
			if kind != "" && g.chance(2) {
				o.Set("type", fhir.Str(kind))
			}
		default:
			if g.wants(e, depth) {
				o.Members = append(o.Members, g.element(e, depth)...)
			}
		}
	}
	if hollow(o) {
		o.Set("display", fhir.Str("somebody"))
	}
	return o
}

// literal makes the text of Reference.reference and says which type it points
// to; "" for a logical reference.
func (g *generator) literal(targets []string) (text, kind string) {
	if g.o.Refer != nil {
		return g.o.Refer(g.t, targets), ""
	}
	kind = rapid.SampledFrom(targets).Draw(g.t, "target")
	id := resourceID.Draw(g.t, "id")
	switch rapid.IntRange(0, 7).Draw(g.t, "reference") {
	case 0, 1:
		return kind + "/" + id, kind
	case 2:
		return kind + "/" + id + "/_history/" + resourceID.Draw(g.t, "version"), kind
	case 3:
		return "https://ehr.example.com/fhir/r4/" + kind + "/" + id, kind
	case 4:
		return uuid.Draw(g.t, "uuid"), kind
	case 5, 6:
		return g.fragment(targets)
	default:
		return "", kind
	}
}

// fragment points to a resource contained in this one, old or new, or from
// inside to the container; else it is a local reference.
func (g *generator) fragment(targets []string) (text, kind string) {
	if g.inside && slices.Contains(targets, g.container) && g.chance(1) {
		return "#", ""
	}
	for _, h := range g.contained {
		if slices.Contains(targets, h.kind) && g.chance(1) {
			return "#" + h.id, ""
		}
	}
	var kinds []string
	for _, k := range targets {
		if slices.Contains(containable, k) {
			kinds = append(kinds, k)
		}
	}
	if g.o.Inside != nil {
		kinds = g.o.Inside(g.t, targets)
	}
	if len(kinds) == 0 || g.noHolding || len(g.contained) >= 3 || g.left <= 0 {
		return targets[0] + "/x", targets[0]
	}
	h := holding{fmt.Sprintf("c%d", len(g.contained)+1), rapid.SampledFrom(kinds).Draw(g.t, "contained")}
	g.contained = append(g.contained, h)
	return "#" + h.id, ""
}
