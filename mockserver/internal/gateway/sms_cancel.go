package gateway

import (
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
)

type cancellation struct {
	IDs endpoint.List `yaml:"ids" required:"true" doc:"Ids of the SMS, between commas; ids[] may be repeated instead."`
}

// serveCancel cancels SMS that wait for their delay. Their price is paid back.
func (st *state) serveCancel(q *request, in *cancellation) (reply, error) {
	asked := make([]string, len(in.IDs.Items))
	for i, id := range in.IDs.Items {
		asked[i] = ids.Read(id)
	}
	var cancelled []string
	for m := range q.account.sent.All() {
		if slices.Contains(asked, m.ID) && m.Channel == control.ChannelSMS && m.waits(q.now) {
			st.cancel(q, m)
			cancelled = append(cancelled, m.ID)
		}
	}
	switch {
	case len(asked) == 0:
		q.call.Refuse(q.missing("ids"))
	case cancelled == nil:
		q.call.Refuse("none of the ids (" + strings.Join(asked, ", ") + ") is an SMS of the account that waits for its delay")
	}
	return reply{json: cancelAnswer{Success: cancelled != nil, Deleted: cancelled}}, nil
}

// waits reports whether a message waits for its delay.
func (m *sms) waits(now time.Time) bool { return !m.Cancelled && m.due.After(now) }

// cancel takes back a message and its price, which counts on the day of the request
// no more.
func (st *state) cancel(q *request, m *sms) {
	m.Cancelled = true
	q.account.sent.Changed(m)
	st.outbox.Changed(m)
	q.account.reload.Cancel(m.repeat)
	q.account.book(usage.Use{At: m.Time.In(q.now.Location()), Kind: channelUse(m.Channel), Label: m.Label, Country: m.country, Price: m.price}, -1)
}

type cancelAnswer struct {
	Success bool     `json:"success"`
	Deleted []string `json:"deleted" nullable:"true"` // null if there are none
}
