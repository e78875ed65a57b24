package gateway_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"example.com/sms77mock/fixtures"
)

// FuzzEndpoints holds every endpoint to an answer that is no 5xx, whatever is
// sent, and to JSON where it says so.
func FuzzEndpoints(f *testing.F) {
	for _, list := range requests() {
		for _, endpoint := range list {
			method, path, _ := strings.Cut(endpoint, " ")
			f.Add(method, path, "", "application/x-www-form-urlencoded", "json=1&to=491716992343&text=Hi&number=1&msg_id=77214945865")
			f.Add(method, path, "json=1&to=+1&text=%FF&delay=-1&limit=-1&offset=9&start=&group_by=x", "", "")
			f.Add(method, path, "", "application/json", `{"to":["491716992343"],"text":"\ud83d\ude00","number":[1],"action":"create","email":"a@b.c","amount":"-1"}`)
		}
	}
	f.Add("POST", "/api/sms", "", "application/json", `{"to":"0171","text":"[[a]]","files":[{"name":"a"}],"udh":"zz","is_binary":true,"delay":99999999999999}`)
	f.Add("POST", "/api/hooks", "target_url=http://[::1]:x&event_type=all&headers=%0A%3A", "", "")
	f.Add("GET", "/api/analytics", "start=9999-12-31&end=0001-01-01", "", "")
	f.Fuzz(func(t *testing.T, method, path, query, contentType, body string) {
		w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "5"}}})
		for range 2 { // the second finds what the first has left behind
			r, err := http.NewRequestWithContext(t.Context(), method, "http://gateway.seven.io/", strings.NewReader(body))
			if err != nil {
				t.Skip("no HTTP method")
			}
			r.URL.Path, r.URL.RawQuery = path, query
			r.Header.Set("Authorization", "Bearer all")
			r.Header.Set("Content-Type", contentType)
			got := w.do(r)
			if got.status >= 500 {
				t.Fatalf("got %d %s", got.status, got.body)
			}
			if got.contentType == "application/json" && got.status != 401 && !json.Valid([]byte(got.body)) {
				t.Fatalf("not JSON: %s", got.body)
			}
			if !utf8.ValidString(got.body) && utf8.ValidString(query+body) {
				t.Fatalf("not UTF-8: %q", got.body)
			}
			if got.call.Refused != (got.call.Reason != "") && got.call.Refused {
				t.Fatal("a refusal without a reason")
			}
			if strings.HasPrefix(w.Balance("john"), "-") {
				t.Fatalf("the credit is %s", w.Balance("john"))
			}
		}
	})
}
