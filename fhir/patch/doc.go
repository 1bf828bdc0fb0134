// Package patch changes a resource as a JSON Patch (RFC 6902), a JSON Merge Patch
// (RFC 7386) or a FHIRPath Patch says (http://hl7.org/fhir/R4/http.html#patch).
//
// A patch document is read once; what comes of it is a function from the
// resource as it is to the resource as it shall be. That function leaves its
// argument as it is, shares with it what does not change, and may be called
// again, as a write must do that met another one.
//
// Read in this order:
//
//   - json.go: the operations of a JSON Patch; pointer.go: where they point
//   - apply.go: one operation after the other; tree.go: the copies on the way
//   - same.go: what `test` calls equal
//   - merge.go: merge patches
//   - fhirpath.go: the operations of a FHIRPath Patch; fhirpath_value.go: what they
//     put in; fhirpath_apply.go, fhirpath_spot.go: where
//   - result.go: what no patch may do, whatever its form
//   - narrative.go: what becomes of a text that told the old story
//   - words.go: values in messages
//
// Nothing here knows what FHIR makes of the result: the caller checks its
// structure as that of any resource that is sent.
package patch
