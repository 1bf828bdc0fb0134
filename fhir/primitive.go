package fhir

// primitive numbers the primitive types, for a quick switch in the check.
type primitive uint8

const (
	notPrimitive primitive = iota
	primBase64Binary
	primBoolean
	primCanonical
	primCode
	primDate
	primDateTime
	primDecimal
	primID
	primInstant
	primInteger
	primMarkdown
	primOID
	primPositiveInt
	primString
	primTime
	primUnsignedInt
	primURI
	primURL
	primUUID
	primXHTML
)

var primitives = map[string]primitive{
	"base64Binary": primBase64Binary, "boolean": primBoolean, "canonical": primCanonical, "code": primCode,
	"date": primDate, "dateTime": primDateTime, "decimal": primDecimal, "id": primID, "instant": primInstant,
	"integer": primInteger, "markdown": primMarkdown, "oid": primOID, "positiveInt": primPositiveInt,
	"string": primString, "time": primTime, "unsignedInt": primUnsignedInt, "uri": primURI, "url": primURL,
	"uuid": primUUID, "xhtml": primXHTML,
}

// PrimitiveFault says what is wrong with the text of a primitive value, and what
// would be right; "" when it is in the form of the type. typeName is a primitive
// type, text the decoded string or the JSON text of a number or boolean
// (http://hl7.org/fhir/R4/datatypes.html#primitive).
func PrimitiveFault(typeName, text string) string {
	p, ok := primitives[typeName]
	if !ok {
		return typeName + " is no primitive type of R4"
	}
	return p.fault(text)
}

// JSON is the kind that values of a type are written as in JSON
// (http://hl7.org/fhir/R4/json.html#primitive).
func (d *TypeDef) JSON() Kind {
	if d.prim == notPrimitive {
		return Object
	}
	return d.prim.kind()
}

// kind is the JSON kind that a primitive is written as.
func (p primitive) kind() Kind {
	switch p {
	case primBoolean:
		return Bool
	case primDecimal, primInteger, primPositiveInt, primUnsignedInt:
		return Number
	default:
		return String
	}
}

func (p primitive) fault(s string) string {
	if s == "" {
		return "the text is empty; leave out an element that has no value"
	}
	switch p {
	case primString, primMarkdown:
		return stringFault(s)
	case primCode:
		return codeFault(s)
	case primURI, primURL, primCanonical:
		return uriFault(s)
	case primID:
		return idFault(s)
	case primDate, primDateTime, primInstant:
		return dateFault(s, p)
	case primTime:
		return timeFault(s)
	case primDecimal:
		return decimalFault(s)
	case primInteger, primPositiveInt, primUnsignedInt:
		return integerFault(s, p)
	case primBase64Binary:
		return base64Fault(s)
	case primOID:
		return oidFault(s)
	case primUUID:
		return uuidFault(s)
	case primXHTML:
		return xhtmlFault(s)
	default:
		return booleanFault(s)
	}
}

func booleanFault(s string) string {
	if s != "true" && s != "false" {
		return "a boolean is true or false"
	}
	return ""
}
