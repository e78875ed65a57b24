package gateway

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/world"
)

func wabaEndpoints() []served {
	bad := func(body any) endpoint.Answer {
		return endpoint.Answer{Status: "400", Description: "Something is missing or wrong.", Content: endpoint.JSON(body)}
	}
	return []served{
		serveInSteps(endpoint.Endpoint{
			Methods: "POST", Path: "waba/messages", Name: "waba",
			Summary: "Send a WhatsApp message to one or several recipients.", Answers: append(answers(smsAnswer{}), bad(wabaError{})),
		}, (*Gateway).serveWABA),
		serve(endpoint.Endpoint{
			Methods: "DELETE", Path: "waba/messages/{id}", Name: "cancelWABA",
			Summary: "Cancel a WhatsApp message that waits for its delay.",
			Answers: append(answers(outcomeAnswer{}), bad(wabaError{}), endpoint.Answer{
				Status: "404", Description: "There is no such message.", Content: endpoint.JSON(wabaMissing{}),
			}),
		}, (*state).serveWABACancellation),
		serve(endpoint.Endpoint{
			Methods: "POST", Path: "waba/events", Name: "wabaEvent",
			Summary: "Show somebody that the sender is typing, has read what they sent, or react to it.",
			Answers: append(answers(outcomeAnswer{}), bad(wabaEventError{})),
		}, (*state).serveWABAEvent),
	}
}

// wabaOrder is what a request to waba/messages takes.
type wabaOrder struct {
	From        string           `yaml:"from" required:"true" doc:"The account's number at WhatsApp."`
	To          endpoint.List    `yaml:"to" required:"true" doc:"Numbers, names of contacts or of groups, between commas."`
	Type        wabaType         `yaml:"type" doc:"What kind of message it is; a plain text unless given."`
	Text        string           `yaml:"text" doc:"The text."`
	Template    string           `yaml:"template" doc:"Name of the template."`
	Language    string           `yaml:"language" doc:"Language of the template, such as de."`
	Components  endpoint.Nested  `yaml:"components" doc:"What is filled into the template: header, body, buttons."`
	URL         string           `yaml:"url" doc:"Where the picture, sound, film, document or sticker is."`
	Caption     string           `yaml:"caption" doc:"What stands below it."`
	Filename    string           `yaml:"filename" doc:"Name of the document."`
	Latitude    string           `yaml:"latitude" doc:"Of a place."`
	Longitude   string           `yaml:"longitude" doc:"Of a place."`
	Name        string           `yaml:"name" doc:"What the place is called."`
	Address     string           `yaml:"address" doc:"Where the place is."`
	Contacts    endpoint.Nested  `yaml:"contacts" doc:"Contacts with name and phones."`
	Interactive string           `yaml:"interactive_type" doc:"button or list."`
	Body        string           `yaml:"body" doc:"The text above the buttons or the list."`
	Header      string           `yaml:"header" doc:"What stands above that."`
	Footer      string           `yaml:"footer" doc:"What stands below."`
	Buttons     endpoint.Nested  `yaml:"buttons" doc:"At most three buttons with id and title."`
	ButtonText  string           `yaml:"button_text" doc:"What opens the list."`
	Sections    endpoint.Nested  `yaml:"sections" doc:"The list: sections with title and rows."`
	Delay       string           `yaml:"delay" doc:"When to send it: seconds since 1970, or such as 2026-01-31 12:00."`
	TTL         endpoint.Natural `yaml:"ttl" doc:"How many minutes it may take."`
	Label       string           `yaml:"label" doc:"For analytics."`
	ForeignID   string           `yaml:"foreign_id" doc:"For delivery reports and the journal."`
	Tracking    endpoint.Flag    `yaml:"performance_tracking" doc:"Tell hooks for tracking when a link in the text is opened."`
	Debug       endpoint.Flag    `yaml:"debug" doc:"Check, but neither send nor charge."`
}

// wabaType is a kind of WhatsApp message.
type wabaType string

// The kinds.
const (
	wabaText        wabaType = "text"
	wabaTemplate    wabaType = "template"
	wabaLocation    wabaType = "location"
	wabaContacts    wabaType = "contacts"
	wabaInteractive wabaType = "interactive"
)

// Values lists the kinds.
func (wabaType) Values() []string {
	words := []string{string(wabaTemplate), string(wabaText), string(wabaLocation), string(wabaContacts), string(wabaInteractive)}
	return append(words, mediaTypes()...)
}

// mediaTypes are the kinds that consist of a file.
func mediaTypes() []string { return []string{"image", "video", "audio", "document", "sticker"} }

// wabaError says why a message was refused. Which number and words go with which
// mistake is not known: they are those of sms.
type wabaError struct {
	Code    int    `json:"error_code"`
	Message string `json:"error_message"`
}

// wabaEventError says why an event was refused.
type wabaEventError struct {
	Success bool   `json:"success"`
	Code    int    `json:"error_code"`
	Message string `json:"error_message"`
}

// wabaMissing says that there is no such message.
type wabaMissing struct {
	Code    int      `json:"code"`
	Message string   `json:"message"`
	Errors  []string `json:"errors"`
}

// serveWABA sends a WhatsApp message to one or several recipients. What is wrong
// with the whole request is a 400, which other endpoints do not have.
func (g *Gateway) serveWABA(q *request, in *wabaOrder) (reply, error) {
	s, err := g.ship(q, in.To, func(st *state, to []addressbook.Recipient) (*order, error) {
		o, err := readWABA(q, st.world, in, to)
		return o, wabaRefusal(err)
	})
	if err != nil {
		return reply{}, err
	}
	a := newSMSAnswer(s)
	a.Type = channelWord(s.channel)
	return reply{json: a}, nil
}

// wabaRefusal writes a refusal with a code as waba does.
func wabaRefusal(err error) error {
	var e *refusal
	if !errors.As(err, &e) {
		return err
	}
	return &refusal{status: http.StatusBadRequest, body: wabaError{e.code, codes.Text(e.code)}, reason: e.reason}
}

func readWABA(q *request, w *world.World, in *wabaOrder, to []addressbook.Recipient) (*order, error) {
	o := &order{
		channel: control.ChannelWhatsApp, from: in.From, label: in.Label, foreignID: in.ForeignID,
		debug: q.sandbox || bool(in.Debug), noReload: true, tracking: bool(in.Tracking),
	}
	var err error
	if o.recipients, err = q.account.recipients(q, to); err != nil {
		return nil, err
	}
	if in.From == "" {
		return nil, refuse(codes.Sender, "%s", q.missing("from"))
	}
	if o.text, err = in.content(q); err != nil {
		return nil, err
	}
	if err := checkMagic(w, o.recipients); err != nil {
		return nil, err
	}
	o.encoding, _ = split(o.text, false, false)
	o.segments = []string{o.text}
	o.due, err = readDelay(q, in.Delay)
	return o, err
}

// wabaLists are the parameters that are lists of objects.
func wabaLists() []string { return []string{"contacts", "buttons", "sections"} }

// content returns what the outbox and the answer show as the text of a message,
// after a check that its kind has what it needs.
func (in *wabaOrder) content(q *request) (string, error) {
	needs := func(names ...string) error {
		for _, name := range names {
			if q.get(name) == "" && !(slices.Contains(wabaLists(), name) && q.hasNested(name)) {
				return refuse(codes.NoText, "%s, and a message of the type %q needs it", q.missing(name), cmp.Or(in.Type, wabaText))
			}
		}
		return nil
	}
	switch {
	case in.Type == "" || in.Type == wabaText:
		return in.Text, needs("text")
	case in.Type == wabaTemplate:
		return in.Template, needs("template", "language")
	case in.Type == wabaLocation:
		return in.place(), needs("latitude", "longitude")
	case in.Type == wabaContacts:
		return string(in.Contacts), needs("contacts")
	case in.Type == wabaInteractive:
		return in.Body, cmp.Or(needs("interactive_type", "body"), in.checkButtons(q, needs))
	case slices.Contains(mediaTypes(), string(in.Type)):
		return cmp.Or(in.Caption, in.URL), needs("url")
	}
	return "", refuse(codes.Type, "`type` is %q; want one of %s", in.Type, strings.Join(in.Type.Values(), ", "))
}

func (in *wabaOrder) place() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %s,%s", in.Name, in.Address, in.Latitude, in.Longitude))
}

// The bounds of buttons.
const (
	maxButtons     = 3
	maxButtonTitle = 20
)

// checkButtons checks the buttons or the list of an interactive message.
func (in *wabaOrder) checkButtons(q *request, needs func(...string) error) error {
	switch in.Interactive {
	case "list":
		return needs("button_text", "sections")
	case "button":
	default:
		return refuse(codes.Type, "`interactive_type` is %q; want button or list", in.Interactive)
	}
	for i := 0; ; i++ {
		title, sent := q.Lookup(fmt.Sprintf("buttons[%d][title]", i))
		switch {
		case !sent:
			return needs("buttons")
		case i == maxButtons:
			return refuse(codes.Unknown, "`buttons` has more than %d", maxButtons)
		case len([]rune(title)) > maxButtonTitle:
			return refuse(codes.TooLong, "the title %q of a button has more than %d characters", title, maxButtonTitle)
		}
	}
}

// serveWABACancellation cancels a message that waits for its delay.
func (st *state) serveWABACancellation(q *request, in *messagePath) (reply, error) {
	m := q.account.sentVia(control.ChannelWhatsApp, in.ID)
	switch {
	case m == nil:
		return reply{}, &refusal{
			status: http.StatusNotFound,
			body:   wabaMissing{http.StatusNotFound, "Message not found", []string{"Message not found"}},
			reason: fmt.Sprintf("the account has sent no WhatsApp message with the id %q", in.ID),
		}
	case !m.waits(q.now):
		return reply{}, wabaRefusal(refuse(codes.Unknown, "the message does not wait for its delay"))
	}
	st.cancel(q, m)
	return done()
}

// wabaEvent is what a request to waba/events takes.
type wabaEvent struct {
	Event     wabaEventKind `yaml:"event" required:"true" doc:"What happens."`
	From      string        `yaml:"from" doc:"The account's number at WhatsApp."`
	To        string        `yaml:"to" doc:"Whom to show it: a number, or the name of a contact; or else msg_id."`
	MsgID     string        `yaml:"msg_id" doc:"The message that it is about."`
	MessageID string        `yaml:"message_id" doc:"The message that is reacted to."`
	Emoji     string        `yaml:"emoji" doc:"The reaction."`
}

// wabaEventKind is what recipients are shown.
type wabaEventKind string

// The events that the sender can show.
const (
	wabaRead     wabaEventKind = "read"
	wabaTyping   wabaEventKind = "is_typing"
	wabaReaction wabaEventKind = "reaction"
)

// Values lists the events.
func (wabaEventKind) Values() []string {
	return []string{string(wabaRead), string(wabaTyping), string(wabaReaction)}
}

// serveWABAEvent takes notice of an event. The double has nobody to show it to.
func (*state) serveWABAEvent(q *request, in *wabaEvent) (reply, error) {
	switch {
	case !slices.Contains(in.Event.Values(), string(in.Event)):
		return reply{}, refuseWABAEvent(codes.Type, "%s; want one of %s", q.wrong("event", string(in.Event)), strings.Join(in.Event.Values(), ", "))
	case in.To == "" && in.MsgID == "":
		return reply{}, refuseWABAEvent(codes.NoRecipient, "neither `to` nor `msg_id` is there")
	case in.To != "" && !q.account.reaches(in.To):
		return reply{}, refuseWABAEvent(codes.Recipient, "%s; want a number, or the name of a contact", q.wrong("to", in.To))
	case in.Event == wabaReaction && (in.MessageID == "" || in.Emoji == ""):
		return reply{}, refuseWABAEvent(codes.NoText, "a reaction needs `message_id` and `emoji`")
	}
	return done()
}

func refuseWABAEvent(code int, format string, args ...any) error {
	return &refusal{status: http.StatusBadRequest, body: wabaEventError{Code: code, Message: codes.Text(code)}, reason: fmt.Sprintf(format, args...)}
}
