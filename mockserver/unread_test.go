package mockserver_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
)

// TestUnreadBodiesAreNamed sends parameters in ways in which they do not arrive:
// the reason says which it was, at every endpoint, and no contact comes of it.
func TestUnreadBodiesAreNamed(t *testing.T) {
	t.Parallel()
	const form, object = "application/x-www-form-urlencoded", "application/json"
	for _, test := range []struct{ path, contentType, body, want string }{
		{"/api/sms", form, `{"to":"491716992343","text":"x"}`, "it is JSON"},
		{"/api/sms", "text/plain", "to=491716992343&text=x", `Content-Type "text/plain"`},
		{"/api/sms", "", "to=491716992343&text=x", "without a Content-Type"},
		{"/api/sms", form, "\ufeffto=491716992343&text=x", "another name than `to`"},
		{"/api/sms", object, "\ufeff" + `{"to":"491716992343"}`, "byte order mark"},
		{"/api/sms", object, `{"to":{"number":"491716992343"},"text":"x"}`, "`to` came as an object"},
		{"/api/sms", object, `{"to":"491716992343","text":["x"]}`, "`text` came as a list"},
		{"/api/sms", object, `{"to":null,"text":"x"}`, "it is null in the body"},
		{"/api/voice", object, `{"to":"491716992343"`, "it ends too early"},
		{"/api/status", "text/plain", "msg_id=1", `Content-Type "text/plain"`},
		{"/api/contacts", object, `{"lastname":"Doe"`, "it ends too early"},
		{"/api/hooks", object, `{"target_url":"http://localhost/"`, "`event_type` is missing: the body is no JSON"},
		{"/api/validate_for_voice", "text/plain", "number=491716992343", "`number` is missing: no parameters could be read"},
		{"/api/lookup/hlr", object, `{"number":"491716992343"`, "`number` is missing: the body is no JSON"},
		{"/api/subaccounts", form, "action=create", "`email` is missing: neither"},
		{"/api/sms", form, "text=x&to=49171\u200b6992343", "it has an invisible character in it, U+200B"},
		{"/api/contacts", "text/plain", `{"lastname":"Doe"}`, `Content-Type "text/plain"`},
		{"/token", form, `{"grant_type":"refresh_token"}`, "it is JSON"},
		{"/token", object, "\ufeff" + `{"grant_type":"refresh_token"}`, "byte order mark"},
		{"/token", "", "grant_type=refresh_token", "without a Content-Type"},
	} {
		server := newServer(t, nil)
		token := must(server.IssueToken(control.TokenRequest{}))
		r := httptest.NewRequest(http.MethodPost, test.path, strings.NewReader(test.body))
		r.Header.Set("Content-Type", test.contentType)
		if test.contentType == "" {
			r.Header.Del("Content-Type")
		}
		w := asked{r, server}.bearer(token.AccessToken).answer()
		if got := w.Header().Get("Mock-Reason"); !strings.Contains(got, strings.ReplaceAll(test.want, "\ufeff", "?")) {
			t.Errorf("%s: %q as %q: got reason %q, want it to say %q", test.path, test.body, test.contentType, got, test.want)
		}
		w = get(server, "/api/contacts").bearer(token.AccessToken).answer()
		if !strings.Contains(w.Body.String(), `"data":[]`) {
			t.Errorf("%s: %q as %q: a contact came of it: %s", test.path, test.body, test.contentType, w.Body)
		}
	}
}

// TestPackedBodiesAreNamed sends a body that is not unpacked.
func TestPackedBodiesAreNamed(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	for _, path := range []string{"/api/sms", "/token"} {
		a := post(server, path, nil)
		a.Body = io.NopCloser(strings.NewReader("\x1f\x8b\x08\x00"))
		a.Header.Set("Content-Encoding", "gzip")
		w := a.bearer(must(server.IssueToken(control.TokenRequest{})).AccessToken).answer()
		if got := w.Header().Get("Mock-Reason"); !strings.Contains(got, `Content-Encoding "gzip", and is not unpacked`) {
			t.Errorf("%s: got reason %q, want it to name the coding", path, got)
		}
	}
}

// TestTextIsReadWhateverItsEncoding sends a contact that says what is no coding of a
// body.
func TestTextIsReadWhateverItsEncoding(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	a := post(server, "/api/contacts", url.Values{"lastname": {"Doe"}})
	a.Header.Set("Content-Encoding", "utf-8")
	w := a.bearer(must(server.IssueToken(control.TokenRequest{Scope: "contacts"})).AccessToken).answer()
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Doe") {
		t.Errorf("got %d %s, want the contact", w.Code, w.Body)
	}
}

// TestManyParameters sends a megabyte of parameters, in each way: it is refused
// when there are too many, and the reason says why.
func TestManyParameters(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	var pairs, members, list strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&pairs, "p%d=&", i)
		fmt.Fprintf(&members, `"%d":1,`, i)
		list.WriteString(`[[1]],`)
	}
	for name, body := range map[string]struct{ contentType, body string }{
		"form":  {"application/x-www-form-urlencoded", pairs.String()},
		"JSON":  {"application/json", `{` + members.String() + `"x":1}`},
		"lists": {"application/json", `{"to":[` + list.String() + `1]}`},
	} {
		r := httptest.NewRequest(http.MethodPost, "/token", strings.NewReader(body.body))
		r.Header.Set("Content-Type", body.contentType)
		w := asked{r, server}.answer()
		if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Header().Get("Mock-Reason"), "more than 20000 parameters") {
			t.Errorf("%s: got %d, reason %q, want 413 and why", name, w.Code, w.Header().Get("Mock-Reason"))
		}
	}
	w := get(server, "/me?"+pairs.String()).answer()
	if w.Code != http.StatusRequestURITooLong {
		t.Errorf("query: got %d, want 414", w.Code)
	}
}

// A path that leads nowhere comes back cut, so that a long one is not kept
// several times over.
func TestLongPathsAreCut(t *testing.T) {
	t.Parallel()
	w := get(newServer(t, nil), "/"+strings.Repeat("x", 100_000)).answer()
	if got := w.Body.Len(); w.Code != http.StatusNotFound || got > 400 {
		t.Errorf("got %d with %d bytes, want 404 with a few hundred", w.Code, got)
	}
}
