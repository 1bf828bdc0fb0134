// Package audit knows what an audit record is and how it looks as a FHIR
// AuditEvent. It stores nothing: the store writes records in the transaction of
// a write, and for reads before the first byte of the answer.
package audit
