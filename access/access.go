package access

import "kapbridge/fhir"

// Access says who asks and what they may see. Its zero value sees nothing and
// every store method refuses it, so that a forgotten check fails closed.
type Access struct {
	Agent   fhir.Agent
	Request string // id of the request, for the audit record and the log
	scope   scope
}

type scope uint8

const (
	nothing scope = iota
	everything
)

// Everything gives the agent sight of all resources. It is for a server that
// listens on loopback without an identity provider, and for the program itself.
func Everything(agent fhir.Agent, request string) Access {
	return Access{Agent: agent, Request: request, scope: everything}
}

// Administers refuses an access that may not see how the server works.
func (a Access) Administers() error {
	if a.scope != everything {
		return fhir.Refuse(403, "forbidden", "this is for who administers the server")
	}
	return nil
}

// Check refuses an access that sees nothing. A refusal looks the same whatever
// was asked for, so that it tells nothing of what exists.
func (a Access) Check() error {
	if a.scope == nothing {
		return fhir.Refuse(403, "forbidden", "this access allows nothing")
	}
	return nil
}
