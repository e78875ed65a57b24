// Package goclient holds answers of the double to the types of a client in Go
// that is generated from the OpenAPI document.
package goclient

//go:generate go tool oapi-codegen -config oapi-codegen.yaml ../built/openapi.json
