package control

import (
	"time"

	"example.com/sms77mock/fixtures"
)

// Message is an SMS, an RCS or WhatsApp message or a voice call, sent or received.
type Message struct {
	ID           string    `json:"id"`
	Channel      Channel   `json:"channel"`
	Direction    Direction `json:"direction"`
	Time         time.Time `json:"time" doc:"When the gateway took it, on the server's clock."`
	ScheduledFor time.Time `json:"scheduled_for,omitzero" doc:"When it is to be sent, if it is delayed."`
	Cancelled    bool      `json:"cancelled,omitempty" doc:"Whether it was cancelled before it was sent."`
	Account      string    `json:"account" doc:"Name of the account that sent or received it."`
	ClientID     string    `json:"client_id,omitempty" doc:"Client whose token sent it; none if it was an API key."`
	Request      uint64    `json:"request,omitempty" doc:"Number of the request that sent it, in the journal."`
	From         string    `json:"from" doc:"Sender: a name or a number."`
	To           string    `json:"to" doc:"Recipient, in international form without plus."`
	Text         string    `json:"text" doc:"As it goes out: files are links already."`
	Parts        int       `json:"parts" doc:"How many SMS it takes; 1 for a call."`
	Segments     []string  `json:"segments,omitempty" doc:"The text of each part of an SMS."`
	Encoding     string    `json:"encoding,omitempty" doc:"gsm or ucs2; none for a call."`
	Flash        bool      `json:"flash,omitempty" doc:"Whether it is shown at once and not stored."`
	Label        string    `json:"label,omitempty" doc:"The caller's own, for analytics."`
	ForeignID    string    `json:"foreign_id,omitempty" doc:"The caller's own, for delivery reports."`
	Price        string    `json:"price" doc:"In EUR, with four decimals."`
	Status       string    `json:"status" doc:"Delivery status of a message, \"\" while there is none; status of a call."`
	StatusUntil  time.Time `json:"status_until,omitzero" doc:"When another status comes by itself, on the server's clock."`
	Codes        []string  `json:"codes" doc:"What looks like a one-time code in the text, in order."`
	Links        []string  `json:"links" doc:"URLs in the text, in order."`
	Change       uint64    `json:"change" doc:"Number of its last change, counted since the process began, separately for each direction."`
}

// MessageFilter chooses messages. Every field that is set has to match; the
// zero MessageFilter chooses all.
type MessageFilter struct {
	To        string    `yaml:"to" doc:"Recipient, in any form that the gateway takes."`
	Text      string    `yaml:"text" doc:"Something that stands in the text."`
	Channel   Channel   `yaml:"channel" doc:"sms, voice, rcs or waba."`
	Direction Direction `yaml:"direction" doc:"outbound or inbound; outbound, what was sent, unless given."`
	ClientID  string    `yaml:"client_id" zero:"is empty: leave it out to mean every client" doc:"Only messages that this client sent."`
	Account   string    `yaml:"account" zero:"is empty: leave it out to mean every account" doc:"Only messages of this account, by its name."`
	After     string    `yaml:"after" doc:"Only messages behind the one with this id."`
	Count     int       `yaml:"count" zero:"want 1 or more" doc:"Of a wait: how many messages it is for; 1 unless given."`
	Limit     int       `yaml:"limit" zero:"want 1 or more" doc:"How many messages a list has at most, the oldest ones; all unless given. Of a wait, no less than count."`

	ChangedAfter uint64 `yaml:"changed_after" doc:"Of a list: those that were sent or received, or that have changed, after the change of this number."`
}

// String names what f chooses, for messages to people.
func (f MessageFilter) String() string {
	return described("messages", pair{"to", f.To}, pair{"text", f.Text}, pair{"channel", string(f.Channel)}, pair{"direction", string(f.Direction)},
		pair{"client_id", f.ClientID}, pair{"account", f.Account}, pair{"after", f.After})
}

// Inbound is an SMS, an RCS message or a call that somebody is to have sent to an account.
type Inbound struct {
	Channel Channel `yaml:"channel" oneof:"sms,rcs,voice" doc:"sms, rcs or, for a call, voice; sms unless given."`
	From    string  `yaml:"from" required:"true" doc:"Number, or name, of the sender."`
	To      string  `yaml:"to" doc:"Number that it was sent to, or id of the RCS agent; the world's gateway.number, or its first agent, unless given."`
	Text    string  `yaml:"text" doc:"The text; only an RCS message with a place or a file may lack it, and a call has none."`
	Account string  `yaml:"account" zero:"is empty: leave it out to mean the usual one" doc:"Name of the account that receives it; unless given, the one that has ordered the number, else the logged-in one."`

	Postback string `yaml:"postback" doc:"RCS: what the suggestion stands for that was chosen; the text is the suggestion's."`
	Location string `yaml:"location" doc:"RCS: a place, as latitude,longitude."`
	File     string `yaml:"file" doc:"RCS: URL of a file; its name tells what it is."`
}

// Channel is the way a message goes.
type Channel = fixtures.Channel

// The channels.
const (
	ChannelSMS      = fixtures.ChannelSMS
	ChannelVoice    = fixtures.ChannelVoice
	ChannelRCS      = fixtures.ChannelRCS
	ChannelWhatsApp = fixtures.ChannelWhatsApp
)

// Direction says whether a message was sent or received by the account.
type Direction string

// The directions.
const (
	Outgoing Direction = "outbound"
	Incoming Direction = "inbound"
)

// Values lists the directions.
func (Direction) Values() []string { return []string{string(Outgoing), string(Incoming)} }
