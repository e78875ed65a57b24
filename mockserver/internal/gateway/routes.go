package gateway

import (
	"slices"
	"strings"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/oauth"
)

// served is an endpoint with what serves it, without the lock.
type served = endpoint.Served[handler]

type handler func(*Gateway, *request) (reply, error)

// endpoints returns every endpoint of the gateway, in the order of the
// documentation.
func endpoints() []served {
	return slices.Concat(
		smsEndpoints(), statusEndpoints(), voiceEndpoints(),
		balanceEndpoints(), pricingEndpoints(), analyticsEndpoints(), journalEndpoints(),
		contactsEndpoints(), groupsEndpoints(), numbersEndpoints(), lookupEndpoints(), hooksEndpoints(),
		rcsEndpoints(), wabaEndpoints(), validateForVoiceEndpoints(),
		subaccountsEndpoints(),
	)
}

// table leads to the endpoints. It is the same for every gateway, and made when
// the first one is asked for.
var table = sync.OnceValue(func() *endpoint.Table[handler] {
	return endpoint.NewTable(endpoints())
})

// Endpoints returns what the gateway answers.
func Endpoints() []endpoint.Endpoint { return endpoint.Declarations(endpoints()) }

// serve is [serveInSteps] for a handler that is quick, and runs with the lock held.
func serve[P any](e endpoint.Endpoint, h func(*state, *request, *P) (reply, error)) served {
	return serveInSteps(e, func(g *Gateway, q *request, in *P) (answer reply, err error) {
		err = g.with(q, func(st *state) (err error) {
			answer, err = h(st, q, in)
			return err
		})
		return answer, err
	})
}

// serveInSteps completes the declaration of an endpoint below /api/: the first
// segment of its path is the scope that guards it, and its parameters are those that
// the handler reads. The handler takes the lock when it needs it, by
// [Gateway.with].
func serveInSteps[P any](e endpoint.Endpoint, h func(*Gateway, *request, *P) (reply, error)) served {
	e.Path = "/api/" + e.Path
	e.Scope = scopeOf(e.Path)
	e.Kind, e.Login = fixtures.Endpoint(e.Scope), endpoint.Account
	reader := endpoint.NewReader[P]()
	e.Parameters = reader.Type()
	return served{Endpoint: e, Serve: func(g *Gateway, q *request) (reply, error) { return h(g, q, reader.Read(q)) }}
}

func scopeOf(path string) string {
	scope, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/"), "/")
	return scope
}

// nothing is what an endpoint takes that has no parameters.
type nothing struct{}

// answers returns the answers of an endpoint that answers in JSON, with one of
// the types that the given values have, or with one of the vendor's codes.
func answers(values ...any) []endpoint.Answer {
	content := endpoint.JSON(append(values, codeAnswer{})...)
	content[endpoint.TextType] = nil
	return []endpoint.Answer{
		{Status: "200", Description: "What was asked for, as text or JSON, or the code that says why not.", Content: content},
		{Status: "4XX", Description: "The token is missing (401, without a body), wrong (400, 401) or lacks the scope (403).", Content: endpoint.JSON(oauth.ErrorAnswer{})},
	}
}

// codeAnswer is one of the vendor's codes as the whole JSON answer.
type codeAnswer struct{}

// Schema describes both ways in which codes are written.
func (codeAnswer) Schema() map[string]any {
	return map[string]any{
		"anyOf":       []any{map[string]any{"type": "integer"}, map[string]any{"type": "string", "pattern": "^[0-9]{2,3}$"}},
		"description": "Why the request was not carried out, such as 301 (no recipient) or 900 (not authenticated).",
	}
}

// answerForm is the parameter of endpoints that answer in text unless told otherwise.
// [request.wantsJSON] reads it, since refusals have the same form.
type answerForm struct {
	JSON endpoint.Flag `yaml:"json" doc:"Answer in JSON; so does the header Accept: application/json."`
}

// Endpoint returns the scope that guards a path, such as "sms" for /api/sms, or
// "" if there is nothing at it, and whether the path has no variables.
func (g *Gateway) Endpoint(path string) (scope fixtures.Endpoint, literal bool) {
	return table().Kind(path)
}

// Meant asks, as the end of a reason, whether another path was meant, be it of the gateway
// or of the OAuth server; "" if none is likely.
func Meant(path string) string {
	return endpoint.Meant(path, func(path string) bool { return table().Leads(path) || oauth.Leads(path) })
}

// readOnly has the scopes whose endpoints change nothing.
var readOnly = sync.OnceValue(func() map[fixtures.Endpoint]bool {
	scopes := map[fixtures.Endpoint]bool{}
	for _, e := range endpoints() {
		others, known := scopes[e.Kind]
		scopes[e.Kind] = e.ReadOnly && (others || !known)
	}
	return scopes
})

// ReadOnly reports whether a scope lets nobody change anything.
func ReadOnly(scope fixtures.Endpoint) bool { return readOnly()[scope] }

// route finds what serves a request and notes its scope in it.
func route(q *request) (handler, error) {
	path, variables := table().Find(q.http.URL.Path)
	if path == nil {
		unknown := *errNotFound
		unknown.reason += Meant(q.http.URL.Path)
		return nil, &unknown
	}
	q.scope, q.variables = path.First().Scope, variables
	e, ok := path.For(q.http.Method)
	if !ok {
		return nil, errMethod(path.Allow())
	}
	return e.Serve, nil
}
