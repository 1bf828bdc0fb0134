package mapping

// Medication is a product as the clinic has it on the shelf: a vial, a kit or
// a compounded lozenge, with its lot (http://hl7.org/fhir/R4/medication.html).
var Medication = register(&Resource{
	Type:  "Medication",
	Table: "medication",
	Lenses: []*Lens{
		Identifiers("medication_identifier"),
		Concept("code", "product_concept").Search("code"),
		Code("status", "status").Search("status"),
		Ref("manufacturer", "manufacturer", "Organization").Search("manufacturer"),
		Concept("form", "form_concept").Search("form"),
		Ratio("amount", "amount"),
		Many("ingredient", "medication_ingredient",
			OneOf("item",
				Concept("CodeableConcept", "item_concept").Search("ingredient-code"),
				Ref("Reference", "item", "Medication").Search("ingredient")),
			Flag("isActive", "active"),
			Ratio("strength", "strength")),
		At("batch",
			Code("lotNumber", "lot_no").Search("lot-number"),
			Moment("expirationDate", "expires_at").Search("expiration-date")),
	},
})
