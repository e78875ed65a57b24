package web

import "net/http"

// DemoView is what the demonstration application shows of its log-in.
type DemoView struct {
	Query   string // what the user came back with
	Token   string // the answer of /token; "" if there was no code
	Profile string // the answer of /me; "" if there was no token
}

// Demo writes the page on which the user comes back to the demonstration
// application.
func Demo(w http.ResponseWriter, _ *http.Request, page DemoView) error {
	return render(w, "demo.html", policy+"; form-action 'none'", page)
}
