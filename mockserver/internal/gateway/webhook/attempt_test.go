package webhook_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// at is when the attempts of the tests are made.
var at = time.Date(2023, 8, 23, 14, 13, 8, 0, time.UTC)

// roundTripper is a way of a test's own.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// attempt returns an attempt to reach a URL, and its request.
func attempt(t *testing.T, url string) (*webhook.Attempt, *http.Request) {
	t.Helper()
	request := webhook.Request{Account: "john", Event: "dlr", Method: "POST", URL: url, Header: http.Header{"X-Own": {"a"}}, Body: "b=c"}
	a := request.Attempt(1, at, "")
	r, err := a.NewRequest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &a, r
}

// The request of an attempt is what was ordered, knows its attempt, and is signed with a
// key alone.
func TestNewRequest(t *testing.T) {
	t.Parallel()
	a, r := attempt(t, "http://localhost/a?b")
	body, err := io.ReadAll(r.Body)
	if err != nil || r.Method != "POST" || r.URL.String() != "http://localhost/a?b" || r.Header.Get("X-Own") != "a" || string(body) != "b=c" {
		t.Errorf("got %s %s %v %q (%v)", r.Method, r.URL, r.Header, body, err)
	}
	if webhook.AttemptOf(r.Context()) != a || webhook.AttemptOf(context.Background()) != nil {
		t.Error("a request does not know its attempt, or another one has one")
	}
	request := webhook.Request{Method: "GET", URL: "http://localhost/"}
	if plain, signed := request.Attempt(1, at, ""), request.Attempt(2, at, "key"); plain.Header != nil || len(signed.Header.Get("X-Signature")) != 64 || request.Header != nil {
		t.Errorf("got the headers %v without a key and %v with one; the request has %v", plain.Header, signed.Header, request.Header)
	}
	own := webhook.Request{Header: http.Header{"X-Own": {"a"}}}
	if signed := own.Attempt(1, at, "key"); len(own.Header) != 1 || len(signed.Header) != 4 {
		t.Errorf("signed, the attempt has %v and the request %v", signed.Header, own.Header)
	}
	bad := request.Attempt(1, at, "")
	bad.URL = "http://[::1/"
	if _, err := bad.NewRequest(t.Context()); err == nil {
		t.Error("a URL that is none has a request")
	}
}

// Answers of 2xx and 3xx are success; after some others, and after none, the vendor
// tries again.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status             int
		err                error
		delivered, mayPass bool
	}{
		{200, nil, true, false}, {204, nil, true, false}, {302, nil, true, false},
		{400, nil, false, false}, {404, nil, false, false}, {410, nil, false, false}, {501, nil, false, false},
		{429, nil, false, true}, {500, nil, false, true}, {502, nil, false, true}, {503, nil, false, true}, {504, nil, false, true},
		{0, io.EOF, false, true},
	} {
		a := webhook.Attempt{Status: test.status, Err: test.err}
		if a.Delivered() != test.delivered || a.MayPass() != test.mayPass {
			t.Errorf("%d, %v: got %t and %t, want %t and %t", test.status, test.err, a.Delivered(), a.MayPass(), test.delivered, test.mayPass)
		}
	}
}

// A redirect is an answer, and is followed nowhere.
func TestRedirectCountsAsDelivered(t *testing.T) {
	t.Parallel()
	asked := 0
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		http.Redirect(w, r, "/other", http.StatusFound)
	}))
	defer receiver.Close()
	a, r := attempt(t, receiver.URL)
	written := 0
	if err := a.Send(r, webhook.NewTransport(), func() { written++ }); err != nil || !a.Delivered() || a.Status != 302 || asked != 1 || written != 1 {
		t.Errorf("got %+v (%v), asked %d times and written %d times; want delivered after one", a, err, asked, written)
	}
}

// Of what a receiver answers, so much is read and kept, however much there is of
// headers or of a body without end.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	const most = 64 << 10
	for name, test := range map[string]struct {
		answer func(w http.ResponseWriter)
		status int
		body   int
	}{
		"headers": {func(w http.ResponseWriter) { w.Header().Set("X-Long", strings.Repeat("x", 1<<20)) }, 0, 0},
		"body": {func(w http.ResponseWriter) {
			for { // until nobody reads any more
				if _, err := w.Write(make([]byte, most)); err != nil {
					return
				}
			}
		}, 200, most},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { test.answer(w) }))
			t.Cleanup(receiver.Close)
			a, r := attempt(t, receiver.URL)
			err := a.Send(r, webhook.NewTransport(), func() {})
			if a.Status != test.status || len(a.ResponseBody) != test.body || (err != nil) != (test.status == 0) {
				t.Errorf("got %d with %d bytes, %v, want %d with %d", a.Status, len(a.ResponseBody), err, test.status, test.body)
			}
		})
	}
}

// A receiver has five seconds, and whoever ends the attempt says why.
func TestNoAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		stalled := roundTripper(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		a, r := attempt(t, "http://localhost/")
		began := time.Now()
		if err := a.Send(r, stalled, nil); err == nil || err.Error() != "no answer within 5s" || time.Since(began) != 5*time.Second {
			t.Errorf("after %s: got %v, want no answer within 5s", time.Since(began), err)
		}
		enough := errors.New("enough")
		ctx, cancel := context.WithCancelCause(r.Context())
		cancel(enough)
		if err := a.Send(r.WithContext(ctx), stalled, nil); !errors.Is(err, enough) {
			t.Errorf("got %v, want the cause", err)
		}
	})
}

// A name below localhost is this machine, whatever a name server would say, by whichever
// address something listens there.
func TestLocalhost(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"127.0.0.1", "::1"} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			// The port must be nobody's at 127.0.0.1, either: who has it there is asked first.
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			if address != "127.0.0.1" {
				listener.Close()
				_, port, _ := net.SplitHostPort(listener.Addr().String())
				if listener, err = net.Listen("tcp", net.JoinHostPort(address, port)); err != nil {
					t.Skip(err) // no IPv6 here
				}
			}
			receiver := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Host) }))
			receiver.Listener.Close()
			receiver.Listener = listener
			receiver.Start()
			t.Cleanup(receiver.Close)
			host := "app.localhost" + receiver.URL[strings.LastIndex(receiver.URL, ":"):]
			a, r := attempt(t, "http://"+host+"/")
			if err := a.Send(r, webhook.NewTransport(), func() {}); err != nil || a.ResponseBody != host {
				t.Errorf("got %q (%v), want %q", a.ResponseBody, err, host)
			}
		})
	}
}
