package mockserver_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// newServer returns a server on a world, the documentation's unless edit
// changes it.
func newServer(tb testing.TB, edit func(*fixtures.World), opts ...mockserver.Option) *mockserver.Server {
	tb.Helper()
	world := fixtures.Default()
	if edit != nil {
		edit(&world)
	}
	server, err := mockserver.New(world, opts...)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(server.Close)
	return server
}

// asked is a request under construction.
type asked struct {
	*http.Request
	server http.Handler
}

// get asks a path by GET.
func get(server http.Handler, path string) asked {
	return asked{httptest.NewRequest(http.MethodGet, path, nil), server}
}

// post asks a path by POST with a form.
func post(server http.Handler, path string, form url.Values) asked {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return asked{r, server}
}

func (a asked) basic(id, secret string) asked {
	a.SetBasicAuth(id, secret)
	return a
}

func (a asked) bearer(token string) asked {
	a.Header.Set("Authorization", "Bearer "+token)
	return a
}

func (a asked) answer() *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.server.ServeHTTP(w, a.Request)
	return w
}

// authorizePath is the documentation's authorization request.
const authorizePath = "/authorize?response_type=code&client_id=testclient&state=xyz&scope=sms%20analytics"

// authorize returns where the user is sent.
func authorize(tb testing.TB, server http.Handler, path string) *url.URL {
	tb.Helper()
	w := get(server, path).answer()
	u, err := w.Result().Location()
	if err != nil {
		tb.Fatalf("%s: %d %s: %v", path, w.Code, w.Body, err)
	}
	return u
}

// token posts to /token as testclient and returns the status and the members
// of the answer.
func token(tb testing.TB, server http.Handler, form url.Values) (int, map[string]any) {
	tb.Helper()
	w := post(server, "/token", form).basic("testclient", "testsecret").answer()
	var members map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &members); err != nil {
		tb.Fatalf("%s: %v", w.Body, err)
	}
	return w.Code, members
}

// codeForm and refreshForm are the forms of the two grants.
func codeForm(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}}
}

func refreshForm(token string) url.Values {
	return url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}}
}

// login walks the whole flow and returns an access and a refresh token.
func login(tb testing.TB, server http.Handler) (access, refresh string) {
	tb.Helper()
	status, members := token(tb, server, codeForm(authorize(tb, server, authorizePath).Query().Get("code")))
	if status != http.StatusOK {
		tb.Fatalf("token: got %d %v", status, members)
	}
	return members["access_token"].(string), members["refresh_token"].(string)
}

// must returns what a lever returned; an error would be a fault of the test.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
