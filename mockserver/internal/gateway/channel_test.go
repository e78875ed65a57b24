package gateway_test

import (
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// TestChannelsInTheOutbox holds that a message of every channel is in the outbox,
// with its channel, and is found by it.
func TestChannelsInTheOutbox(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{
		Subscribers: []fixtures.Subscriber{{Number: "491710000001", RCS: []string{}}},
	}})
	w.post("/api/sms", "to=491716992343&text=sms")
	w.post("/api/voice", "to=491716992343&text=voice")
	w.post("/api/rcs/messages", "to=491716992343&text=rcs&fallback=sms")
	w.post("/api/rcs/messages", "to=491710000001&text=fallback&fallback=sms")
	w.post("/api/waba/messages", "from=49177&to=491716992343&text=waba")
	for _, test := range []struct {
		channel control.Channel
		text    string
		from    string
	}{
		{control.ChannelSMS, "sms", "SMS"},
		{control.ChannelVoice, "voice", "491771783130"},
		{control.ChannelRCS, "rcs", "myagent"},
		{control.ChannelSMS, "fallback", "SMS"},
		{control.ChannelWhatsApp, "waba", "49177"},
	} {
		list := w.Messages(control.MessageFilter{Channel: test.channel, Text: test.text})
		if len(list) != 1 || list[0].From != test.from || list[0].Account != "john" || list[0].ClientID != "testclient" {
			t.Errorf("%s %q: got %+v, want one from %s", test.channel, test.text, list, test.from)
		}
	}
}
