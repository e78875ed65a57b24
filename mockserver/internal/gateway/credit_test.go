package gateway_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

func TestCredit(t *testing.T) {
	t.Parallel()
	accounts := []fixtures.Account{{Name: "john", Balance: "0.2", SandboxAPIKeys: []string{"sandbox"}}}
	w := newWorld(t, fixtures.World{Accounts: accounts})
	for _, test := range []struct{ form, want, left string }{
		{"to=491716992343&text=1", "100", "0.1250"},
		{"to=491716992343,491716992344,491716992345&text=2", "100", "0.0500"},
		{"to=491716992343&text=3", "500", "0.0500"},
		{"to=491716992343&text=4&debug=1", "100", "0.0500"},
	} {
		if got := w.post("/api/sms", test.form); got.body != test.want || w.Balance("john") != test.left {
			t.Errorf("%s: got %s and %s left (%s), want %s and %s", test.form, got.body, w.Balance("john"), got.call.Reason, test.want, test.left)
		}
	}
	if got := w.post("/api/sms", "to=491716992343&text=5&json=1").body; !strings.HasPrefix(got, `{"success":"500","total_price":0,"balance":0.05,`) {
		t.Errorf("JSON: got %s, want 500 at the top", got)
	}
	if got := w.post("/api/voice", "to=491716992343&text=5").body; got != "500" {
		t.Errorf("voice: got %s, want 500", got)
	}
	if got := len(w.Messages(control.MessageFilter{})); got != 2 {
		t.Errorf("got %d messages, want 2", got)
	}
	if _, err := w.oauth.AddAccount(fixtures.Account{Name: "john", Balance: "12"}); err != nil {
		t.Fatal(err)
	}
	w.Amend("john")
	if got := w.get("/api/balance").body; got != "12" {
		t.Errorf("after the account was replaced: got %s, want 12", got)
	}
	if got := w.Balance("nobody"); got != "0.0000" {
		t.Errorf("of nobody: got %s", got)
	}
}

func TestPricesByCountry(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{
		Prices: fixtures.Prices{SMS: "0.1"},
		Countries: []fixtures.Country{
			{Code: "AT", Name: "Austria", Prefix: "43", Networks: []fixtures.Network{{MCC: "232", Price: "0.0512"}, {MCC: "232", Price: "9"}}},
			{Code: "CH", Name: "Switzerland", Prefix: "41"},
		},
	}})
	for to, want := range map[string]string{"436641234567": "0.0512", "41791234567": "0.1", "491716992343": "0.1"} {
		if got := w.post("/api/sms", "text=Hi&json=1&to="+to).body; !strings.Contains(got, `"total_price":`+want+`,`) {
			t.Errorf("to %s: got %s, want the price %s", to, got, want)
		}
	}
}

func TestAccountsAreApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{
		Accounts: []fixtures.Account{{Name: "john", Balance: "1"}, {Name: "jane", Balance: "1"}},
		Tokens:   []fixtures.Token{token("all", "john", ""), token("hers", "jane", "")},
	})
	w.post("/api/sms", "to=491716992343&text=Hi&delay=2023-08-24+00:00")
	w.post("/api/sms", "to=491716992343&text=Hi+you")
	w.post("/api/voice", "to=491716992343&text=Hi")
	w.post("/api/hooks", "target_url=http://localhost/&event_type=all")
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Yes"}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ endpoint, want string }{
		{"GET /api/balance", "1"},
		{"GET /api/journal/outbound", "[]"},
		{"GET /api/journal/inbound", "[]"},
		{"GET /api/journal/replies", "[]"},
		{"GET /api/journal/voice", "[]"},
		{"GET /api/analytics/label", "[]"},
		{"GET /api/status?msg_id=77214945866", "600"},
		{"GET /api/hooks", `{"success":true,"code":null,"hooks":[]}`},
		{"GET /api/hooks?action=unsubscribe&id=2043", `{"success":false,"code":null,"error_message":"Hook not found"}`},
		{"DELETE /api/sms?ids=77214945865", `{"success":false,"deleted":null}`},
		{"POST /api/voice/1038703/hangup", `{"success":false,"error":"Call not found"}`},
		{"GET /api/sms?to=491716992343&text=Hi+you", "100"}, // her first: no reload lock
	} {
		r := requestTo(test.endpoint)
		r.Header.Set("Authorization", "Bearer hers")
		if got := w.do(r).body; got != test.want {
			t.Errorf("%s: got %s, want %s", test.endpoint, got, test.want)
		}
	}
}

// TestConcurrentSends holds the credit to the sum of what was sent, however the
// requests meet.
func TestConcurrentSends(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "3"}}})
	var sent sync.Map
	var group sync.WaitGroup
	for sender := range 8 {
		group.Go(func() {
			for i := range 10 {
				r := httptest.NewRequest("GET", fmt.Sprintf("/api/sms?to=491716992343&text=%d-%d&return_msg_id=1", sender, i), nil)
				r.Header.Set("Authorization", "Bearer all")
				body := w.do(r).body
				switch id, ok := strings.CutPrefix(body, "100\n"); {
				case ok:
					if _, twice := sent.LoadOrStore(id, true); twice {
						t.Errorf("the id %s was given twice", id)
					}
				case body != "500":
					t.Errorf("got %s", body)
				}
				w.Balance("john")
				w.Messages(control.MessageFilter{})
			}
		})
	}
	group.Wait()
	count := 0
	sent.Range(func(any, any) bool { count++; return true })
	if got := w.Balance("john"); count != 40 || got != "0.0000" || len(w.Messages(control.MessageFilter{})) != 40 {
		t.Errorf("got %d sent and %s EUR left, want 40 and nothing", count, got)
	}
}
