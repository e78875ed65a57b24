// Package lazy makes what may never be needed when it is first used, so that a
// program that starts does not wait for it.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp returns what compiles an expression when it is first called. One that
// is malformed panics then.
func Regexp(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
