package mapping

import (
	"slices"

	"kapbridge/fhir"
)

// Patient returns the id of the patient in whose compartment the resource is,
// "" for none (http://hl7.org/fhir/R4/compartmentdefinition-patient.html). Only
// a reference in the main row counts; the first of the compartment's parameters
// that is set decides.
func (r *Resource) Patient(rows *Rows) string {
	if r.Type == "Patient" {
		return rows.ID
	}
	for _, column := range r.PatientColumns() {
		if id := rows.Main[column]; id != "" {
			return id
		}
	}
	return ""
}

// PatientColumns returns the main row's foreign keys to a patient that place
// the resource in the patient's compartment.
func (r *Resource) PatientColumns() []string {
	r.placed.Do(func() { r.patients = r.patientColumns() })
	return r.patients
}

func (r *Resource) patientColumns() []string {
	var columns []string
	for _, code := range fhir.CompartmentParameters("patient", r.Type) {
		p := r.Param(code)
		if p == nil {
			continue
		}
		for _, place := range p.Places {
			if place.Shape() == ShapeRef && len(place.Tables) == 0 {
				if local, _ := place.Targets(); local["Patient"] != "" {
					columns = append(columns, local["Patient"])
				}
			}
		}
	}
	return columns
}

// Membership returns the parameters by which resources of a type are in the
// compartment of a Patient, Encounter, Practitioner or Device, and whether that
// resource itself is; neither where R4 defines no such membership or none of its
// parameters is declared (http://hl7.org/fhir/R4/compartmentdefinition.html).
func Membership(typeName string, schema Schema, compartment string) (params []*Param, itself bool) {
	codes := fhir.CompartmentParameters(compartment, typeName)
	for _, code := range codes {
		if p := schema.Param(code); p != nil && (len(p.Places) == 0 || slices.Contains(p.Leads(), compartment)) {
			params = append(params, p)
		}
	}
	return params, len(codes) > 0 && typeName == compartment
}

// HasMembers tells whether a compartment can be searched for resources of a type.
func HasMembers(compartment, typeName string, schema Schema) bool {
	params, itself := Membership(typeName, schema, compartment)
	return itself || len(params) > 0
}
