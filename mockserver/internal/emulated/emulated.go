// Package emulated describes the vendor's API, as far as the double answers it,
// for the OpenAPI document: its routes, and what goes in and out.
package emulated

import (
	"reflect"
	"slices"
	"strings"

	"example.com/sms77mock/mockserver/internal/openapi"
)

// The tags of the routes.
const (
	TagOAuth   = "oauth"
	TagGateway = "gateway"
)

// Tags returns the groups of routes.
func Tags() []openapi.Tag {
	return []openapi.Tag{
		{Name: TagOAuth, Description: "The authorization server, which is oauth.sms77.io in reality."},
		{Name: TagGateway, Description: "The SMS gateway, which is gateway.sms77.io in reality."},
	}
}

// Routes returns the routes, in the order of the documentation. A path that
// takes any method is listed with those that make sense.
func Routes() []openapi.Route {
	return slices.Concat(oauthRoutes(), messageRoutes(), accountRoutes(), contactRoutes(), lookupRoutes(), hookRoutes(), subaccountRoutes())
}

// The names of the security schemes.
const (
	schemeOAuth  = "oauth2"
	schemeBearer = "bearer"
	schemeKey    = "apiKey"
	schemeClient = "client"
)

// SecuritySchemes returns how requests are authenticated by a server at a URL
// that knows the given scopes. Those of its endpoints are declared even if it
// does not know them, since the routes refer to them.
func SecuritySchemes(baseURL string, scopes []string) map[string]any {
	meanings := map[string]string{}
	for _, scope := range scopes {
		meanings[scope] = "Nothing on the double, which has no such endpoint."
	}
	for _, r := range Routes() {
		path, isGateway := strings.CutPrefix(r.Path, "/api/")
		if scope, _, _ := strings.Cut(path, "/"); isGateway {
			meanings[scope] = "Requests to /api/" + scope + "."
		}
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

// endpoint is a path of the gateway below /api/, and what it answers with.
type endpoint struct {
	path    string
	answers []reflect.Type
	errors  []openapi.Answer // besides those of every endpoint
}

// method is one method of an endpoint: the parameters are in the query of GET
// and DELETE and in the body of POST and PATCH. The gateway looks for each in
// the other place too.
func (e endpoint) method(method, name, summary string, parameters reflect.Type) openapi.Route {
	scope, _, _ := strings.Cut(e.path, "/")
	r := openapi.Route{
		Method: method, Path: "/api/" + e.path, Name: name, Tag: TagGateway, Summary: summary, Loose: true,
		Security: []map[string][]string{{schemeOAuth: {scope}}, {schemeBearer: {}}, {schemeKey: {}}},
		Answers: append([]openapi.Answer{{
			Status:      "200",
			Description: "What was asked for, as text or JSON, or the code that says why not.",
			Content: openapi.Content{
				"application/json": append(slices.Clone(e.answers), of[code]()),
				"text/plain":       nil,
			},
		}, {
			Status:      "4XX",
			Description: "The token is missing (401, without a body), wrong (400, 401) or lacks the scope (403).",
			Content:     openapi.JSON(of[oauthError]()),
		}}, e.errors...),
	}
	switch {
	case parameters == nil:
	case method == "GET" || method == "DELETE":
		r.Query = parameters
	default:
		r.Body, r.MediaTypes = parameters, formTypes()
	}
	return r
}

// both is an endpoint that may be asked by GET and by POST.
func (e endpoint) both(name, summary string, parameters reflect.Type) []openapi.Route {
	return []openapi.Route{
		e.method("GET", name, summary, parameters),
		e.method("POST", name+"ByPost", summary, parameters),
	}
}

// formTypes are the media types that parameters in a body may have.
func formTypes() []string {
	return []string{"application/x-www-form-urlencoded", "multipart/form-data", "application/json"}
}

// code is one of the vendor's numeric codes as the whole JSON answer.
type code struct{}

// Schema describes both ways in which codes are written.
func (code) Schema() map[string]any {
	return map[string]any{
		"type": []string{"integer", "string"}, "pattern": "^[0-9]{2,3}$",
		"description": "Why the request was not carried out, such as 301 (no recipient) or 900 (not authenticated).",
	}
}

// flag is a yes-or-no parameter. The gateway takes true and false too.
type flag string

// Values lists the usual spelling.
func (flag) Values() []string { return []string{"0", "1"} }

// answerForm is the parameter of what answers in text unless told otherwise.
type answerForm struct {
	JSON flag `yaml:"json" doc:"Answer in JSON; so does the header Accept: application/json."`
}

func of[T any]() reflect.Type { return reflect.TypeFor[T]() }

func types(list ...reflect.Type) []reflect.Type { return list }
