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

// chooses reports whether a filter chooses a message.
func chooses(f control.MessageFilter, m control.Message) bool {
	return (f.To == "" || normalised(f.To) == m.To) &&
		strings.Contains(m.Text, f.Text) &&
		(f.Channel == "" || f.Channel == m.Channel) &&
		(f.ClientID == "" || f.ClientID == m.ClientID) &&
		(f.Account == "" || f.Account == m.Account)
}
