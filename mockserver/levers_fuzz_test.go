package mockserver_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// FuzzLevers pulls levers and calls the gateway in any order, a line for each:
// method, path and body. None gives a 5xx that was not ordered, everything can
// be shown afterwards, and the state is a world to go on from.
func FuzzLevers(f *testing.F) {
	f.Add("POST /_mock/clock {\"set\":\"2199-12-31T23:59:59Z\"}\nPOST /api/sms to=491716992343&text=Hi&delay=7258118399\nPOST /_mock/clock {\"advance\":\"1h\"}")
	f.Add("POST /api/contacts lastname=Doe&groups[]=-9223372036854775808&mobile_number=49171\nPOST /api/groups name=a\nPOST /_mock/snapshots/a {}\nPOST /_mock/snapshots/a/restore {}")
	f.Add("POST /_mock/messages {\"channel\":\"rcs\",\"from\":\"491716992343\",\"location\":\"NaN,1e999\"}\nPOST /_mock/messages {\"channel\":\"voice\",\"from\":\"1\"}")
	f.Add("POST /_mock/decisions {\"decision\":\"deny\",\"times\":-1}\nDELETE /_mock/decisions?client_id=%zz \nGET /authorize?response_type=code&client_id=testclient&state=abcdefgh")
	f.Add("POST /_mock/outcomes {\"to\":\"49*\",\"statuses\":[{\"status\":\"DELIVERED\",\"after\":\"2562047h\"}]}\nPOST /api/sms to=491716992343&text=Hi\nPOST /_mock/webhooks/run {}\nPOST /_mock/reset {\"account\":\"john\"}")
	f.Add("POST /_mock/tokens {\"expires_in\":\"2562047h\",\"access_token\":\"a\"}\nPOST /_mock/tokens/expire {}\nPATCH /_mock/world {\"lifetimes\":{\"code\":\"0s\"}}\nPOST /_mock/clients {\"id\":\"a\",\"public\":true}\nDELETE /_mock/clients/a ")
	f.Fuzz(func(t *testing.T, lines string) {
		server, err := mockserver.New(fixtures.World{})
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		token := must(server.IssueToken(control.TokenRequest{Scope: strings.Join(fixtures.KnownScopes(), " ")}))
		for n, line := range strings.Split(lines, "\n") {
			if n == 20 {
				break
			}
			parts := strings.SplitN(line+"  ", " ", 3)
			r, ok := lineOf(parts[0], parts[1], strings.TrimRight(parts[2], " "))
			if !ok || mayTakeLong(r) {
				continue
			}
			r.Header.Set("Authorization", "Bearer "+token.AccessToken)
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r)
			if w.Code >= 500 {
				t.Errorf("%s: got %d %s", line, w.Code, w.Body)
			}
		}
		for _, route := range []string{"requests", "messages", "tokens", "clients", "accounts", "webhooks", "clock", "world", "outcomes", "decisions", "faults"} {
			if w := lever(server, "GET "+route, "").answer(); w.Code != http.StatusOK {
				t.Errorf("GET %s: got %d %s", route, w.Code, w.Body)
			}
		}
		if again, err := mockserver.New(must(server.State())); err != nil {
			t.Errorf("the state is no world: %v", err)
		} else {
			again.Close()
		}
	})
}

// lineOf is a request of fuzzed parts, if net/http would let them through.
func lineOf(method, target, body string) (r *http.Request, ok bool) {
	u, err := url.ParseRequestURI(target)
	if err != nil || u.Host != "" || !strings.HasPrefix(target, "/") {
		return nil, false
	}
	defer func() { ok = recover() == nil && r != nil }() // httptest panics where net/http answers 400
	r = httptest.NewRequest(method, target, strings.NewReader(body))
	if strings.HasPrefix(u.Path, "/api/") && !strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r, true
}

// mayTakeLong reports whether a request waits for something, or orders that
// others wait or fail.
func mayTakeLong(r *http.Request) bool {
	path := r.URL.Path
	return strings.HasSuffix(path, "/wait") || strings.HasPrefix(path, "/_mock/events") || path == "/_mock/lease" || strings.HasPrefix(path, "/_mock/faults") || strings.HasPrefix(path, "/_mock/audit") ||
		path == "/_mock/world" && r.Method != http.MethodGet && r.Method != http.MethodPatch
}

// FuzzHosts asks for the journal by any host, over loopback: only names and
// addresses of this machine and the vendor's are answered.
func FuzzHosts(f *testing.F) {
	for _, host := range []string{"localhost", "LOCALHOST.:1", "a.localhost", "127.0.0.1:8077", "[::1]", "[::ffff:127.0.0.1]:1", "oauth.sms77.io", "evil.example", "127.0.0.1.nip.io", "localhost@evil.example", "evil.example:80:localhost", "[::1", "0x7f.1", "2130706433"} {
		f.Add(host)
	}
	server := newServer(f, nil)
	f.Fuzz(func(t *testing.T, host string) {
		r, ok := lineOf(http.MethodGet, "/_mock/requests", "")
		if !ok || host == "" {
			t.Skip()
		}
		r.Host = host
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8077}))
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code == http.StatusForbidden {
			return
		}
		name := strings.ToLower(strings.TrimSuffix((&url.URL{Host: host}).Hostname(), "."))
		ip := net.ParseIP(name)
		if name != "localhost" && !strings.HasSuffix(name, ".localhost") && !strings.HasSuffix(name, "sms77.io") && !strings.HasSuffix(name, "seven.io") && (ip == nil || !ip.IsLoopback()) {
			t.Errorf("%q is answered with %d", host, w.Code)
		}
	})
}
