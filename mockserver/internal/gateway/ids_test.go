package gateway_test

import (
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
)

// Ids are read as PHP reads numbers, and 0 is none.
func TestIDs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "1", Contacts: []fixtures.Contact{{LastName: "Doe", Groups: []int{7}}}, Subaccounts: []fixtures.Subaccount{{Name: "Roe", Email: "roe@acme.inc", ID: 9}}}}})
	w.post("/api/sms", "to=491716992343&text=Hi&delay=2023-09-01+12:00")
	for _, test := range []struct{ form, want string }{
		{"/api/contacts?action=read&id=12297236", "Doe"},
		{"/api/contacts?action=read&id=1.2297236e%2B07", "Doe"},
		{"/api/contacts?action=read&id=012297236.0", "Doe"},
		{"/api/contacts?action=read&id=0", "Doe"},
		{"/api/contacts?action=read&id=12297236.5", "151"},
		{"/api/contacts?action=read&id=x", "151"},
		{"/api/contacts?group_id=7.0e0", `"total":1`},
		{"/api/contacts?group_id=0", `"total":1`},
		{"/api/contacts?group_id=8", `"total":0`},
		{"/api/contacts?group_id=x", `"total":0`},
		{"/api/analytics/subaccount?subaccounts=9.0", `"account":"Roe"`},
		{"/api/analytics/subaccount?subaccounts=0", "[]"},
		{"/api/journal?id=0", "[]"}, // nothing was sent yet
		{"/api/hooks?action=unsubscribe&id=0&target_url=x", "Hook not found"},
		{"/api/status?json=1&msg_id=7.7214945865e10", `"status":null`},
	} {
		if got := w.get(test.form).body; !strings.Contains(got, test.want) {
			t.Errorf("%s: got %s, want %s", test.form, got, test.want)
		}
	}
	r := requestTo("DELETE /api/sms?ids=7.7214945865e10")
	r.Header.Set("Authorization", "Bearer all")
	if got := w.do(r).body; got != `{"success":true,"deleted":["77214945865"]}` {
		t.Errorf("got %s, want the SMS cancelled", got)
	}
}

// What a world numbers keeps its number, also where something that it does not number
// stands before.
func TestNumberedBehind(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{
		Name: "john", Balance: "1",
		Contacts:    []fixtures.Contact{{LastName: "Doe"}, {LastName: "Roe", ID: 12297236}},
		Hooks:       []fixtures.Hook{{URL: "http://a/", Event: fixtures.HookAll}, {URL: "http://b/", Event: fixtures.HookAll, ID: 2043}},
		Subaccounts: []fixtures.Subaccount{{Name: "Ann", Email: "ann@acme.inc"}, {Name: "Ben", Email: "ben@acme.inc", ID: 941955}},
	}}})
	for path, want := range map[string][2]string{
		"/api/contacts?action=read&json=1": {`"ID":"12297237","Name":"Doe"`, `"ID":"12297236","Name":"Roe"`},
		"/api/hooks?action=read":           {`"id":"2044","target_url":"http:\/\/a\/"`, `"id":"2043","target_url":"http:\/\/b\/"`},
		"/api/subaccounts?action=read":     {`"id":941956`, `"id":941955`},
	} {
		if got := w.get(path).body; !strings.Contains(got, want[0]) || !strings.Contains(got, want[1]) {
			t.Errorf("%s: got %s, want %s and %s", path, got, want[0], want[1])
		}
	}
}

// Nor does anything get the number of something that another account has, or a
// subaccount.
func TestNumberedElsewhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{
		{Name: "john", Hooks: []fixtures.Hook{{URL: "http://a/", Event: fixtures.HookAll}}},
		{Name: "jane", Hooks: []fixtures.Hook{{URL: "http://b/", Event: fixtures.HookAll, ID: 2043}}, Subaccounts: []fixtures.Subaccount{
			{Name: "Ann", Email: "ann@acme.inc", Hooks: []fixtures.Hook{{URL: "http://c/", Event: fixtures.HookAll, ID: 2044}}},
		}},
	}})
	if got, want := w.get("/api/hooks?action=read").body, `"id":"2045"`; !strings.Contains(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
}
