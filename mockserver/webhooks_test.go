package mockserver_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// receiver answers webhooks.
type receiver func(*http.Request) (status int, err error)

func (f receiver) RoundTrip(r *http.Request) (*http.Response, error) {
	status, err := f(r)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("thanks")), Request: r}, nil
}

// The journal tells of a webhook how its receiver took it.
func TestWebhookOutcome(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		status  int
		err     error
		outcome control.Outcome
		reason  string
	}{
		{200, nil, control.OK, "sms_mo, attempt 1"},
		{302, nil, control.OK, "sms_mo, attempt 1; 302 counts as taken, and is not followed"},
		{404, nil, control.Refused, "sms_mo, attempt 1; there will be no other: 404 is not tried again"},
		{503, nil, control.Refused, "sms_mo, attempt 1; the next one is due in 1m0s on the server's clock"},
		{0, errors.New("cut off"), control.Refused, "sms_mo, attempt 1: cut off; the next one is due in 1m0s on the server's clock"},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := newServer(t, nil, mockserver.WithTransport(receiver(func(*http.Request) (int, error) { return test.status, test.err })))
			access := must(server.IssueToken(control.TokenRequest{})).AccessToken
			hook := url.Values{"target_url": {"http://localhost/hook?a=1"}, "event_type": {"sms_mo"}}
			post(server, "/api/hooks", hook).bearer(access).answer()
			must(server.Receive(control.Inbound{From: "491716992343", Text: "ja"}))
			synctest.Wait()
			got := must(server.Requests(control.RequestFilter{Endpoint: "webhook"}))
			if len(got) != 1 || got[0].Outcome != test.outcome || got[0].Status != test.status || got[0].Reason != test.reason || got[0].RawQuery != "a=1" || got[0].Webhook != must(server.Webhooks()).Deliveries[0].ID {
				t.Errorf("%d %v: got %+v, want one entry: %s, %s", test.status, test.err, got, test.outcome, test.reason)
			}
		})
	}
}

// TestSubscriptionsOfTheWorld wants those of accounts that nobody has used yet, and
// of their subaccounts, too.
func TestSubscriptionsOfTheWorld(t *testing.T) {
	t.Parallel()
	hook := func(url string) []fixtures.Hook { return []fixtures.Hook{{URL: url, Event: fixtures.HookReport}} }
	s := newServer(t, func(w *fixtures.World) {
		w.Accounts = []fixtures.Account{
			{Name: "john", Hooks: hook("http://127.0.0.1:1/john")},
			{Name: "jane"},
			{Name: "erika", Subaccounts: []fixtures.Subaccount{{Name: "sub", Email: "sub@acme.inc", Hooks: hook("http://127.0.0.1:1/sub")}}},
		}
	})
	for range 2 {
		webhooks, err := s.Webhooks()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range webhooks.Subscriptions {
			got = append(got, x.Account+" "+x.URL)
		}
		if want := []string{"john http://127.0.0.1:1/john", "erika http://127.0.0.1:1/sub"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
