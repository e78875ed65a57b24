package gateway

import (
	"slices"
	"strings"

	"example.com/sms77mock/mockserver/control"
)

// cloned returns a copy of m that shares nothing with it.
func cloned(m control.Message) control.Message {
	m.Segments, m.Codes, m.Links = slices.Clone(m.Segments), slices.Clone(m.Codes), slices.Clone(m.Links)
	return m
}

// What a message takes besides its text, about, in bytes.
const messageOverhead = 1000

// weightOf is about how many bytes a message takes.
func weightOf(m *control.Message) int {
	bytes := messageOverhead + len(m.Text) + len(m.Label) + len(m.ForeignID) + len(m.From)
	for _, s := range m.Segments {
		bytes += len(s)
	}
	return bytes
}

// chooses reports whether a filter, whose recipient is normalised, chooses a
// message, but for its order.
func chooses(f control.MessageFilter, m *control.Message) bool {
	return (f.To == "" || f.To == m.To) &&
		strings.Contains(m.Text, f.Text) &&
		(f.Channel == "" || f.Channel == m.Channel) &&
		(f.ClientID == "" || f.ClientID == m.ClientID) &&
		(f.Account == "" || f.Account == m.Account)
}

// awaits is [chooses] for what is new, sent or received.
func awaits(f control.MessageFilter, m *control.Message) bool {
	return (f.Direction == control.Incoming) == (m.Direction == control.Incoming) && chooses(f, m)
}
