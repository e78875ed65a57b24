package gateway

import (
	"encoding/hex"
	"time"
	"unicode/utf8"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/extract"
	"example.com/sms77mock/mockserver/internal/gateway/segment"
)

// smsOrder is what a request to sms takes.
type smsOrder struct {
	To          endpoint.List    `yaml:"to" required:"true" doc:"Numbers or names of contacts, between commas."`
	Text        string           `yaml:"text" required:"true" doc:"At most 1520 characters."`
	From        string           `yaml:"from" doc:"At most 11 characters or 16 digits."`
	Delay       string           `yaml:"delay" doc:"When to send it: seconds since 1970, or such as 2026-01-31 12:00."`
	TTL         endpoint.Natural `yaml:"ttl" doc:"How many minutes it may take; 2880 unless given."`
	Label       string           `yaml:"label" doc:"For analytics."`
	ForeignID   string           `yaml:"foreign_id" doc:"For delivery reports and the journal."`
	Flash       endpoint.Flag    `yaml:"flash" doc:"Show it at once."`
	Unicode     endpoint.Flag    `yaml:"unicode" doc:"Encode it in UCS-2 even if GSM would do."`
	UDH         string           `yaml:"udh" doc:"User data header in hexadecimal; the text is hexadecimal then."`
	Binary      endpoint.Flag    `yaml:"is_binary" doc:"The text is hexadecimal."`
	Debug       endpoint.Flag    `yaml:"debug" doc:"Check, but neither send nor charge."`
	NoReload    endpoint.Flag    `yaml:"no_reload" doc:"Send it even if the same was sent a moment ago."`
	Files       attachments      `yaml:"files" doc:"Each [[name]] in the text becomes a link to the file of that name."`
	Tracking    endpoint.Flag    `yaml:"performance_tracking" doc:"Tell hooks for tracking when a link in the text is opened."`
	ReturnMsgID endpoint.Flag    `yaml:"return_msg_id" doc:"In text: answer with the id."`
	GetReplies  endpoint.Flag    `yaml:"get_replies" doc:"Send it from the accounts' own number, so that answers arrive."`
	Details     endpoint.Flag    `yaml:"details" doc:"In text: answer with price, encoding and so on."`
	answerForm  `yaml:",inline"`
}

// order is what a request wants to be sent.
type order struct {
	channel      control.Channel
	fallback     *order // what is sent to those whom the channel does not reach; nil for nothing
	fallbackKind string // what the request calls that: sms or webview
	tracking     bool   // whether hooks are told when a link is opened
	recipients   []addressbook.Recipient
	from, text   string
	encoding     string   // gsm or ucs2
	segments     []string // the text of each part
	flash        bool
	label        string
	foreignID    string
	udh          string
	binary       bool
	unicode      bool // in UCS-2 even if GSM would do
	debug        bool // check, but do not send
	noReload     bool // do not refuse what was sent a moment ago
	due          time.Time

	foundCodes, foundLinks []string // in the text; nil until they are looked for
}

// codes returns the one-time codes in the text, which are looked for once for
// all recipients.
func (o *order) codes() []string {
	o.extract()
	return o.foundCodes
}

// links returns the links in the text.
func (o *order) links() []string {
	o.extract()
	return o.foundLinks
}

func (o *order) extract() {
	if o.foundCodes == nil {
		o.foundCodes, o.foundLinks = extract.Codes(o.text), extract.Links(o.text)
	}
}

// maxText is how many characters a text may have, about ten parts' worth.
const maxText = 1520

// readOrder reads and checks what a request to sms wants, except for what
// concerns single recipients.
func (st *state) readOrder(q *request, in *smsOrder, to []addressbook.Recipient) (*order, error) {
	o := &order{
		channel: control.ChannelSMS, from: in.From, text: in.Text,
		flash: bool(in.Flash), label: in.Label, foreignID: in.ForeignID,
		udh: in.UDH, binary: bool(in.Binary) || in.UDH != "", unicode: bool(in.Unicode),
		debug: q.sandbox || bool(in.Debug), noReload: bool(in.NoReload), tracking: bool(in.Tracking),
	}
	var err error
	if o.recipients, err = q.account.recipients(q, to); err != nil {
		return nil, err
	}
	switch {
	case o.text == "":
		return nil, refuse(codes.NoText, "%s", q.missing("text"))
	case utf8.RuneCountInString(o.text) > maxText:
		return nil, refuse(codes.TooLong, "`text` has %d characters; want at most %d", utf8.RuneCountInString(o.text), maxText)
	case bool(in.GetReplies):
		o.from = st.world.Number
	case o.from == "":
		o.from = st.world.Sender
	}
	if err := checkSender(o.from); err != nil {
		return nil, err
	}
	if err := checkMagic(st.world, o.recipients); err != nil {
		return nil, err
	}
	o.text = st.withFiles(q, o.text)
	o.encoding, o.segments = split(o.text, o.binary, o.unicode)
	o.due, err = readDelay(q, in.Delay)
	return o, err
}

// split divides a text into parts. A binary SMS is hex digits, and one part.
func split(text string, binary, forceUnicode bool) (encoding string, segments []string) {
	if _, err := hex.DecodeString(text); binary && err == nil {
		return segment.GSM, []string{text}
	}
	r := segment.Split(text, forceUnicode)
	return r.Encoding, r.Parts
}

func checkSender(from string) error {
	if fixtures.ValidSender(from) {
		return nil
	}
	return refuse(codes.Sender, "`from` is %q; want up to 16 digits, or up to 11 of letters, digits, blank and /.-@_!()+$,&", from)
}
