package ig

import (
	"sync"

	"kapbridge/fhir"
)

// USCore are our statements of those profiles, extensions and value sets of US
// Core that we claim to keep to, under HL7's canonical urls. They are for checks
// alone and are never published: HL7's own rule. docs/us-core.md says from which
// sources they are, and what of those they leave out. They are shared: nobody may
// change them.
var USCore = sync.OnceValue(func() []*fhir.Tree { return readAll("us-core/*.json") })
