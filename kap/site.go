package kap

import (
	"fmt"
	"strings"
	"time"
)

// site is one place of the clinic with all that its patients share.
type site struct {
	path          string
	organization  Organization
	building      Location
	rooms         []Location // treatment suites first, then consulting rooms
	pumps         []Device
	practitioners []Practitioner
	roles         []PractitionerRole
	byRole        map[string][]int // staff role -> indexes of roles
	lots          []Medication
	lotsOf        map[string][]int // product -> indexes of lots, by quarter
}

// suites is how many of a site's six rooms have recliners for dosing.
const suites = 3

// staffing is the staff of a site.
var staffing = []share[string]{{"prescriber", 3}, {"nurse", 5}, {"therapist", 8}, {"front-desk", 2}}

func (w *world) site(n int) *site {
	s := &site{path: fmt.Sprintf("site/%d", n+1), byRole: map[string][]int{}, lotsOf: map[string][]int{}}
	c := chanceOf(w.seed, s.path)
	s.organization = Organization{
		ID: w.id(s.path), Active: true, Type: Provider, Name: pick(c, towns) + " Ketamine Therapy (synthetic)",
		Identifiers: []Identifier{{"official", ProviderNumber, ProviderSystem, c.failingNPI()}},
		Phone:       c.phone(), AddressLine: c.street(), City: pick(c, towns), State: "CO", Country: "US",
	}
	w.furnish(s)
	for _, group := range staffing {
		for i := range int(group.weight) {
			w.hire(s, c, group.value, i+1)
		}
	}
	w.stock(s)
	return s
}

// furnish makes the building, its rooms and the pumps.
func (w *world) furnish(s *site) {
	place := func(path, name, partOf string, kind *Concept) Location {
		return Location{ID: w.id(s.path + path), OrganizationID: s.organization.ID, PartOfID: partOf, Status: "active",
			Mode: "instance", Name: name, PhysicalType: kind}
	}
	s.building = place("/building", s.organization.Name, "", Building)
	s.building.Type, s.building.Phone, s.building.AddressLine = OutpatientSite, s.organization.Phone, s.organization.AddressLine
	s.building.City, s.building.State, s.building.Country = s.organization.City, s.organization.State, s.organization.Country
	for i := range 6 {
		name := fmt.Sprintf("Treatment suite %d", i+1)
		if i >= suites {
			name = fmt.Sprintf("Consulting room %d", i+1-suites)
		}
		s.rooms = append(s.rooms, place(fmt.Sprintf("/room/%d", i+1), name, s.building.ID, Room))
	}
	for i := range 4 {
		s.pumps = append(s.pumps, Device{ID: w.id(fmt.Sprintf("%s/pump/%d", s.path, i+1)), OrganizationID: s.organization.ID,
			LocationID: s.rooms[i%suites].ID, Kind: "Infusion pump", Model: "Synthetic IP-1", Status: "active",
			Serial: fmt.Sprintf("SYN-%s-%03d", strings.ReplaceAll(s.path, "/", ""), i+1)})
	}
}

// hire adds one member of staff with their role. Whoever treats has the number of
// a provider and a licence, others a staff number; all are reached by the site's phone.
func (w *world) hire(s *site, c *chance, role string, n int) {
	gender := among(c, []share[string]{{"female", 0.6}, {"male", 0.4}})
	path := fmt.Sprintf("%s/%s/%d", s.path, role, n)
	p := Practitioner{ID: w.id(path), Active: true, Family: c.family(), Given: c.given(gender), Gender: gender}
	r := PractitionerRole{ID: w.id(path + "/role"), PractitionerID: p.ID, OrganizationID: s.organization.ID, Active: true,
		Role: roleConcepts[role], Phone: s.organization.Phone, LocationIDs: []string{s.building.ID}, StartedAt: w.start.AddDate(-1, 0, 0).UTC()}
	if role == "front-desk" {
		p.Identifiers = []Identifier{{"usual", nil, StaffSystem, "SYN-" + strings.ReplaceAll(path, "/", "-")}}
	} else {
		p.Identifiers = []Identifier{{"official", ProviderNumber, ProviderSystem, c.failingNPI()}}
		r.Identifiers = []Identifier{{"official", nil, LicenceSystem, fmt.Sprintf("SYN-%04d", c.between(0, 9999))}}
	}
	s.practitioners = append(s.practitioners, p)
	s.byRole[role] = append(s.byRole[role], len(s.roles))
	s.roles = append(s.roles, r)
}

var roleConcepts = StaffRoles.concepts()

// anyone gives the role id of somebody with that staff role, but of none of others.
func (s *site) anyone(c *chance, role string, others ...string) string {
	staff := s.byRole[role]
	first := c.between(0, len(staff)-1)
	for i := range staff {
		id := s.roles[staff[(first+i)%len(staff)]].ID
		taken := false
		for _, o := range others {
			taken = taken || o == id
		}
		if !taken {
			return id
		}
	}
	return s.roles[staff[first]].ID
}

// practitionerOf gives the person behind a role.
func (s *site) practitionerOf(roleID string) string {
	for _, r := range s.roles {
		if r.ID == roleID {
			return r.PractitionerID
		}
	}
	return ""
}

// quarter is how long a delivery lasts.
const quarter = 91 * 24 * time.Hour
