package web

import "net/http"

// HomeView is what the first page shows.
type HomeView struct {
	Version  string
	BaseURL  string   // URL under which the reader reaches the server, without a slash at the end
	Control  bool     // whether the dashboard is there to be linked to
	Clients  []string // the ids of the clients
	Accounts []string // the names of the accounts
}

// homePage is a view with the words to show it in.
type homePage struct {
	HomeView
	Lang                      language
	Words                     homeWords
	MoreClients, MoreAccounts int // how many are not shown
}

const mostNames = 50 // clients, and accounts, on the first page

// Home writes the first page, in German if the browser prefers it to English: what
// this is, what it serves and where to go on.
func Home(w http.ResponseWriter, r *http.Request, page HomeView) error {
	lang := languageOf(w, r)
	p := homePage{HomeView: page, Lang: lang, Words: wordsOfHome[lang]}
	p.Clients, p.MoreClients = first(page.Clients, mostNames)
	p.Accounts, p.MoreAccounts = first(page.Accounts, mostNames)
	return render(w, "home.html", policy+"; form-action 'none'", p)
}

// first returns the first of some names, at most n, and how many there are besides.
func first(names []string, n int) ([]string, int) {
	n = min(n, len(names))
	return names[:n], len(names) - n
}
