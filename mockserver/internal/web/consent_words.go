package web

// consentWords are the words of the consent page.
type consentWords struct {
	Title         string
	Mock          string // says that this is not the real login
	Asks          string // after the client's name
	AnswerGoesTo  string
	Accounts      string
	Search        string
	SearchNone    string
	Scopes        string
	NoScopes      string
	UnknownScope  string
	Allow         string
	Deny          string
	Testers       string
	Oddities      string
	NoOddities    string
	Parameters    string
	AnswerWith    string
	Error         string
	Description   string
	AnswerError   string
	Fault         string
	NoFault       string
	AllowFault    string
	FaultExplains string
}

// wordsOfConsent is only read.
var wordsOfConsent = map[language]consentWords{
	english: {
		Title:         "asks for access",
		Mock:          "This is a test double, not the real login. There are no passwords here.",
		Asks:          "asks for access to an account",
		AnswerGoesTo:  "The answer goes to",
		Accounts:      "Whom do you play?",
		Search:        "Search accounts",
		SearchNone:    "No account matches.",
		Scopes:        "What may it do?",
		NoScopes:      "It asks for nothing.",
		UnknownScope:  "unknown to the vendor",
		Allow:         "Allow",
		Deny:          "Deny",
		Testers:       "For testers",
		Oddities:      "Odd about this request",
		NoOddities:    "There is nothing odd about this request.",
		Parameters:    "Parameters",
		AnswerWith:    "Answer with …",
		Error:         "OAuth error",
		Description:   "Description",
		AnswerError:   "Answer with this error",
		Fault:         "Fault",
		NoFault:       "none",
		AllowFault:    "Allow, with this fault",
		FaultExplains: "It strikes once, at the next request of this client that it fits.",
	},
	german: {
		Title:         "bittet um Zugriff",
		Mock:          "Dies ist ein Test-Double, nicht die echte Anmeldung. Hier gibt es keine Passwörter.",
		Asks:          "bittet um Zugriff auf ein Konto",
		AnswerGoesTo:  "Die Antwort geht an",
		Accounts:      "Wen spielen Sie?",
		Search:        "Konten durchsuchen",
		SearchNone:    "Kein Konto passt.",
		Scopes:        "Was darf die Anwendung?",
		NoScopes:      "Sie bittet um nichts.",
		UnknownScope:  "dem Anbieter unbekannt",
		Allow:         "Erlauben",
		Deny:          "Ablehnen",
		Testers:       "Für Tester",
		Oddities:      "Auffällig an dieser Anfrage",
		NoOddities:    "An dieser Anfrage ist nichts auffällig.",
		Parameters:    "Parameter",
		AnswerWith:    "Antworten mit …",
		Error:         "OAuth-Fehler",
		Description:   "Beschreibung",
		AnswerError:   "Mit diesem Fehler antworten",
		Fault:         "Störung",
		NoFault:       "keine",
		AllowFault:    "Erlauben, mit dieser Störung",
		FaultExplains: "Sie trifft einmal, die nächste passende Anfrage dieser Anwendung.",
	},
}

// oddities says in German what is odd about a request, by the English. The map is
// only read.
var oddities = map[string]map[language]string{
	"A public client without PKCE: whoever intercepts the code can redeem it.": {
		german: "Ein öffentlicher Client ohne PKCE: Wer den Code abfängt, kann ihn einlösen.",
	},
	"PKCE with the method plain protects no more than sending the verifier itself.": {
		german: "PKCE mit der Methode plain schützt nicht mehr, als wenn der Verifier selbst gesendet würde.",
	},
	"The code_challenge_method is neither S256 nor plain: the code can never be redeemed.": {
		german: "code_challenge_method ist weder S256 noch plain: Der Code kann nie eingelöst werden.",
	},
	"The state has fewer than eight characters: it can be guessed.": {
		german: "state hat weniger als acht Zeichen: Er lässt sich erraten.",
	},
	"No redirect_uri: the registered one is used, and only while it stays the only one.": {
		german: "Keine redirect_uri: Es gilt die registrierte, solange sie die einzige bleibt.",
	},
	"The client has no registered redirect URI: any is accepted.": {
		german: "Der Client hat keine registrierte Redirect-URI: Jede wird angenommen.",
	},
	"The server does not know the parameter %s.": {
		german: "Der Server kennt den Parameter %s nicht.",
	},
	"The parameter %s is given more than once: the last one counts.": {
		german: "Der Parameter %s kommt mehrmals vor: Der letzte zählt.",
	},
}
