package app

import (
	"encoding/json"
	"net/http"
)

// ByScript reports whether a switch makes an application whose pages are a script on
// another site, for which the session's cookie says SameSite=None. Such an application
// is audited by [ScriptedAct].
func ByScript(flaw string) bool {
	switch flaw {
	case "scripted", "text-plain", "any-origin":
		return true
	}
	return FromPage(flaw)
}

// FromPage reports whether a switch has the script repeat a token that a meta tag of the
// page says, as X-CSRF-Token.
func FromPage(flaw string) bool { return flaw == "meta-token" || flaw == "meta-token-if-sent" }

// JSONLogin reports whether a switch has a script begin the login, by [ScriptedLogin], and
// go to where the answer says that the vendor is.
func JSONLogin(flaw string) bool { return flaw == "json-login" || flaw == "shared-by-json" }

// ScriptedLogin is the path that a script posts JSON to, to begin a login.
const ScriptedLogin = "/api/login"

// scriptedLogin says where the vendor is asked for a login.
func (a *App) scriptedLogin(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]string{"next": a.authorization(w, r)})
}

// ScriptedAct is what the script sends, and what the answer has in it if that worked.
const ScriptedAct, ScriptedDone = `POST /api/send {"to":"{number}","text":"Hi"}`, `"sent":true`

// scripted answers the script, which sends JSON.
func (a *App) scripted(w http.ResponseWriter, r *http.Request) {
	s, u := a.person(r)
	var message struct{ To, Text string }
	switch {
	case u == nil:
		say(w, http.StatusUnauthorized, "log in")
		return
	case FromPage(a.Flaw) && r.Header.Get("X-CSRF-Token") != s.forms(false) && !(a.is("meta-token-if-sent") && r.Header.Get("X-CSRF-Token") == ""):
		say(w, http.StatusForbidden, "this page is out of date")
		return
	case r.Header.Get("Content-Type") != "application/json" && !a.is("text-plain") && !FromPage(a.Flaw):
		say(w, http.StatusUnsupportedMediaType, "this is no JSON")
		return
	case json.NewDecoder(r.Body).Decode(&message) != nil:
		say(w, http.StatusBadRequest, "this is no JSON")
		return
	}
	switch err := a.sendSMS(u, message.To, message.Text); {
	case err == errLogin:
		a.forget(s)
		say(w, http.StatusUnauthorized, "log in")
	case err != nil:
		say(w, http.StatusBadGateway, "the message was not sent")
	default:
		w.Header().Set("Content-Type", "application/json")
		w.Write([]byte(`{"sent":true}`))
	}
}

// say answers the script with an error.
func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]string{"error": text})
}

// preflight says which other sites may send JSON.
func (a *App) preflight(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	if origin == "https://pages.example" || a.is("any-origin") {
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
	}
	w.WriteHeader(http.StatusNoContent)
}
