package mockserver_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// A large body is held once, by the request, its parameters and the journal.
func TestBodyIsHeldOnce(t *testing.T) {
	const size = 4 << 20
	server := newServer(t, nil)
	access := must(server.IssueToken(control.TokenRequest{Scope: "sms"})).AccessToken
	contents := strings.Repeat("A", size)
	for contentType, body := range map[string]string{
		"application/json":                  `{"to":"491716992343","text":"Hello","files":[{"name":"a","contents":"` + contents + `"}]}`,
		"application/x-www-form-urlencoded": "to=491716992343&text=Hello&files[0][name]=a&files[0][contents]=" + contents,
		"multipart/form-data; boundary=X":   "--X\r\nContent-Disposition: form-data; name=\"files[0][contents]\"\r\n\r\n" + contents + "\r\n--X--\r\n",
	} {
		r := post(server, "/api/sms", nil).bearer(access)
		r.Header.Set("Content-Type", contentType)
		r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r.answer()
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > size*3/2 {
			t.Errorf("%s: a body of %d bytes takes %d, want it to be held once", contentType, len(body), got)
		}
		entries := must(server.Requests(control.RequestFilter{}))
		if entry := entries[len(entries)-1]; entry.Body != body || len(entry.Form["files[0][contents]"]) != 1 {
			t.Errorf("%s: the journal has %d bytes of %d, and %d parameters", contentType, len(entry.Body), len(body), len(entry.Form))
		}
	}
}

// Everything that is kept has one total, which is what the metrics add up to:
// whoever is asked, and for whatever, either the oldest makes room or the order
// is refused with a reason.
func TestOneTotal(t *testing.T) {
	t.Parallel()
	const total = 8 << 20
	server := newServer(t, nil, mockserver.WithMemory(total))
	long := strings.Repeat("x", 100_000)
	token, err := server.IssueToken(control.TokenRequest{Scope: strings.Join(fixtures.KnownScopes(), " ")})
	if err != nil {
		t.Fatal(err)
	}
	send := func(path string, form url.Values) {
		r := post(server, path, form)
		r.Header.Set("Authorization", "Bearer "+token.AccessToken)
		if w := r.answer(); w.Code != http.StatusOK {
			t.Errorf("POST %s: got %d %s, want 200", path, w.Code, w.Body)
		}
	}
	refused := map[string]error{}
	note := func(kind string, err error) {
		if err != nil {
			refused[kind] = err
		}
	}
	for i := range 150 {
		name := fmt.Sprint(i, long)
		send("/api/groups", url.Values{"name": {name}})
		send("/api/sms", url.Values{"to": {"491716992343"}, "text": {fmt.Sprint(i)}, "foreign_id": {name}, "label": {name}})
		_, err := server.Inject(control.Fault{Endpoint: "revoke", Body: &name, Status: 503})
		note("faults", err)
		if _, err := server.Decide(control.Decision{Error: "server_error", ErrorDescription: long[:100]}); err != nil {
			t.Error(err)
		}
		_, err = server.Script(control.Script{Code: 403, To: strings.ReplaceAll(name, "x", "1")})
		note("outcomes", err)
		_, err = server.AddClient(fixtures.Client{ID: fmt.Sprint("client", i), Public: true, RedirectURIs: []string{"http://localhost/" + long}})
		note("clients", err)
		_, err = server.Snapshot(fmt.Sprint("s", i%100))
		note("snapshots", err)
	}
	for _, kind := range []string{"faults", "outcomes", "clients", "snapshots"} {
		if err := refused[kind]; err == nil || !strings.Contains(err.Error(), "remove some") && !strings.Contains(err.Error(), "take some back") {
			t.Errorf("%s: got %.200v, want an error that says that there is no room and what to do", kind, err)
		}
	}
	sum := 0
	var text string
	leasing(t, server, func(l *control.Client) {
		must(l.Decide(control.Decision{Decision: fixtures.Deny}))
		text = lever(server, "GET metrics", "").answer().Body.String()
	})
	for _, match := range regexp.MustCompile(`(?m)^sms77mock_kept_bytes\{kind="(\w+)"\} (\d+)$`).FindAllStringSubmatch(text, -1) {
		bytes, err := strconv.Atoi(match[2])
		if err != nil || match[1] != "deliveries" && bytes == 0 {
			t.Errorf("%s: got %d bytes, want some", match[1], bytes)
		}
		sum += bytes
	}
	// Each kind has a sixteenth of the total, whatever the others take.
	if sum < total*3/4 || sum > total*2 {
		t.Errorf("%d bytes are kept in all, want about %d:\n%s", sum, total, text)
	}
	if _, err := server.Reset(control.Everything()); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		kind string
		do   func() error
	}{
		{"fault", func() error { _, err := server.Inject(control.Fault{Endpoint: "me", Body: &long}); return err }},
		{"client", func() error { _, err := server.AddClient(fixtures.Client{ID: "new", Public: true}); return err }},
		{"removing a snapshot", func() error { return server.RemoveSnapshot("s0") }},
		{"snapshot", func() error { _, err := server.Snapshot("s0"); return err }},
	} {
		if err := x.do(); err != nil {
			t.Errorf("%s after a reset: %v", x.kind, err)
		}
	}
}
