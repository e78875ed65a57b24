package gateway

import (
	"cmp"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func rcsEndpoints() []served {
	return []served{
		serveInSteps(endpoint.Endpoint{
			Methods: "POST", Path: "rcs/messages", Name: "rcs",
			Summary: "Send an RCS message to one or several recipients.", Answers: answers(rcsSent{}),
		}, (*Gateway).serveRCS),
		serve(endpoint.Endpoint{
			Methods: "DELETE", Path: "rcs/messages/{id}", Name: "revokeRCS",
			Summary: "Take back an RCS message that is not delivered yet.", Answers: answers(outcomeAnswer{}),
		}, (*state).serveRCSRevocation),
		serve(endpoint.Endpoint{
			Methods: "POST", Path: "rcs/events", Name: "rcsEvent",
			Summary: "Show somebody that the sender is typing, or has read what they sent.", Answers: answers(outcomeAnswer{}),
		}, (*state).serveRCSEvent),
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "rcs/agents", Name: "rcsAgents",
			Summary: "The senders of RCS messages.", Answers: answers(agentList{}),
		}, (*state).serveAgents),
	}
}

// rcsOrder is what a request to rcs/messages takes.
type rcsOrder struct {
	To        endpoint.List    `yaml:"to" required:"true" doc:"Numbers, names of contacts or of groups, between commas."`
	Text      endpoint.Payload `yaml:"text" required:"true" doc:"A text or, in JSON, a richcard, a carousel, a file or suggestions."`
	From      string           `yaml:"from" doc:"Id of the agent that sends it; the first one unless given."`
	Fallback  endpoint.Payload `yaml:"fallback" doc:"What those get whom RCS does not reach: sms, webview or, in JSON, {type, text, from}."`
	Delay     string           `yaml:"delay" doc:"When to send it: seconds since 1970, or such as 2026-01-31 12:00."`
	TTL       endpoint.Natural `yaml:"ttl" doc:"How many minutes it may take; 2880 unless given."`
	Label     string           `yaml:"label" doc:"For analytics."`
	ForeignID string           `yaml:"foreign_id" doc:"For webhooks and the journal."`
	Tracking  endpoint.Flag    `yaml:"performance_tracking" doc:"Tell hooks for tracking when a link in the text is opened."`
	Debug     endpoint.Flag    `yaml:"debug" doc:"Check, but neither send nor charge."`
}

// rcsSent is the answer, in the order of the vendor's Zapier sample. Other than
// with SMS, the price is null if there is none.
type rcsSent struct {
	Success    string       `json:"success"`
	TotalPrice any          `json:"total_price" types:"number,null"`
	Balance    money.Amount `json:"balance"`
	Debug      string       `json:"debug" oneof:"true,false"`
	Type       string       `json:"sms_type"`
	Messages   []smsMessage `json:"messages"`
}

// serveRCS sends an RCS message to one or several recipients.
func (g *Gateway) serveRCS(q *request, in *rcsOrder) (reply, error) {
	s, err := g.ship(q, in.To, func(st *state, to []addressbook.Recipient) (*order, error) { return st.readRCS(q, in, to) })
	if err != nil {
		return reply{}, err
	}
	a := newSMSAnswer(s)
	sent := rcsSent{a.Success, a.TotalPrice, a.Balance, a.Debug, a.Type, a.Messages}
	if a.TotalPrice == 0 {
		sent.TotalPrice = nil
	}
	return reply{json: sent}, nil
}

// readRCS reads and checks what a request to rcs/messages wants. The codes are
// those of sms, which is a guess.
func (st *state) readRCS(q *request, in *rcsOrder, to []addressbook.Recipient) (*order, error) {
	o := &order{
		channel: control.ChannelRCS, text: in.Text.String(), from: in.From, label: in.Label, foreignID: in.ForeignID,
		debug: q.sandbox || bool(in.Debug), noReload: true, tracking: bool(in.Tracking),
	}
	var err error
	if o.recipients, err = q.account.recipients(q, to); err != nil {
		return nil, err
	}
	if in.Text.Text == "" && (!q.hasNested("text") || strings.HasPrefix(o.text, "[")) {
		return nil, refuse(codes.NoText, "%s", q.missing("text"))
	}
	if o.from, err = st.agent(in.From); err != nil {
		return nil, err
	}
	if err := checkMagic(st.world, o.recipients); err != nil {
		return nil, err
	}
	o.encoding, _ = split(o.text, false, false)
	if o.due, err = readDelay(q, in.Delay); err != nil {
		return nil, err
	}
	return o, st.readFallback(q, in, o)
}

// agent returns the id of the agent that is to send, the first one unless one is
// named.
func (st *state) agent(named string) (string, error) {
	agents := st.world.Agents
	if named == "" && len(agents) > 0 {
		return agents[0].ID, nil
	}
	if !slices.ContainsFunc(agents, func(a fixtures.Agent) bool { return a.ID == named }) {
		return "", refuse(codes.Sender, "`from` is %q; want an agent that /api/rcs/agents lists", named)
	}
	return named, nil
}

// webview stands for the page that shows a message to phones without RCS. There
// is nothing at it.
const webview = "https://svn.me/rcs"

// readFallback reads what those get whom RCS does not reach: an SMS with the same
// text, with one of its own or with a link. A card can only be linked to.
func (st *state) readFallback(q *request, in *rcsOrder, o *order) error {
	kind := cmp.Or(in.Fallback.Text, q.get("fallback[type]"))
	if kind == "" && in.Fallback.JSON == "" {
		return nil
	}
	if kind != "sms" && kind != "webview" {
		return refuse(codes.Unknown, "`fallback` is %q; want sms, webview or an object with one of them as its type", kind)
	}
	sms := *o
	sms.channel = control.ChannelSMS
	sms.from = cmp.Or(q.get("fallback[from]"), st.world.Sender)
	sms.text = cmp.Or(q.get("fallback[text]"), in.Text.Text, webview)
	if kind == "webview" {
		sms.text = webview
	}
	sms.encoding, sms.segments = split(sms.text, false, false)
	o.fallback, o.fallbackKind = &sms, kind
	return checkSender(sms.from)
}

type messagePath struct {
	ID string `yaml:"id" in:"path"`
}

// serveRCSRevocation takes back a message that is not delivered yet, and its
// price, which is a guess. One with a fallback stays, as documented.
func (st *state) serveRCSRevocation(q *request, in *messagePath) (reply, error) {
	m := q.account.sentVia(control.ChannelRCS, in.ID)
	switch {
	case m == nil:
		return reply{}, refuseOutcome("", "the account has sent no RCS message with the id %q", in.ID)
	case m.fallback:
		return reply{}, refuseOutcome("", "the message has a fallback and cannot be taken back")
	case m.Cancelled:
		return reply{}, refuseOutcome("", "the message has been taken back already")
	}
	switch latest, _ := m.report(q.now); latest.status {
	case "", fixtures.Accepted, fixtures.Transmitted, fixtures.Buffered:
		st.cancel(q, m)
		return done()
	default:
		return reply{}, refuseOutcome("", "the message is %s; only one that is not delivered yet can be taken back", latest.status)
	}
}

// rcsEvent is what a request to rcs/events takes.
type rcsEvent struct {
	Event rcsEventKind `yaml:"event" required:"true" doc:"What happens."`
	To    string       `yaml:"to" doc:"Whom to show it: a number, or the name of a contact; or else msg_id."`
	MsgID *string      `yaml:"msg_id" doc:"The message that it is about; the last one that came in if it is empty."`
	From  string       `yaml:"from" doc:"Id of the agent; the first one unless given."`
}

// rcsEventKind is what recipients are shown.
type rcsEventKind string

// The events that the sender can show.
const (
	rcsTyping rcsEventKind = "IS_TYPING"
	rcsRead   rcsEventKind = "READ"
)

// Values lists the events.
func (rcsEventKind) Values() []string { return []string{string(rcsTyping), string(rcsRead)} }

// serveRCSEvent takes notice of an event. The double has nobody to show it to.
// That an empty msg_id will do while nothing has come in is a guess: tests of the
// vendor's send it so.
func (st *state) serveRCSEvent(q *request, in *rcsEvent) (reply, error) {
	switch words := in.Event.Values(); {
	case !slices.Contains(words, string(in.Event)):
		return reply{}, refuseOutcome("", "%s; %s", q.wrong("event", string(in.Event)), choice.Want(string(in.Event), words))
	case in.MsgID == nil && (in.Event == rcsRead || in.To == ""):
		return reply{}, refuseOutcome("", "%s, and READ needs it, and IS_TYPING without `to`", q.missing("msg_id"))
	case given(in.MsgID) != "" && !q.account.knows(control.ChannelRCS, *in.MsgID):
		return reply{}, refuseOutcome("", "the account has sent and received no RCS message with the id %q", *in.MsgID)
	case in.To != "" && !q.account.reaches(in.To):
		return reply{}, refuseOutcome("", "%s; want a number, or the name of a contact", q.wrong("to", in.To))
	}
	if _, err := st.agent(in.From); err != nil {
		return reply{}, refuseOutcome("", "%v", err)
	}
	return done()
}

// knows reports whether the account has sent or received a message over a channel.
func (a *account) knows(c control.Channel, id string) bool {
	m := a.received.Find(id)
	return a.sentVia(c, id) != nil || m != nil && m.channel == c
}

type agentList struct {
	Agents []agentAnswer `json:"agents"`
}

type agentAnswer struct {
	ID        string               `json:"id"`
	Name      string               `json:"display_name"`
	Status    fixtures.AgentStatus `json:"status"`
	LogoURL   *string              `json:"logo_url"`
	Created   string               `json:"created"`
	IsGeneric bool                 `json:"is_generic"`
}

// serveAgents lists the senders. They have been there since the world was loaded.
func (st *state) serveAgents(*request, *nothing) (reply, error) {
	list := agentList{Agents: []agentAnswer{}}
	for _, a := range st.world.Agents {
		a = a.Complete()
		list.Agents = append(list.Agents, agentAnswer{a.ID, a.Name, a.Status, phpwire.OrNull(a.LogoURL), st.loaded.Format(secondsForm), a.Generic})
	}
	return reply{json: list}, nil
}

// rcsStatus tells of what became of an RCS message, in the words of the vendor's
// client types, whose order is a guess.
func rcsStatus(m *sms, status string, at string) event {
	var foreignID any
	if m.ForeignID != "" {
		foreignID = m.ForeignID
	}
	return event{kind: fixtures.HookRCS, about: m.ID, timestamp: at, own: m.From, data: fields{
		{"agent_id", m.From},
		{"sender", m.To},
		{"status", status},
		{"foreign_id", foreignID},
		{"msg_id", m.ID},
		{"timestamp", at},
	}}
}

// rcsDelivered returns what the delivery of an RCS message causes beside its
// report.
func (a *account) rcsDelivered(m *sms, s dated) []webhook.Request {
	if m.Channel != control.ChannelRCS || s.status != fixtures.Delivered {
		return nil
	}
	return a.webhooksFor(rcsStatus(m, "DELIVERED", s.at.Format(zonedForm)))
}
