package world_test

import (
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/world"
)

// An SMS costs for each part what its country's first network does, the others what the
// channel does.
func TestPrice(t *testing.T) {
	t.Parallel()
	network := func(price string) []fixtures.Network { return []fixtures.Network{{Price: price}, {Price: "9"}} }
	w := world.New(fixtures.Gateway{
		Prices:    fixtures.Prices{SMS: "0.5", RCS: "0.25", WABA: "0.125"},
		Countries: []fixtures.Country{{Code: "DE", Networks: network("0.1")}, {Code: "DE", Networks: network("0.2")}, {Code: "AT"}},
	})
	for _, test := range []struct {
		channel control.Channel
		parts   int
		country string
		want    string
	}{
		{control.ChannelSMS, 1, "DE", "0.1"}, {control.ChannelSMS, 3, "DE", "0.3"}, {control.ChannelSMS, 2, "AT", "1"}, {control.ChannelSMS, 1, "", "0.5"},
		{control.ChannelRCS, 3, "DE", "0.25"}, {control.ChannelWhatsApp, 3, "DE", "0.125"},
	} {
		if got := w.Price(test.channel, test.parts, test.country).String(); got != test.want {
			t.Errorf("%s of %d parts to %q: got %s, want %s", test.channel, test.parts, test.country, got, test.want)
		}
	}
}

// Of several beginnings of a number the longest counts, of several alike the first.
func TestCarrier(t *testing.T) {
	t.Parallel()
	w := world.New(fixtures.Gateway{Carriers: []fixtures.Carrier{{Prefix: "49", Name: "short"}, {Prefix: "49171", Name: "long"}, {Prefix: "49171", Name: "second"}}})
	for e164, want := range map[string]string{"491716992343": "long", "491726992343": "short", "441": "", "": ""} {
		if got, ok := w.Carrier(e164); got.Name != want || ok != (want != "") {
			t.Errorf("%q: got %q, %t, want %q", e164, got.Name, ok, want)
		}
	}
}

// Of a number the world says what lookups find out, or else its magic number does.
func TestSubscriber(t *testing.T) {
	t.Parallel()
	const listed, absent, unknown, refused, plain = "491716992343", "491716992344", "491716992345", "491716992346", "491716992347"
	w := world.New(fixtures.Gateway{
		Subscribers: []fixtures.Subscriber{{Number: listed, Network: "26201", RCS: []string{}}},
		MagicNumbers: []fixtures.MagicNumber{
			{Number: listed, Status: fixtures.FailedSMS}, {Number: absent, Status: fixtures.ExpiredSMS},
			{Number: unknown, Status: fixtures.UnknownSMS}, {Number: refused, Code: 202},
		},
	})
	for e164, want := range map[string]struct {
		reachable fixtures.Reachability
		ported    fixtures.Porting
		code      int
		rcs       bool
	}{
		listed:  {fixtures.Reachable, fixtures.Ported, 0, false},
		absent:  {fixtures.Absent, fixtures.AssumedNotPorted, 0, true},
		unknown: {fixtures.ReachabilityUnknown, fixtures.AssumedNotPorted, 0, true},
		refused: {fixtures.Reachable, fixtures.AssumedNotPorted, 202, true},
		plain:   {fixtures.Reachable, fixtures.AssumedNotPorted, 0, true},
	} {
		n, _ := number.Parse(e164)
		s := w.Subscriber(n)
		if s.Number != e164 || s.Name != "GERMANY" || s.Valid != "valid" || s.Reachable != want.reachable || s.Ported != want.ported || s.Code != want.code {
			t.Errorf("%s: got %+v, want %+v", e164, s, want)
		}
		if w.Reaches(control.ChannelRCS, n) != want.rcs || !w.Reaches(control.ChannelSMS, n) {
			t.Errorf("%s: RCS reaches it: %t, want %t; SMS must", e164, !want.rcs, want.rcs)
		}
	}
	if got := w.Magic(refused).Code; got != 202 || w.Magic(plain) != (fixtures.MagicNumber{}) {
		t.Errorf("got the codes %d and %d, want 202 and 0", got, w.Magic(plain).Code)
	}
}
