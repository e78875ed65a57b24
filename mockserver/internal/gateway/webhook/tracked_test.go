package webhook_test

import (
	"errors"
	"net/http"
	"reflect"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// What the tester sees of a webhook is what came of the last attempt.
func TestTracked(t *testing.T) {
	t.Parallel()
	r := webhook.Request{Account: "john", Client: "app", Event: "dlr", URL: "http://localhost/"}
	x := webhook.Track(7, r)
	now := control.Delivery{ID: 7, Account: "john", ClientID: "app", Event: "dlr", URL: "http://localhost/"}
	if x.Delivery != now || x.Next() != 1 || x.UnderWay() || x.Over() != nil || x.Key() != 7 {
		t.Errorf("at first: got %+v, attempt %d next, want %+v", x.Delivery, x.Next(), now)
	}
	x.Note(webhook.Attempt{Time: at, Number: 1, Err: errors.New("refused"), Next: time.Minute})
	now.Attempts, now.Error, now.Due = 1, "refused", at.Add(time.Minute)
	if x.Delivery != now || x.Next() != 2 {
		t.Errorf("tried in vain: got %+v, attempt %d next, want %+v", x.Delivery, x.Next(), now)
	}
	x.Note(webhook.Attempt{Time: at, Number: 2, Status: 200})
	now.Attempts, now.Error, now.Due, now.Status, now.Delivered = 2, "", time.Time{}, 200, true
	if x.Delivery != now {
		t.Errorf("delivered: got %+v, want %+v", x.Delivery, now)
	}
	x.Drop(errors.New("unwanted"))
	now.Error = "unwanted"
	if x.Delivery != now || x.Next() != 3 {
		t.Errorf("dropped: got %+v, attempt %d next, want %+v", x.Delivery, x.Next(), now)
	}
}

// Nobody makes an attempt that somebody else has begun.
func TestBegin(t *testing.T) {
	t.Parallel()
	x := webhook.Track(1, webhook.Request{})
	over, ok := x.Begin(1)
	if !ok || !x.UnderWay() || x.Over() != over || x.Next() != 2 {
		t.Error("the first attempt is not under way")
	}
	if _, ok := x.Begin(1); ok {
		t.Error("the first attempt is made twice")
	}
	x.Note(webhook.Attempt{Number: 1})
	if x.UnderWay() {
		t.Error("the first attempt is under way after its end")
	}
	if _, ok := x.Begin(2); !ok || x.Over() == over {
		t.Error("the second attempt is not under way")
	}
	x.Drop(errors.New("unwanted"))
	if x.UnderWay() || x.Next() != 2 {
		t.Errorf("the second attempt was not made: got %d next", x.Next())
	}
}

// What is written into a world is read from it.
func TestSent(t *testing.T) {
	t.Parallel()
	for _, want := range []fixtures.SentWebhook{
		{ID: 7, Account: "john", Client: "app", Event: "dlr", About: "77", Hook: 3, Method: "POST", URL: "http://localhost/", Headers: "A: b\nC: d", Body: "e=f", Attempts: 2, Status: 503, Due: "2023-08-23T14:13:08Z"},
		{ID: 7, Method: "GET", URL: "http://localhost/?a", Attempts: 1, Error: "refused"},
		{ID: 7, Method: "POST", URL: "http://localhost/", Attempts: 1, Status: 200},
	} {
		x := webhook.Sent(want.ID, want)
		if got := x.Written(); !reflect.DeepEqual(got, want) || x.Delivered != (want.Status == 200) || x.Due.IsZero() != (want.Due == "") {
			t.Errorf("got %+v, %+v, want %+v", got, x.Delivery, want)
		}
	}
	short, long := webhook.Track(1, webhook.Request{}), webhook.Track(1, webhook.Request{URL: "http://localhost/", Header: http.Header{"A": {"b"}}, Body: "c"})
	if short.Weight() >= long.Weight() {
		t.Errorf("more weighs %d, less %d", long.Weight(), short.Weight())
	}
}
