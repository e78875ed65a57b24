package web

// scopeMeanings says what each scope allows: the German as in the vendor's
// table of scopes, for the four that are newer than it in the same manner. The
// map is only read.
var scopeMeanings = map[string]map[language]string{
	"analytics":          {english: "Read statistics", german: "Abfrage von Statistiken"},
	"balance":            {english: "Read the credit balance", german: "Guthaben abfragen"},
	"contacts":           {english: "Read and edit contacts", german: "Kontakte abfragen und bearbeiten"},
	"groups":             {english: "Read and edit groups of contacts", german: "Kontaktgruppen abfragen und bearbeiten"},
	"hooks":              {english: "Read and change webhooks", german: "Erlaubt das Ändern und Einsehen von Webhooks"},
	"journal":            {english: "Read the log of messages", german: "Ihr Logbuch abfragen"},
	"lookup":             {english: "Look numbers up (HLR, MNP and so on)", german: "Anfragen per Lookup (HLR, MNP etc.) durchführen"},
	"numbers":            {english: "Manage rented numbers", german: "Gemietete Rufnummern verwalten"},
	"pricing":            {english: "Read the account’s prices", german: "Preise des Accounts abfragen"},
	"rcs":                {english: "Send RCS messages", german: "Versand von RCS Nachrichten"},
	"sms":                {english: "Send SMS", german: "Versand von SMS Nachrichten"},
	"status":             {english: "Read delivery reports of SMS", german: "Statusbericht von SMS abfragen"},
	"subaccounts":        {english: "See and edit subaccounts", german: "Subaccounts bearbeiten und einsehen"},
	"validate_for_voice": {english: "Verify numbers as voice senders", german: "Rufnummern als Absender für Voice verifizieren"},
	"voice":              {english: "Make voice calls", german: "Voice Nachrichten versenden"},
	"waba":               {english: "Send WhatsApp messages (WhatsApp Business)", german: "Versand von WhatsApp Nachrichten (WhatsApp Business)"},
}
