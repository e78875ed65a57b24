package gateway_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
)

// endpoints are the paths that each scope guards, one method for each.
func endpoints() map[string][]string {
	return map[string][]string{
		"analytics":          {"GET /api/analytics", "GET /api/analytics/date", "GET /api/analytics/label", "GET /api/analytics/subaccount", "GET /api/analytics/country"},
		"balance":            {"GET /api/balance", "POST /api/balance"},
		"contacts":           {"GET /api/contacts", "POST /api/contacts", "GET /api/contacts/1", "PATCH /api/contacts/1", "DELETE /api/contacts/1"},
		"groups":             {"GET /api/groups", "POST /api/groups", "GET /api/groups/1", "PATCH /api/groups/1", "DELETE /api/groups/1"},
		"hooks":              {"GET /api/hooks", "POST /api/hooks", "DELETE /api/hooks"},
		"journal":            {"GET /api/journal", "GET /api/journal/outbound", "GET /api/journal/inbound", "GET /api/journal/voice", "GET /api/journal/replies"},
		"lookup":             {"GET /api/lookup", "POST /api/lookup", "GET /api/lookup/format", "GET /api/lookup/hlr", "GET /api/lookup/mnp", "GET /api/lookup/cnam", "GET /api/lookup/rcs"},
		"numbers":            {"GET /api/numbers/available", "POST /api/numbers/order", "GET /api/numbers/active", "GET /api/numbers/active/4571234567", "PATCH /api/numbers/active/4571234567", "DELETE /api/numbers/active/4571234567"},
		"pricing":            {"GET /api/pricing", "POST /api/pricing"},
		"rcs":                {"POST /api/rcs/messages", "DELETE /api/rcs/messages/1", "POST /api/rcs/events", "GET /api/rcs/agents"},
		"sms":                {"GET /api/sms", "POST /api/sms", "DELETE /api/sms"},
		"status":             {"GET /api/status", "POST /api/status"},
		"subaccounts":        {"GET /api/subaccounts", "POST /api/subaccounts", "GET /api/subaccounts/list", "POST /api/subaccounts/create", "POST /api/subaccounts/update", "POST /api/subaccounts/transfer_credits", "POST /api/subaccounts/delete"},
		"waba":               {"POST /api/waba/messages", "DELETE /api/waba/messages/1", "POST /api/waba/events"},
		"validate_for_voice": {"GET /api/validate_for_voice", "POST /api/validate_for_voice"},
		"voice":              {"GET /api/voice", "POST /api/voice", "POST /api/voice/1/hangup"},
	}
}

// TestScopes holds a token with one scope to that scope's endpoints, each against
// each.
func TestScopes(t *testing.T) {
	t.Parallel()
	scopes := fixtures.KnownScopes()
	from := fixtures.World{}
	for _, scope := range scopes {
		from.Tokens = append(from.Tokens, token("only-"+scope, "", scope))
	}
	w := newWorld(t, from)
	if len(endpoints()) != len(scopes) {
		t.Fatalf("got %d scopes with endpoints, of %d; want one for each", len(endpoints()), len(scopes))
	}
	for guarded, list := range endpoints() {
		for _, endpoint := range list {
			for _, scope := range scopes {
				r := requestTo(endpoint)
				r.Header.Set("Authorization", "Bearer only-"+scope)
				got := w.do(r)
				if (got.status == 403) != (scope != guarded) || got.status == 401 || got.status == 405 {
					t.Errorf("%s with the scope %s: got %d", endpoint, scope, got.status)
				}
				if string(got.call.Endpoint) != guarded {
					t.Errorf("%s: got the endpoint %q, want %q", endpoint, got.call.Endpoint, guarded)
				}
				if got.call.Account != "john" || got.call.ClientID != "testclient" {
					t.Errorf("%s: got account %q and client %q", endpoint, got.call.Account, got.call.ClientID)
				}
			}
		}
	}
}

func TestEndpointOfNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	for _, path := range []string{"/api/", "/api", "/api/fax", "/api/sms/", "/api//sms", "/api/sms/1", "/api/voice/1", "/api/voice//hangup", "/api/voice/1/hang", "/sms", "/API/sms", ""} {
		if got, _ := w.Endpoint(path); got != "" {
			t.Errorf("%q: got %q, want nothing", path, got)
		}
	}
}

// requestTo returns a request such as "GET /api/sms".
func requestTo(endpoint string) *http.Request {
	method, path, _ := strings.Cut(endpoint, " ")
	return httptest.NewRequest(method, path, nil)
}
