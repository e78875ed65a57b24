package api

import (
	"net/http"
	"strconv"

	"example.com/sms77mock/mockserver/control"
)

// request answers with one entry. Its number may be greater than any int.
func request(d Double, r *http.Request, _ nothing) (control.Entry, error) {
	id, err := strconv.ParseUint(named(r), 10, 64)
	if err != nil {
		return control.Entry{}, &control.NotFoundError{Message: "the journal has no request " + named(r)}
	}
	return d.Request(id)
}
