package api

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/control"
)

func reset(d Double, _ *http.Request, q route.OwnerQuery) (control.Removed, error) {
	whose, err := ownerIn(q)
	if err != nil {
		return control.Removed{}, err
	}
	return d.Reset(whose)
}

// ownerIn returns whose things a query chooses, everybody's if it names nobody.
func ownerIn(q route.OwnerQuery) (control.Owner, error) {
	switch {
	case q.ClientID != "" && q.Account != "":
		return control.Owner{}, errors.New("account: does not go with client_id: want one of them")
	case q.ClientID != "":
		return control.OfClient(q.ClientID), nil
	case q.Account != "":
		return control.OfAccount(q.Account), nil
	}
	return control.Everything(), nil
}

func moveClock(d Double, _ *http.Request, o route.ClockOrder) (control.Clock, error) {
	switch {
	case o.Advance != nil && o.Set == nil && o.Freeze == nil:
		return d.AdvanceClock(*o.Advance)
	case o.Advance == nil && o.Set != nil && o.Freeze == nil:
		t, err := time.Parse(time.RFC3339, *o.Set)
		if err != nil {
			return control.Clock{}, fmt.Errorf("set: %q: want a moment such as 2026-01-31T12:00:00Z", *o.Set)
		}
		return d.SetClock(t)
	case o.Advance != nil || o.Set != nil || o.Freeze == nil:
		return control.Clock{}, errors.New("want exactly one of advance, set, freeze")
	case *o.Freeze:
		return d.FreezeClock()
	}
	return d.RunClock()
}

// preset is one entry of the catalogue of faults.
type preset struct {
	Name     fixtures.PresetName `json:"name"`
	Endpoint fixtures.Endpoint   `json:"endpoint"`
	About    string              `json:"about"`
}

func presets(Double, *http.Request, nothing) ([]preset, error) {
	var list []preset
	for _, p := range fixtures.Presets() {
		list = append(list, preset{p.Name, p.Endpoint, p.About})
	}
	return list, nil
}
