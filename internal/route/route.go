// Package route has where the levers are pulled over HTTP, and what they take and
// answer there that package control has no type for: what the client, the server
// and its document agree on.
package route

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Root is what the paths of all levers begin with.
const Root = "/_mock/"

// Assets is what the paths of the dashboard's files begin with.
const Assets = Root + "assets/"

// YAML is the media type of a world that is not written in JSON.
const YAML = "application/yaml"

// Route is where a lever is pulled.
type Route struct {
	Name   string // operationId, which no other route has
	Method string
	Path   string // with {name} or, as gorilla/mux has it, {name:regexp} for a variable, of which there is one at most
}

// To returns the route to the one thing that the path's variable names.
func (r Route) To(id any) Route {
	before, rest, _ := strings.Cut(r.Path, "{")
	_, after, _ := strings.Cut(rest, "}")
	r.Path = before + url.PathEscape(fmt.Sprint(id)) + after
	return r
}

// InQuery reports whether a lever looks for its parameters in the query, and not in
// a JSON body.
func (r Route) InQuery() bool { return r.Method == http.MethodGet || r.Method == http.MethodDelete }
