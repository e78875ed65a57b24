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

func runDue(d Double, _ *http.Request, _ nothing) (route.Changed, error) {
	n, err := d.RunDue()
	return route.Changed{Changed: n}, err
}
