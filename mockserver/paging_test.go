package mockserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// pages reads a list page by page, each after the last thing of the page before.
func pages[T any](t *testing.T, page func(after T) []T) (all []T, n int) {
	t.Helper()
	var last T
	for list := page(last); len(list) > 0; list = page(last) {
		all, last = append(all, list...), list[len(list)-1]
		if n++; n > 1000 {
			t.Fatal("there is no end to the pages")
		}
	}
	return all, n
}

// What is read page by page is the list, in its order, also where the clock stands
// still.
func TestPages(t *testing.T) {
	t.Parallel()
	const size, limit = 1234, 500
	server := newServer(t, func(w *fixtures.World) { w.Gateway.Messages = size }, mockserver.WithJournalSize(2*size))
	must(server.FreezeClock())
	must(server.AddAccount(fixtures.Account{Name: "rich", UserID: 777, Balance: "9999999"}))
	token := must(server.IssueToken(control.TokenRequest{Account: "rich"}))
	for i := range size {
		get(server, "/me").bearer(token.AccessToken).answer()
		must(server.IssueToken(control.TokenRequest{}))
		form := url.Values{"to": {"491716992343"}, "text": {fmt.Sprint("Hello ", i)}}
		post(server, "/api/sms", form).bearer(token.AccessToken).answer()
	}

	requests, n := pages(t, func(after control.Entry) []control.Entry {
		return must(server.Requests(control.RequestFilter{Endpoint: "me", After: after.ID, Limit: limit}))
	})
	if !slices.IsSortedFunc(requests, func(a, b control.Entry) int { return int(a.ID) - int(b.ID) }) || len(requests) != size || n != 3 {
		t.Errorf("got %d requests on %d pages, want %d on 3, in order", len(requests), n, size)
	}
	messages, n := pages(t, func(after control.Message) []control.Message {
		return must(server.Messages(control.MessageFilter{After: after.ID, Limit: limit}))
	})
	if !slices.IsSortedFunc(messages, func(a, b control.Message) int { return int(a.Request) - int(b.Request) }) || len(messages) != size || n != 3 {
		t.Errorf("got %d messages on %d pages, want %d on 3, in order", len(messages), n, size)
	}
	tokens, n := pages(t, func(after control.TokenInfo) []control.TokenInfo {
		return must(server.Tokens(control.TokenFilter{After: after.Token, Limit: limit}))
	})
	if all := must(server.Tokens(control.TokenFilter{})); !slices.Equal(tokens, all) || n != (len(all)+limit-1)/limit {
		t.Errorf("got %d codes and tokens on %d pages, want %d", len(tokens), n, len(all))
	}
}

// A limit that limits nothing, or where nothing is listed, is refused.
func TestLimitsRefused(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	for _, test := range []struct{ route, body string }{
		{"GET requests?limit=0", ""}, {"GET requests?limit=-1", ""}, {"GET messages?limit=0", ""}, {"GET tokens?limit=x", ""},
		{"POST tokens/revoke", `{"limit":1}`}, {"POST tokens/expire", `{"after":"x"}`},
	} {
		if w := lever(server, test.route, test.body).answer(); w.Code != http.StatusBadRequest {
			t.Errorf("%s %s: got %d %s, want 400", test.route, test.body, w.Code, w.Body)
		}
	}
}
