package audit

import (
	"encoding/base64"
	"slices"

	"kapbridge/fhir"
)

// Systems are the code systems of the tokens that an AuditEvent is searched by.
var Systems = map[string]string{
	"action":  "http://hl7.org/fhir/audit-event-action",
	"outcome": "http://hl7.org/fhir/audit-event-outcome",
	"subtype": "http://hl7.org/fhir/restful-interaction",
}

// Event shows a record of one patient at most as an AuditEvent in the pattern of
// IHE BALP (http://hl7.org/fhir/R4/auditevent.html): the one who acted, this
// server, the patient, what was acted on and the query.
func Event(r Record) *fhir.Tree {
	return fhir.Obj(
		m("resourceType", fhir.Str("AuditEvent")),
		m("id", fhir.Str(r.ID)),
		m("type", coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation")),
		m("subtype", fhir.List(subtype(r.Interaction))),
		m("action", fhir.Str(r.Action())),
		m("recorded", fhir.Str(r.At.UTC().Format("2006-01-02T15:04:05.000000Z"))),
		m("outcome", fhir.Str(string(r.Outcome))),
		m("outcomeDesc", text(r.Detail)),
		m("agent", fhir.List(actor(r), server())),
		m("source", fhir.Obj(m("observer", fhir.Obj(m("display", fhir.Str("kapbridge")))))),
		m("entity", entities(r)),
	)
}

func m(name string, v *fhir.Tree) fhir.Member { return fhir.Member{Name: name, Value: v} }

func text(s string) *fhir.Tree {
	if s == "" {
		return nil
	}
	return fhir.Str(s)
}

func coding(system, code, display string) *fhir.Tree {
	return fhir.Obj(m("system", fhir.Str(system)), m("code", fhir.Str(code)), m("display", text(display)))
}

// subtype is the interaction; an edit of the clinic's tables has no code in the
// standard and gets one of this project.
func subtype(i Interaction) *fhir.Tree {
	if i == ClinicEdit {
		return coding(fhir.Canonical+"/CodeSystem/audit-interaction", string(i), "Edit of the clinic's tables")
	}
	return coding(Systems["subtype"], string(i), "")
}

func actor(r Record) *fhir.Tree {
	var network *fhir.Tree
	if r.Agent.Address != "" {
		network = fhir.Obj(m("address", fhir.Str(r.Agent.Address)), m("type", fhir.Str("2")))
	}
	return fhir.Obj(
		m("type", fhir.Obj(m("coding", fhir.List(coding("http://dicom.nema.org/resources/ontology/DCM", "110153", "Source Role ID"))))),
		m("who", fhir.Obj(m("identifier", fhir.Obj(
			m("system", fhir.Str(fhir.Canonical+"/NamingSystem/"+string(r.Agent.Kind))),
			m("value", fhir.Str(r.Agent.Name)))))),
		m("name", fhir.Str(r.Agent.Name)),
		m("requestor", fhir.Boolean(true)),
		m("network", network),
	)
}

func server() *fhir.Tree {
	return fhir.Obj(
		m("type", fhir.Obj(m("coding", fhir.List(coding("http://dicom.nema.org/resources/ontology/DCM", "110152", "Destination Role ID"))))),
		m("who", fhir.Obj(m("display", fhir.Str("kapbridge")))),
		m("requestor", fhir.Boolean(false)),
	)
}

// entities are the patient, the resource, the query and the request's id.
func entities(r Record) *fhir.Tree {
	list := fhir.List()
	add := func(kind, role string, members ...fhir.Member) {
		all := append(members,
			m("type", coding("http://terminology.hl7.org/CodeSystem/audit-entity-type", kind, "")),
			m("role", coding("http://terminology.hl7.org/CodeSystem/object-role", role, "")))
		list.Items = append(list.Items, fhir.Obj(all...))
	}
	for _, id := range r.Patients {
		add("1", "1", m("what", reference("Patient/"+id)))
	}
	if r.Entity.ID != "" && (r.Entity.Type != "Patient" || !slices.Contains(r.Patients, r.Entity.ID)) {
		add("2", "4", m("what", reference(r.Entity.String())))
	}
	if r.Query != "" {
		add("2", "24", m("query", fhir.Str(base64.StdEncoding.EncodeToString([]byte(r.Entity.Type+"?"+r.Query)))))
	}
	if list.Empty() {
		return nil
	}
	return list
}

func reference(literal string) *fhir.Tree { return fhir.Obj(m("reference", fhir.Str(literal))) }
