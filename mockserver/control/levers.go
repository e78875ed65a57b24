package control

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/fault"
	"example.com/sms77mock/mockserver/oauth"
)

func (s *Server) health(*http.Request) (any, error) { return s.levers.Health(), nil }

func (s *Server) world(*http.Request) (any, error) { return s.levers.World(), nil }

func (s *Server) reset(r *http.Request) (any, error) {
	var q clientQuery
	if err := readBody(r, &q); err != nil {
		return nil, err
	}
	client, err := s.chosen(q)
	if err != nil {
		return nil, err
	}
	return s.levers.Reset(client), nil
}

// chosen returns the client that a query chooses, "" for all of them. One that
// is there and empty, as an unset variable leaves it, must not clear everything.
func (s *Server) chosen(q clientQuery) (string, error) {
	switch {
	case q.ClientID == nil:
		return "", nil
	case *q.ClientID == "":
		return "", errors.New("client_id: is empty: leave it out to mean every client")
	}
	return *q.ClientID, s.levers.KnowsClient(*q.ClientID)
}

// clockOrder moves the clock. Exactly one field is given.
type clockOrder struct {
	Advance *time.Duration `yaml:"advance" doc:"Move by this much, backwards if negative."`
	Set     *string        `yaml:"set" doc:"Move to this moment (RFC 3339)."`
	Freeze  *bool          `yaml:"freeze" doc:"true stops the clock, false lets it go on."`
}

func (s *Server) clock(*http.Request) (any, error) { return s.levers.Clock(), nil }

func (s *Server) moveClock(r *http.Request) (any, error) {
	var o clockOrder
	if err := readBody(r, &o); err != nil {
		return nil, err
	}
	switch {
	case o.Advance != nil && o.Set == nil && o.Freeze == nil:
		s.levers.AdvanceClock(*o.Advance)
	case o.Advance == nil && o.Set != nil && o.Freeze == nil:
		t, err := time.Parse(time.RFC3339, *o.Set)
		if err != nil {
			return nil, fmt.Errorf("set: %q: want a moment such as 2026-01-31T12:00:00Z", *o.Set)
		}
		s.levers.SetClock(t)
	case o.Advance == nil && o.Set == nil && o.Freeze != nil:
		if *o.Freeze {
			s.levers.FreezeClock()
		} else {
			s.levers.RunClock()
		}
	default:
		return nil, errors.New("want exactly one of advance, set, freeze")
	}
	return s.levers.Clock(), nil
}

func (s *Server) decisions(*http.Request) (any, error) { return s.levers.Decisions(), nil }

func (s *Server) decide(r *http.Request) (any, error) {
	var d oauth.Decision
	if err := readBody(r, &d); err != nil {
		return nil, err
	}
	return s.levers.Decide(d)
}

func (s *Server) clearDecisions(r *http.Request) (any, error) {
	return s.clear(r, s.levers.ClearDecisions)
}

// clear takes away what belongs to the client that the query names.
func (s *Server) clear(r *http.Request, clear func(clientID string) int) (any, error) {
	var q clientQuery
	if err := readQuery(r, &q); err != nil {
		return nil, err
	}
	if q.ClientID == nil && r.URL.Query().Has("client_id") {
		q.ClientID = new(string)
	}
	client, err := s.chosen(q)
	if err != nil {
		return nil, err
	}
	return cleared{clear(client)}, nil
}

func (s *Server) faults(*http.Request) (any, error) { return s.levers.Faults(), nil }

func (s *Server) inject(r *http.Request) (any, error) {
	var f fault.Fault
	if err := readBody(r, &f); err != nil {
		return nil, err
	}
	return s.levers.Inject(f)
}

func (s *Server) clearFaults(r *http.Request) (any, error) { return s.clear(r, s.levers.ClearFaults) }

func (s *Server) removeFault(r *http.Request) (any, error) {
	return s.remove(r, "fault", s.levers.RemoveFault)
}

func (s *Server) removeDecision(r *http.Request) (any, error) {
	return s.remove(r, "decision", s.levers.RemoveDecision)
}

// remove takes away the one thing that the path numbers.
func (s *Server) remove(r *http.Request, what string, remove func(id int) bool) (any, error) {
	number := mux.Vars(r)["id"]
	id, err := strconv.Atoi(number)
	if err != nil || !remove(id) {
		return nil, &failure{http.StatusNotFound, fmt.Errorf("no %s %s is in force", what, number)}
	}
	return cleared{1}, nil
}

// preset is one entry of the catalogue of faults.
type preset struct {
	Name     string `json:"name"`
	Endpoint string `json:"endpoint"`
	About    string `json:"about"`
}

func (s *Server) presets(*http.Request) (any, error) {
	var list []preset
	for _, p := range fixtures.Presets() {
		list = append(list, preset{p.Name, p.Endpoint, p.About})
	}
	return list, nil
}

func (s *Server) tokens(r *http.Request) (any, error) {
	var f oauth.TokenFilter
	if err := readQuery(r, &f); err != nil {
		return nil, err
	}
	if err := s.known(f.ClientID, f.Account); err != nil {
		return nil, err
	}
	return s.levers.Tokens(f), nil
}

func (s *Server) issueToken(r *http.Request) (any, error) {
	var t oauth.TokenRequest
	if err := readBody(r, &t); err != nil {
		return nil, err
	}
	return s.levers.IssueToken(t)
}

func (s *Server) revoke(r *http.Request) (any, error) { return s.end(r, s.levers.Revoke) }

func (s *Server) expire(r *http.Request) (any, error) { return s.end(r, s.levers.Expire) }

// end ends the tokens that the body chooses.
func (s *Server) end(r *http.Request, end func(oauth.TokenFilter) int) (any, error) {
	var f oauth.TokenFilter
	if err := readBody(r, &f); err != nil {
		return nil, err
	}
	if err := s.known(f.ClientID, f.Account); err != nil {
		return nil, err
	}
	return changed{end(f)}, nil
}

// known refuses a client or account that nobody has, most likely a slip: a test
// would wait for it, or pass, for nothing.
func (s *Server) known(clientID, account string) error {
	return errors.Join(s.levers.KnowsClient(clientID), s.levers.KnowsAccount(account))
}

func (s *Server) clients(*http.Request) (any, error) { return s.levers.World().Clients, nil }

func (s *Server) addClient(r *http.Request) (any, error) {
	var c fixtures.Client
	if err := readBody(r, &c); err != nil {
		return nil, err
	}
	return c, s.levers.AddClient(c)
}

func (s *Server) accounts(*http.Request) (any, error) { return s.levers.World().Accounts, nil }

func (s *Server) addAccount(r *http.Request) (any, error) {
	var a fixtures.Account
	if err := readBody(r, &a); err != nil {
		return nil, err
	}
	return a, s.levers.AddAccount(a)
}
