package gateway_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// crowd is recipients, and what is sent to them.
type crowd struct {
	numbers []string
	text    string
}

func newCrowd(size int, text string) crowd {
	c := crowd{text: text}
	for i := range size {
		c.numbers = append(c.numbers, fmt.Sprintf("49171%07d", i))
	}
	return c
}

func (c crowd) form() string {
	return url.Values{"to": {strings.Join(c.numbers, ",")}, "text": {c.text}}.Encode()
}

// sideBySide posts forms at once and returns the answers.
func sideBySide(w *world, path string, forms ...string) []string {
	answers := make([]string, len(forms))
	var all sync.WaitGroup
	for i, form := range forms {
		all.Go(func() { answers[i] = w.post(path, form).body })
	}
	all.Wait()
	return answers
}

// Of those who send the same to the same people at once, exactly one does, to all
// of them and in their order.
func TestSameToCrowdAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "1000"}}})
	c := newCrowd(500, "Your code is 123456")
	answers := sideBySide(w, "/api/sms", slices.Repeat([]string{c.form()}, 8)...)
	slices.Sort(answers)
	if want := append([]string{"100"}, slices.Repeat([]string{"402"}, 7)...); !slices.Equal(answers, want) {
		t.Errorf("got %v, want %v", answers, want)
	}
	var to []string
	for _, m := range w.Messages(control.MessageFilter{}) {
		to = append(to, m.To)
	}
	if !slices.Equal(to, c.numbers) {
		t.Errorf("%d messages were sent, to %v; want one to each, in order", len(to), to)
	}
}

// The credit is spent to the last cent and not beyond, and every message has an id
// of its own, in the order in which they are in the outbox.
func TestCreditOfCrowds(t *testing.T) {
	t.Parallel()
	const senders, size, affordable = 8, 300, 1000
	w := newWorld(t, fixtures.World{
		Gateway:  fixtures.Gateway{Messages: senders * size},
		Accounts: []fixtures.Account{{Name: "john", Balance: "75"}}, // for as many at 0.075
	})
	var forms []string
	for i := range senders {
		forms = append(forms, newCrowd(size, fmt.Sprint("Text ", i)).form())
	}
	sideBySide(w, "/api/sms", forms...)
	messages := w.Messages(control.MessageFilter{})
	if got := w.Balance("john"); len(messages) != affordable || got != "0.0000" {
		t.Errorf("%d messages were sent and %s EUR are left, want %d and nothing", len(messages), got, affordable)
	}
	if !slices.IsSortedFunc(messages, func(a, b control.Message) int { return idOf(t, a) - idOf(t, b) }) {
		t.Error("the outbox is not in the order of the ids")
	}
	if got := w.get("/api/analytics").body; !strings.Contains(got, fmt.Sprintf(`"sms":%d`, affordable)) {
		t.Errorf("analytics: got %s, want %d SMS", got, affordable)
	}
}

func idOf(t *testing.T, m control.Message) int {
	id, err := strconv.ParseInt(m.ID, 10, 64)
	if err != nil {
		t.Error(err)
	}
	return int(id - 77214945865)
}

// Who sends to many while the world is loaded anew does so before that or after it,
// by the world that is in force then, to all of them or to none.
func TestCrowdsBesideLoads(t *testing.T) {
	t.Parallel()
	const size = 100
	for _, path := range []string{"/api/sms", "/api/voice"} {
		var worlds []fixtures.World
		for _, sender := range []string{"4915000000001", "4915000000002"} {
			worlds = append(worlds, fixtures.World{
				Gateway:  fixtures.Gateway{Sender: sender, Number: sender},
				Accounts: []fixtures.Account{{Name: "john", Balance: "100000"}},
				Tokens:   []fixtures.Token{token("all", "john", "sms voice")},
			})
		}
		w := newWorld(t, worlds[0])
		var senders sync.WaitGroup
		done := make(chan struct{})
		for i := range 2 {
			senders.Go(func() {
				form := newCrowd(size, fmt.Sprint("Hello ", i)).form()
				for {
					select {
					case <-done:
						return
					default:
						w.post(path, form)
					}
				}
			})
		}
		for i := range 20 {
			now := worlds[i%2]
			w.Load(now)
			if _, err := w.WaitForMessage(t.Context(), control.MessageFilter{}); err != nil {
				t.Fatal(err)
			}
			messages := w.Messages(control.MessageFilter{})
			if len(messages)%size != 0 {
				t.Errorf("%s: %d messages are there, want a multiple of %d", path, len(messages), size)
			}
			for _, m := range messages {
				if m.From != now.Gateway.Sender {
					t.Errorf("%s: a message comes from %s, which the world before it says, want %s", path, m.From, now.Gateway.Sender)
					break
				}
			}
		}
		close(done)
		senders.Wait()
	}
}

// A client that has gone before it is its turn sends nothing.
func TestGoneBeforeTheTurn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "100000"}}})
	gone, leave := context.WithCancel(t.Context())
	leave()
	for _, path := range []string{"/api/sms", "/api/voice"} {
		r := httptest.NewRequest("POST", path, strings.NewReader(newCrowd(100, "Hello").form())).WithContext(gone)
		r.Header.Set("Authorization", "Bearer all")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if got := w.do(r); !strings.Contains(got.call.Reason, "had gone before it was its turn") {
			t.Errorf("%s: got %+v, want that the client had gone", path, got)
		}
	}
	if got := w.Messages(control.MessageFilter{}); len(got) > 0 {
		t.Errorf("%d messages were sent", len(got))
	}
	if got := w.post("/api/sms", newCrowd(100, "Hello").form()); got.call.Reason != "" {
		t.Errorf("afterwards: got %+v", got)
	}
}
