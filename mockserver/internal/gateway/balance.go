package gateway

import (
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/money"
)

func balanceEndpoints() []served {
	return []served{serve(endpoint.Endpoint{
		Methods: "GET POST", Path: "balance", Name: "balance", ReadOnly: true,
		Summary: "The account's credit.", Answers: answers(balanceAnswer{}),
	}, (*state).serveBalance)}
}

type balanceAnswer struct {
	Amount   money.Amount `json:"amount"`
	Currency string       `json:"currency"`
}

// serveBalance tells the account's credit.
func (*state) serveBalance(q *request, _ *answerForm) (reply, error) {
	if q.wantsJSON() {
		return reply{json: balanceAnswer{Amount: q.account.balance, Currency: "EUR"}}, nil
	}
	return reply{text: q.account.balance.String()}, nil
}
