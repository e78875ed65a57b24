package oauth

import (
	"net/http"
	"strconv"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

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
	balance := account.Balance
	if s.config.Balance != nil {
		balance = s.config.Balance(account.Name)
	}
	w.Header()["Content-Type"] = jsonContent
	_, err = w.Write(appendProfile(make([]byte, 0, 192), account, balance))
	return err
}

// appendProfile appends what profile declares.
func appendProfile(body []byte, account fixtures.Account, balance string) []byte {
	body = strconv.AppendInt(append(body, `{"success":true,"user_id":`...), int64(account.UserID), 10)
	body = phpwire.AppendString(append(body, `,"email":`...), account.Email)
	body = phpwire.AppendString(append(body, `,"company":`...), account.Company)
	body = phpwire.AppendString(append(body, `,"alias":`...), account.Alias)
	body = phpwire.AppendString(append(body, `,"balance":`...), balance)
	return append(body, '}')
}
