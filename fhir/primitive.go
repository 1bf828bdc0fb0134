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
