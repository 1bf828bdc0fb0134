package kap

import "strconv"

// Invented family names: they are put together from syllables, so that none is
// anybody's on purpose. Given names are common ones.
var (
	familyHeads = []string{"Ar", "Bel", "Cor", "Dun", "El", "Fen", "Gar", "Hol", "Il", "Jas", "Kel", "Lor", "Mar", "Nor", "Or", "Pel",
		"Quin", "Ros", "Sel", "Tor", "Ul", "Ver", "Wil", "Yar", "Zan"}
	familyTails = []string{"bridge", "combe", "dale", "enfield", "ford", "gate", "hurst", "ington", "leigh", "mere", "nock", "over",
		"quist", "rath", "stead", "thorpe", "vane", "wick", "worth", "yard"}
	givenFemale = []string{"Abigail", "Beatrice", "Carmen", "Dana", "Elena", "Frances", "Grace", "Hanna", "Ines", "Joy", "Kim", "Leila",
		"Maria", "Nadia", "Olive", "Priya", "Rosa", "Sofia", "Tess", "Uma", "Vera", "Wendy", "Xenia", "Yuki", "Zoe"}
	givenMale = []string{"Aaron", "Ben", "Carlos", "David", "Emil", "Felix", "George", "Hugo", "Ivan", "Jamal", "Karl", "Liam", "Mateo",
		"Noah", "Omar", "Peter", "Quentin", "Ravi", "Samuel", "Tomas", "Ulrich", "Victor", "Walter", "Yusuf", "Zane"}
	streets = []string{"Alder Row", "Birch Court", "Cedar Lane", "Dogwood Way", "Elm Walk", "Fir Street", "Ginkgo Place", "Hazel Road"}
	towns   = []string{"Larkspur Flats", "Pinon Ferry", "Saltbush Mesa", "Yarrow Springs"}
)

// intentions are what patients set out with.
var intentions = []string{
	"To meet what comes with curiosity",
	"To look at the loss without turning away",
	"To be kinder to myself",
	"To feel part of my family again",
	"To let go of the need to control",
	"To see what lies under the tiredness",
	"To remember what mattered to me",
	"To rest",
}

func (c *chance) family() string { return pick(c, familyHeads) + pick(c, familyTails) }

func (c *chance) given(gender string) string {
	if gender == "female" {
		return pick(c, givenFemale)
	}
	return pick(c, givenMale)
}

// phone is one of the numbers kept for fiction: exchange 555, line 0100 to 0199.
func (c *chance) phone() string {
	return "+1-303-555-0" + strconv.Itoa(c.between(100, 199))
}

func (c *chance) street() string { return strconv.Itoa(c.between(1, 320)) + " " + pick(c, streets) }

// failingNPI is a ten-digit number that no provider can have: its check digit,
// by Luhn's formula over 80840 and the number, is one too high.
func (c *chance) failingNPI() string {
	digits := "1"
	for range 8 {
		digits += strconv.Itoa(c.between(0, 9))
	}
	return digits + strconv.Itoa((luhn("80840"+digits)+1)%10)
}

// luhn gives the check digit to append to the digits.
func luhn(digits string) int {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			d = d * 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return (10 - sum%10) % 10
}
