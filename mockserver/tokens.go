package mockserver

import (
	"errors"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// IssueToken mints tokens without an authorization request.
func (s *Server) IssueToken(t control.TokenRequest) (control.Token, error) {
	defer s.changes.Changed(feed.Tokens)
	return s.oauth.IssueToken(t)
}

// Tokens returns the codes and tokens that the filter chooses, oldest first,
// including those that are no longer good.
func (s *Server) Tokens(f control.TokenFilter) ([]control.TokenInfo, error) {
	if err := s.checkTokenFilter(f); err != nil {
		return nil, err
	}
	return s.oauth.Tokens(f), nil
}

// Revoke ends the codes and tokens that f chooses and returns how many were not
// ended before.
func (s *Server) Revoke(f control.TokenFilter) (int, error) {
	return s.end(f, s.oauth.Revoke)
}

// Expire ends the lifetimes of the codes and tokens that f chooses, and returns how
// many were good until then.
func (s *Server) Expire(f control.TokenFilter) (int, error) {
	return s.end(f, s.oauth.Expire)
}

// end ends the tokens that f chooses and tells everybody.
func (s *Server) end(f control.TokenFilter, end func(control.TokenFilter) int) (int, error) {
	if f.After != "" || f.Limit != 0 || f.ChangedAfter != 0 {
		return 0, errors.New("after, limit, changed_after: are for lists: want the tokens themselves, or whose they are")
	}
	if err := s.checkTokenFilter(f); err != nil {
		return 0, err
	}
	defer s.changes.Changed(feed.Tokens)
	return end(f), nil
}

func (s *Server) checkTokenFilter(f control.TokenFilter) error {
	return errors.Join(f.Check(), s.knows(f.ClientID, f.Account))
}
