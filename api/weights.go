package api

import (
	"strconv"
	"strings"
)

// weighted is one element of a header list with quality values, such as Accept
// or Accept-Encoding (RFC 9110, section 12.4.2).
type weighted struct {
	value  string // lower case, without parameters
	params string // what follows the first semicolon, lower case
	q      float64
}

// most bounds the elements that are looked at in one header.
const most = 100

// parseWeights reads all lines of a list header. An element whose weight is no
// number from 0 to 1 counts in full: real clients send such things.
func parseWeights(lines []string) []weighted {
	var list []weighted
	for _, line := range lines {
		for len(line) > 0 && len(list) < most {
			var element string
			element, line, _ = strings.Cut(line, ",")
			value, params, _ := strings.Cut(strings.ToLower(element), ";")
			if value = strings.TrimSpace(value); value == "" {
				continue
			}
			list = append(list, weighted{value, params, weight(params)})
		}
	}
	return list
}

func weight(params string) float64 {
	text := parameter(params, "q")
	if text == "" {
		return 1
	}
	q, err := strconv.ParseFloat(text, 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 1
	}
	return q
}

// parameter finds name=value among parameters split by semicolons, "" when absent.
func parameter(params, name string) string {
	for params != "" {
		var one string
		one, params, _ = strings.Cut(params, ";")
		if n, v, ok := strings.Cut(one, "="); ok && strings.TrimSpace(n) == name {
			return strings.Trim(strings.TrimSpace(v), `"`)
		}
	}
	return ""
}
