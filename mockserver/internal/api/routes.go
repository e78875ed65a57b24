package api

import (
	"strings"
	"sync"

	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/feed"
)

// levers returns the control API, in the order of the documentation.
func levers() []served {
	return []served{
		lever(route.Health, "Whether the server is there.", plain(Double.Health)),
		lever(route.Ready, "Whether the server has its world and takes requests.", plain(Double.Health)),
		world(route.World, "The world in force, with what was added since it was loaded; with state=now, everything as it is at the moment.", readWorld),
		world(route.Load, "Start again from another world, in YAML or JSON.", loadWorld),
		world(route.Merge, "Change what is named, and leave the rest as it is at the moment. An entry of clients, accounts, codes or tokens takes the place of the whole earlier one: after {\"accounts\":[{\"name\":\"john\",\"balance\":\"5\"}]} john has no API keys, unless they are given, too.", mergeWorld),
		lever(route.Snapshots, "The states that are kept.", plain(Double.Snapshots)),
		lever(route.Snapshot, "Keep the state under a name.", namedLever(Double.Snapshot)),
		lever(route.RemoveSnapshot, "Forget a state that is kept.", removingNamed(Double.RemoveSnapshot)),
		lever(route.Restore, "Return to a state that is kept.", namedLever(Double.Restore)),
		lever(route.Reset, "Return to the world, whole or for one client or account; answers what was removed.", reset),

		lever(route.Clock, "The server's clock.", plain(Double.Clock)),
		needed(lever(route.MoveClock, "Advance, set, freeze or run the clock.", moveClock)),

		lever(route.Decisions, "Decisions that have not been used up.", plain(Double.Decisions)),
		needed(lever(route.Decide, "Decide the next authorization requests.", taking(Double.Decide))),
		lever(route.ClearDecisions, "Take decisions back.", clearing(Double.ClearDecisions)),
		lever(route.RemoveDecision, "Take one decision back.", removing(Double.RemoveDecision)),

		lever(route.Faults, "Faults and how often each has struck.", plain(Double.Faults)),
		needed(lever(route.Inject, "Break the next answers.", taking(Double.Inject))),
		lever(route.ClearFaults, "Take faults back.", clearing(Double.ClearFaults)),
		lever(route.RemoveFault, "Take one fault back.", removing(Double.RemoveFault)),
		lever(route.Presets, "Ready-made faults and the client bugs that they uncover.", presets),

		lever(route.Requests, "The journal, oldest first.", taking(Double.Requests)),
		lever(route.WaitForRequests, "Wait until that many requests have arrived; those in the journal count.", waitForRequests),
		lever(route.Request, "One request.", request),
		lever(route.ClearRequests, "Forget requests.", clearing(Double.ClearRequests)),

		lever(route.Messages, "What was sent, oldest first.", taking(Double.Messages)),
		lever(route.WaitForMessages, "Wait until that many messages have been sent; those in the outbox count.", waitForMessages),
		lever(route.Receive, "Let an SMS, an RCS message or a call come in.", taking(Double.Receive)),
		needed(lever(route.React, "Let the recipient of a message open a link, press a key, type or read.", react)),
		lever(route.ClearMessages, "Forget messages.", clearing(Double.ClearMessages)),

		lever(route.Outcomes, "What was ordered of the next messages and is not used up.", plain(Double.Outcomes)),
		needed(lever(route.Script, "Say what becomes of the next messages.", taking(Double.Script))),
		lever(route.ClearOutcomes, "Take outcomes back.", clearing(Double.ClearOutcomes)),
		lever(route.RemoveOutcome, "Take one outcome back.", removing(Double.RemoveOutcome)),
		needed(lever(route.SetStatus, "Report a further delivery status of an SMS.", setStatus)),
		lever(route.Webhooks, "Subscriptions, and the webhooks that were sent or are due.", plain(Double.Webhooks)),
		lever(route.Redeliver, "Send a webhook again.", numbered(Double.Redeliver)),
		lever(route.RunDue, "Make the attempts now that are due later.", runDue),

		lever(route.Tokens, "Codes and tokens and what has become of them.", taking(Double.Tokens)),
		lever(route.IssueToken, "Mint tokens without an authorization request.", taking(Double.IssueToken)),
		lever(route.RevokeTokens, "Revoke codes and tokens.", ending(Double.Revoke)),
		lever(route.ExpireTokens, "Let codes and tokens expire now.", ending(Double.Expire)),

		lever(route.Clients, "The registered clients.", plain(Double.Clients)),
		lever(route.AddClient, "Register a client, or replace the one with its id.", taking(Double.AddClient)),
		lever(route.RemoveClient, "Take a client away, with everything that it has.", removingNamed(Double.RemoveClient)),
		lever(route.Accounts, "The accounts, with the credit, contacts, webhooks and so on that they have by now.", plain(Double.Accounts)),
		lever(route.AddAccount, "Create an account, or replace the one with its name; what that has sent and received stays.", taking(Double.AddAccount)),
		lever(route.RemoveAccount, "Take an account away, with everything that it has, unless the world or a client logs it in by authorize.account.", removingNamed(Double.RemoveAccount)),

		lever(route.Audits, "The audits that are kept, oldest first, without what became of each scenario.", plain(Double.Audits)),
		needed(lever(route.StartAudit, "Begin an audit of an application.", taking(Double.StartAudit))),
		lever(route.Audit, "One audit, as far as it has come.", numbered(Double.Audit)),
		lever(route.StopAudit, "End an audit; one that has ended is forgotten.", removing(Double.StopAudit)),
		needed(lever(route.AnswerAudit, "Answer what an attended audit asks.", answerAudit)),
		auditReport(route.AuditReport, "The report of an audit that has ended."),

		lever(route.OpenAPI, "This API and the emulated one as OpenAPI 3.1.", openAPI),
		page(route.CA, "The CA certificate, if the server speaks TLS.", "application/x-pem-file", (*Server).serveCA),
		page(route.Metrics, "What the server counts, in the text format of Prometheus.", "text/plain", (*Server).serveMetrics),
		page(route.Events, "Server-sent events: request, with the journal's entry of one that was answered or is held back, and change, with what else has changed, such as {\"what\":[\"clock\"]}; there are "+kinds()+". Nothing is sent again: who connects anew asks the routes for what they have missed.", "text/event-stream", (*Server).serveEvents),
		page(route.Lease, "A stream that stays open, with an id in its header "+route.LeaseHeader+". What is ordered with that header is taken back when the stream ends, as it does when its client is gone: faults, decisions and outcomes, clients and accounts that were added, and changes to clients.", "text/plain", (*Server).serveLease),
		page(route.Dashboard, "The dashboard.", "text/html", (*Server).serveDashboard),
		redirect(route.DashboardRedirect, "The dashboard.", "_mock/"),
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
