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

// Home writes the first page: what this is, what it serves and where to go on.
func Home(w http.ResponseWriter, _ *http.Request, page HomeView) error {
	return render(w, "home.html", policy+"; form-action 'none'", page)
}
