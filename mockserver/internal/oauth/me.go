package oauth

import "net/http"

// profile is the answer of /me. The vendor documents user_id as a number and
// balance as a string.
type profile struct {
	Success bool   `json:"success"`
	UserID  int    `json:"user_id"`
	Email   string `json:"email"`
	Company string `json:"company"`
	Alias   string `json:"alias"`
	Balance string `json:"balance"`
}

// serveMe answers /me, which needs a token but no scope. Every refusal is a
// 401 there: PHP makes that of any answer with a WWW-Authenticate header.
func (s *Server) serveMe(w http.ResponseWriter, r *http.Request) error {
	grant, err := s.Bearer(r, "")
	if err != nil {
		refusal := asError(err)
		if refusal.Header.Get("WWW-Authenticate") != "" {
			refusal.Status = http.StatusUnauthorized
		}
		return refusal
	}
	account, _ := s.Account(grant.Account)
	return write(w, profile{true, account.UserID, account.Email, account.Company, account.Alias, s.config.Balance(account.Name)})
}
