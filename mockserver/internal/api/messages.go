package api

import (
	"net/http"

	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/control"
)

func react(d Double, r *http.Request, reaction control.Reaction) (control.Message, error) {
	return d.React(named(r), reaction)
}

func setStatus(d Double, r *http.Request, o route.StatusOrder) (control.Message, error) {
	return d.SetStatus(named(r), o.Status)
}
