package gateway_test

import (
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// TestSnapshotKeepsChannels holds that a message is of its channel still when its
// account starts again from a snapshot.
func TestSnapshotKeepsChannels(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/rcs/messages", "to=491716992343&text=Hi")
	state := w.state()
	again := newWorld(t, state)
	again.resume(state)
	want := w.Messages(control.MessageFilter{Channel: control.ChannelRCS})
	got := again.Messages(control.MessageFilter{Channel: control.ChannelRCS})
	if len(got) != 1 || len(want) != 1 || got[0].ID != want[0].ID || got[0].Parts != want[0].Parts {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
