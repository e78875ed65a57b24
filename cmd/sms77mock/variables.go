package main

import (
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"example.com/sms77mock/internal/lazy"
)

// prefix is what the names of the program's variables begin with.
const prefix = "SMS77MOCK_"

// forgetEmptyVariables takes variables that are empty for absent ones, as a
// template or a shell often gives them.
func forgetEmptyVariables() {
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, prefix) && value == "" {
			os.Unsetenv(name)
		}
	}
}

// forService matches the variables that Kubernetes gives every container for a
// service whose name begins with sms77mock.
var forService = lazy.Regexp(`^SMS77MOCK_(.+_)?(SERVICE_(HOST|PORT(_.+)?)|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)=|^SMS77MOCK_(.+_)?PORT=[a-z]+://`)

// unknownVariables returns the names of the variables that look like the
// program's and are none, in alphabetical order.
func unknownVariables(model *kong.Application) []string {
	var known []string
	kong.Visit(model, func(node kong.Visitable, next kong.Next) error {
		if flag, ok := node.(*kong.Flag); ok {
			known = append(known, flag.Envs...)
		}
		return next(nil)
	})
	var unknown []string
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, prefix) && !slices.Contains(known, name) && !forService().MatchString(variable) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return unknown
}
