// Package openapi writes the OpenAPI 3.1 document of routes that are described
// by Go types.
//
// What goes in are structs with yaml and doc tags, which package strict reads
// requests into; what comes out are structs with json tags.
package openapi

import "reflect"

// API is what a document describes.
type API struct {
	Title, Version, Description string

	Server          string         // URL that paths are relative to
	Tags            []Tag          // groups of routes, in the order of the document
	SecuritySchemes map[string]any // by the name that routes refer to
	Routes          []Route

	// Names are the names of schemas that are not called like their type.
	Names map[reflect.Type]string

	// As are the types that are written as another one is.
	As map[reflect.Type]reflect.Type
}

// Tag is a group of routes.
type Tag struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

// Route is one method of one path.
type Route struct {
	Method  string
	Path    string // with {name} or, as gorilla/mux has it, {name:regexp} for a variable
	Name    string // operationId, which no other route has
	Tag     string
	Summary string

	Query      reflect.Type // struct of the query's parameters; nil if there are none
	Body       reflect.Type // struct of the body's; nil if there is none
	MediaTypes []string     // what the body may be written in
	Loose      bool         // whether parameters that Query and Body do not know are ignored, not refused

	Security []map[string][]string // schemes with their scopes, one of which is needed; nil if none is
	Answers  []Answer
}

// Answer is one way in which a route answers.
type Answer struct {
	Status      string // such as 200, or 4XX for any of them
	Description string
	Content     Content // nil if there is no body
}

// Content is by media type what a body may be: one of several types. Without a
// type it is text.
type Content map[string][]reflect.Type

// JSON is content that is JSON, of one of several types.
func JSON(types ...reflect.Type) Content { return Content{"application/json": types} }

// Schemer is a type that describes itself by a JSON Schema.
type Schemer interface {
	Schema() map[string]any
}
