package audit_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/testkit/audit"
)

// An application sends the same state each time, and is told so.
func ExampleRun() {
	var double, shop *httptest.Server
	app := http.NewServeMux()
	app.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, double.URL+"/authorize?response_type=code&client_id=shop&state=always", http.StatusFound)
	})
	app.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		answer, err := http.PostForm(double.URL+"/token", url.Values{
			"grant_type": {"authorization_code"}, "code": {r.FormValue("code")}, "client_id": {"shop"}, "client_secret": {"x"},
		})
		if err == nil && answer.StatusCode == http.StatusOK {
			http.SetCookie(w, &http.Cookie{Name: "session", Value: r.FormValue("code"), HttpOnly: true})
		}
	})
	app.HandleFunc("/account", func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("session"); err != nil {
			http.Error(w, "Log in first.", http.StatusForbidden)
		}
	})
	shop = httptest.NewServer(app)
	defer shop.Close()

	server, err := mockserver.New(fixtures.World{Clients: []fixtures.Client{{
		ID: "shop", Secrets: []string{"x"}, RedirectURIs: []string{shop.URL + "/callback"},
	}}})
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	double = httptest.NewServer(server)
	defer double.Close()

	report, err := audit.Run(context.Background(), server, audit.App{
		Login:  audit.Request{Line: shop.URL + "/login"},
		Inside: audit.Request{Line: "/account"},
	}, audit.Only("state-unguessable", "pkce"))
	if err != nil {
		log.Fatal(err)
	}
	for _, result := range report.Results {
		fmt.Println(result.Name, result.Verdict)
		fmt.Println(result.Why)
	}
	fmt.Println(report.Summary()[:len("0 passed, 1 failed, 1 warned")])
	// Output:
	// state-unguessable fail
	// two logins have the same state "always"
	// pkce warn
	// a login was started without code_challenge
	// 0 passed, 1 failed, 1 warned
}
