package gateway

// serveBalance tells the account's credit.
func (g *Gateway) serveBalance(q *request) (reply, error) {
	if q.wantsJSON() {
		return reply{json: balanceAnswer{Amount: q.account.balance, Currency: "EUR"}}, nil
	}
	return reply{text: q.account.balance.String()}, nil
}

type balanceAnswer struct {
	Amount   money  `json:"amount"`
	Currency string `json:"currency"`
}
