// Package xml reads and writes FHIR XML: Decode makes the tree of a resource that
// its JSON would give, Encode writes a tree as XML
// (http://hl7.org/fhir/R4/xml.html). Neither loses anything that FHIR gives
// meaning to: numbers and booleans keep their text, a narrative keeps its spelling.
//
// Read in this order:
//
//   - scan.go, scan_tag.go, space.go, reference.go: well-formed XML with
//     namespaces, of which FHIR needs little; what it does not need is refused:
//     DOCTYPE, entities, processing instructions
//   - decode.go, decode_content.go, decode_value.go: elements, by the definitions;
//     Mark besides notes where each begins
//   - narrative.go: XHTML, which is a string in JSON, both ways
//   - place.go: where in the text and in the resource something is wrong
//   - encode.go, encode_element.go: the way out
//
// What the two forms cannot both say goes by these rules:
//
//   - comments outside of the narrative are dropped: JSON has none
//   - a list of primitives that all lack a value is written in JSON as "_x" alone
//   - line ends in a narrative become line feeds, as every reader of XML makes them
//     (https://www.w3.org/TR/xml/#sec-line-ends), and what stands around its div is dropped
//   - an entity of HTML in a narrative, such as &nbsp;, is written as its
//     character: XML has no such entities (http://hl7.org/fhir/R4/narrative.html#xhtml)
//
// The scanner is not encoding/xml's, which lets through what is not well-formed
// (attributes given twice, names with two colons) and gives no way to keep the
// spelling of a narrative; the tests compare with it.
package xml
