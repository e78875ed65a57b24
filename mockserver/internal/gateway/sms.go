package gateway

import (
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
)

func smsEndpoints() []served {
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "sms", Name: "sms",
			Summary: "Send an SMS to one or several recipients.", Answers: answers(smsAnswer{}),
		}, (*state).serveSMS),
		serve(endpoint.Endpoint{
			Methods: "DELETE", Path: "sms", Name: "cancelSMS",
			Summary: "Cancel SMS that wait for their delay.", Answers: answers(cancelAnswer{}),
		}, (*state).serveCancel),
	}
}

// sms is an SMS that the gateway took, or a message of another channel that it
// treats alike.
type sms struct {
	control.Message
	price      money
	country    string
	connection string            // what the caller's SentWith says, else http
	carrier    string            // MCC and MNC of the recipient's network; "" if unknown
	due        time.Time         // when it is sent
	statuses   []dated           // what becomes of it, in order
	reporting  control.Reporting // how hooks are told of that
	fallback   bool              // whether something else would be sent if this did not arrive
	tracking   bool              // whether hooks are told when a link is opened
	opened     int               // how often that was
	forgotten  bool              // by a reset of its client
}

// dated is a delivery status and when it is known.
type dated struct {
	status fixtures.DeliveryStatus
	at     time.Time
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

// final returns the status that it ends with; "none", long ago, if it never has
// any.
func (m *sms) final() dated {
	if len(m.statuses) == 0 {
		return dated{status: fixtures.NoStatus}
	}
	return m.statuses[len(m.statuses)-1]
}

func (m *sms) view(now time.Time) control.Message {
	v := cloned(m.Message)
	latest, _ := m.report(now)
	v.Status = string(latest.status)
	return v
}

func (m *sms) message() *control.Message { return &m.Message }
func (m *sms) Key() string               { return m.ID }
func (m *sms) Weight() int               { return weightOf(&m.Message) }

func (m *sms) owner() (clientID, account string) { return m.ClientID, m.Account }

// serveSMS sends an SMS to one or several recipients.
func (st *state) serveSMS(q *request, in *smsOrder) (reply, error) {
	o, err := st.readOrder(q, in)
	if err != nil {
		return reply{}, err
	}
	results, code := st.sendAll(q, o)
	if q.wantsJSON() {
		return reply{json: newSMSAnswer(q, o, code, results)}, nil
	}
	return reply{text: st.smsText(q, in, o, code, results)}, nil
}

// sendAll sends a message to its recipients and returns what became of it, with
// the code of the whole.
func (st *state) sendAll(q *request, o *order) ([]result, int) {
	var results []result
	for _, to := range o.recipients {
		results = append(results, st.send(q, o, to))
	}
	code, reason := st.summary(results)
	if reason != "" {
		q.call.Refuse(reason)
	}
	return results, code
}

// result is what became of a message to one recipient.
type result struct {
	order *order // what was sent to them
	to    string
	shown money // the price in the answer to a sandbox key
	sent  *sms  // nil if it was refused, or in debug mode
	code  int   // codeAccepted unless it was refused
	price money
	why   string // reason of a refusal
}

// maxReasons is of how many recipients a reason tells.
const maxReasons = 20

// summary returns the code of a request with several results: what they have
// in common, or what the world has for some that failed.
func (st *state) summary(results []result) (code int, reason string) {
	code = results[0].code
	refused := 0
	var reasons []string
	for _, r := range results {
		if r.code != code {
			code = st.world.PartlyRefused
		}
		if r.code == codeAccepted {
			continue
		}
		if refused++; refused <= maxReasons {
			reasons = append(reasons, r.to+": "+strconv.Itoa(r.code)+": "+r.why)
		}
	}
	if refused > maxReasons {
		reasons = append(reasons, "and "+strconv.Itoa(refused-maxReasons)+" others")
	}
	return code, strings.Join(reasons, "; ")
}

// success is the code at the top of a JSON answer, by that of the text: the
// request itself was accepted although its recipients were refused, and what
// became of each stands in its message. The reload lock and the credit concern
// the request.
func success(code int) string {
	switch code {
	case codePartial, codeReload, codeNoCredit:
		return strconv.Itoa(code)
	}
	return strconv.Itoa(codeAccepted)
}

// smsAnswer is the JSON answer, in the order and with the types of 2023.
type smsAnswer struct {
	Success    string       `json:"success"`
	TotalPrice money        `json:"total_price"`
	Balance    money        `json:"balance"`
	Debug      string       `json:"debug" oneof:"true,false"`
	Type       string       `json:"sms_type"`
	Messages   []smsMessage `json:"messages"`
}

type smsMessage struct {
	ID        *string `json:"id"` // null in debug mode
	Sender    string  `json:"sender"`
	Recipient *string `json:"recipient"` // null if it was refused
	Text      string  `json:"text"`
	Encoding  string  `json:"encoding"`
	Label     *string `json:"label"`
	Parts     int     `json:"parts"`
	UDH       *string `json:"udh"`
	IsBinary  bool    `json:"is_binary"`
	Price     money   `json:"price"`
	Channel   string  `json:"channel,omitempty"`  // other than of an SMS: RCS or WA
	Fallback  string  `json:"fallback,omitempty"` // if the request names one: sms or webview
	Success   bool    `json:"success"`
	Error     *int    `json:"error"`
	ErrorText *string `json:"error_text"`

	Segments []string `json:"messages,omitempty"` // the text of each part, if there are several
}

func newSMSAnswer(q *request, o *order, code int, results []result) smsAnswer {
	a := smsAnswer{Success: success(code), Balance: q.account.balance, Debug: strconv.FormatBool(o.debug), Type: "direct"}
	for _, r := range results {
		m := newSMSMessage(r)
		if o.channel != control.ChannelSMS {
			m.Channel, m.Fallback = channelWord(r.order.channel), o.fallbackKind
		}
		a.TotalPrice += m.Price
		a.Messages = append(a.Messages, m)
	}
	return a
}

func newSMSMessage(r result) smsMessage {
	o := r.order
	m := smsMessage{
		Sender: o.from, Recipient: &r.to, Text: o.text, Encoding: o.encoding, Label: orNull(o.label),
		Parts: len(o.segments), UDH: orNull(o.udh), IsBinary: o.binary, Success: r.code == codeAccepted,
	}
	if len(o.segments) > 1 {
		m.Segments = o.segments
	}
	m.Price = r.shown
	if r.sent != nil {
		m.ID, m.Price = &r.sent.ID, r.sent.price
	}
	if r.code != codeAccepted {
		text := codeText(r.code)
		m.Recipient, m.Error, m.ErrorText = nil, &r.code, &text
	}
	return m
}

// orNull returns s, or null in JSON if it is empty.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// debugID stands for the id of an SMS that was not sent.
const debugID = "1234567890"

// smsText is the text answer: the code and, if they were asked for and anything
// was sent, ids and details.
func (st *state) smsText(q *request, in *smsOrder, o *order, code int, results []result) string {
	lines := []string{strconv.Itoa(code)}
	var booked int
	var price money
	for _, r := range results {
		if r.code != codeAccepted {
			continue
		}
		price += r.price
		id := debugID
		if r.sent != nil {
			booked += len(o.segments)
			id = r.sent.ID
		}
		if in.ReturnMsgID {
			lines = append(lines, id)
		}
	}
	if bool(in.Details) && (code == codeAccepted || code == st.world.PartlyRefused) {
		lines = append(lines,
			"Verbucht: "+strconv.Itoa(booked),
			"Preis: "+price.String(),
			"Guthaben: "+q.account.balance.String(),
			"Text: "+o.text,
			"SMS-Typ: direct",
			"Flash SMS: "+strconv.FormatBool(o.flash),
			"Encoding: "+o.encoding,
			"GSM0338: "+strconv.FormatBool(o.encoding == encodingGSM),
			"Debug: "+strconv.FormatBool(o.debug),
		)
	}
	return strings.Join(lines, "\n")
}
