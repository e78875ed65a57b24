package gateway_test

import (
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
)

// A recipient that is refused leaves the request accepted: only its message
// tells.
func TestRefusedRecipient(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	for _, test := range []struct{ to, wantText, wantTop, wantMessage string }{
		{"1", "202", `"success":"100"`, `"recipient":null,`},
		{"1", "202", `"success":"100"`, `"success":false,"error":202,"error_text":"`},
		{"0", "301", `"success":"100"`, `"success":false,"error":301,"error_text":"`},
		{"1,2", "202", `"success":"100"`, `"success":false,"error":202,"error_text":"`},
		{"1,491716992343", "100", `"success":"100"`, `"success":false,"error":202,"error_text":"`},
		{"447700900403", "403", `"success":"100"`, `"success":false,"error":403,"error_text":"`},
	} {
		form := "no_reload=1&text=Hi&to=" + test.to
		if got := w.post("/api/sms", form); got.body != test.wantText || !got.call.Refused {
			t.Errorf("%s: got %s (refused: %t), want %s", test.to, got.body, got.call.Refused, test.wantText)
		}
		got := w.post("/api/sms", form+"&json=1")
		if got.status != 200 || !strings.HasPrefix(got.body, "{"+test.wantTop+",") || !strings.Contains(got.body, test.wantMessage) {
			t.Errorf("%s: got %d %s, want %s and %s", test.to, got.status, got.body, test.wantTop, test.wantMessage)
		}
	}
}

func TestPartlyRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{PartlyRefused: 101}})
	if got := w.post("/api/sms", "text=Hi&to=1,491716992343").body; got != "101" {
		t.Errorf("got %s, want 101", got)
	}
	if got := w.post("/api/sms", "text=Hi&to=1,491716992344&json=1").body; !strings.HasPrefix(got, `{"success":"101",`) {
		t.Errorf("got %s, want 101", got)
	}
	for to, want := range map[string]string{"1,0": "202", "0,1": "301"} {
		if got := w.post("/api/sms", "text=Ho&details=1&to="+to).body; got != want {
			t.Errorf("to nobody, %s: got %s, want %s", to, got, want)
		}
	}
}

// The reload lock compares text and recipient, whoever sends it, and knows more
// than what is kept of the messages.
func TestReloadLock(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{Messages: 1, ReloadLock: time.Minute}})
	send := func(form, want string) {
		t.Helper()
		if got := w.post("/api/sms", form).body; got != want {
			t.Errorf("%s: got %s, want %s", form, got, want)
		}
	}
	send("from=Alice&to=491716992343&text=Hi", "100")
	send("from=Bob&to=491716992343&text=Hi", "402")
	send("from=Alice&to=491716992344&text=Hi", "100")
	send("from=Alice&to=491716992343&text=Ho", "100")
	send("from=Bob&to=491716992343&text=Hi", "402")
	send("from=Bob&to=491716992343&text=Hi&no_reload=1", "100")
	w.clock.Advance(time.Minute)
	send("from=Bob&to=491716992343&text=Hi", "100")
	send("from=Bob&to=491716992345&text=Later&delay=2023-08-24+12:00", "100")
	waiting := w.get("/api/sms?to=491716992346&text=Later&delay=2023-08-24+12:00&return_msg_id=1").body
	_, id, _ := strings.Cut(waiting, "\n")
	r := requestTo("DELETE /api/sms?ids=" + id)
	r.Header.Set("Authorization", "Bearer all")
	w.do(r)
	send("to=491716992346&text=Later", "100")
}

// get_replies sends from a number that can be answered.
func TestGetReplies(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	if got := w.post("/api/sms", "to=491716992343&text=Hi&from=Acme&get_replies=1&json=1").body; !strings.Contains(got, `"sender":"491771783130"`) {
		t.Errorf("got %s, want the accounts' number as sender", got)
	}
}

// Of two X-Api-Key headers PHP makes one value, which is no key.
func TestTwoKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", APIKeys: []string{"good"}}}})
	r := requestTo("GET /api/balance")
	r.Header["X-Api-Key"] = []string{"good"}
	if got := w.do(r).body; got == "900" {
		t.Errorf("one key: got %s", got)
	}
	r = requestTo("GET /api/balance")
	r.Header["X-Api-Key"] = []string{"good", "bad"}
	if got := w.do(r).body; got != "900" {
		t.Errorf("two keys: got %s, want 900", got)
	}
}
