package mockserver_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"example.com/sms77mock/fixtures"
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
		{http.Header{"X-Forwarded-Proto": {"https"}, "X-Forwarded-Port": {"8443"}}, nil, "https://example.com:8443"},
		{http.Header{"X-Forwarded-Proto": {"https"}, "X-Forwarded-Port": {"443"}}, nil, "https://example.com"},
		{http.Header{"X-Forwarded-Port": {"80"}}, nil, "http://example.com"},
		{http.Header{"X-Forwarded-Host": {"qa.example:8443"}, "X-Forwarded-Port": {"80"}}, nil, "http://qa.example:8443"},
		{http.Header{"X-Forwarded-Host": {"qa.example:8443"}, "X-Forwarded-Port": {"81"}}, nil, "http://qa.example:8443"},
		{http.Header{"X-Forwarded-Host": {"[::1]"}, "X-Forwarded-Port": {"81"}}, nil, "http://[::1]:81"},
		{http.Header{"X-Forwarded-Host": {"qa.example"}, "X-Forwarded-Prefix": {"/sms77/"}}, nil, "http://qa.example/sms77"},
		{http.Header{"X-Forwarded-Prefix": {"/"}}, nil, "http://example.com"},
		// What cannot be part of a URL is no proxy's word.
		{http.Header{"X-Forwarded-Proto": {"javascript"}, "X-Forwarded-Port": {"70000"}, "X-Forwarded-Prefix": {"//evil.example"}}, nil, "http://example.com"},
		{http.Header{"X-Forwarded-Host": {`evil.example/"><i>`}, "X-Forwarded-Prefix": {"/a?b"}}, nil, "http://example.com"},
		{http.Header{"X-Forwarded-Host": {"jane@evil.example"}, "X-Forwarded-Port": {"x"}}, nil, "http://example.com"},
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

// TestOdditiesInGerman has the consent page say everything that can be odd about a
// request, in English and in German.
func TestOdditiesInGerman(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) {
		w.Authorize.Decision = fixtures.Prompt
		w.Clients = append(w.Clients,
			fixtures.Client{ID: "public", Public: true, RedirectURIs: []string{"https://a.example/"}},
			fixtures.Client{ID: "open", Secrets: []string{"secret"}})
	})
	odd := regexp.MustCompile(`<li>(.+)</li>`)
	seen := map[string]bool{}
	for query, want := range map[string]int{
		"client_id=public&state=1&foo=bar&foo=baz": 5,
		"client_id=open&state=8f14e45fceea167a&redirect_uri=https://a.example/&code_challenge=x&code_challenge_method=plain":  2,
		"client_id=open&state=8f14e45fceea167a&redirect_uri=https://a.example/&code_challenge=x&code_challenge_method=other":  2,
		"client_id=public&state=8f14e45fceea167a&redirect_uri=https://a.example/&code_challenge=x&code_challenge_method=S256": 0,
	} {
		in := map[string][][]string{}
		for _, language := range []string{"en", "de"} {
			r := get(server, "/authorize?response_type=code&"+query)
			r.Header.Set("Accept-Language", language)
			in[language] = odd.FindAllStringSubmatch(r.answer().Body.String(), -1)
		}
		if got := len(in["en"]); got != want {
			t.Errorf("%s: got %d oddities, want %d: %q", query, got, want, in["en"])
		}
		for i, english := range in["en"] {
			seen[english[1]] = true
			if german := in["de"][i]; german[1] == english[1] {
				t.Errorf("the German page says %q", german[1])
			}
		}
	}
	if got, want := len(seen), 8; got != want {
		t.Errorf("got %d oddities, want %d: %v", got, want, slices.Collect(maps.Keys(seen)))
	}
}
