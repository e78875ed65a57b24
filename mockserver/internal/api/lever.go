package api

import (
	"fmt"
	"net/http"
	"reflect"
	"strconv"

	"github.com/gorilla/mux"

	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
)

// serving answers a request to a route.
type serving func(*Server, http.ResponseWriter, *http.Request)

// served is a route and what serves it.
type served = endpoint.Served[serving]

// nothing is what a lever takes that needs no parameters.
type nothing struct{}

// lever declares a route that answers in JSON, with what pull returns. Its
// parameters are read strictly.
func lever[P, R any](at route.Route, summary string, pull func(Double, *http.Request, P) (R, error)) served {
	return untyped{
		takes: reflect.TypeFor[P](), answers: reflect.TypeFor[R](),
		fresh: func() any { return new(P) },
		pull:  func(d Double, r *http.Request, in any) (any, error) { return pull(d, r, *in.(*P)) },
	}.declared(at, summary)
}

// untyped is a lever, without the types that the compiler would repeat its code for.
type untyped struct {
	takes, answers reflect.Type
	fresh          func() any // where its parameters are read into
	pull           func(Double, *http.Request, any) (any, error)
}

func (l untyped) declared(at route.Route, summary string) served {
	e := declared(at, summary, endpoint.Content{endpoint.JSONType: {l.answers}}, endpoint.JSON(route.Refusal{}))
	if l.takes != reflect.TypeFor[nothing]() {
		e.Parameters = l.takes
	}
	return served{Endpoint: e, Serve: func(s *Server, w http.ResponseWriter, r *http.Request) {
		s.answer(w, r, func() (any, error) {
			in := l.fresh()
			if err := read(r, e, in); err != nil {
				return nil, err
			}
			return s.leases.pulled(s.double, r.Header.Get(route.LeaseHeader), func(d Double) (any, error) { return l.pull(d, r, in) })
		})
	}}
}

// read reads the parameters of a request strictly. A query or a body where the
// lever takes none is refused: the client that it names would be overlooked, and the
// lever pulled for all clients.
func read(r *http.Request, e endpoint.Endpoint, into any) error {
	inQuery, inBody := e.Parameters != nil && e.Place == endpoint.Query, e.Parameters != nil && e.Place == endpoint.Body
	switch {
	case !inQuery && r.URL.RawQuery != "":
		return fmt.Errorf("%q: %s %s takes no parameters in the query%s", r.URL.RawQuery, r.Method, r.URL.Path, instead(inBody, "the JSON body"))
	case !inBody && r.Method == http.MethodPost:
		return readBody(r, into) // it may be {} where no parameters are taken
	case !inBody && r.ContentLength != 0:
		return fmt.Errorf("%s %s takes no body%s", r.Method, r.URL.Path, instead(inQuery, "the query"))
	case inQuery:
		return readQuery(r, into)
	case inBody:
		return readBody(r, into)
	}
	return nil
}

// instead says where parameters belong, if the route takes any.
func instead(takesAny bool, place string) string {
	if !takesAny {
		return ""
	}
	return "; put it into " + place
}

// needed declares that the lever refuses a request without any parameter.
func needed(s served) served {
	s.Required = true
	return s
}

// page declares a route that answers with something else than JSON.
func page(at route.Route, summary, mediaType string, serve serving) served {
	return served{Endpoint: declared(at, summary, endpoint.Text(mediaType), noPage()), Serve: serve}
}

// noPage is what is answered in place of a page: JSON to those whom the guard does not
// let in, unless it is a browser, which gets a form for the token.
func noPage() endpoint.Content {
	content := endpoint.JSON(route.Refusal{})
	content[endpoint.TextType], content["text/html"] = nil, nil
	return content
}

// redirect declares a route that leads to another one.
func redirect(at route.Route, summary, target string) served {
	e := declared(at, summary, nil, noPage())
	e.Answers[0] = endpoint.Answer{Status: "302", Description: "It is elsewhere.", Content: endpoint.Text("text/html")}
	return served{Endpoint: e, Serve: func(_ *Server, w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Location", target) // relative, unlike what http.Redirect makes of it: a proxy may have taken a prefix away
		w.WriteHeader(http.StatusFound)
	}}
}

func declared(at route.Route, summary string, good, bad endpoint.Content) endpoint.Endpoint {
	place := endpoint.Body
	if at.InQuery() {
		place = endpoint.Query
	}
	return endpoint.Endpoint{
		Methods: at.Method, Path: at.Path, Name: at.Name, Summary: summary, Place: place,
		Answers: []endpoint.Answer{
			{Status: "200", Description: "What was asked for, or has been done.", Content: good},
			{Status: "4XX", Description: "What is wrong and what would be allowed. Nothing has changed.", Content: bad},
			{Status: "5XX", Description: "The answer cannot be written, or too many large bodies came at once.", Content: bad},
		},
	}
}

// plain is a lever without parameters.
func plain[R any](pull func(Double) (R, error)) func(Double, *http.Request, nothing) (R, error) {
	return func(d Double, _ *http.Request, _ nothing) (R, error) { return pull(d) }
}

// taking is a lever that does what its parameters say.
func taking[P, R any](pull func(Double, P) (R, error)) func(Double, *http.Request, P) (R, error) {
	return func(d Double, _ *http.Request, in P) (R, error) { return pull(d, in) }
}

// clearing takes away what belongs to the owner that the query names.
func clearing(clear func(Double, control.Owner) (int, error)) func(Double, *http.Request, route.OwnerQuery) (route.Cleared, error) {
	return func(d Double, _ *http.Request, q route.OwnerQuery) (route.Cleared, error) {
		whose, err := ownerIn(q)
		if err != nil {
			return route.Cleared{}, err
		}
		n, err := clear(d, whose)
		return route.Cleared{Removed: n}, err
	}
}

// removing takes away the one thing that the path numbers.
func removing(remove func(Double, int) error) func(Double, *http.Request, nothing) (route.Cleared, error) {
	return func(d Double, r *http.Request, _ nothing) (route.Cleared, error) {
		return route.Cleared{Removed: 1}, remove(d, number(r))
	}
}

// numbered returns the one thing that the path numbers.
func numbered[R any](get func(Double, int) (R, error)) func(Double, *http.Request, nothing) (R, error) {
	return func(d Double, r *http.Request, _ nothing) (R, error) { return get(d, number(r)) }
}

// number is the one in the path; if that is too large, the largest, which is nobody's.
func number(r *http.Request) int {
	id, _ := strconv.Atoi(named(r))
	return id
}

// named is what the path's one variable stands for; "" if it has none.
func named(r *http.Request) string {
	for _, value := range mux.Vars(r) {
		return value
	}
	return ""
}

// removingNamed takes away what the path names.
func removingNamed(remove func(Double, string) error) func(Double, *http.Request, nothing) (route.Cleared, error) {
	return func(d Double, r *http.Request, _ nothing) (route.Cleared, error) {
		return route.Cleared{Removed: 1}, remove(d, named(r))
	}
}

// namedLever does something with what the path names.
func namedLever[R any](pull func(Double, string) (R, error)) func(Double, *http.Request, nothing) (R, error) {
	return func(d Double, r *http.Request, _ nothing) (R, error) { return pull(d, named(r)) }
}

// ending ends the tokens that the body chooses.
func ending(end func(Double, control.TokenFilter) (int, error)) func(Double, *http.Request, control.TokenFilter) (route.Changed, error) {
	return func(d Double, _ *http.Request, f control.TokenFilter) (route.Changed, error) {
		n, err := end(d, f)
		return route.Changed{Changed: n}, err
	}
}
