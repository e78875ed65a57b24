package web

import "net/http"

// loginPage is what the page shows that asks for the server's token.
type loginPage struct {
	Wrong bool // whether another token was tried
	Lang  language
	Words loginWords
}

// loginWords are the words of that page.
type loginWords struct {
	Title string
	Ask   string
	Wrong string
	Open  string
}

// wordsOfLogin is only read.
var wordsOfLogin = map[language]loginWords{
	english: {
		Title: "Token",
		Ask:   "This server was started with a token. What is it?",
		Wrong: "It is not this one. It stands after --token or in SMS77MOCK_TOKEN where the server was started: try again.",
		Open:  "Open the dashboard",
	},
	german: {
		Title: "Token",
		Ask:   "Dieser Server wurde mit einem Token gestartet. Wie lautet es?",
		Wrong: "Dieses ist es nicht. Es steht hinter --token oder in SMS77MOCK_TOKEN, wo der Server gestartet wurde: Versuchen Sie es noch einmal.",
		Open:  "Dashboard öffnen",
	},
}

// Login writes the page that asks for the server's token, in German if the browser
// prefers it to English. Its form answers by POST to /_mock/login, with token.
func Login(w http.ResponseWriter, r *http.Request, status int, wrong bool) error {
	lang := languageOf(w, r)
	return renderWith(w, status, "login.html", policy+"; form-action 'self'", loginPage{wrong, lang, wordsOfLogin[lang]})
}
