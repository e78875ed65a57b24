package testkit_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// authorizeURL is an authorization request on the vendor's own host.
const authorizeURL = "https://oauth.sms77.io/authorize?response_type=code&client_id=testclient&state=8f14e45fceea167a&scope=sms"

// redeem exchanges a code as the documentation does, and decodes the answer.
func redeem(t *testing.T, client *http.Client, form url.Values) (control.Token, *http.Response) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://oauth.sms77.io/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth("testclient", "testsecret")
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var token control.Token
	if err := json.NewDecoder(response.Body).Decode(&token); err != nil {
		t.Fatal(err)
	}
	return token, response
}

// me asks for the profile and returns the status.
func me(t *testing.T, client *http.Client, token string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://oauth.seven.io/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// kinds are the two ways to run a server, which must not differ.
var kinds = map[string][]testkit.Option{
	"socket":    nil,
	"in memory": {testkit.InMemory()},
}

func TestWholeFlowThroughTheVendorsHosts(t *testing.T) {
	t.Parallel()
	for name, opts := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := testkit.New(t, opts...)
			back := srv.Authorize(authorizeURL)
			if got, want := back.Query().Get("state"), "8f14e45fceea167a"; got != want {
				t.Errorf("state: got %q, want %q", got, want)
			}
			token, _ := redeem(t, srv.Client(), url.Values{"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}})
			if got, want := me(t, srv.Client(), token.AccessToken), http.StatusOK; got != want {
				t.Errorf("/me: got %d, want %d", got, want)
			}
			entry := srv.RequireRequest(control.RequestFilter{Endpoint: "me"})
			if got, want := entry.Host, "oauth.seven.io"; got != want {
				t.Errorf("Host in the journal: got %q, want %q", got, want)
			}
		})
	}
}

func TestForeignHostsAreRefused(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t)
	_, err := srv.Client().Get("https://example.org/")
	if err == nil || !strings.Contains(err.Error(), `"example.org"`) {
		t.Errorf("got error %v, want one that names the host", err)
	}
}

// TestHostsHaveManySpellings of one name: by its case, the dot of a rooted name and
// the port that goes without saying.
func TestHostsHaveManySpellings(t *testing.T) { // not parallel: it intercepts
	for name, opts := range kinds {
		t.Run(name, func(t *testing.T) {
			app := newShop(shopURL)
			srv := testkit.New(t, append(opts, testkit.WithApp("https://SHOP.example:443", app))...)
			srv.InterceptDefaultTransport(t)
			for _, client := range []*http.Client{srv.Client(), http.DefaultClient} {
				for address, want := range map[string]int{
					"https://OAuth.SMS77.io/me":           http.StatusUnauthorized,
					"https://oauth.sms77.io./me":          http.StatusUnauthorized,
					"http://gateway.seven.io:80/api/none": http.StatusNotFound,
					"https://shop.example/callback":       http.StatusBadRequest,
					"https://Shop.Example:443/callback":   http.StatusBadRequest,
				} {
					response, err := client.Get(address)
					if err != nil {
						t.Error(err)
						continue
					}
					response.Body.Close()
					if got := response.StatusCode; got != want {
						t.Errorf("%s: got %d, want %d", address, got, want)
					}
				}
			}
		})
	}
}

func TestExpiryInsideASynctestBubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := testkit.New(t, testkit.InMemory())
		token := srv.Token()
		time.Sleep(time.Hour)
		if got, want := me(t, srv.Client(), token.AccessToken), http.StatusOK; got != want {
			t.Errorf("in the last second: got %d, want %d", got, want)
		}
		time.Sleep(time.Second)
		if got, want := me(t, srv.Client(), token.AccessToken), http.StatusUnauthorized; got != want {
			t.Errorf("a second later: got %d, want %d", got, want)
		}
	})
}
