package web

import "net/http"

// Login writes the page that asks for the server's token. Its form answers by
// POST to /_mock/login, with token.
func Login(w http.ResponseWriter, status int, wrong bool) error {
	return renderWith(w, status, "login.html", policy+"; form-action 'self'", wrong)
}
