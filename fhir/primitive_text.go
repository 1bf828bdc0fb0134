package fhir

import (
	"fmt"
	"strings"
)

// maxString is R4's limit on a string, in bytes
// (http://hl7.org/fhir/R4/datatypes.html#string).
const maxString = 1 << 20

func stringFault(s string) string {
	if len(s) > maxString {
		return fmt.Sprintf("a string has %d bytes at most, this one has %d", maxString, len(s))
	}
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' && c != '\r' && c != '\n' {
			return fmt.Sprintf("a string contains no control characters but tab, carriage return and line feed; here is U+%04X", c)
		}
	}
	return ""
}

// codeFault: no space at the ends, single spaces inside.
func codeFault(s string) string {
	if s[0] == ' ' || s[len(s)-1] == ' ' || strings.Contains(s, "  ") {
		return fmt.Sprintf("the code %q has a space at an end or two in a row", short(s))
	}
	for i := range len(s) {
		if s[i] < ' ' {
			return fmt.Sprintf("the code %q contains white space other than single spaces, or a control character", short(s))
		}
	}
	return ""
}

func uriFault(s string) string {
	for i := range len(s) {
		if s[i] <= ' ' {
			return fmt.Sprintf("the URI %q contains white space or a control character; write a space as %%20", short(s))
		}
	}
	return ""
}

func idFault(s string) string {
	const what = "the id %q is not of 1 to 64 characters A-Z, a-z, 0-9, - and ."
	if len(s) == 0 || len(s) > 64 {
		return fmt.Sprintf(what, short(s))
	}
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '-' || c == '.') {
			return fmt.Sprintf(what, short(s))
		}
	}
	return ""
}

// oidFault: urn:oid: and numbers without leading zeros, the first 0, 1 or 2.
func oidFault(s string) string {
	arcs := strings.Split(strings.TrimPrefix(s, "urn:oid:"), ".")
	ok := strings.HasPrefix(s, "urn:oid:") && len(arcs) > 1 && len(arcs[0]) == 1 && arcs[0] <= "2"
	for _, arc := range arcs {
		ok = ok && arc != "" && strings.Trim(arc, "0123456789") == "" && (arc[0] != '0' || len(arc) == 1)
	}
	if !ok {
		return fmt.Sprintf("%q is no OID; write it as urn:oid:1.2.3", short(s))
	}
	return ""
}

func uuidFault(s string) string {
	hex, ok := strings.CutPrefix(s, "urn:uuid:")
	ok = ok && len(hex) == 36
	for i := 0; ok && i < 36; i++ {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			ok = hex[i] == '-'
		} else {
			ok = isDigit(hex[i]) || hex[i] >= 'a' && hex[i] <= 'f'
		}
	}
	if !ok {
		return fmt.Sprintf("%q is no UUID; write it as urn:uuid:c757873d-ec9a-4326-a141-556f43239520, in lower case", short(s))
	}
	return ""
}

// base64Fault: groups of four characters, white space between groups only,
// padding in the last group only (RFC 4648, section 4).
func base64Fault(s string) string {
	group, padding, groups := 0, 0, 0
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			if group != 0 {
				return "base64 has white space between its groups of four characters only"
			}
			continue
		case c == '=':
			padding++
			if group < 2 {
				return "base64 has one or two = at its end only"
			}
		case !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '+' || c == '/'):
			return fmt.Sprintf("base64 contains A-Z, a-z, 0-9, + and / only; here is %q", rune(c))
		case padding > 0:
			return "base64 has one or two = at its end only"
		}
		if group++; group == 4 {
			group = 0
			groups++
		}
	}
	if group != 0 || groups == 0 {
		return "base64 consists of groups of four characters"
	}
	return ""
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
