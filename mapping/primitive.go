package mapping

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"kapbridge/fhir"
)

// scalar makes a leaf of one column whose cell is the text that parse returns.
func scalar(path, column string, t ColumnType, shape Shape, parse func(*fhir.Tree) (string, bool), show func(string) *fhir.Tree) *Lens {
	return &Lens{Path: path, shape: shape, form: form{
		columns: func() []Column { return []Column{{Name: column, Type: t}} },
		read: func(v *fhir.Tree, c Cells, _ Dictionary) {
			if text, ok := parse(v); ok {
				c[column] = text
			}
		},
		show: func(c Cells, _ Dictionary) *fhir.Tree {
			text, ok := c[column]
			if !ok {
				return nil
			}
			return show(text)
		},
	}}
}

func words(v *fhir.Tree) (string, bool) { return v.StringOr(""), v.Is(fhir.String) && v.Text != "" }

// Text is a string or markdown element in a text column.
func Text(path, column string) *Lens {
	return scalar(path, column, TypeText, ShapeText, words, fhir.Str)
}

// Code is a code, id, uri, url, canonical or time element: a text that search
// compares whole. For a required binding the column carries the check.
func Code(path, column string) *Lens {
	return scalar(path, column, TypeText, ShapeCode, words, fhir.Str)
}

// Flag is a boolean element.
func Flag(path, column string) *Lens {
	return scalar(path, column, TypeBoolean, ShapeFlag,
		func(v *fhir.Tree) (string, bool) { return v.Text, v.Is(fhir.Bool) },
		func(s string) *fhir.Tree { return fhir.Boolean(s == "true") })
}

// Integer is an integer, positiveInt or unsignedInt element.
func Integer(path, column string) *Lens {
	return scalar(path, column, TypeInteger, ShapeNumber,
		func(v *fhir.Tree) (string, bool) {
			if !v.Is(fhir.Number) {
				return "", false
			}
			n, err := strconv.ParseInt(v.Text, 10, 32)
			return strconv.FormatInt(n, 10), err == nil
		}, fhir.Num)
}

// Decimal is a decimal element in a numeric column, which keeps the digits of
// 0.50; another spelling of a number (5E1) stays in the note.
func Decimal(path, column string) *Lens {
	return scalar(path, column, TypeNumeric, ShapeNumber,
		func(v *fhir.Tree) (string, bool) {
			if !v.Is(fhir.Number) {
				return "", false
			}
			return plainDecimal(v.Text)
		},
		func(s string) *fhir.Tree {
			if _, ok := plainDecimal(s); !ok {
				return nil // numeric knows NaN and Infinity, JSON does not
			}
			return fhir.Num(s)
		})
}

var decimalPattern = regexp.MustCompile(`^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$`)

// plainDecimal writes a JSON number without exponent, as PostgreSQL's numeric
// prints it; numbers of more than 60 digits are declined.
func plainDecimal(text string) (string, bool) {
	if isPlain(text) {
		return text, true
	}
	m := decimalPattern.FindStringSubmatch(text)
	if m == nil || len(text) > 60 {
		return "", false
	}
	exponent, err := strconv.Atoi("0" + strings.TrimLeft(m[4], "+-"))
	if err != nil || exponent > 60 {
		return "", false
	}
	if strings.HasPrefix(m[4], "-") {
		exponent = -exponent
	}
	digits, scale := m[2]+m[3], len(m[3])-exponent
	if scale < 0 {
		digits, scale = digits+strings.Repeat("0", -scale), 0
	}
	n, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return "", false
	}
	plain := n.String()
	if pad := scale + 1 - len(plain); pad > 0 {
		plain = strings.Repeat("0", pad) + plain
	}
	if scale > 0 {
		plain = plain[:len(plain)-scale] + "." + plain[len(plain)-scale:]
	}
	if m[1] == "-" && n.Sign() != 0 {
		plain = "-" + plain
	}
	return plain, true
}

// isPlain tells, of a number in JSON, whether it is up to 60 digits, perhaps with
// a point, which numeric prints as they are. But "-0", which it does not.
func isPlain(text string) bool {
	if len(text) > 60 || text == "" || text[0] == '-' {
		return false
	}
	points := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '.' && i > 0 && i < len(text)-1:
			points++
		case c < '0' || c > '9':
			return false
		}
	}
	return points <= 1 && (text[0] != '0' || len(text) == 1 || text[1] == '.')
}

// Texts is a list of strings, such as HumanName.given, in one text[] column.
func Texts(path, column string) *Lens {
	return scalar(path, column, TypeTexts, ShapeTexts,
		func(v *fhir.Tree) (string, bool) {
			kept := fhir.List()
			for _, item := range v.Items {
				if _, ok := words(item); ok {
					kept.Items = append(kept.Items, item)
				}
			}
			return string(kept.JSON()), len(kept.Items) > 0
		},
		func(s string) *fhir.Tree {
			t, err := fhir.DecodeStored([]byte(s))
			if err != nil || t.Empty() {
				return nil
			}
			return t
		})
}

// Parts is a leaf whose object is made of leaves, such as a Quantity: one note
// and one guard cover it whole.
func Parts(path string, parts ...*Lens) *Lens {
	return &Lens{Path: path, Lenses: parts, form: form{
		columns: func() []Column { return columnsOf(parts) },
		read: func(v *fhir.Tree, c Cells, d Dictionary) {
			for _, p := range parts {
				if inner := v.Get(p.Path); inner != nil {
					p.form.read(inner, c, d)
				}
			}
		},
		show: func(c Cells, d Dictionary) *fhir.Tree {
			obj := fhir.Obj()
			for _, p := range parts {
				v := p.form.show(c, d)
				switch {
				case v == nil:
				case p.choice:
					obj.Members = append(obj.Members, v.Members...)
				default:
					obj.Members = append(obj.Members, fhir.Member{Name: p.Path, Value: v})
				}
			}
			if obj.Empty() {
				return nil
			}
			return obj
		},
	}}
}
