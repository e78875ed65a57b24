package web

// homeWords are the words of the first page.
type homeWords struct {
	About         string
	Dashboard     string
	OpenAPI       string
	World         string
	Point         string
	Authorization string
	Token         string
	Revocation    string
	User          string
	Gateway       string
	Play          string // before the link to the demonstration application
	Demo          string // the link's text
	Receives      string // after it
	Clients       string
	Accounts      string
	None          string
	More          string // after the number of those that are not shown
}

// wordsOfHome is only read.
var wordsOfHome = map[language]homeWords{
	english: {
		About: "This is a test double of the sms77.io (seven.io) OAuth 2.0 server and of the SMS gateway behind it. " +
			"It answers as they do, and breaks when you tell it to. Nothing here is real: no password, no SMS, no money.",
		Dashboard:     "Open the dashboard",
		OpenAPI:       "API as OpenAPI",
		World:         "World in force",
		Point:         "Point your application at it",
		Authorization: "Authorization",
		Token:         "Token",
		Revocation:    "Revocation",
		User:          "User",
		Gateway:       "Gateway",
		Play:          "Or play the user yourself:",
		Demo:          "log in with the demonstration application",
		Receives:      ", and see what an application receives.",
		Clients:       "Clients",
		Accounts:      "Accounts",
		None:          "none",
		More:          "more",
	},
	german: {
		About: "Dies ist ein Test-Double des OAuth-2.0-Servers von sms77.io (seven.io) und des SMS-Gateways dahinter. " +
			"Es antwortet wie das Original und geht kaputt, wenn Sie es sagen. Nichts hier ist echt: kein Passwort, keine SMS, kein Geld.",
		Dashboard:     "Dashboard öffnen",
		OpenAPI:       "API als OpenAPI",
		World:         "Geltende Welt",
		Point:         "Richten Sie Ihre Anwendung hierher",
		Authorization: "Autorisierung",
		Token:         "Token",
		Revocation:    "Widerruf",
		User:          "Nutzer",
		Gateway:       "Gateway",
		Play:          "Oder spielen Sie selbst den Nutzer:",
		Demo:          "Melden Sie sich mit der Vorführ-Anwendung an",
		Receives:      " und sehen Sie, was eine Anwendung erhält.",
		Clients:       "Clients",
		Accounts:      "Konten",
		None:          "keine",
		More:          "weitere",
	},
}
