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

// chosen returns those of all messages, in order, that f chooses.
func chosen(f control.MessageFilter, all []control.Message) []control.Message {
	if i := slices.IndexFunc(all, func(m control.Message) bool { return m.ID == f.After }); i >= 0 {
		all = all[i+1:]
	}
	list := []control.Message{}
	for _, m := range all {
		if chooses(f, m) {
			list = append(list, m)
		}
	}
	return list
}

// chooses reports whether a filter chooses a message, but for its order.
func chooses(f control.MessageFilter, m control.Message) bool {
	return (f.To == "" || normalised(f.To) == m.To) &&
		strings.Contains(m.Text, f.Text) &&
		(f.Channel == "" || f.Channel == m.Channel) &&
		(f.ClientID == "" || f.ClientID == m.ClientID) &&
		(f.Account == "" || f.Account == m.Account)
}
