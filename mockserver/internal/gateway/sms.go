package gateway

import (
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/reload"
	"example.com/sms77mock/mockserver/internal/gateway/segment"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func smsEndpoints() []served {
	return []served{
		serveInSteps(endpoint.Endpoint{
			Methods: "GET POST", Path: "sms", Name: "sms",
			Summary: "Send an SMS to one or several recipients.", Answers: answers(smsAnswer{}),
		}, (*Gateway).serveSMS),
		serve(endpoint.Endpoint{
			Methods: "DELETE", Path: "sms", Name: "cancelSMS",
			Summary: "Cancel SMS that wait for their delay.", Answers: answers(cancelAnswer{}),
		}, (*state).serveCancel),
	}
}

// sms is an SMS that the gateway took, or a message of another channel that it
// treats alike.
type sms struct {
	outgoing
	connection string            // what the caller's SentWith says, else http
	carrier    string            // MCC and MNC of the recipient's network; "" if unknown
	due        time.Time         // when it is sent
	statuses   []dated           // what becomes of it, in order
	reporting  control.Reporting // how hooks are told of that
	fallback   bool              // whether something else would be sent if this did not arrive
	tracking   bool              // whether hooks are told when a link is opened
	opened     int               // how often that was
	unicode    bool              // whether it is in UCS-2 even if GSM would do
	binary     bool              // whether the text is hexadecimal
	repeat     reload.Key
}

// message returns the message with an id, as a client writes it, that the account
// sent, or nil.
func (a *account) message(id string) *sms { return a.sent.Find(ids.Read(id)) }

// sentVia is [account.message] for those that went over a channel.
func (a *account) sentVia(c control.Channel, id string) *sms {
	if m := a.message(id); m != nil && m.Channel == c {
		return m
	}
	return nil
}

// dated is a delivery status and when it is known.
type dated struct {
	status fixtures.DeliveryStatus
	at     time.Time
	told   bool // whether hooks have been told, or never will be
}

// report returns the delivery status of now and whether there is one already.
func (m *sms) report(now time.Time) (latest dated, ok bool) {
	for _, s := range m.statuses {
		if !m.Cancelled && !now.Before(s.at) {
			latest, ok = s, true
		}
	}
	return latest, ok
}

func (m *sms) StatusAt(now time.Time) string {
	latest, _ := m.report(now)
	return string(latest.status)
}

func (m *sms) TurnsAfter(t time.Time) (next time.Time) {
	for _, s := range m.statuses {
		if !m.Cancelled && s.at.After(t) && (next.IsZero() || s.at.Before(next)) {
			next = s.at
		}
	}
	return next
}

func (m *sms) MarkCleared() {
	m.cleared = true
	m.of.sent.Changed(m)
}

// serveSMS sends an SMS to one or several recipients.
func (g *Gateway) serveSMS(q *request, in *smsOrder) (reply, error) {
	s, err := g.ship(q, in.To, func(st *state, to []addressbook.Recipient) (*order, error) { return st.readOrder(q, in, to) })
	if err != nil {
		return reply{}, err
	}
	if q.wantsJSON() {
		return reply{json: newSMSAnswer(s)}, nil
	}
	return reply{text: in.text(s)}, nil
}

// success is the code at the top of a JSON answer, by that of the text: the
// request itself was accepted although its recipients were refused, and what
// became of each stands in its message. The reload lock and the credit concern
// the request.
func success(code int) string {
	switch code {
	case codes.Partial, codes.Reload, codes.NoCredit:
		return strconv.Itoa(code)
	}
	return strconv.Itoa(codes.Accepted)
}

// smsAnswer is the JSON answer, in the order and with the types of 2023.
type smsAnswer struct {
	Success    string       `json:"success"`
	TotalPrice money.Amount `json:"total_price"`
	Balance    money.Amount `json:"balance"`
	Debug      string       `json:"debug" oneof:"true,false"`
	Type       string       `json:"sms_type"`
	Messages   []smsMessage `json:"messages"`
}

type smsMessage struct {
	ID        *string      `json:"id"` // null in debug mode
	Sender    string       `json:"sender"`
	Recipient *string      `json:"recipient"` // null if it was refused
	Text      string       `json:"text"`
	Encoding  string       `json:"encoding"`
	Label     *string      `json:"label"`
	Parts     int          `json:"parts"`
	UDH       *string      `json:"udh"`
	IsBinary  bool         `json:"is_binary"`
	Price     money.Amount `json:"price"`
	Channel   string       `json:"channel,omitempty"`  // other than of an SMS: RCS or WA
	Fallback  string       `json:"fallback,omitempty"` // if the request names one: sms or webview
	Success   bool         `json:"success"`
	Error     *int         `json:"error"`
	ErrorText *string      `json:"error_text"`

	Segments []string `json:"messages,omitempty"` // the text of each part, if there are several
}

func newSMSAnswer(s *shipment) smsAnswer {
	a := smsAnswer{
		Success: success(s.code), Balance: s.balance, Debug: strconv.FormatBool(s.debug), Type: "direct",
		Messages: make([]smsMessage, len(s.parcels)),
	}
	for i := range s.parcels {
		p := &s.parcels[i]
		m := newSMSMessage(p)
		if s.channel != control.ChannelSMS {
			m.Channel, m.Fallback = channelWord(p.order.channel), s.fallbackKind
		}
		a.TotalPrice += m.Price
		a.Messages[i] = m
	}
	return a
}

func newSMSMessage(p *parcel) smsMessage {
	o := p.order
	m := smsMessage{
		Sender: o.from, Recipient: &p.to, Text: o.text, Encoding: o.encoding, Label: phpwire.OrNull(o.label),
		Parts: len(o.segments), UDH: phpwire.OrNull(o.udh), IsBinary: o.binary, Success: p.code == codes.Accepted,
	}
	if len(o.segments) > 1 {
		m.Segments = o.segments
	}
	m.Price = p.shown
	if p.sent != nil {
		m.ID, m.Price = &p.sent.ID, p.price
	}
	if p.code != codes.Accepted {
		text := codes.Text(p.code)
		m.Recipient, m.Error, m.ErrorText = nil, &p.code, &text
	}
	return m
}

// debugID stands for the id of an SMS that was not sent.
const debugID = "1234567890"

// text is the answer in text: the code and, if they were asked for and anything was
// sent, ids and details.
func (in *smsOrder) text(s *shipment) string {
	lines := []string{strconv.Itoa(s.code)}
	var booked int
	var price money.Amount
	for _, p := range s.parcels {
		if p.code != codes.Accepted {
			continue
		}
		price += p.price
		id := debugID
		if p.sent != nil {
			booked += len(s.segments)
			id = p.sent.ID
		}
		if in.ReturnMsgID {
			lines = append(lines, id)
		}
	}
	if bool(in.Details) && (s.code == codes.Accepted || s.code == s.world.PartlyRefused) {
		lines = append(lines,
			"Verbucht: "+strconv.Itoa(booked),
			"Preis: "+price.String(),
			"Guthaben: "+s.balance.String(),
			"Text: "+s.order.text,
			"SMS-Typ: direct",
			"Flash SMS: "+strconv.FormatBool(s.flash),
			"Encoding: "+s.encoding,
			"GSM0338: "+strconv.FormatBool(s.encoding == segment.GSM),
			"Debug: "+strconv.FormatBool(s.debug),
		)
	}
	return strings.Join(lines, "\n")
}
