package gateway_test

import (
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// A call that comes in stands in the journal of its own kind, and hooks are
// told.
func TestIncomingCall(t *testing.T) {
	t.Parallel()
	w := newWorldVia(t, fixtures.World{}, roundTripper(acknowledge))
	subscribe(t, w, "http://localhost/", "voice_call", "JSON")
	got, err := w.Receive(control.Inbound{Channel: control.ChannelVoice, From: "0171 6992343"})
	if err != nil || got.Channel != control.ChannelVoice || got.From != "491716992343" {
		t.Fatalf("got %+v, %v", got, err)
	}
	for path, want := range map[string]string{
		"/api/journal?type=voice_call": `[{"id":"1038703","caller":"491716992343","time":"1692799988","system":"491771783130"}]`,
		"/api/journal/inbound":         "[]",
		"/api/journal/voice":           "[]",
		"/api/journal/replies":         "[]",
	} {
		if got := w.get(path).body; got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
	const want = `{"data":{"id":1038703,"caller":"491716992343","time":1692799988,"system":"491771783130"},"webhook_event":"voice_call","webhook_timestamp":"2023-08-23 16:13:08"}`
	if told := w.webhooks(); len(told) != 1 || told[0].Body != want {
		t.Errorf("told of %v, want %s", told, want)
	}
	if _, err := w.Receive(control.Inbound{Channel: control.ChannelVoice, From: "1", Text: "Hi"}); err == nil {
		t.Error("a call with a text was taken")
	}
}
