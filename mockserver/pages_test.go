package mockserver_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"testing"

	"example.com/sms77mock/mockserver"
)

// What the server calls itself is what its client calls it: through proxies, the
// outermost one's word counts, unless there is a fixed URL.
func TestBaseURL(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		headers http.Header
		options []mockserver.Option
		want    string
	}{
		{nil, nil, "http://example.com"},
		{http.Header{"X-Forwarded-Host": {"qa.example"}}, nil, "http://qa.example"},
		{http.Header{"X-Forwarded-Host": {"qa.example, inner:8080"}, "X-Forwarded-Proto": {"https , http"}}, nil, "https://qa.example"},
		{http.Header{"X-Forwarded-Proto": {"https"}}, nil, "https://example.com"},
		{http.Header{"X-Forwarded-Host": {"qa.example"}}, []mockserver.Option{mockserver.WithPublicURL("https://fixed.example/")}, "https://fixed.example"},
	} {
		r := lever(newServer(t, nil, test.options...), "GET openapi.json", "")
		maps.Copy(r.Header, test.headers)
		var document document
		if err := json.Unmarshal(r.answer().Body.Bytes(), &document); err != nil {
			t.Fatal(err)
		}
		if got := document.Servers[0].URL; got != test.want {
			t.Errorf("%v: got %s, want %s", test.headers, got, test.want)
		}
	}
}
