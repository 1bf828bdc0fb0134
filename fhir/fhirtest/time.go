package fhirtest

import (
	"fmt"

	"pgregory.net/rapid"
)

// day is a date of any precision (http://hl7.org/fhir/R4/datatypes.html#date).
var day = oneOf(
	[]string{"2020", "2020-02", "2020-02-29", "2000-02-29", "0001", "9999-12-31", "1900-01-01", "1969-12-31"},
	rapid.Custom(func(t *rapid.T) string {
		d := fullDay.Draw(t, "day")
		return d[:rapid.SampledFrom([]int{4, 7, 10}).Draw(t, "precision")]
	}))

var fullDay = rapid.Custom(func(t *rapid.T) string {
	return fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(1900, 2100).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
})

// clock is a time of day with any number of digits of a second.
var clock = oneOf(
	[]string{"00:00:00", "23:59:59.999", "12:00:00.0", "08:30:00.123456789"},
	rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%02d:%02d:%02d", rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"), rapid.IntRange(0, 59).Draw(t, "second")) +
			rapid.SampledFrom([]string{"", ".5", ".50", ".000", ".1234567"}).Draw(t, "fraction")
	}))

// moment is a dateTime with time and zone, as an instant has.
var moment = oneOf(
	[]string{"2024-02-29T23:59:59Z", "2015-02-07T13:28:17.239+02:00", "0001-01-01T00:00:00Z", "2016-12-31T23:59:60Z", "2024-06-01T12:00:00-00:00"},
	rapid.Custom(func(t *rapid.T) string {
		return fullDay.Draw(t, "day") + "T" + clock.Draw(t, "clock") +
			rapid.SampledFrom([]string{"Z", "+00:00", "-05:00", "+05:45", "+14:00", "-12:00"}).Draw(t, "zone")
	}))
