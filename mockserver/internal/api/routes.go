package api

import (
	"strings"
	"sync"

	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/feed"
)

// levers returns the control API, in the order of the documentation.
func levers() []served {
	return []served{
		lever("GET", "/_mock/health", "health", "Whether the server is there.", plain(Double.Health)),
		lever("GET", "/_mock/ready", "ready", "Whether the server has its world and takes requests.", plain(Double.Health)),
		world("GET", "world", "The world in force, with what was added since it was loaded; with state=now, everything as it is at the moment.", readWorld),
		world("PUT", "load", "Start again from another world, in YAML or JSON.", loadWorld),
		world("PATCH", "merge", "Change what is named, and leave the rest as it is at the moment. An entry of clients, accounts, codes or tokens takes the place of the whole earlier one: after {\"accounts\":[{\"name\":\"john\",\"balance\":\"5\"}]} john has no API keys, unless they are given, too.", mergeWorld),
		lever("GET", "/_mock/snapshots", "snapshots", "The states that are kept.", plain(Double.Snapshots)),
		lever("POST", "/_mock/snapshots/{name}", "snapshot", "Keep the state under a name.", namedLever(Double.Snapshot)),
		lever("DELETE", "/_mock/snapshots/{name}", "removeSnapshot", "Forget a state that is kept.", removingNamed("name", Double.RemoveSnapshot)),
		lever("POST", "/_mock/snapshots/{name}/restore", "restore", "Return to a state that is kept.", namedLever(Double.Restore)),
		lever("POST", "/_mock/reset", "reset", "Return to the world, whole or for one client or account; answers what was removed.", reset),

		lever("GET", "/_mock/clock", "clock", "The server's clock.", plain(Double.Clock)),
		needed(lever("POST", "/_mock/clock", "moveClock", "Advance, set, freeze or run the clock.", moveClock)),

		lever("GET", "/_mock/decisions", "decisions", "Decisions that have not been used up.", plain(Double.Decisions)),
		needed(lever("POST", "/_mock/decisions", "decide", "Decide the next authorization requests.", taking(Double.Decide))),
		lever("DELETE", "/_mock/decisions", "clearDecisions", "Take decisions back.", clearing(Double.ClearDecisions)),
		lever("DELETE", "/_mock/decisions/{id:[0-9]+}", "removeDecision", "Take one decision back.", removing(Double.RemoveDecision)),

		lever("GET", "/_mock/faults", "faults", "Faults and how often each has struck.", plain(Double.Faults)),
		needed(lever("POST", "/_mock/faults", "inject", "Break the next answers.", taking(Double.Inject))),
		lever("DELETE", "/_mock/faults", "clearFaults", "Take faults back.", clearing(Double.ClearFaults)),
		lever("DELETE", "/_mock/faults/{id:[0-9]+}", "removeFault", "Take one fault back.", removing(Double.RemoveFault)),
		lever("GET", "/_mock/presets", "presets", "Ready-made faults and the client bugs that they uncover.", presets),

		lever("GET", "/_mock/requests", "requests", "The journal, oldest first.", taking(Double.Requests)),
		lever("GET", "/_mock/requests/wait", "waitForRequests", "Wait until that many requests have arrived; those in the journal count.", waitForRequests),
		lever("GET", "/_mock/requests/{id:[0-9]+}", "request", "One request.", request),
		lever("DELETE", "/_mock/requests", "clearRequests", "Forget requests.", clearing(Double.ClearRequests)),

		lever("GET", "/_mock/messages", "messages", "What was sent, oldest first.", taking(Double.Messages)),
		lever("GET", "/_mock/messages/wait", "waitForMessages", "Wait until that many messages have been sent; those in the outbox count.", waitForMessages),
		lever("POST", "/_mock/messages", "receive", "Let an SMS, an RCS message or a call come in.", taking(Double.Receive)),
		needed(lever("POST", "/_mock/messages/{id:.+}/reactions", "react", "Let the recipient of a message open a link, press a key, type or read.", react)),
		lever("DELETE", "/_mock/messages", "clearMessages", "Forget messages.", clearing(Double.ClearMessages)),

		lever("GET", "/_mock/outcomes", "outcomes", "What was ordered of the next messages and is not used up.", plain(Double.Outcomes)),
		needed(lever("POST", "/_mock/outcomes", "script", "Say what becomes of the next messages.", taking(Double.Script))),
		lever("DELETE", "/_mock/outcomes", "clearOutcomes", "Take outcomes back.", clearing(Double.ClearOutcomes)),
		lever("DELETE", "/_mock/outcomes/{id:[0-9]+}", "removeOutcome", "Take one outcome back.", removing(Double.RemoveOutcome)),
		needed(lever("POST", "/_mock/messages/{id:.+}/status", "setStatus", "Report a further delivery status of an SMS.", setStatus)),
		lever("GET", "/_mock/webhooks", "webhooks", "Subscriptions, and the webhooks that were sent or are due.", plain(Double.Webhooks)),
		lever("POST", "/_mock/webhooks/{id:[0-9]+}/again", "redeliver", "Send a webhook again.", numbered(Double.Redeliver)),
		lever("POST", "/_mock/webhooks/run", "runDue", "Make the attempts now that are due later.", runDue),

		lever("GET", "/_mock/tokens", "tokens", "Codes and tokens and what has become of them.", taking(Double.Tokens)),
		lever("POST", "/_mock/tokens", "issueToken", "Mint tokens without an authorization request.", taking(Double.IssueToken)),
		lever("POST", "/_mock/tokens/revoke", "revokeTokens", "Revoke codes and tokens.", ending(Double.Revoke)),
		lever("POST", "/_mock/tokens/expire", "expireTokens", "Let codes and tokens expire now.", ending(Double.Expire)),

		lever("GET", "/_mock/clients", "clients", "The registered clients.", plain(Double.Clients)),
		lever("POST", "/_mock/clients", "addClient", "Register a client, or replace the one with its id.", taking(Double.AddClient)),
		lever("DELETE", "/_mock/clients/{id:.+}", "removeClient", "Take a client away, with everything that it has.", removingNamed("id", Double.RemoveClient)),
		lever("GET", "/_mock/accounts", "accounts", "The accounts, with the credit, contacts, webhooks and so on that they have by now.", plain(Double.Accounts)),
		lever("POST", "/_mock/accounts", "addAccount", "Create an account, or replace the one with its name; what that has sent and received stays.", taking(Double.AddAccount)),
		lever("DELETE", "/_mock/accounts/{name:.+}", "removeAccount", "Take an account away, with everything that it has, unless the world or a client logs it in by authorize.account.", removingNamed("name", Double.RemoveAccount)),

		lever("GET", "/_mock/audits", "audits", "The audits that are kept, oldest first, without what became of each scenario.", plain(Double.Audits)),
		needed(lever("POST", "/_mock/audits", "startAudit", "Begin an audit of an application.", taking(Double.StartAudit))),
		lever("GET", "/_mock/audits/{id:[0-9]+}", "audit", "One audit, as far as it has come.", numbered(Double.Audit)),
		lever("DELETE", "/_mock/audits/{id:[0-9]+}", "stopAudit", "End an audit; one that has ended is forgotten.", removing(Double.StopAudit)),
		needed(lever("POST", "/_mock/audits/{id:[0-9]+}/answers", "answerAudit", "Answer what an attended audit asks.", answerAudit)),
		auditReport("/_mock/audits/{id:[0-9]+}/report", "auditReport", "The report of an audit that has ended."),

		lever("GET", "/_mock/openapi.json", "openAPI", "This API and the emulated one as OpenAPI 3.1.", openAPI),
		page("/_mock/ca.pem", "ca", "The CA certificate, if the server speaks TLS.", "application/x-pem-file", (*Server).serveCA),
		page("/_mock/metrics", "metrics", "What the server counts, in the text format of Prometheus.", "text/plain", (*Server).serveMetrics),
		page("/_mock/events", "events", "Server-sent events: request, with the journal's entry of one that was answered or is held back, and change, with what else has changed, such as {\"what\":[\"clock\"]}; there are "+kinds()+". Nothing is sent again: who connects anew asks the routes for what they have missed.", "text/event-stream", (*Server).serveEvents),
		page("/_mock/", "dashboard", "The dashboard.", "text/html", (*Server).serveDashboard),
		redirect("/_mock", "dashboardRedirect", "The dashboard.", "_mock/"),
	}
}

// kinds lists what else a change may be of.
func kinds() string {
	var words []string
	for _, kind := range feed.Reset() {
		words = append(words, string(kind))
	}
	return strings.Join(words, ", ")
}

// Endpoints returns what the control API answers.
func Endpoints() []endpoint.Endpoint { return endpoint.Declarations(levers()) }

// table leads to the levers. It is the same for every server.
var table = sync.OnceValue(func() *endpoint.Table[serving] { return endpoint.NewTable(levers()) })

// changed counts what a lever has changed.
type changed struct {
	Changed int `json:"changed"`
}

// cleared counts what was taken away.
type cleared struct {
	Removed int `json:"removed"`
}
