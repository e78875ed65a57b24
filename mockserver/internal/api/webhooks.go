package api

import (
	"net/http"

	"example.com/sms77mock/internal/route"
)

func runDue(d Double, _ *http.Request, _ nothing) (route.Changed, error) {
	n, err := d.RunDue()
	return route.Changed{Changed: n}, err
}
