package fhir

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// maxDigits bounds a decimal written out without an exponent, before and after
// the point. R4 sets no limit; its decimals cover the range of a double, which
// ends at 1E308, so 400 leaves room for precision, and "1E999999999" is refused.
const maxDigits = 400

// decimalForm is R4's, of the tables.
var decimalForm = sync.OnceValue(func() *regexp.Regexp {
	d, _ := TypeOf("decimal")
	return regexp.MustCompile("^(?:" + d.Pattern + ")$")
})

// isDecimal tells whether a text is a decimal of R4, of any size.
func isDecimal(s string) bool { return decimalForm().MatchString(s) }

// decimalFault: a JSON number as it is, of sensible size.
func decimalFault(s string) string {
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, err := strconv.Atoi(s[i+1:])
		if err != nil || n > maxDigits || n < -maxDigits {
			return fmt.Sprintf("the exponent of the decimal %s is beyond %d", short(s), maxDigits)
		}
		mantissa, exponent = s[:i], n
	}
	whole, fraction, point := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	if !digits(whole) || (whole[0] == '0' && len(whole) > 1) || (point && !digits(fraction)) {
		return fmt.Sprintf("%q is no decimal; write it as -12.50 or 1.25E1", short(s))
	}
	if len(whole)+exponent > maxDigits || len(fraction)-exponent > maxDigits {
		return fmt.Sprintf("the decimal %s has more than %d digits before or after the point", short(s), maxDigits)
	}
	return ""
}

// integerFault: 32 bits, no exponent, no fraction, no leading zero.
func integerFault(s string, p primitive) string {
	bare := strings.TrimPrefix(s, "-")
	if !digits(bare) || (bare[0] == '0' && len(bare) > 1) {
		return fmt.Sprintf("%s is no integer; write it without fraction, exponent and leading zeros", short(s))
	}
	n, err := strconv.ParseInt(s, 10, 32)
	switch {
	case err != nil:
		return fmt.Sprintf("the integer %s is outside -2147483648 to 2147483647", short(s))
	case p == primPositiveInt && (n < 1 || s[0] == '-'):
		return fmt.Sprintf("%s is no positive integer; the least is 1", s)
	case p == primUnsignedInt && s[0] == '-':
		return fmt.Sprintf("%s is no unsigned integer; the least is 0", s)
	}
	return ""
}

// digits tells whether s is one or more decimal digits.
func digits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}
