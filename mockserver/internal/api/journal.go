package api

import (
	"net/http"
	"strconv"

	"github.com/gorilla/mux"

	"example.com/sms77mock/mockserver/control"
)

// request answers with one entry. Its number may be greater than any int.
func request(d Double, r *http.Request, _ nothing) (control.Entry, error) {
	id, err := strconv.ParseUint(mux.Vars(r)["id"], 10, 64)
	if err != nil {
		return control.Entry{}, &control.NotFoundError{Message: "the journal has no request " + mux.Vars(r)["id"]}
	}
	return d.Request(id)
}
