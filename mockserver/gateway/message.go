package gateway

import (
	"slices"
	"strings"
	"time"
)

// Channel is the way a message goes.
type Channel string

// The channels.
const (
	ChannelSMS   Channel = "sms"
	ChannelVoice Channel = "voice"
)

// Values lists the channels.
func (Channel) Values() []string { return []string{string(ChannelSMS), string(ChannelVoice)} }

// Direction says whether a message was sent or received by the account.
type Direction string

// The directions.
const (
	Outgoing Direction = "outbound"
	Incoming Direction = "inbound"
)

// Message is an SMS or a voice call. Messages are copies: changing one changes
// nothing.
type Message struct {
	ID           string    `json:"id"`
	Channel      Channel   `json:"channel"`
	Direction    Direction `json:"direction"`
	Time         time.Time `json:"time"`                   // when the gateway took it, on the server's clock
	ScheduledFor time.Time `json:"scheduled_for,omitzero"` // when it is to be sent, if it is delayed
	Cancelled    bool      `json:"cancelled,omitempty"`    // whether it was cancelled before it was sent
	Account      string    `json:"account"`                // name of the account that sent or received it
	ClientID     string    `json:"client_id,omitempty"`    // client whose token sent it; "" if it was an API key
	Request      uint64    `json:"request,omitempty"`      // number of the request that sent it, in the journal
	From         string    `json:"from"`                   // sender: a name or a number
	To           string    `json:"to"`                     // recipient, in international form without plus
	Text         string    `json:"text"`                   // as it goes out: files are links already
	Parts        int       `json:"parts"`                  // how many SMS it takes; 1 for a call
	Segments     []string  `json:"segments,omitempty"`     // the text of each part of an SMS
	Encoding     string    `json:"encoding,omitempty"`     // gsm or ucs2; "" for a call
	Flash        bool      `json:"flash,omitempty"`        // whether it is shown at once and not stored
	Label        string    `json:"label,omitempty"`        // the caller's own, for analytics
	ForeignID    string    `json:"foreign_id,omitempty"`   // the caller's own, for delivery reports
	Price        string    `json:"price"`                  // in EUR, with four decimals
	Status       string    `json:"status"`                 // delivery status of an SMS, "" while there is none; status of a call
	Codes        []string  `json:"codes"`                  // what looks like a one-time code in the text, in order
	Links        []string  `json:"links"`                  // URLs in the text, in order
}

// clone returns a copy that shares nothing with m.
func (m Message) clone() Message {
	m.Segments, m.Codes, m.Links = slices.Clone(m.Segments), slices.Clone(m.Codes), slices.Clone(m.Links)
	return m
}

// MessageFilter chooses messages. Every field that is set has to match; the
// zero filter chooses all.
type MessageFilter struct {
	To       string  `yaml:"to" json:"to,omitempty" doc:"Recipient, in any form that the gateway takes."`
	Text     string  `yaml:"text" json:"text,omitempty" doc:"Something that stands in the text."`
	Channel  Channel `yaml:"channel" json:"channel,omitempty" doc:"sms or voice."`
	ClientID string  `yaml:"client_id" json:"client_id,omitempty" doc:"Only messages that this client sent."`
	Account  string  `yaml:"account" json:"account,omitempty" doc:"Only messages of this account."`
	Count    int     `yaml:"count" json:"count,omitempty" doc:"How many messages a wait is for; 1 unless given."`
}

// Match reports whether m is one that f chooses.
func (f MessageFilter) Match(m Message) bool {
	return (f.To == "" || normalised(f.To) == m.To) &&
		strings.Contains(m.Text, f.Text) &&
		(f.Channel == "" || f.Channel == m.Channel) &&
		(f.ClientID == "" || f.ClientID == m.ClientID) &&
		(f.Account == "" || f.Account == m.Account)
}

// String names what f chooses, for messages to people.
func (f MessageFilter) String() string {
	s := "messages"
	for _, part := range []struct{ name, value string }{
		{"to", f.To}, {"text", f.Text}, {"channel", string(f.Channel)}, {"client_id", f.ClientID}, {"account", f.Account},
	} {
		if part.value != "" {
			s += " " + part.name + "=" + part.value
		}
	}
	return s
}
