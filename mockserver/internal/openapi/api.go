// Package openapi writes the OpenAPI 3.1 document of endpoints.
//
// What goes in are structs with yaml and doc tags; what comes out are structs
// with json and doc tags. Where a Go type says too little of what it is written as, a
// tag or a method says the rest: see [Schemer].
package openapi

import (
	"reflect"

	"example.com/sms77mock/mockserver/internal/endpoint"
)

// API is what a document describes.
type API struct {
	Title, Version, Description string

	Server          string         // URL that paths are relative to
	Tags            []Tag          // groups of operations, in the order of the document
	SecuritySchemes map[string]any // by the name that operations refer to
	Operations      []Operation

	// Names are the names of schemas that are not called like their type.
	Names map[reflect.Type]string
}

// Tag is a group of operations.
type Tag struct {
	Name        string `json:"name"`
	Description string `json:"description"`
}

// Operation is one method of an endpoint, and what only the API as a whole
// knows of it.
type Operation struct {
	endpoint.Operation

	Tag         string
	Description string                // more than the summary
	MediaTypes  []string              // what the body may be written in
	Security    []map[string][]string // schemes with their scopes, one of which is needed; none if there are none
}

// Schemer is a type that describes itself by a JSON Schema.
//
// Other types say less: one with Values() []string or Words() []string is one of
// these words, and one with Alternatives() []any has the type of one of these values.
// The tags of a field say more about it:
//
//   - nullable:"true": this slice is null where it is nil
//   - types:"string,boolean": this field of any type may be these
//   - oneof:"a,b": this string is one of these words
//   - empty:"true": this word may be empty
type Schemer interface {
	Schema() map[string]any
}
