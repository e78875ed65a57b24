package web

// dashboardWords are the words of the dashboard for browsers without JavaScript;
// its scripts have their own.
type dashboardWords struct {
	Dashboard string
	NoScript  string
	Journal   string
	Time      string
	Request   string
	Who       string
	Outcome   string
	Reason    string
	Nothing   string
}

// wordsOfDashboard is only read.
var wordsOfDashboard = map[language]dashboardWords{
	english: {
		Dashboard: "Dashboard",
		NoScript:  "The levers need JavaScript. Without it, this is the journal; everything else is at hand as JSON:",
		Journal:   "Requests, the youngest first. Reload the page for news.",
		Time:      "Time (UTC)",
		Request:   "Request",
		Who:       "Client and user",
		Outcome:   "Outcome",
		Reason:    "Reason",
		Nothing:   "Nothing has been asked yet.",
	},
	german: {
		Dashboard: "Dashboard",
		NoScript:  "Die Hebel brauchen JavaScript. Ohne sehen Sie hier das Journal; alles andere gibt es als JSON:",
		Journal:   "Anfragen, die jüngste zuerst. Neues zeigt die Seite, wenn sie neu geladen wird.",
		Time:      "Zeit (UTC)",
		Request:   "Anfrage",
		Who:       "Client und Nutzer",
		Outcome:   "Ergebnis",
		Reason:    "Grund",
		Nothing:   "Bisher wurde nichts angefragt.",
	},
}
