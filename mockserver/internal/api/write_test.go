package api_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/api"
)

// double is one that has nothing but a journal.
type double struct {
	api.Double
	entries []control.Entry
}

func (d double) Requests(control.RequestFilter) ([]control.Entry, error) { return d.entries, nil }

// requests returns the answer to a request for the journal.
func requests(entries []control.Entry) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	api.New(double{entries: entries}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/_mock/requests", http.NoBody))
	return w
}

func entries(n, bytes int) []control.Entry {
	list := make([]control.Entry, n)
	for i := range list {
		list[i] = control.Entry{ID: uint64(i + 1), Time: time.Unix(int64(i), 0).UTC(), Body: strings.Repeat("x", bytes)}
	}
	return list
}

// A list reads the same whether it is kept as a whole or written entry by entry.
func TestLongList(t *testing.T) {
	t.Parallel()
	for _, list := range [][]control.Entry{{}, entries(1, 10), entries(2, 10), entries(3000, 1000)} {
		w := requests(list)
		var got []control.Entry
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%d entries: %v", len(list), err)
		}
		ids := func(list []control.Entry) (ids []uint64) {
			for _, e := range list {
				ids = append(ids, e.ID)
			}
			return ids
		}
		if diff := cmp.Diff(ids(list), ids(got)); w.Code != http.StatusOK || diff != "" {
			t.Errorf("%d entries: got %d and others (-want +got):\n%s", len(list), w.Code, diff)
		}
		if body := w.Body.String(); !strings.HasSuffix(body, "]\n") {
			t.Errorf("%d entries: the answer ends with %q", len(list), body[max(0, len(body)-10):])
		}
	}
}

// An answer that cannot be written says so in place of a part of it, however late
// in a long list that is found out.
func TestListThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 3000} {
		list := entries(n, 1000)
		list[n-1].Time = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
		w := requests(list)
		var got struct{ Error string }
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if w.Code != http.StatusInternalServerError || !strings.Contains(got.Error, "cannot be written as JSON") {
			t.Errorf("with the %d. entry wrong: got %d %q, want a 500 that says why", n, w.Code, got.Error)
		}
	}
}

// gone is a client that has left: what is written to it fails.
type gone struct {
	httptest.ResponseRecorder
	writes int
}

func (g *gone) Write([]byte) (int, error) {
	g.writes++
	return 0, io.ErrClosedPipe
}

// No list is encoded to its end, where the mistake is, for a client that has gone,
// of whom there may be many at once.
func TestNobodyIsLeftToRead(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(t.Context())
	list := entries(3000, 1000)
	list[2999].Time = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)
	var w gone
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/_mock/requests", http.NoBody)
	leave()
	api.New(double{entries: list}).ServeHTTP(&w, r)
	if w.Code != http.StatusOK || w.writes != 1 {
		t.Errorf("got status %d and %d writes, want 200, as nobody has come to the mistake, and 1", w.Code, w.writes)
	}
}
