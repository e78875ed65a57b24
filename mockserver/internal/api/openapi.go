package api

import (
	"net/http"
	"reflect"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/emulated"
	"example.com/sms77mock/mockserver/internal/openapi"
)

// about introduces the document.
const about = "A double of the sms77.io (now seven.io) OAuth 2.0 server and SMS gateway, for tests. " +
	"What is tagged control is the tester's: levers that the real servers do not have. " +
	"The reason for an answer is in the journal (/_mock/requests) and in the header Mock-Reason."

// tagControl is the tag of the routes under /_mock/.
const tagControl = "control"

// refusal is the answer to a request that the control API does not take.
type refusal struct {
	Error string `json:"error"` // what is wrong and what would be allowed; a line for each problem
}

// openAPI describes both surfaces: the emulated one and the control API.
func (s *Server) openAPI(r *http.Request) (any, error) {
	world, err := s.double.World()
	if err != nil {
		return nil, err
	}
	base := s.double.BaseURL(r)
	routes := emulated.Routes()
	for _, route := range s.routes {
		routes = append(routes, route.openAPI())
	}
	return openapi.New(openapi.API{
		Title: "sms77mock", Version: s.double.Version(), Description: about,
		Server:          base,
		Tags:            append(emulated.Tags(), openapi.Tag{Name: tagControl, Description: "Levers for testers."}),
		SecuritySchemes: emulated.SecuritySchemes(base, world.Scopes.Known),
		Routes:          routes,
		As:              map[reflect.Type]reflect.Type{of[control.Fault](): of[fixtures.Fault]()},
	}), nil
}

// openAPI describes the route.
func (r Route) openAPI() openapi.Route {
	answer := openapi.Answer{Status: "200", Description: "What was asked for, or has been done."}
	refused := openapi.Answer{Status: "4XX", Description: "What is wrong and what would be allowed. Nothing has changed."}
	switch {
	case r.Answer != nil:
		answer.Content = openapi.JSON(r.Answer)
		refused.Content = openapi.JSON(of[refusal]())
	case r.MediaType != "":
		answer.Content = openapi.Content{r.MediaType: nil}
		refused.Content = openapi.Content{"text/plain": nil}
	default:
		answer = openapi.Answer{Status: "302", Description: "It is elsewhere.", Content: openapi.Content{"text/html": nil}}
		refused.Content = openapi.Content{"text/plain": nil}
	}
	return openapi.Route{
		Method: r.Method, Path: r.Path, Name: r.Name, Tag: tagControl, Summary: r.Summary,
		Query: r.Query, Body: r.Body, MediaTypes: []string{"application/json"},
		Answers: []openapi.Answer{answer, refused},
	}
}
