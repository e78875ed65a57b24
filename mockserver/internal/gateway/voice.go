package gateway

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/extract"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/script"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
	"example.com/sms77mock/mockserver/internal/gateway/world"
)

func voiceEndpoints() []served {
	return []served{
		serveInSteps(endpoint.Endpoint{
			Methods: "GET POST", Path: "voice", Name: "voice",
			Summary: "Call somebody and read a text out.", Answers: answers(voiceAnswer{}),
		}, (*Gateway).serveVoice),
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "voice/{id}/hangup", Name: "hangup",
			Summary: "End a call that is in progress.", Answers: answers(hangupAnswer{}),
		}, (*state).serveHangup),
	}
}

// voiceOrder is what a request to voice takes.
type voiceOrder struct {
	To         endpoint.List    `yaml:"to" required:"true" doc:"Numbers or names of contacts or groups, between commas."`
	Text       string           `yaml:"text" required:"true" doc:"At most 10000 characters."`
	From       string           `yaml:"from" doc:"At most 11 characters or 16 digits."`
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
	to        []addressbook.Recipient
	from      string
	text      string
	foreignID string
	xml       bool
	debug     bool          // check, but do not call
	ringtime  time.Duration // how long it may ring; 0 for no matter

	price   money.Amount
	shown   money.Amount // the price in the answer to a sandbox key
	calls   []*voiceCall // to each of them; none in debug mode
	balance money.Amount // what the account has left
}

// serveVoice calls one or several people and reads a text to them.
func (g *Gateway) serveVoice(q *request, in *voiceOrder) (reply, error) {
	to := readRecipients(in.To)
	var s *speech
	err := g.inSteps(q,
		func(st *state) (err error) {
			s, err = readSpeech(q, st.world, in, to)
			return err
		},
		func(w *world.World) error {
			if err := q.takeTurn(g.turn, len(s.to)); err != nil {
				return err
			}
			s.prepare(q, w)
			return nil
		},
		func(st *state) error { return st.call(q, s) },
	)
	if err != nil {
		return reply{}, err
	}
	answer := s.answer()
	if !q.wantsJSON() {
		return reply{text: answer.text()}, nil
	}
	return reply{json: answer}, nil
}

// call calls everybody, or nobody if that is refused.
func (st *state) call(q *request, s *speech) error {
	scripts, err := st.scriptCalls(q, s)
	if err != nil {
		return err
	}
	if !s.debug {
		if err := q.account.afford(s.price * money.Amount(len(s.calls))); err != nil {
			return err
		}
	}
	for i, c := range s.calls {
		c.identify(ids.Take(&st.ids.Call))
		c.plan(st.world, s, scripts[i])
		q.account.book(usage.Use{At: q.now, Kind: fixtures.UseVoice, Country: c.country, Price: c.price}, 1)
	}
	st.dial(q.account, s.calls)
	s.balance = q.account.balance
	return nil
}

// scriptCalls returns what a tester has scripted for each call; nil for nothing. If
// one is to be refused, nobody is called.
func (st *state) scriptCalls(q *request, s *speech) ([]*control.PendingScript, error) {
	scripts := make([]*control.PendingScript, len(s.calls))
	for i, c := range s.calls {
		scripts[i] = st.scripted(q, control.ChannelVoice, c.To)
		if code, why, ok := script.Refusal(scripts[i]); ok {
			return nil, refuse(code, "%s", why)
		}
	}
	return scripts, nil
}

// readSpeech reads and checks what a request to voice wants.
func readSpeech(q *request, w *world.World, in *voiceOrder, to []addressbook.Recipient) (*speech, error) {
	s := &speech{
		from: in.From, text: in.Text, foreignID: in.ForeignID,
		xml: bool(in.XML), debug: q.sandbox || bool(in.Debug), ringtime: readRingtime(in.Ringtime),
	}
	var err error
	if s.to, err = q.account.recipients(q, to); err != nil {
		return nil, err
	}
	switch {
	case s.text == "":
		return nil, refuse(codes.NoText, "%s", q.missing("text"))
	case utf8.RuneCountInString(s.text) > maxSpeech:
		return nil, refuse(codes.TooLong, "`text` has %d characters; want at most %d", utf8.RuneCountInString(s.text), maxSpeech)
	case s.from == "":
		s.from = w.Number
	}
	if err := checkSender(s.from); err != nil {
		return nil, err
	}
	for _, to := range s.to {
		if !to.Valid {
			return nil, refuse(codes.Recipient, "`to` has %q; want numbers, or names of contacts or groups that have one", to.Given)
		}
		if code := w.Magic(to.Name).Code; code != 0 {
			return nil, refuse(code, "%s is a magic number", to.Given)
		}
	}
	return s, nil
}

// prepare makes the calls ready, without the lock.
func (s *speech) prepare(q *request, w *world.World) {
	s.price = money.Configured(w.Prices.Voice)
	s.shown = sandboxPrice(q, w, s.price)
	if s.debug {
		return
	}
	found, links := extract.Codes(s.text), extract.Links(s.text)
	s.calls = make([]*voiceCall, len(s.to))
	for i, to := range s.to {
		c := newCall(q, w, s, to)
		c.Codes, c.Links = found, links
		s.calls[i] = c
	}
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
	TotalPrice money.Amount   `json:"total_price"`
	Balance    money.Amount   `json:"balance"`
	Debug      bool           `json:"debug"`
	Messages   []voiceMessage `json:"messages"`
}

type voiceMessage struct {
	ID        any          `json:"id" types:"integer,string"` // a string in debug mode
	Sender    string       `json:"sender"`
	Recipient string       `json:"recipient"`
	Text      string       `json:"text"`
	Price     money.Amount `json:"price"`
	Success   bool         `json:"success"`
	Error     *int         `json:"error"`      // always null: a call that fails is answered with its code
	ErrorText *string      `json:"error_text"` // likewise
}

func (s *speech) answer() voiceAnswer {
	a := voiceAnswer{Success: strconv.Itoa(codes.Accepted), Debug: s.debug, Balance: s.balance, Messages: make([]voiceMessage, len(s.to))}
	for i, to := range s.to {
		m := voiceMessage{ID: debugCall, Sender: s.from, Recipient: to.Name, Text: s.text, Success: true, Price: s.shown}
		if !s.debug {
			m.ID, m.Price = s.calls[i].number, s.price
		}
		a.TotalPrice += m.Price
		a.Messages[i] = m
	}
	return a
}

// text is the answer in text: the code, the ids and the price, a line for each.
func (a voiceAnswer) text() string {
	lines := []string{a.Success}
	for _, m := range a.Messages {
		lines = append(lines, m.id())
	}
	return strings.Join(append(lines, a.TotalPrice.String()), "\n")
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
	if status := c.StatusAt(q.now); status != callInProgress {
		return reply{}, refuseHangup("Call is not in progress", "the call is %s; only one in progress can be hung up", status)
	}
	c.ended = q.now
	c.later = slices.DeleteFunc(c.later, func(s station) bool { return s.at.After(q.now) })
	q.account.calls.Changed(c)
	st.outbox.Changed(c)
	st.deliver(q.account.webhooksFor(voiceStatus(c, station{q.now, string(fixtures.Completed)}))...)
	return reply{json: hangupAnswer{Success: true}}, nil
}

type hangupAnswer struct {
	Success bool    `json:"success"`
	Error   *string `json:"error"`
}

func refuseHangup(message, format string, args ...any) error {
	return refuseWith(hangupAnswer{Error: &message}, format, args...)
}
