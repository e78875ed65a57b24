package control

import "time"

// Webhooks are the subscriptions of all accounts and what has been sent to them.
type Webhooks struct {
	Subscriptions []Subscription `json:"subscriptions"`
	Deliveries    []Delivery     `json:"deliveries" doc:"Oldest first; the youngest of many."`
}

// Subscription is a URL that an account has subscribed to an event.
type Subscription struct {
	ID       int    `json:"id"`
	Account  string `json:"account" doc:"Name of the account."`
	ClientID string `json:"client_id,omitempty" doc:"Client whose token subscribed it; none if it was an API key."`
	URL      string `json:"url"`
	Event    string `json:"event" doc:"Such as dlr; all for every event."`
	Method   string `json:"method"`
}

// Delivery is a webhook that was or is to be sent, with what came of its last
// attempt.
type Delivery struct {
	ID        int       `json:"id"`
	Account   string    `json:"account"`
	ClientID  string    `json:"client_id,omitempty"`
	Event     string    `json:"event"`
	URL       string    `json:"url"`
	Attempts  int       `json:"attempts"`
	Delivered bool      `json:"delivered" doc:"Whether the receiver took it."`
	Status    int       `json:"status" doc:"Of the last answer; 0 if there was none."`
	Error     string    `json:"error,omitempty" doc:"Why there was none, or why it is not sent any more."`
	Due       time.Time `json:"due,omitzero" doc:"When the next attempt is made, on the server's clock; none if it was the last."`
}
