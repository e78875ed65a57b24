package api

import (
	"net/http"

	"github.com/gorilla/mux"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

func react(d Double, r *http.Request, reaction control.Reaction) (control.Message, error) {
	return d.React(mux.Vars(r)["id"], reaction)
}

// statusOrder is a delivery status that is to be reported.
type statusOrder struct {
	Status fixtures.DeliveryStatus `yaml:"status" required:"true" doc:"The status, such as DELIVERED."`
}

func setStatus(d Double, r *http.Request, o statusOrder) (control.Message, error) {
	return d.SetStatus(mux.Vars(r)["id"], o.Status)
}

func runDue(d Double, _ *http.Request, _ nothing) (changed, error) {
	n, err := d.RunDue()
	return changed{n}, err
}
