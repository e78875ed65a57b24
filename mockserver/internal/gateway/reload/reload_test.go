package reload_test

import (
	"strconv"
	"testing"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/reload"
)

var start = time.Date(2023, 8, 23, 14, 13, 8, 0, time.UTC)

// A repeat is the same text to the same recipient on the same channel.
func TestKeys(t *testing.T) {
	t.Parallel()
	key := reload.KeyOf(control.ChannelSMS, "491716992343", "Hi")
	if key != reload.KeyOf(control.ChannelSMS, "491716992343", "Hi") {
		t.Error("a repeat has another key")
	}
	for what, other := range map[string]reload.Key{
		"channel":   reload.KeyOf(control.ChannelRCS, "491716992343", "Hi"),
		"recipient": reload.KeyOf(control.ChannelSMS, "491716992344", "Hi"),
		"text":      reload.KeyOf(control.ChannelSMS, "491716992343", "Hi!"),
		"division":  reload.KeyOf(control.ChannelSMS, "49171699234", "3Hi"),
	} {
		if other == key {
			t.Errorf("another %s has the same key", what)
		}
	}
}

// A message is locked from the last time that it was sent until the lock is over, it is
// cancelled, or its client is forgotten.
func TestLock(t *testing.T) {
	t.Parallel()
	var l reload.Lock
	if got := l.Wait(1, start, time.Minute); got > 0 {
		t.Errorf("a new message has to wait %s", got)
	}
	for key := range reload.Key(3) {
		l.Add(key, start, "app", time.Minute)
	}
	l.Add(3, start, "other", time.Minute)
	l.Add(1, start.Add(10*time.Second), "app", time.Minute)
	l.Cancel(2)
	now := start.Add(50 * time.Second)
	for key, want := range map[reload.Key]time.Duration{0: 10 * time.Second, 1: 20 * time.Second, 2: 0, 3: 10 * time.Second, 4: 0} {
		if got := l.Wait(key, now, time.Minute); got != want {
			t.Errorf("message %d: got %s, want %s", key, got, want)
		}
	}
	l.Forget(control.OfClient("app"), "john")
	if l.Wait(0, now, time.Minute) > 0 || l.Wait(3, now, time.Minute) <= 0 {
		t.Error("the client's message is still locked, or another one's is not")
	}
	l.Forget(control.OfAccount("john"), "john")
	if got := l.Wait(3, now, time.Minute); got > 0 {
		t.Errorf("a message of the account that was forgotten has to wait %s", got)
	}
}

// What is older than the lock is thrown out when there are many; where the clock stands
// still, everything is in the end.
func TestBound(t *testing.T) {
	t.Parallel()
	fill := func(l *reload.Lock, n int, at time.Time) {
		for i := range n {
			l.Add(reload.KeyOf("", "", strconv.Itoa(i)), at, "", time.Minute)
		}
	}
	first, last := reload.KeyOf("", "", "0"), reload.KeyOf("", "", "99998")
	var moving, still reload.Lock
	fill(&moving, 999, start)
	moving.Add(0, start.Add(time.Hour), "", time.Minute)
	if got := moving.Wait(first, start, time.Minute); got != 0 {
		t.Errorf("one that is older than the lock is still there: wait %s", got)
	}
	fill(&still, 99_999, start)
	if still.Wait(first, start, time.Minute) == 0 || still.Wait(last, start, time.Minute) == 0 {
		t.Error("one within the lock is gone")
	}
	still.Add(0, start, "", time.Minute)
	if got := still.Wait(first, start, time.Minute); got != 0 {
		t.Errorf("one of a hundred thousand is still there: wait %s", got)
	}
}
