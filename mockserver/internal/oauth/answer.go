package oauth

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// Values of headers, for all answers: whoever wants others replaces them.
var (
	jsonContent = []string{"application/json"}
	noStore     = []string{"no-store"}
	noCache     = []string{"no-cache"}
)

// write answers with what there is to say when it went well.
func write(w http.ResponseWriter, answer any) error {
	body, err := phpwire.Marshal(answer)
	if err != nil {
		return err
	}
	w.Header()["Content-Type"] = jsonContent
	_, err = w.Write(body)
	return err
}

// ErrorAnswer is the body that an [Error] is written as.
type ErrorAnswer struct {
	Error       string `json:"error"`
	Description string `json:"error_description,omitempty"`
	URI         string `json:"error_uri,omitempty"`
	State       string `json:"state,omitempty"`
}

// WriteError answers with e and leaves its reason in the request's call.
//
// Two things are left out because PHP cannot send them: a Location with a line
// break or a NUL in it, and a body that would not be UTF-8.
func WriteError(w http.ResponseWriter, r *http.Request, e *Error) {
	c := call.Of(r)
	c.Refuse(e.reason)
	c.Unlogged = e.unlogged
	h := w.Header()
	for name, values := range e.Header {
		h[name] = values
	}
	h["Content-Type"] = jsonContent
	status := e.Status
	if e.redirect != "" {
		status = http.StatusFound
		if strings.ContainsAny(e.redirect, "\r\n\x00") {
			c.Note("redirect_uri has a line break or a NUL in it, so there is no Location: PHP refuses to send such a header")
		} else {
			pairs := e.parameters()
			if e.state != nil {
				pairs = append(pairs, phpwire.Pair{Name: "state", Value: phpwire.QueryText(e.state)})
			}
			h.Set("Location", errorRedirect(e.redirect, pairs))
		}
	}
	if e.Code == "" {
		w.WriteHeader(status)
		return
	}
	h["Cache-Control"] = noStore
	w.WriteHeader(status)
	body, why := e.body()
	w.Write(body)
	c.Note(why)
}

// body returns e as JSON. What json_encode fails on leaves it empty, and why
// tells so.
func (e *Error) body() (body []byte, why string) {
	state, isText := e.state.(string)
	if !utf8.ValidString(e.Description) || isText && !utf8.ValidString(state) {
		return nil, "the request has bytes that are no UTF-8, so the body is empty: PHP prints no JSON of them"
	}
	body = []byte{'{'}
	for i, p := range e.parameters() {
		if i > 0 {
			body = append(body, ',')
		}
		body = append(phpwire.AppendString(body, p.Name), ':')
		body = phpwire.AppendString(body, p.Value)
	}
	if e.state != nil {
		var err error
		if body, err = phpwire.AppendJSON(append(body, `,"state":`...), e.state); err != nil {
			return nil, "state is too large a number, so the body is empty: PHP prints no JSON of it"
		}
	}
	return append(body, '}'), ""
}

// parameters are the members of the body and, in a redirect, of the query. The
// state comes behind them.
func (e *Error) parameters() []phpwire.Pair {
	pairs := []phpwire.Pair{{Name: "error", Value: e.Code}}
	if e.Description != "" {
		pairs = append(pairs, phpwire.Pair{Name: "error_description", Value: e.Description})
	}
	if e.URI != "" {
		pairs = append(pairs, phpwire.Pair{Name: "error_uri", Value: e.URI})
	}
	return pairs
}
