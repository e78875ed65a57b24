package mockserver

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/api"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/oauth"
	"example.com/sms77mock/mockserver/internal/openapi"
)

// about introduces the document.
const about = "A double of the sms77.io (now seven.io) OAuth 2.0 server and SMS gateway, for tests. " +
	"What is tagged control is the tester's: levers that the real servers do not have. " +
	"The reason for an answer is in the journal (/_mock/requests) and in the header Mock-Reason."

// surface is a group of endpoints.
type surface struct {
	tag        openapi.Tag
	endpoints  []endpoint.Endpoint
	mediaTypes []string // what a body may be written in
	about      string   // what holds for all of them
	front      bool     // whether a request is read, and may be refused, before an endpoint gets to see it
}

// surfaces returns everything that the double answers, in the order of the
// document.
func surfaces() []surface {
	forms := []string{"application/x-www-form-urlencoded", "multipart/form-data", endpoint.JSONType}
	return []surface{{
		tag:       openapi.Tag{Name: "oauth", Description: "The authorization server, which is oauth.sms77.io in reality."},
		endpoints: oauth.Endpoints(), mediaTypes: forms,
		about: "Answers and refuses as the real server does, byte for byte.", front: true,
	}, {
		tag:       openapi.Tag{Name: "gateway", Description: "The SMS gateway, which is gateway.sms77.io in reality."},
		endpoints: gateway.Endpoints(), mediaTypes: forms,
		about: "Parameters may be in the query or in the body; unknown ones are ignored. What goes wrong is mostly answered with 200 and a numeric code.", front: true,
	}, {
		tag:       openapi.Tag{Name: "control", Description: "Levers for testers."},
		endpoints: api.Endpoints(), mediaTypes: []string{endpoint.JSONType},
		about: "Read strictly: an unknown field or a wrong value is refused with a text that names it, and changes nothing.",
	}}
}

// OpenAPI returns the OpenAPI 3.1 document of everything that the server answers
// below a base URL, as JSON.
func (s *Server) OpenAPI(baseURL string) ([]byte, error) {
	document, err := s.document(baseURL)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(document, "", "  ")
}

func (s *Server) document(baseURL string) (openapi.Document, error) {
	world, err := s.World()
	if err != nil {
		return openapi.Document{}, err
	}
	described := openapi.API{
		Title: "sms77mock", Version: s.options.version, Description: about, Server: baseURL,
		SecuritySchemes: securitySchemes(baseURL, world.Scopes.Known),
		Names: map[reflect.Type]string{
			reflect.TypeFor[control.Decision]():    "Decision",
			reflect.TypeFor[control.AuditResult](): "ScenarioResult", // AuditResult is what orval calls the answer of audit
			reflect.TypeFor[fixtures.Client]():     "OAuthClient",    // Client is what generators call theirs
			reflect.TypeFor[money.Amount]():        "Money",
		},
	}
	for _, surface := range surfaces() {
		described.Tags = append(described.Tags, surface.tag)
		described.Operations = append(described.Operations, surface.operations()...)
	}
	return openapi.New(described), nil
}

func (s surface) operations() []openapi.Operation {
	var list []openapi.Operation
	for _, e := range s.endpoints {
		if s.front {
			e.Answers = withUnseen(e.Answers)
		}
		for _, o := range e.Operations() {
			list = append(list, openapi.Operation{
				Operation: o, Tag: s.tag.Name, Description: s.describe(e), MediaTypes: s.mediaTypes, Security: security(e),
			})
		}
	}
	return list
}

// withUnseen adds the answers to requests that no endpoint gets to see, of which
// [call.Refusal] says the reason.
func withUnseen(answers []endpoint.Answer) []endpoint.Answer {
	const why = "The request is forged, was broken off or has too much of something: as text."
	answers = slices.Clone(answers)
	i := slices.IndexFunc(answers, func(a endpoint.Answer) bool { return a.Status == "4XX" })
	if i < 0 {
		answers = append(answers, endpoint.Answer{Status: "4XX", Description: why, Content: endpoint.Text(endpoint.TextType)})
	} else {
		content := maps.Clone(answers[i].Content)
		content[endpoint.TextType] = nil
		answers[i].Content, answers[i].Description = content, answers[i].Description+" "+why
	}
	return append(answers, endpoint.Answer{Status: "503", Description: "Too many large bodies came at once.", Content: endpoint.Text(endpoint.TextType)})
}

func (s surface) describe(e endpoint.Endpoint) string {
	text := []string{e.Summary}
	if e.Scope != "" {
		text = append(text, "Needs the scope "+e.Scope+", or an API key.")
	}
	return strings.Join(append(text, s.about), " ")
}

// The names of the security schemes.
const (
	schemeOAuth  = "oauth2"
	schemeBearer = "bearer"
	schemeKey    = "apiKey"
	schemeClient = "clientSecret"
)

// security returns with what a request to an endpoint may be authenticated.
func security(e endpoint.Endpoint) []map[string][]string {
	switch e.Login {
	case endpoint.Client:
		return []map[string][]string{{schemeClient: {}}, {}}
	case endpoint.Token:
		return []map[string][]string{{schemeOAuth: {}}, {schemeBearer: {}}}
	case endpoint.Account:
		return []map[string][]string{{schemeOAuth: {e.Scope}}, {schemeBearer: {}}, {schemeKey: {}}}
	}
	return nil
}

// securitySchemes returns how requests are authenticated by a server at a URL
// that knows the given scopes. Those of its endpoints are declared even if it
// does not know them, since the operations refer to them.
func securitySchemes(baseURL string, scopes []string) map[string]any {
	meanings := map[string]string{}
	for _, scope := range scopes {
		meanings[scope] = "Nothing on the double, which has no such endpoint."
	}
	for _, e := range gateway.Endpoints() {
		meanings[e.Scope] = "Requests to /api/" + e.Scope + "."
	}
	return map[string]any{
		schemeOAuth: map[string]any{
			"type": "oauth2",
			"flows": map[string]any{"authorizationCode": map[string]any{
				"authorizationUrl": baseURL + "/authorize",
				"tokenUrl":         baseURL + "/token",
				"refreshUrl":       baseURL + "/token",
				"scopes":           meanings,
			}},
		},
		schemeBearer: map[string]any{"type": "http", "scheme": "bearer", "description": "An access token."},
		schemeKey: map[string]any{
			"type": "apiKey", "in": "header", "name": "X-Api-Key",
			"description": "An API key of an account. Authorization: basic KEY and the parameter p do as well.",
		},
		schemeClient: map[string]any{"type": "http", "scheme": "basic", "description": "client_id and client secret."},
	}
}
