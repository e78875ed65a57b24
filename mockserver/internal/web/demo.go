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

// demoWords are the words of the demonstration application.
type demoWords struct {
	Title    string
	Welcome  string
	CameBack string
	Received string // before /token's answer
	Says     string // before /me's answer
	Again    string
	Flow     string
}

// wordsOfDemo is only read.
var wordsOfDemo = map[language]demoWords{
	english: {
		Title:    "Demonstration",
		Welcome:  "Welcome back",
		CameBack: "This is the demonstration application. The user came back from the login with this:",
		Received: "It sent the code to /token and received:",
		Says:     "With the access token, /me says:",
		Again:    "Log in again",
		Flow:     "See the flow on the dashboard",
	},
	german: {
		Title:    "Vorführung",
		Welcome:  "Willkommen zurück",
		CameBack: "Dies ist die Vorführ-Anwendung. Der Nutzer kam von der Anmeldung hiermit zurück:",
		Received: "Sie hat den Code an /token geschickt und erhalten:",
		Says:     "Mit dem Access-Token sagt /me:",
		Again:    "Noch einmal anmelden",
		Flow:     "Den Ablauf im Dashboard ansehen",
	},
}

// Demo writes the page on which the user comes back to the demonstration
// application, in German if the browser prefers it to English.
func Demo(w http.ResponseWriter, r *http.Request, page DemoView) error {
	lang := languageOf(w, r)
	return render(w, "demo.html", policy+"; form-action 'none'", demoPage{page, lang, wordsOfDemo[lang]})
}
