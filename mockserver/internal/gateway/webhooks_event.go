package gateway

import (
	"strconv"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// event is something that hooks are told of.
type event struct {
	kind      fixtures.HookEvent
	about     string // id of the message or call; "" if it came in
	timestamp string // webhook_timestamp; its form differs by event
	data      fields // what happened
	own       string // the number or agent of the account that sent or received, which event_filter is compared with
}

// json returns the event as hooks with the method JSON get it.
func (e event) json() []byte {
	body, _ := phpwire.Marshal(struct { // nothing in it can fail
		Data      fields             `json:"data"`
		Event     fixtures.HookEvent `json:"webhook_event"`
		Timestamp string             `json:"webhook_timestamp"`
	}{e.data, e.kind, e.timestamp})
	return body
}

// form returns the event as hooks with the method POST get it in the body, and
// those with GET in the query.
func (e event) form() string {
	return phpwire.EncodeQuery(append(e.data.pairs("data"),
		phpwire.Pair{Name: "webhook_event", Value: string(e.kind)},
		phpwire.Pair{Name: "webhook_timestamp", Value: e.timestamp},
	)...)
}

// concerns reports whether a hook's event_filter lets the event pass: it is
// empty or the account's own number or agent, in any form.
func (e event) concerns(filter string) bool {
	return filter == "" || number.Normalised(filter) == number.Normalised(e.own)
}

// deliveryReport tells what became of an SMS.
func deliveryReport(m *sms, s dated) event {
	data := fields{
		{"msg_id", m.ID},
		{"status", string(s.status)},
		{"timestamp", s.at.Format(microsForm)},
	}.withForeignID(m.ForeignID)
	return event{kind: fixtures.HookReport, about: m.ID, timestamp: s.at.Format(zonedForm), data: data, own: m.From}
}

// callEvent tells of a call that came in.
func callEvent(m *inbound) event {
	id, _ := strconv.Atoi(m.id)
	data := fields{{"id", id}, {"caller", m.from}, {"time", m.at.Unix()}, {"system", m.to}}
	return event{kind: fixtures.HookVoiceCall, timestamp: m.at.Format(secondsForm), data: data, own: m.to}
}

// inboundEvent tells of an SMS that came in.
func inboundEvent(m *inbound) event {
	data := fields{
		{"id", m.id},
		{"sender", m.from},
		{"system", m.to},
		{"text", m.text},
		{"time", strconv.FormatInt(m.at.Unix(), 10)},
		{"message_type", "SMS"},
	}
	return event{kind: fixtures.HookInbound, timestamp: m.at.Format(secondsForm), data: data, own: m.to}
}
