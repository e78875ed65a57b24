package mockserver_test

import (
	"encoding/base64"
	"io"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// TestStateInJSON sends a state in JSON, which an error gives back as what it is.
func TestStateInJSON(t *testing.T) {
	t.Parallel()
	const (
		denied   = "?error=invalid_scope&error_description=An+unsupported+scope+was+requested"
		missing  = "?error=invalid_request&error_description=The+state+parameter+is+required"
		noState  = `"The state parameter is required"}`
		anyState = `"An unsupported scope was requested"`
	)
	for name, test := range map[string]struct{ path, members, location, body string }{
		"a number":                   {"/authorize", `"state":12345`, denied + "&state=12345", anyState + `,"state":12345}`},
		"a fraction":                 {"/authorize", `"state":1.50`, denied + "&state=1.5", anyState + `,"state":1.5}`},
		"a large number":             {"/authorize", `"state":1e25`, denied + "&state=1.0E%2B25", anyState + `,"state":1.0e+25}`},
		"too large a one":            {"/authorize", `"state":1e400`, denied + "&state=INF", ""},
		"true":                       {"/authorize", `"state":true`, denied + "&state=1", anyState + `,"state":true}`},
		"false":                      {"/authorize", `"state":false`, denied + "&state=0", anyState + `,"state":false}`},
		"minus zero":                 {"/authorize", `"state":-0.0`, denied + "&state=-0", anyState + `,"state":-0}`},
		"null":                       {"/authorize", `"state":null`, denied, anyState + "}"},
		"a text":                     {"/authorize", `"state":"5"`, denied + "&state=5", anyState + `,"state":"5"}`},
		"an empty text":              {"/authorize", `"state":""`, denied + "&state=", anyState + `,"state":""}`},
		"the last counts":            {"/authorize", `"state":"a","state":7`, denied + "&state=7", anyState + `,"state":7}`},
		"the query counts":           {"/authorize?state=5", `"state":7`, denied + "&state=5", anyState + `,"state":"5"}`},
		"minus zero alone":           {"/authorize", `"state":-0.0,"scope":"sms"`, missing, noState},
		"minus zero, sent as a text": {"/authorize", `"state":"-0","scope":"nope"`, denied + "&state=-0", anyState + `,"state":"-0"}`},
		"minus zero for a scope":     {"/authorize", `"scope":-0.0`, missing, noState},
		"false alone":                {"/authorize", `"state":false,"scope":"sms"`, missing, noState},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := post(newServer(t, nil), test.path, nil)
			a.Header.Set("Content-Type", "application/json")
			a.Body = io.NopCloser(strings.NewReader(`{"client_id":"testclient","response_type":"code","scope":"nope",` + test.members + "}"))
			w := a.answer()
			if got, want := w.Header().Get("Location"), "https://acme.inc/oauth_redirect"+test.location; got != want {
				t.Errorf("Location: got %s, want %s", got, want)
			}
			if got := w.Body.String(); !strings.HasSuffix(got, test.body) || (got == "") != (test.body == "") {
				t.Errorf("body: got %s, want it to end in %s", got, test.body)
			}
		})
	}
}

// TestDenialInJSON denies what would have passed: the state is what it was here, too.
func TestDenialInJSON(t *testing.T) {
	t.Parallel()
	a := post(newServer(t, func(w *fixtures.World) { w.Authorize.Decision = fixtures.Deny }), "/authorize", nil)
	a.Header.Set("Content-Type", "application/json")
	a.Body = io.NopCloser(strings.NewReader(`{"client_id":"testclient","response_type":"code","state":12345}`))
	if got, want := a.answer().Body.String(), `{"error":"access_denied","error_description":"The user denied access to your application","state":12345}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestAuthorizationHeaders reads headers as PHP and the library do together.
func TestAuthorizationHeaders(t *testing.T) {
	t.Parallel()
	basic := func(s string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(s)) }
	const (
		passed  = "Invalid refresh token" // the client has, and then the token is looked at
		none    = "Client credentials were not found in the headers or body"
		wrong   = "The client credentials are invalid"
		nothing = "This client is invalid or must authenticate using a client secret"
	)
	own := url.Values{"client_id": {"testclient"}, "client_secret": {"testsecret"}}
	for name, test := range map[string]struct {
		headers []string
		body    url.Values
		want    string
	}{
		"a NUL ends the secret":                    {[]string{basic("testclient:testsecret\x00junk:more")}, nil, passed},
		"a NUL leaves no secret":                   {[]string{basic("testclient:\x00testsecret")}, nil, nothing},
		"a NUL belongs to the id":                  {[]string{basic("testclient\x00:testsecret")}, nil, wrong},
		"a NUL in the id, and two colons":          {[]string{basic("testclient\x00:a:b")}, nil, none},
		"the same, and credentials in the body":    {[]string{basic("testclient\x00:a:b")}, own, passed},
		"a NUL, where the library reads alone":     {[]string{strings.Replace(basic("testclient:testsecret\x00junk"), " ", "\t", 1)}, nil, wrong},
		"two headers, the second for another kind": {[]string{basic("testclient:testsecret"), "Bearer x"}, nil, wrong},
		"two headers, the first for another kind":  {[]string{"Bearer x", basic("testclient:testsecret")}, nil, none},
		"an empty header first":                    {[]string{"", basic("testclient:testsecret")}, nil, none},
		"an empty header behind":                   {[]string{basic("testclient:testsecret"), ""}, nil, passed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}}
			for key, values := range test.body {
				form[key] = values
			}
			a := post(newServer(t, nil), "/token", form)
			a.Header["Authorization"] = test.headers
			if got := a.answer().Body.String(); !strings.Contains(got, test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestBearerBehindBasic has a good token behind the credentials of a client.
func TestBearerBehindBasic(t *testing.T) {
	t.Parallel()
	const good, noColon = "Basic dGVzdGNsaWVudDp0ZXN0c2VjcmV0", "Basic dGVzdGNsaWVudA=="
	for name, test := range map[string]struct {
		headers []string
		me      int
		gateway int
	}{
		"good credentials":        {[]string{good + " Bearer TOKEN"}, 401, 400},
		"in another header":       {[]string{good, "Bearer TOKEN"}, 401, 400},
		"no colon":                {[]string{noColon + " Bearer TOKEN"}, 200, 200},
		"in front of credentials": {[]string{"Bearer TOKEN", good}, 401, 401}, // a comma belongs to the token
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			// One that decodes to no colon, as most do.
			access := must(server.IssueToken(control.TokenRequest{AccessToken: strings.Repeat("0123456789", 4)})).AccessToken
			for path, want := range map[string]int{"/me": test.me, "/api/analytics": test.gateway} {
				a := get(server, path)
				for _, header := range test.headers {
					a.Header.Add("Authorization", strings.ReplaceAll(header, "TOKEN", access))
				}
				if w := a.answer(); w.Code != want {
					t.Errorf("%s: got %d %s, want %d", path, w.Code, w.Body, want)
				}
			}
		})
	}
}

// TestFragmentInTheRequest sends a redirect URI with a fragment as it is, and a
// fragment behind the query: neither reaches PHP.
func TestFragmentInTheRequest(t *testing.T) {
	t.Parallel()
	const path = "/authorize?response_type=code&client_id=testclient&state=xyz"
	for name, test := range map[string]struct{ path, location string }{
		"behind the query":     {path + "#frag", "&state=xyz"},
		"in the redirect URI":  {path + "&redirect_uri=https://acme.inc/oauth_redirect#frag", "&state=xyz"},
		"in front of the rest": {"/authorize?response_type=code&client_id=testclient#&state=xyz", "?error=invalid_request&error_description=The+state+parameter+is+required"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := get(newServer(t, nil), test.path).answer()
			if got := w.Header().Get("Location"); !strings.HasSuffix(got, test.location) {
				t.Errorf("Location: got %q, want it to end in %s; the body is %s", got, test.location, w.Body)
			}
		})
	}
}

// TestSeveralContentTypes sends more than one, which are one to PHP: the first
// tells how to read a body, and a token in it is held to all of them.
func TestSeveralContentTypes(t *testing.T) {
	t.Parallel()
	const (
		form = "application/x-www-form-urlencoded"
		json = "application/json"
	)
	for name, test := range map[string]struct {
		types            []string
		path, body, want string
	}{
		"a form, called so twice":       {[]string{form, form}, "/token", "grant_type=x", `Grant type \"x\" not supported`},
		"JSON, called so twice":         {[]string{json, json}, "/token", `{"grant_type":"x"}`, `Grant type \"x\" not supported`},
		"a form that is JSON, too":      {[]string{form, json}, "/token", "grant_type=x", `Grant type \"x\" not supported`},
		"an empty type in front":        {[]string{"", form}, "/token", "grant_type=x", "The grant type was not specified in the request"},
		"a token in a form, said twice": {[]string{form, form}, "/me", "access_token=x", "The content type for POST requests must be"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := post(newServer(t, nil), test.path, nil)
			a.Header["Content-Type"] = test.types
			a.Body = io.NopCloser(strings.NewReader(test.body))
			if got := a.answer().Body.String(); !strings.Contains(got, test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
