package validate_test

import "flag"

var update = flag.Bool("update", false, "write the golden files anew")

var validator = flag.String("validator", "", "with -update: address of HL7's validator core behind HTTP. "+
	"It is sent one resource, JSON or XML, by POST, and answers 200 with "+
	`{"valid": boolean, "issues": [{"severity": "error", "messageId": "..."}]}`)
