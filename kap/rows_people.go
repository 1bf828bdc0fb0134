package kap

import "time"

// Organization is a row of table organization: one clinic site.
type Organization struct {
	ID          string
	Identifiers []Identifier
	Active      bool
	Type        *Concept
	Name        string
	Phone       string
	AddressLine string
	City        string
	State       string
	Country     string
}

// Location is a row of table location: a building, or a room in it, which has no
// address of its own.
type Location struct {
	ID             string
	OrganizationID string
	PartOfID       string // the building
	Status         string // active
	Mode           string // instance
	Name           string
	Type           *Concept
	Phone          string
	AddressLine    string
	City           string
	State          string
	Country        string
	PhysicalType   *Concept
}

// Device is a row of table device: an infusion pump.
type Device struct {
	ID             string
	OrganizationID string
	LocationID     string
	Kind           string // in words: no verified code
	Serial, Model  string
	Status         string
}

// Practitioner is a row of table practitioner.
type Practitioner struct {
	ID            string
	Identifiers   []Identifier
	Active        bool
	Family, Given string
	Gender        string
}

// PractitionerRole is a row of table practitioner_role, with its locations.
type PractitionerRole struct {
	ID             string
	PractitionerID string
	OrganizationID string
	Identifiers    []Identifier
	Active         bool
	Role           *Concept // of StaffRoles
	Phone          string
	LocationIDs    []string
	StartedAt      time.Time
	EndedAt        time.Time
}

// Medication is a row of table medication: one lot of a product in the clinic's
// stock. Doses point to the lot they were drawn from.
type Medication struct {
	ID             string
	OrganizationID string // whose stock it is
	Status         string
	Code           *Concept // the product
	Form           *Concept
	Ingredient     *Concept
	StrengthValue  Decimal // of the ingredient, per one of StrengthPer
	StrengthUnit   string  // UCUM: mg
	StrengthPer    string  // UCUM: mL, or 1 for a countable unit
	LotNo          string
	ReceivedOn     Date
	ExpiresOn      Date
	CapacityMg     Decimal // of one container
	ContainerWords string  // "vial", "kit", "lozenge", "capsule"
}

// Patient is a row of table patient.
type Patient struct {
	ID                     string
	Identifiers            []Identifier
	Active                 bool
	Family, Given          string
	BirthDate              Date
	Gender                 string // AdministrativeGender
	Phone, Email           string
	AddressLine, City      string
	State, Country         string
	Language               *Concept
	ManagingOrganizationID string
	GeneralPractitionerID  string // practitioner_role: the prescriber in charge
}

// Condition is a row of table condition.
type Condition struct {
	ID                 string
	PatientID          string
	ClinicalStatus     *Concept
	VerificationStatus *Concept
	Category           *Concept
	Severity           *Concept
	Code               *Concept
	OnsetDate          Date
	AbatementDate      Date
	RecordedDate       time.Time
	RecorderRoleID     string
	TreatmentResistant bool   // by the rule: at least two failed adequate trials
	Note               string // how many trials failed
}
