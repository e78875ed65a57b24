package gateway

import (
	"slices"
	"strings"

	"example.com/sms77mock/mockserver/internal/endpoint"
)

type cancellation struct {
	IDs endpoint.List `yaml:"ids" required:"true" doc:"Ids of the SMS, between commas; ids[] may be repeated instead."`
}

// serveCancel cancels SMS that wait for their delay. Their price is paid back.
func (st *state) serveCancel(q *request, in *cancellation) (reply, error) {
	ids := in.IDs.Items
	var cancelled []string
	for _, m := range q.account.sent {
		if slices.Contains(ids, m.ID) && !m.Cancelled && m.due.After(q.now) {
			m.Cancelled = true
			st.book(q, use{kind: useSMS, label: m.Label, country: m.country, price: m.price}, -1)
			cancelled = append(cancelled, m.ID)
		}
	}
	if cancelled == nil {
		q.call.Refuse("none of the ids (" + strings.Join(ids, ", ") + ") is an SMS of the account that waits for its delay")
	}
	return reply{json: cancelAnswer{Success: cancelled != nil, Deleted: cancelled}}, nil
}

type cancelAnswer struct {
	Success bool     `json:"success"`
	Deleted []string `json:"deleted" nullable:"true"` // null if there are none
}
