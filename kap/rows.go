package kap

import (
	"strconv"
	"time"
)

// Rows are what the clinic's own software would write: one struct for each
// table, fields in the words of its columns. A zero field is NULL, but for
// OffsetMin, Ordinal and Position, which are always set. Instants are UTC. Codes
// are concepts; many rows share one pointer, so that a loader may remember the
// id of each. A field named XID holds the id of a row of the table that its
// comment or its name says.

// Decimal is an exact number in the form in which it is kept, as in "40.5".
type Decimal string

// Float gives the nearest float, for checks; 0 for NULL.
func (d Decimal) Float() float64 {
	f, err := strconv.ParseFloat(string(d), 64)
	if err != nil {
		return 0 // only NULL does not parse: Decimals are made by decimal alone
	}
	return f
}

// decimal makes a Decimal of n units, of which 10^places are one whole.
func decimal(n int64, places int) Decimal {
	s := strconv.FormatInt(max(n, -n), 10)
	for len(s) <= places {
		s = "0" + s
	}
	if places > 0 {
		s = s[:len(s)-places] + "." + s[len(s)-places:]
	}
	if n < 0 {
		s = "-" + s
	}
	return Decimal(s)
}

// whole makes a Decimal without fraction.
func whole(n int) Decimal { return decimal(int64(n), 0) }

// Date is a day without time, "2006-01-02"; "" is NULL.
type Date string

// Midnight gives the first moment of the day in UTC; ok is false for NULL.
func (d Date) Midnight() (t time.Time, ok bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil // only NULL does not parse: Dates are made by dateOf alone
}

func dateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// Identifier is a business identifier (http://hl7.org/fhir/R4/datatypes.html#Identifier).
type Identifier struct {
	Use    string // usual | official
	Type   *Concept
	System string
	Value  string
}
