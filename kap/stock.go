package kap

import (
	"fmt"
	"time"
)

// product is what the clinic stocks of one strength; a container is what is
// opened at once: a vial, a kit, one lozenge or capsule.
type product struct {
	key       string // code of Products
	code      *Concept
	form      *Concept
	substance *Concept
	strength  int    // mg
	per       string // UCUM
	container string
	capacity  int // mg in one container
	shelf     int // days from receipt to expiry
}

// products: RxNorm 238083 and 2201625, NDC 42023-113-10, 0409-2051-05,
// 50458-028-02 and -03 verified in openFDA and ndclist records. Compounded drugs
// are outside RxNorm. The ingredients have no verified RxNorm code here.
var products = []product{
	{"ketamine-10", stocked("ketamine-10", Coding{NDC, "42023-113-10", ""}), solution, ketamine, 10, "mL", "vial", 200, 540},
	{"ketamine-100", stocked("ketamine-100", Coding{RxNorm, "238083", ""}, Coding{NDC, "0409-2051-05", ""}), solution, ketamine, 100, "mL", "vial", 500, 540},
	{"esketamine-56", stocked("esketamine-56", Coding{RxNorm, "2201625", ""}, Coding{NDC, "50458-028-02", ""}), spray, esketamine, 28, "{device}", "kit", 56, 720},
	{"esketamine-84", stocked("esketamine-84", Coding{RxNorm, "2201625", ""}, Coding{NDC, "50458-028-03", ""}), spray, esketamine, 28, "{device}", "kit", 84, 720},
	{"lozenge-50", stocked("lozenge-50"), lozenge, ketamine, 50, "{lozenge}", "lozenge", 50, 180},
	{"capsule-50", stocked("capsule-50"), capsule, ketamine, 50, "{capsule}", "capsule", 50, 180},
}

var (
	ketamine   = concept("Ketamine")
	esketamine = concept("Esketamine")
	solution   = concept("Solution for injection")
	spray      = concept("Nasal spray")
	lozenge    = concept("Lozenge")
	capsule    = concept("Capsule")
)

// stocked is a product's own code with the standard ones beside it.
func stocked(key string, codings ...Coding) *Concept {
	own := Products.Coding(key)
	return concept(own.Display, append(codings, own)...)
}

func productOf(key string) product {
	for _, p := range products {
		if p.key == key {
			return p
		}
	}
	panic("kap: no product " + key)
}

// stock receives one lot of each product every quarter, the first some days
// before the clinic opens.
func (w *world) stock(s *site) {
	quarters := max(int(w.until.Sub(w.start)/quarter)+1, 1)
	for q := range quarters {
		received := w.start.Add(time.Duration(q)*quarter).AddDate(0, 0, -5)
		for _, p := range products {
			path := fmt.Sprintf("%s/lot/%d/%s", s.path, q+1, p.key)
			c := chanceOf(w.seed, path)
			s.lotsOf[p.key] = append(s.lotsOf[p.key], len(s.lots))
			s.lots = append(s.lots, Medication{
				ID: w.id(path), OrganizationID: s.organization.ID, Status: "active", Code: p.code, Form: p.form, Ingredient: p.substance,
				StrengthValue: whole(p.strength), StrengthUnit: "mg", StrengthPer: p.per,
				LotNo:      fmt.Sprintf("SYN%c%04d", 'A'+rune(c.between(0, 25)), c.between(0, 9999)),
				ReceivedOn: dateOf(received), ExpiresOn: dateOf(received.AddDate(0, 0, p.shelf)),
				CapacityMg: whole(p.capacity), ContainerWords: p.container,
			})
		}
	}
}

// lot is the lot in use at that time, or with back = 1 the one before it, if any.
func (w *world) lot(s *site, key string, at time.Time, back int) string {
	lots := s.lotsOf[key]
	q := int(at.Sub(w.start)/quarter) - back
	return s.lots[lots[min(max(q, 0), len(lots)-1)]].ID
}
