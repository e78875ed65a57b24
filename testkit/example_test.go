package testkit_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// exampleT stands where a test has its *testing.T.
type exampleT struct {
	cleanups []func()
	failed   bool
}

func (t *exampleT) Helper()                   {}
func (t *exampleT) Failed() bool              { return t.failed }
func (t *exampleT) Cleanup(f func())          { t.cleanups = append(t.cleanups, f) }
func (t *exampleT) Logf(f string, a ...any)   { fmt.Printf(f+"\n", a...) }
func (t *exampleT) Errorf(f string, a ...any) { t.failed = true; t.Logf(f, a...) }
func (t *exampleT) Fatalf(f string, a ...any) { log.Fatalf(f, a...) }

// end is what the testing package does when a test ends.
func (t *exampleT) end() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}

// double is the one that an example uses: of its own or, with SMS77MOCK_URL in the
// environment, one elsewhere.
func double(t testkit.TB) *testkit.Server {
	if url := os.Getenv("SMS77MOCK_URL"); url != "" {
		return testkit.Connect(t, url)
	}
	return testkit.New(t)
}

// exchange posts to the vendor's token endpoint, as the code under test would,
// and returns the status and the members of the answer.
func exchange(client *http.Client, form url.Values) (int, map[string]any) {
	r, err := http.NewRequest(http.MethodPost, "https://oauth.sms77.io/token", strings.NewReader(form.Encode()))
	if err != nil {
		log.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth("testclient", "testsecret")
	response, err := client.Do(r)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	var members map[string]any
	if err := json.NewDecoder(response.Body).Decode(&members); err != nil {
		return response.StatusCode, nil
	}
	return response.StatusCode, members
}

// call asks one of the vendor's APIs with a token.
func call(client *http.Client, token, method, url string, form url.Values) (int, string) {
	r, err := http.NewRequest(method, url, strings.NewReader(form.Encode()))
	if err != nil {
		log.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := client.Do(r)
	if err != nil {
		log.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		log.Fatal(err)
	}
	return response.StatusCode, string(body)
}

// The whole flow, with the vendor's own URLs in the code under test: the user
// is sent to /authorize, comes back with a code, and the code buys a token.
func Example() {
	t := new(exampleT) // in a test, the *testing.T
	defer t.end()

	srv := double(t)

	back := srv.Authorize("https://oauth.sms77.io/authorize?response_type=code&client_id=testclient&state=8f14e45fceea167a&scope=sms")
	fmt.Println("state:", back.Query().Get("state"))

	_, token := exchange(srv.Client(), url.Values{
		"grant_type": {"authorization_code"},
		"code":       {back.Query().Get("code")},
	})
	fmt.Println("scope:", token["scope"])

	_, profile := call(srv.Client(), token["access_token"].(string), http.MethodGet, "https://oauth.sms77.io/me", nil)
	fmt.Println(profile)
	// Output:
	// state: 8f14e45fceea167a
	// scope: sms
	// {"success":true,"user_id":12345,"email":"john.doe@acme.inc","company":"Acme Inc.","alias":"acme_inc","balance":"627.3615"}
}

// A user who says no. Deny is for the next authorization only, WithDecision for
// all of them.
func Example_denial() {
	t := new(exampleT)
	defer t.end()

	srv := double(t)
	srv.Deny()

	back := srv.Authorize("https://oauth.sms77.io/authorize?response_type=code&client_id=testclient&state=8f14e45fceea167a")
	fmt.Println(back.Query().Get("error"))
	fmt.Println(back.Query().Get("error_description"))
	// Output:
	// access_denied
	// The user denied access to your application
}

// A token that expires at once, because the clock is moved instead of waited
// for.
func Example_expiry() {
	t := new(exampleT)
	defer t.end()

	srv := double(t)
	token := srv.Token() // minted, no login needed

	srv.AdvanceClock(time.Hour + time.Second)
	status, body := call(srv.Client(), token.AccessToken, http.MethodGet, "https://oauth.sms77.io/me", nil)
	fmt.Println(status, body)
	// Output:
	// 401 {"error":"invalid_token","error_description":"The access token provided has expired"}
}

// A refresh token is good for one use: the answer brings the next one. Code
// that keeps using the first finds itself locked out, and the journal says why.
func Example_rotation() {
	t := new(exampleT)
	defer t.end()

	srv := double(t)
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {srv.Token().RefreshToken}}

	status, _ := exchange(srv.Client(), form)
	fmt.Println("first time:", status)
	status, answer := exchange(srv.Client(), form)
	fmt.Println("second time:", status, answer["error_description"])
	_, reason, _ := strings.Cut(srv.RequireRequests(2, control.RequestFilter{Endpoint: "token"})[1].Reason, "; ")
	fmt.Println("reason:", reason)
	// Output:
	// first time: 200
	// second time: 400 Invalid refresh token
	// reason: this is reuse number 1
}

// A token endpoint that is down when the code under test first wants to refresh,
// and back when it tries again.
func Example_unavailable() {
	t := new(exampleT)
	defer t.end()

	srv := double(t)
	srv.Inject(control.Fault{Endpoint: "token", GrantType: "refresh_token", Status: 503})

	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {srv.Token().RefreshToken}}
	for range 2 {
		status, _ := exchange(srv.Client(), form)
		fmt.Println(status)
	}
	// Output:
	// 503
	// 200
}

// What the code under test has sent can be looked at. Nothing leaves the
// process.
func Example_message() {
	t := new(exampleT)
	defer t.end()

	srv := double(t)
	call(srv.Client(), srv.Token().AccessToken, http.MethodPost, "https://gateway.sms77.io/api/sms", url.Values{
		"to":   {"0170 123456789"},
		"text": {"Your code is 123456"},
	})

	message := srv.RequireMessage("+49170123456789")
	fmt.Println(message.To, message.Text)
	fmt.Println(message.Codes)
	// Output:
	// 49170123456789 Your code is 123456
	// [123456]
}

// A test that orders a failure and never meets it proves nothing, and so it
// fails; the journal tells what was asked instead.
func Example_unused() {
	t := new(exampleT)
	srv := testkit.New(t, testkit.InMemory())
	srv.Inject(control.Fault{Preset: "rate-limited", Endpoint: "sms"})
	call(srv.Client(), srv.Token().AccessToken, http.MethodGet, "https://oauth.sms77.io/me", nil)
	t.end()
	// Output:
	// testkit: fault 1 (rate-limited, at sms), ordered at example_test.go:213, has struck 0 of 1 times: no request to sms came after it, but 1 to me; see AllowUnused
	// the double was asked once:
	//     request 1: GET /me: 200 ok, client: testclient, account: john
}
