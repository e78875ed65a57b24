package gateway

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
)

// channelWord is what answers and the journal call a channel.
func channelWord(c control.Channel) string {
	switch c {
	case control.ChannelRCS:
		return "RCS"
	case control.ChannelWhatsApp:
		return "WA"
	}
	return "SMS"
}

// channelUse is what analytics counts a channel's messages as. It has no column
// for WhatsApp.
func channelUse(c control.Channel) fixtures.UseKind {
	switch c {
	case control.ChannelRCS:
		return fixtures.UseRCS
	case control.ChannelWhatsApp:
		return usage.Other
	}
	return fixtures.UseSMS
}
