package mockserver_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// upload is a way in which a body does not arrive whole.
type upload struct {
	header string                                   // that announces the body
	body   func(form string) string                 // the part that arrives
	end    func(s *httptest.Server, c *net.TCPConn) // what happens then
	status string                                   // of the answer, if somebody is there to get it
}

func half(form string) string { return form[:len(form)/2] }

func whole(form string) string { return form }

// uploads has every way that this test knows.
var uploads = map[string]upload{
	"less than announced": {"Content-Length: 500", whole, func(_ *httptest.Server, c *net.TCPConn) { c.CloseWrite() }, "400"},
	"broken chunk":        {"Transfer-Encoding: chunked", func(form string) string { return fmt.Sprintf("%x\r\n%s\r\nzz\r\n", len(form), form) }, func(*httptest.Server, *net.TCPConn) {}, "400"},
	"no last chunk":       {"Transfer-Encoding: chunked", func(form string) string { return fmt.Sprintf("%x\r\n%s\r\n", len(form), form) }, func(_ *httptest.Server, c *net.TCPConn) { c.CloseWrite() }, "400"},
	"read timeout":        {"Content-Length: 500", whole, func(*httptest.Server, *net.TCPConn) {}, "408"},
	"client goes":         {"Content-Length: 500", half, func(_ *httptest.Server, c *net.TCPConn) { c.Close() }, ""},
	"server goes":         {"Content-Length: 500\r\nExpect: 100-continue", whole, closeWhileReading, ""},
}

// closeWhileReading closes the server once it says that it reads the body.
func closeWhileReading(s *httptest.Server, c *net.TCPConn) {
	io.ReadFull(c, make([]byte, len("HTTP/1.1 100 Continue")))
	s.Config.Close()
}

// TestBrokenUploadsAreNotCarriedOut breaks requests off that would spend a code
// or send an SMS: they do neither, meet no fault, and the journal says what has
// become of them.
func TestBrokenUploadsAreNotCarriedOut(t *testing.T) {
	t.Parallel()
	for name, u := range uploads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			code := authorize(t, server, authorizePath).Query().Get("code")
			access, _ := login(t, server)
			inject(t, server, control.Fault{Preset: "server-error", Endpoint: "*"})
			u.send(t, server, "/token", "Basic dGVzdGNsaWVudDp0ZXN0c2VjcmV0", codeForm(code).Encode())
			u.send(t, server, "/api/sms", "Bearer "+access, "to=491716992343&text=Hello")
			server.ClearFaults(control.Everything())
			if status, members := token(t, server, codeForm(code)); status != http.StatusOK {
				t.Errorf("the code is spent: got %d %v", status, members)
			}
			if sent := must(server.Messages(control.MessageFilter{})); len(sent) > 0 {
				t.Errorf("sent %v, want nothing", sent)
			}
		})
	}
}

// send sends a body that does not arrive whole and waits for its end.
func (u upload) send(t *testing.T, server *mockserver.Server, path, authorization, form string) {
	t.Helper()
	listening := httptest.NewUnstartedServer(server)
	if u.status == "408" {
		listening.Config.ReadHeaderTimeout, listening.Config.ReadTimeout = 10*time.Second, 200*time.Millisecond
	}
	listening.Start()
	defer listening.Close()
	raw, err := net.Dial("tcp", listening.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	fmt.Fprintf(raw, "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n%s\r\n\r\n%s",
		path, authorization, u.header, u.body(form))
	u.end(listening, raw.(*net.TCPConn))
	if u.status != "" {
		answer, _ := io.ReadAll(raw)
		if !strings.HasPrefix(string(answer), "HTTP/1.1 "+u.status) {
			t.Errorf("%s: got %q, want status %s", path, answer, u.status)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	entry, err := server.WaitForRequest(ctx, control.RequestFilter{Outcome: control.Refused, Endpoint: fixtures.Endpoint(path[strings.LastIndex(path, "/")+1:])})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if !strings.Contains(entry.Reason, "broken off") || len(entry.Form) > 0 {
		t.Errorf("%s: got reason %q and form %v, want it broken off and no form", path, entry.Reason, entry.Form)
	}
}

// An order to the control API that did not arrive whole is not called too large,
// and is not carried out.
func TestControlTellsWhatBroke(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	r := lever(server, "POST reset", `{"client_id":"testclient"}`)
	r.ContentLength += 10
	w := r.answer()
	if body := w.Body.String(); w.Code != http.StatusBadRequest || !strings.Contains(body, "broken off") {
		t.Errorf("got %d %s, want 400 and that it was broken off", w.Code, body)
	}
}

// Who has sent a request and closes that side of the connection (as nc -N does)
// reads on, and is answered: whether the request arrived whole or not, and however
// long the answer is.
func TestControlAnswersWhoHasClosedOneSide(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	for range 3 {
		get(server, "/me?"+strings.Repeat("a", 600_000)).answer()
	}
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	for _, test := range []struct{ request, header, want string }{
		{"POST /_mock/reset", "Content-Type: application/json\r\nContent-Length: 500", "broken off"},
		{"GET /_mock/clients", "Content-Length: 0", `"id":"testclient"`},
		{"GET /_mock/requests", "Content-Length: 0", "]\n"},
	} {
		raw, err := net.Dial("tcp", listening.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		fmt.Fprintf(raw, "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n", test.request, test.header)
		raw.(*net.TCPConn).CloseWrite()
		response, err := http.ReadResponse(bufio.NewReader(raw), nil)
		if err != nil {
			t.Fatalf("%s: %v", test.request, err)
		}
		if body, err := io.ReadAll(response.Body); err != nil || !strings.Contains(string(body), test.want) {
			t.Errorf("%s: got %s, %d bytes and error %v, want %q among them", test.request, response.Status, len(body), err, test.want)
		}
	}
}
