package gateway_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"example.com/sms77mock/fixtures"
)

// TestAnswersShareNothing holds, under the race detector, that an answer is not
// touched by a request that changes what it shows.
func TestAnswersShareNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/subaccounts", "action=create&name=Jane&email=jane@acme.inc")
	w.post("/api/contacts", "lastname=Doe&groups[]=1")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			w.get("/api/subaccounts")
			w.post("/api/subaccounts", "action=update&id=941955&threshold=1&amount=2")
			w.post("/api/subaccounts", "action=transfer_credits&id=941955&amount=0.5")
			w.get("/api/contacts")
			w.post("/api/contacts", "action=write&id=12297236&nick=Jane")
			w.get("/api/contacts/12297236")
			w.get("/api/lookup/hlr?number=491716992343")
		})
	}
	wg.Wait()
	if got, want := w.get("/api/subaccounts?action=read").body, `"balance":"4.0000"`; !strings.Contains(got, want) {
		t.Errorf("got %s, want %s in it: eight transfers of 0.5", got, want)
	}
	if got := w.get("/api/balance"); got.status != http.StatusOK || got.body != "623.2815" {
		t.Errorf("balance: got %s, want 623.2815", got.body)
	}
}
