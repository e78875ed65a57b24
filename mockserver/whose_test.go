package mockserver_test

import (
	"net/http"
	"net/url"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestFaultsStrikeAnAccount: a fault that is ordered for one account meets its
// requests at every endpoint, in the name of a client that others share, and
// passes those of the others by.
func TestFaultsStrikeAnAccount(t *testing.T) {
	t.Parallel()
	const asking = "/authorize?response_type=code&client_id=testclient&state=xyz&scope=sms"
	for name, prepare := range map[string]func(t *testing.T, server *mockserver.Server, account string) asked{
		"authorize, by name": func(t *testing.T, server *mockserver.Server, account string) asked {
			return get(server, asking+"&login_hint="+account)
		},
		"authorize, by e-mail address": func(t *testing.T, server *mockserver.Server, account string) asked {
			return get(server, asking+"&login_hint="+account+".doe@acme.inc")
		},
		"authorize, decided": func(t *testing.T, server *mockserver.Server, account string) asked {
			must(server.Decide(control.Decision{Decision: fixtures.Approve, Account: account}))
			return get(server, asking)
		},
		"the consent page's answer": func(t *testing.T, server *mockserver.Server, account string) asked {
			return post(server, "/consent", url.Values{"request": {asking[len("/authorize?"):]}, "account": {account}, "answer": {"allow"}, "scope": {"sms"}})
		},
		"token, by code": func(t *testing.T, server *mockserver.Server, account string) asked {
			code := authorize(t, server, asking+"&login_hint="+account).Query().Get("code")
			return post(server, "/token", codeForm(code)).basic("testclient", "testsecret")
		},
		"token, by refresh token": func(t *testing.T, server *mockserver.Server, account string) asked {
			return post(server, "/token", refreshForm(mint(server, account).RefreshToken)).basic("testclient", "testsecret")
		},
		"revoke": func(t *testing.T, server *mockserver.Server, account string) asked {
			return post(server, "/revoke", url.Values{"token": {mint(server, account).RefreshToken}, "client_id": {"testclient"}})
		},
		"me": func(t *testing.T, server *mockserver.Server, account string) asked {
			return get(server, "/me").bearer(mint(server, account).AccessToken)
		},
		"the gateway, by token": func(t *testing.T, server *mockserver.Server, account string) asked {
			return get(server, "/api/sms?to=491716992343&text=Hello").bearer(mint(server, account).AccessToken)
		},
		"the gateway, by API key": func(t *testing.T, server *mockserver.Server, account string) asked {
			r := get(server, "/api/balance")
			r.Header.Set("X-Api-Key", account+"-key")
			return r
		},
		"the gateway, by API key in the body": func(t *testing.T, server *mockserver.Server, account string) asked {
			return post(server, "/api/balance", url.Values{"p": {account + "-key"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for account, want := range map[string]control.Outcome{"jane": control.Faulted, "john": control.OK} {
				server := newServer(t, func(w *fixtures.World) {
					w.Accounts[0].APIKeys = []string{"john-key"}
					w.Accounts = append(w.Accounts, fixtures.Account{Name: "jane", Email: "jane.doe@acme.inc", APIKeys: []string{"jane-key"}})
				})
				request := prepare(t, server, account)
				inject(t, server, control.Fault{Endpoint: fixtures.AnyEndpoint, Account: "jane", Status: http.StatusServiceUnavailable})
				request.answer()
				met := must(server.Requests(control.RequestFilter{}))
				if got := met[len(met)-1]; got.Outcome != want || got.Account != account {
					t.Errorf("%s asks: got %s, account %q, want %s", account, got.Outcome, got.Account, want)
				}
			}
		})
	}
}

// mint issues tokens of testclient for an account.
func mint(server *mockserver.Server, account string) control.Token {
	return must(server.IssueToken(control.TokenRequest{ClientID: "testclient", Account: account, Scope: "sms"}))
}
