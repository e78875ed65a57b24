package gateway

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
)

func voiceEndpoints() []served {
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "voice", Name: "voice",
			Summary: "Call somebody and read a text out.", Answers: answers(voiceAnswer{}),
		}, (*state).serveVoice),
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "voice/{id}/hangup", Name: "hangup",
			Summary: "End a call that is in progress.", Answers: answers(hangupAnswer{}),
		}, (*state).serveHangup),
	}
}

// voiceOrder is what a request to voice takes.
type voiceOrder struct {
	To         endpoint.List    `yaml:"to" required:"true" doc:"A number, or the name of a contact."`
	Text       string           `yaml:"text" required:"true" doc:"At most 10000 characters."`
	From       string           `yaml:"from" doc:"At most 16 digits."`
	Ringtime   endpoint.Natural `yaml:"ringtime" doc:"How many seconds it may ring, from 5 to 60."`
	ForeignID  string           `yaml:"foreign_id" doc:"For webhooks."`
	XML        endpoint.Flag    `yaml:"xml" doc:"The text is XML."`
	Debug      endpoint.Flag    `yaml:"debug" doc:"Check, but neither call nor charge."`
	answerForm `yaml:",inline"`
}

// maxSpeech is how many characters the text of a call may have.
const maxSpeech = 10000

// speech is what a request to voice wants to be said.
type speech struct {
	to        recipient
	from      string
	text      string
	foreignID string
	xml       bool
	debug     bool          // check, but do not call
	ringtime  time.Duration // how long it may ring; 0 for no matter
}

// serveVoice calls somebody and reads a text to them.
func (st *state) serveVoice(q *request, in *voiceOrder) (reply, error) {
	s, err := st.readSpeech(q, in)
	if err != nil {
		return reply{}, err
	}
	price := configured(st.world.Prices.Voice)
	answer := voiceAnswer{Success: strconv.Itoa(codeAccepted), Debug: s.debug}
	message := voiceMessage{ID: debugCall, Sender: s.from, Recipient: s.to.name(), Text: s.text, Success: true}
	if !s.debug {
		script := st.scripted(q, control.ChannelVoice, s.to.name())
		if code, why, ok := refusedBy(script); ok {
			return reply{}, refuse(code, "%s", why)
		}
		u := use{kind: useVoice, country: s.to.number.PricedAs(), price: price}
		if err := st.charge(q, u); err != nil {
			return reply{}, err
		}
		c := st.newCall(q, s, price, script)
		st.dial(q.account, c)
		message.ID, message.Price, answer.TotalPrice = c.number, price, price
	}
	answer.Balance, answer.Messages = q.account.balance, []voiceMessage{message}
	if !q.wantsJSON() {
		return reply{text: strings.Join([]string{answer.Success, message.id(), answer.TotalPrice.String()}, "\n")}, nil
	}
	return reply{json: answer}, nil
}

// callerPattern is a number that a call may come from.
var callerPattern = regexp.MustCompile(`^\+?[0-9]{1,16}$`)

// readSpeech reads and checks what a request to voice wants.
func (st *state) readSpeech(q *request, in *voiceOrder) (*speech, error) {
	s := &speech{
		from: in.From, text: in.Text, foreignID: in.ForeignID,
		xml: bool(in.XML), debug: q.sandbox || bool(in.Debug), ringtime: readRingtime(in.Ringtime),
	}
	to := in.To.Items
	switch {
	case to == nil:
		return nil, refuse(codeNoRecipient, "%s", q.missing("to"))
	case s.text == "":
		return nil, refuse(codeNoText, "%s", q.missing("text"))
	case utf8.RuneCountInString(s.text) > maxSpeech:
		return nil, refuse(codeTooLong, "`text` has %d characters; want at most %d", utf8.RuneCountInString(s.text), maxSpeech)
	case s.from == "":
		s.from = st.world.Number
	case !callerPattern.MatchString(s.from):
		return nil, refuse(codeSender, "`from` is %q; want up to 16 digits", s.from)
	}
	recipients := q.account.recipients(to[0])
	s.to = recipients[0]
	if len(to) > 1 || len(recipients) > 1 || !s.to.valid {
		return nil, refuse(codeRecipient, "`to` is %q; want one number, or the name of a contact", q.get("to"))
	}
	if code := st.magic(s.to.number).Code; code != 0 {
		return nil, refuse(code, "%s is a magic number", s.to.given)
	}
	return s, nil
}

// readRingtime returns how long a call may ring: 5 to 60 seconds, or 0 if the
// request does not say so.
func readRingtime(seconds endpoint.Natural) time.Duration {
	if seconds.N < 5 || seconds.N > 60 {
		return 0
	}
	return time.Duration(seconds.N) * time.Second
}

// voiceAnswer is the JSON answer, in the order and with the types of 2023.
// Unlike that of sms, debug is a boolean.
type voiceAnswer struct {
	Success    string         `json:"success"`
	TotalPrice money          `json:"total_price"`
	Balance    money          `json:"balance"`
	Debug      bool           `json:"debug"`
	Messages   []voiceMessage `json:"messages"`
}

type voiceMessage struct {
	ID        any     `json:"id" types:"integer,string"` // a string in debug mode
	Sender    string  `json:"sender"`
	Recipient string  `json:"recipient"`
	Text      string  `json:"text"`
	Price     money   `json:"price"`
	Success   bool    `json:"success"`
	Error     *int    `json:"error"`      // always null: a call that fails is answered with its code
	ErrorText *string `json:"error_text"` // likewise
}

// debugCall stands for the id of a call that was not made.
const debugCall = "123456789"

func (m voiceMessage) id() string {
	if n, ok := m.ID.(int); ok {
		return strconv.Itoa(n)
	}
	return debugCall
}

type hangup struct {
	ID string `yaml:"id" in:"path"`
}

// serveHangup ends a call that is in progress.
func (st *state) serveHangup(q *request, in *hangup) (reply, error) {
	c := q.account.call(in.ID)
	if c == nil {
		return reply{}, refuseHangup("Call not found", "the account has made no call with the id %q", in.ID)
	}
	if status := c.status(q.now); status != callInProgress {
		return reply{}, refuseHangup("Call is not in progress", "the call is %s; only one in progress can be hung up", status)
	}
	c.ended = q.now
	st.deliver(q.account.deliveries(voiceStatus(c, station{q.now, string(fixtures.Completed)}))...)
	return reply{json: hangupAnswer{Success: true}}, nil
}

type hangupAnswer struct {
	Success bool    `json:"success"`
	Error   *string `json:"error"`
}

func refuseHangup(message, format string, args ...any) error {
	return refuseWith(hangupAnswer{Error: &message}, format, args...)
}
