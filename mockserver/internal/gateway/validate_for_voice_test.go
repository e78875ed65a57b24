package gateway_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
)

// TestValidationCallback holds what the callback is told, and when.
func TestValidationCallback(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ number, want string }{
		"answered":     {"4917612345678", "/done?x=1&error=&formatted_output=%2B49+176+12345678&id=12345&sender=4917612345678&success=1&voice=1"},
		"not answered": {"447700900021", "/done?x=1&error=The+code+was+not+entered.&formatted_output=&id=&sender=447700900021&success=0&voice=0"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			called := make(chan string, 1)
			app := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				called <- r.Method + " " + r.RequestURI
			}))
			defer app.Close()
			w := newWorld(t, fixtures.World{})
			w.post("/api/validate_for_voice", "number="+test.number+"&callback="+url.QueryEscape(app.URL+"/done?x=1"))
			select {
			case got := <-called:
				t.Fatalf("got %s before anybody could answer", got)
			default:
			}

			w.clock.Advance(time.Second)
			if got, want := <-called, "GET "+test.want; got != want {
				t.Errorf("the callback\n got %s\nwant %s", got, want)
			}
			if got := w.webhooks(); len(got) != 1 || got[0].Event != "validate_for_voice" || got[0].Account != "john" {
				t.Errorf("attempts: got %+v, want one of john's for validate_for_voice", got)
			}
		})
	}
}

// TestNumberIsSavedOnce holds that two validations of a number that are under way
// together save it once.
func TestNumberIsSavedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	for range 2 {
		w.post("/api/validate_for_voice", "number=4917612345678")
	}
	w.clock.Advance(time.Second)
	w.post("/api/validate_for_voice", "number=4917612345679")
	w.clock.Advance(time.Second)
	want := `{"id":12346,"sender":"4917612345679","formatted_output":"+49 176 12345679","success":true,"error":"The sender ID is already saved.","voice":true}`
	if got := w.get("/api/validate_for_voice?number=4917612345679").body; got != want {
		t.Errorf("the second number\n got %s\nwant %s", got, want)
	}
}
