package main

import (
	"fmt"
	"math"
	"strconv"
)

// place draws a place that a resource has, or one in the neighbourhood, with a
// distance in one of the units or without.
func (d *drawer) place(f finding) string {
	latitude, longitude, ok := placeOf(f)
	if !ok {
		latitude, longitude = 52, 4
	}
	latitude = math.Max(-90, math.Min(90, latitude+d.NormFloat64()*float64(d.IntN(2))))
	longitude = math.Max(-180, math.Min(180, longitude+d.NormFloat64()*float64(d.IntN(3))))
	place := fmt.Sprintf("%.5f|%.5f", latitude, longitude)
	return place + pick(d, "", "", "|100", fmt.Sprintf("|%d|km", d.IntN(400)), fmt.Sprintf("|%d|[mi_i]", d.IntN(12000)), fmt.Sprintf("|%.1f|m", d.Float64()*1e6))
}

func placeOf(f finding) (latitude, longitude float64, ok bool) {
	if f.tree == nil || f.tree.Get("latitude") == nil || f.tree.Get("longitude") == nil {
		return 0, 0, false
	}
	latitude, errNorth := strconv.ParseFloat(f.tree.Get("latitude").Text, 64)
	longitude, errEast := strconv.ParseFloat(f.tree.Get("longitude").Text, 64)
	return latitude, longitude, errNorth == nil && errEast == nil
}

// nearMatches measures the angle between two places by the product of their
// vectors from the middle of the earth.
func nearMatches(value string, f finding) bool {
	latitude, longitude, ok := placeOf(f)
	if !ok {
		return false
	}
	parts := splitAt(value, '|')
	vector := func(latitude, longitude float64) [3]float64 {
		a, b := latitude*math.Pi/180, longitude*math.Pi/180
		return [3]float64{math.Cos(a) * math.Cos(b), math.Cos(a) * math.Sin(b), math.Sin(a)}
	}
	north, _ := strconv.ParseFloat(parts[0], 64)
	east, _ := strconv.ParseFloat(parts[1], 64)
	a, b := vector(latitude, longitude), vector(north, east)
	chord := math.Sqrt(math.Pow(a[0]-b[0], 2) + math.Pow(a[1]-b[1], 2) + math.Pow(a[2]-b[2], 2))
	reach, unit := 50.0, "km"
	if len(parts) > 2 {
		reach, _ = strconv.ParseFloat(parts[2], 64)
	}
	if len(parts) > 3 {
		unit = parts[3]
	}
	metres := map[string]float64{"km": 1000, "m": 1, "[mi_i]": 1609.344}[unit]
	return 2*6371008.8*math.Asin(chord/2) <= reach*metres
}
