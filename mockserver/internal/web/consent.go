package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// ConsentView is what the consent page shows: who asks for what, and everything
// that a tester may want to know of the request.
type ConsentView struct {
	ClientID     string
	ClientName   string // "" if it has none but its id
	RedirectHost string // where the answer goes, in short
	Accounts     []ConsentAccount
	Scopes       []string     // that the client asks for
	Request      string       // the authorization request; the form sends it back as it is
	Parameters   []Parameter  // the same, for reading
	Oddities     []Oddity     // what a careful client would have done otherwise
	Presets      []PresetView // the faults that the answer can be sent with
}

// ConsentAccount is an account in whose name a tester may answer.
type ConsentAccount struct {
	Name    string
	Email   string
	Company string
	Chosen  bool // whether it is chosen at first
}

// Parameter is a parameter of the authorization request.
type Parameter struct {
	Name, Value string
}

// Oddity is something that is odd about the request.
type Oddity struct {
	Text      string // in English, with %s for the parameter
	Parameter string // the name of the parameter that it is about
}

// PresetView is a ready-made fault.
type PresetView struct {
	Name  string
	About string // the bug in a client that it uncovers
}

// manyAccounts is from how many accounts on the page offers to search them.
const manyAccounts = 7

// oauthErrors are the errors that the page proposes to answer with: those of
// RFC 6749, section 4.1.2.1, and the two of OpenID Connect that a login page
// would send.
var oauthErrors = []string{
	"access_denied", "invalid_request", "invalid_scope", "login_required", "interaction_required",
	"server_error", "temporarily_unavailable", "unauthorized_client", "unsupported_response_type",
}

// consentPage is a view with the words to show it in.
type consentPage struct {
	ConsentView
	Lang   language
	Words  consentWords
	Errors []string
	Search bool // whether there are so many accounts that searching pays
}

// Meaning is what a scope allows, in the page's language; "" for one that the
// vendor does not know.
func (p consentPage) Meaning(scope string) string { return scopeMeanings[scope][p.Lang] }

// Say returns what is odd, in the page's language; in English what has no German
// words.
func (p consentPage) Say(o Oddity) string {
	text := o.Text
	if words, ok := oddities[text][p.Lang]; ok {
		text = words
	}
	return strings.ReplaceAll(text, "%s", o.Parameter)
}

// Consent writes the consent page, in German if the browser prefers it to
// English. Its form answers by POST to /consent: request, account, scope (for
// each that is ticked) and answer, which is allow, allow_with_fault, deny or error;
// with error, error and error_description; with allow_with_fault, fault.
//
// The page's policy leaves form-action open: browsers apply it to the redirect
// that follows, and that leads to the client, by any scheme.
func Consent(w http.ResponseWriter, r *http.Request, page ConsentView) error {
	lang := languageOf(w, r)
	p := consentPage{
		ConsentView: page,
		Lang:        lang,
		Words:       wordsOfConsent[lang],
		Errors:      oauthErrors,
		Search:      len(page.Accounts) >= manyAccounts,
	}
	if p.Search { // they scroll: who is chosen has to be in sight, without a script too
		p.Accounts = slices.Clone(p.Accounts)
		slices.SortStableFunc(p.Accounts, func(a, b ConsentAccount) int { return cmp.Compare(rank(a), rank(b)) })
	}
	return render(w, "consent.html", policy, p)
}

// rank puts the account that is chosen before the others.
func rank(a ConsentAccount) int {
	if a.Chosen {
		return 0
	}
	return 1
}
