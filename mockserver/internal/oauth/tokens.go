package oauth

import (
	"time"

	"example.com/sms77mock/mockserver/control"
)

// chooses returns whether a filter chooses a record.
func chooses(f control.TokenFilter) func(*record) bool {
	return func(r *record) bool {
		return (f.Token == "" || f.Token == r.value) &&
			(f.ClientID == "" || f.ClientID == r.clientID) &&
			(f.Account == "" || f.Account == r.account) &&
			(f.Kind == "" || f.Kind == r.kind)
	}
}

// Tokens returns the codes and tokens that f chooses, in the order in which they
// were issued, those that are good no longer too. A code that was issued for a
// preview is none of them before it is redeemed.
func (s *Server) Tokens(f control.TokenFilter) []control.TokenInfo {
	now := s.config.Clock.Now()
	list := []control.TokenInfo{}
	for _, r := range s.chosen(f) {
		if f.Limit > 0 && len(list) == f.Limit {
			break
		}
		info := control.TokenInfo{
			Token: r.value, Kind: r.kind, ClientID: r.clientID, Account: r.account, Scope: r.scope,
			State: r.state(now), IssuedAt: r.issued, IssuedBy: r.issuedBy,
			Reused: r.reused, Change: r.mark.Change,
		}
		if r.end != nil {
			info.EndedAt, info.EndedBy = r.end.at, r.end.by
		}
		if r.expires != 0 {
			info.ExpiresAt = time.Unix(r.expires, 0).UTC()
			info.ExpiresIn = r.expires - now.Unix()
		}
		list = append(list, info)
	}
	return list
}

// chosen returns the records that f chooses, in the order of [Server.Tokens].
func (s *Server) chosen(f control.TokenFilter) []record {
	s.changing.RLock()
	defer s.changing.RUnlock()
	chosen, after := chooses(f), s.book.serial(f.After)
	return s.book.changedAfter(f.ChangedAfter, func(r *record) bool { return r.serial > after && (!r.preview || r.end != nil) && chosen(r) })
}

func (r *record) state(now time.Time) control.TokenState {
	switch {
	case r.end != nil:
		return r.end.how
	case r.expired(now):
		return control.StateExpired
	}
	return control.StateValid
}

// Revoke ends the codes and tokens that f chooses and returns how many were
// not ended before.
func (s *Server) Revoke(f control.TokenFilter) (changed int) {
	s.changing.RLock()
	defer s.changing.RUnlock()
	now := s.config.Clock.Now()
	for _, r := range s.book.list(chooses(f)) {
		if s.book.finish(r.kind, r.value, end{how: control.StateRevoked, at: now}) {
			changed++
		}
	}
	return changed
}

// Expire makes the lifetimes of the codes and tokens that f chooses be over and
// returns how many were good until then.
func (s *Server) Expire(f control.TokenFilter) (changed int) {
	s.changing.RLock()
	defer s.changing.RUnlock()
	return s.book.expire(chooses(f), s.config.Clock.Now())
}

// IsToken reports whether a word is a code or token that the server knows, good
// or not.
func (s *Server) IsToken(word string) bool { return s.book.serial(word) != 0 }
