package api

import (
	"errors"
	"net/http"

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
