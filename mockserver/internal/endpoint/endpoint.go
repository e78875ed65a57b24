// Package endpoint lets an endpoint be declared once, beside the handler that
// serves it: its methods and path, what it takes and what it answers. Routing,
// the name in the journal, the OpenAPI document and the list in docs/ are made
// from the declarations.
package endpoint

import (
	"reflect"
	"strings"

	"example.com/sms77mock/fixtures"
)

// Endpoint declares one endpoint.
type Endpoint struct {
	Methods string // what the document names, between blanks; HEAD goes with GET
	Any     bool   // whether the handler looks at the method itself, so that every request gets there
	Path    string // with {name} or, as gorilla/mux has it, {name:regexp} for a variable
	Name    string // operationId of the first method, which no other endpoint has
	Summary string // one sentence

	Kind  fixtures.Endpoint // what the journal and faults call it; "" if they do not see it
	Scope string            // what a token needs to be let in; "" if no scope does
	Login Login             // what a request is authenticated with

	ReadOnly bool // whether it changes nothing, whatever it is asked

	Parameters reflect.Type // struct of what it takes; nil if it takes nothing
	Place      Place        // where the parameters are
	Required   bool         // whether a request without any is refused, even if none of them is required
	AlsoText   string       // media type in which a body may be written besides; "" for none

	Answers []Answer // in the order of their statuses
}

// Login is what a request is authenticated with.
type Login int

// The ways to authenticate a request.
const (
	Nobody  Login = iota // anybody may ask
	Client               // client id and secret, which public clients lack
	Token                // an access token
	Account              // an access token or an API key
)

// Place is where an endpoint looks for its parameters.
type Place int

// The places of parameters.
const (
	Anywhere Place = iota // loosely: in query and body; documented in the query of GET and DELETE and in the body of others
	Query                 // strictly: in the query
	Body                  // strictly: in a JSON body
)

// Loose reports whether parameters that the endpoint does not know are ignored
// and not refused.
func (e Endpoint) Loose() bool { return e.Place == Anywhere }

// Operation is one method of an endpoint.
type Operation struct {
	Endpoint
	Method string
	ID     string // operationId
}

// Operations returns an endpoint's methods, in the order of their declaration.
func (e Endpoint) Operations() []Operation {
	var list []Operation
	for i, method := range strings.Fields(e.Methods) {
		id := e.Name
		if i > 0 {
			id += "By" + method[:1] + strings.ToLower(method[1:])
		}
		list = append(list, Operation{e, method, id})
	}
	return list
}

// InQuery reports whether the document has the operation's parameters in the
// query, and not in the body.
func (o Operation) InQuery() bool {
	return o.Place == Query || o.Place == Anywhere && (o.Method == "GET" || o.Method == "DELETE")
}

// Answer is one way in which an endpoint answers.
type Answer struct {
	Status      string // such as 200, or 4XX for any of them
	Description string
	Content     Content // nil if there is no body
}

// The media types of most answers.
const (
	JSONType = "application/json"
	TextType = "text/plain"
)

// Content has, by media type, the types one of which a body is of; a body without
// any is text.
type Content map[string][]reflect.Type

// JSON is content of one of the types that the given values have.
func JSON(values ...any) Content {
	return Content{JSONType: Types(values...)}
}

// Text is content without a schema.
func Text(mediaType string) Content { return Content{mediaType: nil} }

// Types returns the types of values.
func Types(values ...any) []reflect.Type {
	list := make([]reflect.Type, len(values))
	for i, v := range values {
		list[i] = reflect.TypeOf(v)
	}
	return list
}

// Of returns a type, for a struct of parameters that is not read through a
// [Reader].
func Of[T any]() reflect.Type { return reflect.TypeFor[T]() }
