package store

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"kapbridge/fhir"
	"kapbridge/mapping"
)

// What near means where a search does not say it
// (http://hl7.org/fhir/R4/location.html#positional): the unit is the standard's,
// the distance it leaves to the server.
const (
	usualDistance = "50"
	usualUnit     = "km"
)

// earth is the mean radius of the globe in metres.
const earth = 6371008.8

// nearCondition compiles latitude|longitude|distance|unit to a great-circle
// distance in metres.
func nearCondition(c *compilation, value string) (string, error) {
	if c.place.Shape() != mapping.ShapePosition {
		return "", fhir.Refuse(400, "not-supported", "%s cannot be searched as a place", c.term.Code)
	}
	latitude, longitude, metres, err := parseNear(c.term.Code, value)
	if err != nil {
		return "", err
	}
	x, y := "cast("+c.column(0)+" as double precision)", "cast("+c.column(1)+" as double precision)"
	north, reach := c.arg(latitude, "double precision"), c.arg(metres, "double precision")
	// The haversine formula; what is no place on the globe must not fail it.
	haversine := fmt.Sprintf("power(sind((%[1]s - %[2]s) / 2), 2) + cosd(%[1]s) * cosd(%[2]s) * power(sind((%[3]s - %[4]s) / 2), 2)",
		y, north, x, c.arg(longitude, "double precision"))
	return fmt.Sprintf("(abs(%s) <= 90 and 2 * %g * asin(sqrt(greatest(0, least(1, %s)))) <= %s)", c.column(1), earth, haversine, reach), nil
}

func parseNear(code, value string) (latitude, longitude, metres float64, err error) {
	north, rest, more := mapping.CutValue(value, '|')
	east, rest, further := mapping.CutValue(rest, '|')
	distance, unit, _ := mapping.CutValue(rest, '|')
	if !more || east == "" || strings.Contains(unit, "|") || further && rest == "" {
		return 0, 0, 0, fhir.Refuse(400, "value", "%s=%s is not a place; write latitude|longitude, latitude|longitude|distance or latitude|longitude|distance|unit", code, value)
	}
	latitude, okNorth := plainFloat(north, -90, 90)
	longitude, okEast := plainFloat(east, -180, 180)
	if !okNorth || !okEast {
		return 0, 0, 0, fhir.Refuse(400, "value", "%s=%s: the latitude is a number of degrees from -90 to 90, the longitude one from -180 to 180", code, value)
	}
	if distance == "" {
		distance, unit = usualDistance, usualUnit
	}
	if unit == "" {
		unit = usualUnit
	}
	far, ok := plainFloat(distance, 0, math.MaxFloat32)
	if !ok {
		return 0, 0, 0, fhir.Refuse(400, "value", "%s=%s: the distance is a number not less than 0", code, value)
	}
	size, ok := metresIn(mapping.Unescape(unit))
	if !ok {
		return 0, 0, 0, fhir.Refuse(400, "value", "%s=%s: the unit is a length of UCUM that is known here: %s", code, value, strings.Join(lengths(), ", "))
	}
	return latitude, longitude, far * size, nil
}

// plainFloat reads digits, a sign and a point, between two bounds.
func plainFloat(text string, least, most float64) (float64, bool) {
	f, err := strconv.ParseFloat(text, 64)
	return f, err == nil && strings.Trim(text, "+-.0123456789") == "" && f >= least && f <= most
}

// metresIn is the size of a length, false for what is none.
func metresIn(unit string) (float64, bool) {
	_, all, _ := fhir.Commensurable("m")
	for _, u := range all {
		if u.Code == unit {
			size, _ := u.Base()
			metres, _ := size.Float64()
			return metres, true
		}
	}
	return 0, false
}

func lengths() (codes []string) {
	_, all, _ := fhir.Commensurable("m")
	for _, u := range all {
		codes = append(codes, u.Code)
	}
	return codes
}
