package store

import (
	"fmt"
	"runtime/debug"
)

// guarded calls f, which reads a file that may be damaged, and returns as an error
// what it panics with. The file is mapped into memory: a page that is not there is
// a fault.
func guarded(f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return f()
}
