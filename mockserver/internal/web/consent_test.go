package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/web"
)

func acme() web.ConsentView {
	return web.ConsentView{
		ClientID: "testclient", ClientName: "Acme Inc.", RedirectHost: "acme.inc", Request: "response_type=code&client_id=testclient",
		Accounts: []web.ConsentAccount{
			{Name: "john", Email: "john.doe@acme.inc", Company: "Acme Inc."},
			{Name: "jane", Email: "jane.roe@acme.inc", Company: "Acme Inc.", Chosen: true},
		},
		Scopes:     []string{"sms", "analytics"},
		Parameters: []web.Parameter{{Name: "client_id", Value: "testclient"}, {Name: "response_type", Value: "code"}},
		Presets:    []web.PresetView{{Name: "slow", About: "the answer comes late"}},
	}
}

// TestConsentForm holds the page to what its handler reads.
func TestConsentForm(t *testing.T) {
	t.Parallel()
	page := outline(t, show(t, web.Consent, acme()).Body.String())
	var got []string
	for _, e := range page {
		switch e.name {
		case "form":
			got = append(got, fmt.Sprintf("form %s %s", e.attr["method"], e.attr["action"]))
		case "input", "select", "button":
			_, checked := e.attr["checked"]
			got = append(got, strings.Join(strings.Fields(fmt.Sprintf("%s %s %s=%s %t", e.attr["type"], e.attr["id"], e.attr["name"], e.attr["value"], checked)), " "))
		}
	}
	want := []string{
		"form post consent",
		"hidden request=response_type=code&client_id=testclient false",
		"radio account-john account=john false",
		"radio account-jane account=jane true",
		"checkbox scope-sms scope=sms true",
		"checkbox scope-analytics scope=analytics true",
		"allow answer=allow false", // the first button is the one that Enter presses
		"deny answer=deny false",
		"form post consent", // an error is sent by a form of its own: Enter in its fields must not allow
		"hidden request=response_type=code&client_id=testclient false",
		"error error=temporarily_unavailable false",
		"error-description error_description= false",
		"answer-error answer=error false",
		"preset fault= false",
		"allow-with-fault answer=allow_with_fault false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the form is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestConsentTellsAccountsApart has a click on a name choose no other.
func TestConsentTellsAccountsApart(t *testing.T) {
	t.Parallel()
	view := acme()
	view.Accounts = []web.ConsentAccount{{Name: "a b"}, {Name: "a-b"}, {Name: "a  b"}, {Name: "a+b"}}
	seen := map[string]bool{}
	for _, e := range outline(t, show(t, web.Consent, view).Body.String()) {
		id := e.attr["id"]
		if id != "" && (seen[id] || strings.ContainsAny(id, " \t\n")) {
			t.Errorf("the id %q is there twice, or is none", id)
		}
		seen[id] = true
	}
}

func TestConsentSaysThatItIsAMock(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "de"} {
		page := outline(t, show(t, web.Consent, acme(), language).Body.String())
		if got := find(t, page, "mock-notice").text; !strings.Contains(got, "sms77mock") || !strings.Contains(strings.ToLower(got), "test") {
			t.Errorf("%s: the notice says %q", language, got)
		}
		for _, e := range page {
			if e.attr["type"] == "password" {
				t.Errorf("%s: the page asks for a password", language)
			}
		}
	}
}

func TestConsentWithoutAName(t *testing.T) {
	t.Parallel()
	view := acme()
	view.ClientName = ""
	page := outline(t, show(t, web.Consent, view).Body.String())
	if got, want := find(t, page, "client-name").text, "testclient"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestConsentOddities(t *testing.T) {
	t.Parallel()
	view := acme()
	if got := find(t, outline(t, show(t, web.Consent, view).Body.String()), "no-oddities").text; got == "" {
		t.Error("a request with nothing odd about it is passed over in silence")
	}
	view.Oddities = []web.Oddity{{Text: "The state is weak."}, {Text: "There is no %s.", Parameter: "PKCE"}}
	page := outline(t, show(t, web.Consent, view).Body.String())
	if got, want := strings.Fields(find(t, page, "oddities").text), strings.Fields("The state is weak. There is no PKCE."); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestConsentSearch offers a search once a list is long, and hides it from
// browsers without JavaScript, which could not use it.
func TestConsentSearch(t *testing.T) {
	t.Parallel()
	for accounts, want := range map[int]bool{1: false, 6: false, 7: true, 200: true} {
		view := acme()
		view.Accounts = nil
		for i := range accounts {
			view.Accounts = append(view.Accounts, web.ConsentAccount{Name: fmt.Sprintf("customer%d", i)})
		}
		body := show(t, web.Consent, view).Body.String()
		if got := strings.Contains(body, `id="find-account"`); got != want {
			t.Errorf("%d accounts: search: got %t, want %t", accounts, got, want)
		}
		if want && !strings.Contains(body, `<div id="find-account-row" hidden>`) {
			t.Errorf("%d accounts: the search is there for browsers without JavaScript", accounts)
		}
	}
}

// TestScopes wants a meaning in both languages for each scope of the vendor.
func TestScopes(t *testing.T) {
	t.Parallel()
	view := acme()
	view.Scopes = append(fixtures.KnownScopes(), "telepathy")
	for language, unknown := range map[string]string{"en": "unknown to the vendor", "de": "dem Anbieter unbekannt"} {
		labels := texts(outline(t, show(t, web.Consent, view, language).Body.String()), "label")
		var got []string
		for _, label := range labels {
			if strings.HasPrefix(label, unknown) {
				got = append(got, label)
			}
		}
		if want := []string{unknown + " telepathy"}; !slices.Equal(got, want) {
			t.Errorf("%s: without a meaning: got %q, want %q", language, got, want)
		}
	}
	labels := texts(outline(t, show(t, web.Consent, view, "de").Body.String()), "label")
	if want := "Rufnummern als Absender für Voice verifizieren validate_for_voice"; !slices.Contains(labels, want) {
		t.Errorf("got the labels %q, want %q among them", labels, want)
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"":                            "en",
		"de":                          "de",
		"DE-AT":                       "de",
		"de-DE,de;q=0.9,en;q=0.8":     "de",
		"en-GB,en;q=0.9,de;q=0.8":     "en",
		"fr, de;q=0.3, en;q=0.2":      "de",
		"fr, en;q=0.2, de;q=0.3":      "de",
		"fr":                          "en",
		"*":                           "en",
		"de;q=0":                      "en",
		"de;q=nonsense":               "en",
		"den, deutsch":                "en",
		"de;q=0.5, en;q=0.5":          "de", // the first of equals
		" de ; q=0.7 , en ; q=0.6 ":   "de",
		"en;q=0.1,de;q=1.000,fr;q=.2": "de",
	} {
		w := show(t, web.Consent, acme(), header)
		if got := outline(t, w.Body.String())[0].attr["lang"]; got != want {
			t.Errorf("Accept-Language %q: got %q, want %q", header, got, want)
		}
		if got, want := w.Header().Get("Vary"), "Accept-Language"; got != want {
			t.Errorf("Vary: got %q, want %q", got, want)
		}
	}
	if got := outline(t, show(t, web.Consent, acme(), "fr", "de").Body.String())[0].attr["lang"]; got != "de" {
		t.Errorf("two headers: got %q, want de", got)
	}
}

// TestWords wants every word of the page in both languages.
func TestWords(t *testing.T) {
	t.Parallel()
	view := acme()
	english := texts(outline(t, show(t, web.Consent, view, "en").Body.String()), "body")[0]
	german := texts(outline(t, show(t, web.Consent, view, "de").Body.String()), "body")[0]
	for _, word := range []string{"Allow", "Deny", "asks for access", "Whom do you play?", "For testers", "Description"} {
		if !strings.Contains(english, word) {
			t.Errorf("the English page lacks %q", word)
		}
		if strings.Contains(german, word) {
			t.Errorf("the German page says %q", word)
		}
	}
}
