package testkit_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// A person logs in at the application under test, which needs no socket of its own.
func ExampleServer_Browser() {
	t := new(exampleT)
	defer t.end()

	app := http.NewServeMux()
	app.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "state", Value: "8f14e45fceea167a"})
		http.Redirect(w, r, "https://oauth.sms77.io/authorize?response_type=code&client_id=testclient&state=8f14e45fceea167a", http.StatusFound)
	})
	app.HandleFunc("/oauth_redirect", func(w http.ResponseWriter, r *http.Request) {
		if state, err := r.Cookie("state"); err != nil || state.Value != r.FormValue("state") {
			http.Error(w, "This login did not begin here.", http.StatusForbidden)
			return
		}
		fmt.Fprintf(w, "a code of %d characters", len(r.FormValue("code")))
	})
	srv := testkit.New(t, testkit.WithApp("https://acme.inc", app))

	for _, page := range []string{
		"https://acme.inc/login",
		"https://oauth.sms77.io/authorize?response_type=code&client_id=testclient&state=somebody-elses",
	} {
		response := srv.Browser().Login(page)
		body, _ := io.ReadAll(response.Body)
		fmt.Println(response.StatusCode, string(body))
	}
	// Output:
	// 200 a code of 40 characters
	// 403 This login did not begin here.
}

// Two tests share one double, and neither meets what the other orders.
func ExampleServer_Tenant() {
	srv, err := testkit.Start() // in TestMain
	if err != nil {
		log.Fatal(err)
	}
	defer srv.Close()
	for _, denied := range []bool{true, false} {
		t := new(exampleT) // a test, which may be parallel to others
		mine := srv.Tenant(t)
		if denied {
			mine.Deny()
		}
		back := mine.Authorize(mine.AuthURL() + "?response_type=code&state=8f14e45fceea167a&client_id=" + mine.ClientID())
		fmt.Printf("%q\n", back.Query().Get("error"))
		t.end()
	}
	// Output:
	// "access_denied"
	// ""
}

// Two requests are on their way at the same time, and neither is answered before
// both have arrived.
func ExampleServer_Hold() {
	t := new(exampleT)
	defer t.end()

	srv := testkit.New(t)
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {srv.Token().RefreshToken}}
	release := srv.Hold(control.Fault{Endpoint: "token"})
	statuses := make(chan int)
	for range 2 {
		go func() {
			status, _ := exchange(srv.Client(), form)
			statuses <- status
		}()
	}
	srv.RequireRequests(2, control.RequestFilter{Endpoint: "token"})
	release()
	first, second := <-statuses, <-statuses
	fmt.Println(min(first, second), max(first, second))
	// Output:
	// 200 400
}

// What no fault can say is said by a handler.
func ExampleServer_Handle() {
	t := new(exampleT)
	defer t.end()

	srv := testkit.New(t)
	srv.Handle("balance", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "0,99") // with a comma
	}))
	fmt.Println(call(srv.Client(), srv.Token().AccessToken, http.MethodGet, "https://gateway.sms77.io/api/balance", nil))
	// Output:
	// 200 0,99
}

// An SMS is sent and not delivered, and the application hears of it by its webhook
// as soon as the clock says so.
func ExampleServer_Script() {
	t := new(exampleT)
	defer t.end()

	app := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		fmt.Println(r.FormValue("webhook_event"), r.FormValue("data[status]"))
	}))
	defer app.Close()
	srv := testkit.New(t, testkit.WithWorld(fixtures.World{
		Accounts: []fixtures.Account{{Name: "john", Balance: "5", Hooks: []fixtures.Hook{{Event: "dlr", URL: app.URL}}}},
	}))
	srv.Script(control.Script{Statuses: []control.ScriptedStatus{{Status: fixtures.NotDelivered, After: time.Hour}}})
	call(srv.Client(), srv.Token().AccessToken, http.MethodPost, "https://gateway.sms77.io/api/sms", url.Values{
		"to": {"49170123456789"}, "text": {"Hello"},
	})
	srv.AdvanceClock(time.Hour)
	// Output:
	// dlr NOTDELIVERED
}

// A state is kept, and come back to.
func ExampleServer_Snapshot() {
	t := new(exampleT)
	defer t.end()

	srv := testkit.New(t)
	token := srv.Token()
	srv.Snapshot("before-revocation")
	for _, restored := range []bool{false, true} {
		if restored {
			srv.Restore("before-revocation")
		} else {
			srv.Revoke(control.TokenFilter{Account: srv.Account()})
		}
		status, _ := call(srv.Client(), token.AccessToken, http.MethodGet, srv.MeURL(), nil)
		fmt.Println(status)
	}
	// Output:
	// 401
	// 200
}
