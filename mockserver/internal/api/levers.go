package api

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

func (s *Server) health(*http.Request) (any, error) { return s.double.Health() }

func (s *Server) world(*http.Request) (any, error) { return s.double.World() }

func (s *Server) load(r *http.Request) (any, error) {
	var w fixtures.World
	if err := readBody(r, &w); err != nil {
		return nil, err
	}
	if err := s.double.Load(w); err != nil {
		return nil, err
	}
	return s.double.World()
}

func (s *Server) reset(r *http.Request) (any, error) {
	var q ownerQuery
	if err := readBody(r, &q); err != nil {
		return nil, err
	}
	whose, err := q.owner()
	if err != nil {
		return nil, err
	}
	return s.double.Reset(whose)
}

// owner returns whose things a query chooses, everybody's if it names nobody.
// A name that is there and empty, as an unset variable leaves it, must not clear
// everything.
func (q ownerQuery) owner() (control.Owner, error) {
	switch {
	case q.ClientID != nil && q.Account != nil:
		return control.Owner{}, errors.New("account: does not go with client_id: want one of them")
	case q.ClientID != nil && *q.ClientID == "":
		return control.Owner{}, errors.New("client_id: is empty: leave it out to mean every client")
	case q.Account != nil && *q.Account == "":
		return control.Owner{}, errors.New("account: is empty: leave it out to mean every account")
	case q.ClientID != nil:
		return control.OfClient(*q.ClientID), nil
	case q.Account != nil:
		return control.OfAccount(*q.Account), nil
	}
	return control.Everything(), nil
}

// clockOrder moves the clock. Exactly one field is given.
type clockOrder struct {
	Advance *time.Duration `yaml:"advance" doc:"Move by this much, backwards if negative."`
	Set     *string        `yaml:"set" doc:"Move to this moment (RFC 3339)."`
	Freeze  *bool          `yaml:"freeze" doc:"true stops the clock, false lets it go on."`
}

func (s *Server) clock(*http.Request) (any, error) { return s.double.Clock() }

func (s *Server) moveClock(r *http.Request) (any, error) {
	var o clockOrder
	if err := readBody(r, &o); err != nil {
		return nil, err
	}
	switch {
	case o.Advance != nil && o.Set == nil && o.Freeze == nil:
		return s.double.AdvanceClock(*o.Advance)
	case o.Advance == nil && o.Set != nil && o.Freeze == nil:
		t, err := time.Parse(time.RFC3339, *o.Set)
		if err != nil {
			return nil, fmt.Errorf("set: %q: want a moment such as 2026-01-31T12:00:00Z", *o.Set)
		}
		return s.double.SetClock(t)
	case o.Advance != nil || o.Set != nil || o.Freeze == nil:
		return nil, errors.New("want exactly one of advance, set, freeze")
	case *o.Freeze:
		return s.double.FreezeClock()
	}
	return s.double.RunClock()
}

func (s *Server) decisions(*http.Request) (any, error) { return s.double.Decisions() }

func (s *Server) decide(r *http.Request) (any, error) {
	var d control.Decision
	if err := readBody(r, &d); err != nil {
		return nil, err
	}
	return s.double.Decide(d)
}

func (s *Server) clearDecisions(r *http.Request) (any, error) {
	return s.clear(r, s.double.ClearDecisions)
}

// clear takes away what belongs to the owner that the query names.
func (s *Server) clear(r *http.Request, clear func(control.Owner) (int, error)) (any, error) {
	var q ownerQuery
	if err := readQuery(r, &q); err != nil {
		return nil, err
	}
	for name, field := range map[string]**string{"client_id": &q.ClientID, "account": &q.Account} {
		if *field == nil && r.URL.Query().Has(name) {
			*field = new(string)
		}
	}
	whose, err := q.owner()
	if err != nil {
		return nil, err
	}
	n, err := clear(whose)
	return cleared{n}, err
}

func (s *Server) faults(*http.Request) (any, error) { return s.double.Faults() }

func (s *Server) inject(r *http.Request) (any, error) {
	var f fixtures.Fault
	if err := readBody(r, &f); err != nil {
		return nil, err
	}
	return s.double.Inject(control.Fault(f))
}

func (s *Server) clearFaults(r *http.Request) (any, error) { return s.clear(r, s.double.ClearFaults) }

func (s *Server) removeFault(r *http.Request) (any, error) {
	return s.removeByID(r, s.double.RemoveFault)
}

func (s *Server) removeDecision(r *http.Request) (any, error) {
	return s.removeByID(r, s.double.RemoveDecision)
}

// removeByID takes away the one thing that the path numbers.
func (s *Server) removeByID(r *http.Request, remove func(id int) error) (any, error) {
	id, err := strconv.Atoi(mux.Vars(r)["id"])
	if err != nil {
		id = 0 // a number that is too large is nobody's
	}
	return cleared{1}, remove(id)
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
		list = append(list, preset{p.Name, string(p.Endpoint), p.About})
	}
	return list, nil
}

func (s *Server) tokens(r *http.Request) (any, error) {
	var f control.TokenFilter
	if err := readQuery(r, &f); err != nil {
		return nil, err
	}
	return s.double.Tokens(f)
}

func (s *Server) issueToken(r *http.Request) (any, error) {
	var t control.TokenRequest
	if err := readBody(r, &t); err != nil {
		return nil, err
	}
	return s.double.IssueToken(t)
}

func (s *Server) revoke(r *http.Request) (any, error) { return s.end(r, s.double.Revoke) }

func (s *Server) expire(r *http.Request) (any, error) { return s.end(r, s.double.Expire) }

// end ends the tokens that the body chooses.
func (s *Server) end(r *http.Request, end func(control.TokenFilter) (int, error)) (any, error) {
	var f control.TokenFilter
	if err := readBody(r, &f); err != nil {
		return nil, err
	}
	n, err := end(f)
	return changed{n}, err
}

func (s *Server) clients(*http.Request) (any, error) { return s.double.Clients() }

func (s *Server) addClient(r *http.Request) (any, error) {
	var c fixtures.Client
	if err := readBody(r, &c); err != nil {
		return nil, err
	}
	return s.double.AddClient(c)
}

func (s *Server) removeClient(r *http.Request) (any, error) {
	return cleared{1}, s.double.RemoveClient(mux.Vars(r)["id"])
}

func (s *Server) accounts(*http.Request) (any, error) { return s.double.Accounts() }

func (s *Server) addAccount(r *http.Request) (any, error) {
	var a fixtures.Account
	if err := readBody(r, &a); err != nil {
		return nil, err
	}
	return s.double.AddAccount(a)
}

func (s *Server) removeAccount(r *http.Request) (any, error) {
	return cleared{1}, s.double.RemoveAccount(mux.Vars(r)["name"])
}
