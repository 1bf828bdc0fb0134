package fhir

// Agent is who acts, as an audit record or Provenance names them
// (http://hl7.org/fhir/R4/auditevent-definitions.html#AuditEvent.agent).
type Agent struct {
	Name    string // user, client or database role; "anonymous" when nobody said
	Kind    AgentKind
	Address string // network address of the other side, "" inside the process
}

// AgentKind says how the agent is known.
type AgentKind string

// The kinds of agent.
const (
	Anonymous    AgentKind = "anonymous"     // no identity provider is configured
	DatabaseUser AgentKind = "database-user" // edited the clinic's tables by SQL
	Program      AgentKind = "program"       // this program on its own account
)
