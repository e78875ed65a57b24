package gateway

import (
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/number"
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
func channelUse(c control.Channel) useKind {
	switch c {
	case control.ChannelRCS:
		return useRCS
	case control.ChannelWhatsApp:
		return useOther
	}
	return useSMS
}

// price returns what a message to a number costs.
func (st *state) price(o *order, to number.Number) money {
	switch o.channel {
	case control.ChannelRCS:
		return configured(st.world.Prices.RCS)
	case control.ChannelWhatsApp:
		return configured(st.world.Prices.WABA)
	}
	return st.smsPrice(to) * money(len(o.segments))
}
