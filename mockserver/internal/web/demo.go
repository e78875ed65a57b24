package web

import "net/http"

// DemoView is what the demonstration application shows of its login.
type DemoView struct {
	Query   string // what the user came back with
	Token   string // the answer of /token; "" if there was no code
	Profile string // the answer of /me; "" if there was no token
}

// demoPage is a view with the words to show it in.
type demoPage struct {
	DemoView
	Lang  language
	Words demoWords
}

// Demo writes the page on which the user comes back to the demonstration
// application, in German if the browser prefers it to English.
func Demo(w http.ResponseWriter, r *http.Request, page DemoView) error {
	lang := languageOf(w, r)
	return render(w, "demo.html", policy+"; form-action 'none'", demoPage{page, lang, wordsOfDemo[lang]})
}
