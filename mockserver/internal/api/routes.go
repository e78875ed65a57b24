package api

import (
	"net/http"
	"reflect"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// ownerQuery chooses what belongs to one client or to one account.
type ownerQuery struct {
	ClientID *string `yaml:"client_id" doc:"Only what belongs to this client; everything unless given."`
	Account  *string `yaml:"account" doc:"Only what belongs to this account, by its name; everything unless given."`
}

// waitTime is how long a long poll lasts.
type waitTime struct {
	Timeout time.Duration `yaml:"timeout" doc:"How long to wait; 5s unless given, 60s at most."`
}

// changed counts what a lever has changed.
type changed struct {
	Changed int `json:"changed"`
}

// cleared counts what was taken away.
type cleared struct {
	Removed int `json:"removed"`
}

// allRoutes is the control API, in the order of the documentation.
func (s *Server) allRoutes() []Route {
	return []Route{
		{
			Method: "GET", Path: "/_mock/health", Name: "health", Summary: "Whether the server is there.",
			Answer: of[control.Health](), handler: s.json(s.health),
		},
		{
			Method: "GET", Path: "/_mock/world", Name: "world", Summary: "The world in force, with what was added since it was loaded.",
			Answer: of[fixtures.World](), handler: s.json(s.world),
		},
		{
			Method: "PUT", Path: "/_mock/world", Name: "load", Summary: "Start again from another world.",
			Body: of[fixtures.World](), Answer: of[fixtures.World](), handler: s.json(s.load),
		},
		{
			Method: "POST", Path: "/_mock/reset", Name: "reset", Summary: "Return to the world, whole or for one client; answers what was removed.",
			Body: of[ownerQuery](), Answer: of[control.Removed](), handler: s.json(s.reset),
		},

		{
			Method: "GET", Path: "/_mock/clock", Name: "clock", Summary: "The server's clock.",
			Answer: of[control.Clock](), handler: s.json(s.clock),
		},
		{
			Method: "POST", Path: "/_mock/clock", Name: "moveClock", Summary: "Advance, set, freeze or run the clock.",
			Body: of[clockOrder](), Answer: of[control.Clock](), handler: s.json(s.moveClock),
		},

		{
			Method: "GET", Path: "/_mock/decisions", Name: "decisions", Summary: "Decisions that have not been used up.",
			Answer: of[[]control.PendingDecision](), handler: s.json(s.decisions),
		},
		{
			Method: "POST", Path: "/_mock/decisions", Name: "decide", Summary: "Decide the next authorization requests.",
			Body: of[control.Decision](), Answer: of[control.PendingDecision](), handler: s.json(s.decide),
		},
		{
			Method: "DELETE", Path: "/_mock/decisions", Name: "clearDecisions", Summary: "Take decisions back.",
			Query: of[ownerQuery](), Answer: of[cleared](), handler: s.json(s.clearDecisions),
		},
		{
			Method: "DELETE", Path: "/_mock/decisions/{id:[0-9]+}", Name: "removeDecision", Summary: "Take one decision back.",
			Answer: of[cleared](), handler: s.json(s.removeDecision),
		},

		{
			Method: "GET", Path: "/_mock/faults", Name: "faults", Summary: "Faults and how often each has struck.",
			Answer: of[[]control.PendingFault](), handler: s.json(s.faults),
		},
		{
			Method: "POST", Path: "/_mock/faults", Name: "inject", Summary: "Break the next answers.",
			Body: of[fixtures.Fault](), Answer: of[control.PendingFault](), handler: s.json(s.inject),
		},
		{
			Method: "DELETE", Path: "/_mock/faults", Name: "clearFaults", Summary: "Take faults back.",
			Query: of[ownerQuery](), Answer: of[cleared](), handler: s.json(s.clearFaults),
		},
		{
			Method: "DELETE", Path: "/_mock/faults/{id:[0-9]+}", Name: "removeFault", Summary: "Take one fault back.",
			Answer: of[cleared](), handler: s.json(s.removeFault),
		},
		{
			Method: "GET", Path: "/_mock/presets", Name: "presets", Summary: "Ready-made faults and the client bugs that they uncover.",
			Answer: of[[]preset](), handler: s.json(s.presets),
		},

		{
			Method: "GET", Path: "/_mock/requests", Name: "requests", Summary: "The journal, oldest first.",
			Query: of[control.RequestFilter](), Answer: of[[]control.Entry](), handler: s.json(s.requests),
		},
		{
			Method: "GET", Path: "/_mock/requests/wait", Name: "waitForRequests", Summary: "Wait until that many requests have arrived; those in the journal count.",
			Query: of[requestWait](), Answer: of[[]control.Entry](), handler: s.json(s.waitForRequests),
		},
		{
			Method: "GET", Path: "/_mock/requests/{id:[0-9]+}", Name: "request", Summary: "One request.",
			Answer: of[control.Entry](), handler: s.json(s.request),
		},
		{
			Method: "DELETE", Path: "/_mock/requests", Name: "clearRequests", Summary: "Forget requests.",
			Query: of[ownerQuery](), Answer: of[cleared](), handler: s.json(s.clearRequests),
		},

		{
			Method: "GET", Path: "/_mock/messages", Name: "messages", Summary: "What was sent, oldest first.",
			Query: of[control.MessageFilter](), Answer: of[[]control.Message](), handler: s.json(s.messages),
		},
		{
			Method: "GET", Path: "/_mock/messages/wait", Name: "waitForMessages", Summary: "Wait until that many messages have been sent; those in the outbox count.",
			Query: of[messageWait](), Answer: of[[]control.Message](), handler: s.json(s.waitForMessages),
		},
		{
			Method: "POST", Path: "/_mock/messages", Name: "receive", Summary: "Let an SMS come in.",
			Body: of[control.Inbound](), Answer: of[control.Message](), handler: s.json(s.receive),
		},
		{
			Method: "DELETE", Path: "/_mock/messages", Name: "clearMessages", Summary: "Forget messages.",
			Query: of[ownerQuery](), Answer: of[cleared](), handler: s.json(s.clearMessages),
		},

		{
			Method: "GET", Path: "/_mock/tokens", Name: "tokens", Summary: "Codes and tokens and what has become of them.",
			Query: of[control.TokenFilter](), Answer: of[[]control.TokenInfo](), handler: s.json(s.tokens),
		},
		{
			Method: "POST", Path: "/_mock/tokens", Name: "issueToken", Summary: "Mint tokens without an authorization request.",
			Body: of[control.TokenRequest](), Answer: of[control.Token](), handler: s.json(s.issueToken),
		},
		{
			Method: "POST", Path: "/_mock/tokens/revoke", Name: "revokeTokens", Summary: "Revoke codes and tokens.",
			Body: of[control.TokenFilter](), Answer: of[changed](), handler: s.json(s.revoke),
		},
		{
			Method: "POST", Path: "/_mock/tokens/expire", Name: "expireTokens", Summary: "Let codes and tokens expire now.",
			Body: of[control.TokenFilter](), Answer: of[changed](), handler: s.json(s.expire),
		},

		{
			Method: "GET", Path: "/_mock/clients", Name: "clients", Summary: "The registered clients.",
			Answer: of[[]fixtures.Client](), handler: s.json(s.clients),
		},
		{
			Method: "POST", Path: "/_mock/clients", Name: "addClient", Summary: "Register a client, or replace the one with its id.",
			Body: of[fixtures.Client](), Answer: of[fixtures.Client](), handler: s.json(s.addClient),
		},
		{
			Method: "DELETE", Path: "/_mock/clients/{id:.+}", Name: "removeClient", Summary: "Take a client away, with everything that it has.",
			Answer: of[cleared](), handler: s.json(s.removeClient),
		},
		{
			Method: "GET", Path: "/_mock/accounts", Name: "accounts", Summary: "The accounts.",
			Answer: of[[]fixtures.Account](), handler: s.json(s.accounts),
		},
		{
			Method: "POST", Path: "/_mock/accounts", Name: "addAccount", Summary: "Create an account, or replace the one with its name.",
			Body: of[fixtures.Account](), Answer: of[fixtures.Account](), handler: s.json(s.addAccount),
		},
		{
			Method: "DELETE", Path: "/_mock/accounts/{name:.+}", Name: "removeAccount", Summary: "Take an account away, with everything that it has.",
			Answer: of[cleared](), handler: s.json(s.removeAccount),
		},

		{
			Method: "GET", Path: "/_mock/openapi.json", Name: "openAPI", Summary: "This API and the emulated one as OpenAPI 3.1.",
			Answer: of[any](), handler: s.json(s.openAPI),
		},
		{
			Method: "GET", Path: "/_mock/ca.pem", Name: "ca", Summary: "The CA certificate, if the server speaks TLS.",
			MediaType: "application/x-pem-file", handler: http.HandlerFunc(s.serveCA),
		},
		{
			Method: "GET", Path: "/_mock/events", Name: "events", Summary: "Server-sent events: requests that were answered or are held back, and what else has changed, by kind.",
			MediaType: "text/event-stream", handler: http.HandlerFunc(s.serveEvents),
		},
		{
			Method: "GET", Path: "/_mock/", Name: "dashboard", Summary: "The dashboard.",
			MediaType: "text/html", handler: http.HandlerFunc(s.serveDashboard),
		},
		{
			Method: "GET", Path: "/_mock", Name: "dashboardRedirect", Summary: "The dashboard.",
			handler: http.RedirectHandler("/_mock/", http.StatusFound),
		},
	}
}

func of[T any]() reflect.Type { return reflect.TypeFor[T]() }
