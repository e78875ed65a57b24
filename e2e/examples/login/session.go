package login

import (
	"crypto/rand"
	"net/http"
	"sync"
)

// sessions are what the application remembers of browsers. The zero value is
// empty. Sessions end with the process; a real application would let them expire.
type sessions struct {
	mu   sync.Mutex // guards byID
	byID map[string]*session
}

// session is what is remembered of one browser.
type session struct {
	mu     sync.Mutex        // guards what follows
	states map[string]string // of logins that have begun: their PKCE verifiers
	inside *user             // nil unless somebody has logged in
}

// of returns the session of a request, a new one if there is none.
func (s *sessions) of(w http.ResponseWriter, r *http.Request) *session {
	if cookie, err := r.Cookie("session"); err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if known := s.byID[cookie.Value]; known != nil {
			return known
		}
		return &session{} // nobody's
	}
	return s.begin(w, &session{})
}

// begin gives a session an id, and the id to the browser. It comes back on the way
// from the vendor, which SameSite=Strict would keep it from.
func (s *sessions) begin(w http.ResponseWriter, fresh *session) *session {
	id := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byID == nil {
		s.byID = map[string]*session{}
	}
	s.byID[id] = fresh
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, Path: "/", HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode})
	return fresh
}

// end forgets the session of a request.
func (s *sessions) end(w http.ResponseWriter, r *http.Request) {
	if cookie, err := r.Cookie("session"); err == nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.byID, cookie.Value)
	}
	http.SetCookie(w, &http.Cookie{Name: "session", Path: "/", MaxAge: -1})
}

// renew logs a user in, in a session with a new id: somebody else may know the old
// one. Logins in other tabs go on.
func (s *sessions) renew(w http.ResponseWriter, r *http.Request, u *user) {
	old := s.of(w, r)
	s.end(w, r)
	old.mu.Lock()
	defer old.mu.Unlock()
	s.begin(w, &session{states: old.states, inside: u})
}

// expect notes a login that begins.
func (s *session) expect(state, verifier string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.states == nil {
		s.states = map[string]string{}
	}
	s.states[state] = verifier
}

// take returns the verifier of a login that has begun in this browser, to the
// first who asks.
func (s *session) take(state string) (verifier string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	verifier, ok = s.states[state]
	delete(s.states, state)
	return verifier, ok
}

// user returns who is logged in, or nil.
func (s *session) user() *user {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inside
}

// leave logs the user out.
func (s *session) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inside = nil
}
