package gateway

import (
	"fmt"
	"strconv"
	"time"

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

// fields are the members of an event's data, in order.
type fields []field

type field struct {
	name  string
	value any // string, number, nil or fields
}

// pairs returns the members as PHP writes an array into a query: null has no
// place there.
func (f fields) pairs(name string) []phpwire.Pair {
	var pairs []phpwire.Pair
	for _, x := range f {
		name := name + "[" + x.name + "]"
		switch value := x.value.(type) {
		case nil:
		case fields:
			pairs = append(pairs, value.pairs(name)...)
		default:
			pairs = append(pairs, phpwire.Pair{Name: name, Value: fmt.Sprint(value)})
		}
	}
	return pairs
}

// withForeignID adds the id that the integration has given to what an event is
// about, if it has given one.
func (f fields) withForeignID(id string) fields {
	if id == "" {
		return f
	}
	return append(f, field{"foreign_id", id})
}

// AppendJSON writes the fields as an object.
func (f fields) AppendJSON(dst []byte) (_ []byte, err error) {
	dst = append(dst, '{')
	for i, x := range f {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = phpwire.AppendJSON(append(phpwire.AppendString(dst, x.name), ':'), x.value); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// The forms of moments in webhooks and journals, in the gateway's zone.
const (
	secondsForm = time.DateTime
	millisForm  = time.DateTime + ".000"
	microsForm  = time.DateTime + ".000000"
	zonedForm   = "2006-01-02T15:04:05-07:00"
)

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
