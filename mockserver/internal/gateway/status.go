package gateway

import (
	"strings"
	"time"

	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func statusEndpoints() []served {
	return []served{serve(endpoint.Endpoint{
		Methods: "GET POST", Path: "status", Name: "status", ReadOnly: true,
		Summary: "What became of SMS that were sent.", Answers: answers([]statusAnswer{}),
	}, (*state).serveStatus)}
}

type statusQuery struct {
	MsgID      endpoint.List `yaml:"msg_id" required:"true" doc:"Ids of the SMS, between commas."`
	answerForm `yaml:",inline"`
}

// statusAnswer is the delivery status of one SMS; null while there is none.
type statusAnswer struct {
	ID     string  `json:"id"`
	Status *string `json:"status"`
	Time   *string `json:"status_time"`
}

// serveStatus tells what became of SMS that the account sent: in JSON, or in
// text if one is asked for.
func (st *state) serveStatus(q *request, in *statusQuery) (reply, error) {
	ids := in.MsgID.Items
	if q.wantsJSON() || len(ids) > 1 {
		answer := []statusAnswer{}
		for _, id := range ids {
			answer = append(answer, newStatusAnswer(id, q.sentLately(id), q.now))
		}
		return reply{json: answer}, nil
	}
	if len(ids) == 0 {
		return reply{}, refuse(st.world.StatusBadID, "%s", q.missing("msg_id"))
	}
	m := q.sentLately(ids[0])
	if m == nil {
		return reply{}, refuse(st.world.StatusBadID, "the account has sent no SMS with the id %q in the last 30 days", ids[0])
	}
	a := newStatusAnswer(m.ID, m, q.now)
	if a.Status == nil {
		return reply{text: "\n"}, nil
	}
	return reply{text: strings.Join([]string{*a.Status, *a.Time}, "\n")}, nil
}

// statusMemory is how far back statuses can be asked for. The journal goes on.
const statusMemory = 30 * 24 * time.Hour

// sentLately returns the account's SMS with an id, nil if there is none or its
// status cannot be asked for any more.
func (q *request) sentLately(id string) *sms {
	m := q.account.message(id)
	if m == nil || q.now.Sub(m.due) > statusMemory {
		return nil
	}
	return m
}

func newStatusAnswer(id string, m *sms, now time.Time) statusAnswer {
	a := statusAnswer{ID: id}
	if m == nil {
		return a
	}
	if latest, ok := m.report(now); ok {
		a.Status, a.Time = phpwire.OrNull(string(latest.status)), phpwire.OrNull(latest.at.Format(millisForm))
	}
	return a
}
