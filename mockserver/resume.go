package mockserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/checked"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// Resume returns a server that goes on from where another one was, as
// [Server.Changes] told: parts are the records that are left in the end. Webhooks that the
// other one had not sent are sent; one whose outcome it had not told may come
// twice. What makes no sense, such as a record of a later version, is an error.
func Resume(parts []Part, opts ...Option) (*Server, error) {
	m := memory{worlds: worldParts(), accounts: map[string]*remembered{}, tokens: map[uint64][]byte{}, snapshots: map[string]*snapshot{}}
	place := func(p Part) int { return slices.Index(m.worlds, p.Kind) }
	for _, p := range slices.SortedFunc(slices.Values(parts), func(a, b Part) int { return place(a) - place(b) }) {
		for _, key := range slices.Sorted(maps.Keys(p.Records)) {
			if err := m.recall(p.Kind, key, p.Records[key]); err != nil {
				return nil, fmt.Errorf("record %q of the %s: %w", key, p.Kind, err)
			}
		}
	}
	known, err := checked.Of(m.world)
	if err != nil {
		return nil, fmt.Errorf("world: %w", err)
	}
	s, err := newServer(known, opts)
	if err != nil {
		return nil, err
	}
	if err := s.remember(m); err != nil {
		s.Close() // of what there was, webhooks may be on their way
		return nil, err
	}
	return s, nil
}

// worldParts returns the kinds of records that are worlds, in the order in which a
// state is made of them: what a record refers to comes before it.
func worldParts() []string {
	order := []string{partClients, partAccounts}
	for _, kind := range gateway.Kinds() {
		order = append(order, string(kind))
	}
	return append(order, partFaults, partDecisions, partNextIDs)
}

// memory is the state of a former server.
type memory struct {
	worlds    []string       // the kinds of records that are worlds
	world     fixtures.World // that it returned to on reset
	state     fixtures.World // what the records of worlds say, except for the accounts
	accounts  map[string]*remembered
	names     []string // of the accounts, in their order
	tokens    map[uint64][]byte
	server    serverRecord
	clock     clockRecord
	snapshots map[string]*snapshot
}

// recall reads a record.
func (m *memory) recall(kind, key string, data []byte) error {
	switch kind {
	case partWorld:
		return json.Unmarshal(data, &m.world)
	case partServer:
		return json.Unmarshal(data, &m.server)
	case partClock:
		return json.Unmarshal(data, &m.clock)
	case partOutcomes:
		return json.Unmarshal(data, &m.state.Outcomes)
	case partSnapshots:
		m.snapshots[key] = new(snapshot)
		return json.Unmarshal(data, m.snapshots[key])
	case partTokens:
		number, err := strconv.ParseUint(key, 16, 64)
		m.tokens[number] = data
		return err
	}
	if !slices.Contains(m.worlds, kind) {
		return errors.New("nothing of this kind is known")
	}
	var one fixtures.World
	if err := json.Unmarshal(data, &one); err != nil {
		return err
	}
	for _, a := range one.Accounts {
		m.recallAccount(kind, a)
	}
	one.Accounts = nil
	join(&m.state, one)
	return nil
}

// asWorld returns the state as a world, without codes and tokens.
func (m *memory) asWorld() fixtures.World {
	w, settings := m.state, m.world.Complete()
	w.Lifetimes, w.Scopes, w.Authorize, w.PKCE = settings.Lifetimes, settings.Scopes, settings.Authorize, settings.PKCE
	w.RefreshTokenReuse, w.Gateway = settings.RefreshTokenReuse, settings.Gateway
	w.Clients = append([]fixtures.Client{}, w.Clients...)
	w.Accounts = []fixtures.Account{}
	for _, name := range m.names {
		w.Accounts = append(w.Accounts, m.accounts[name].whole())
	}
	w.Clock = m.clock.asWorld()
	return w
}

// asWorld returns what the clock shows by now.
func (c clockRecord) asWorld() fixtures.Clock {
	switch {
	case c.At != "":
		return fixtures.Clock{At: c.At, Frozen: true}
	case c.Offset != 0:
		return fixtures.Clock{At: fixtures.WriteMoment(time.Now().Add(c.Offset))}
	}
	return fixtures.Clock{}
}

// remember enters the state of a former server.
func (s *Server) remember(m memory) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resumed = true
	s.journal.GoOn(m.server.Requests)
	s.enterLocked(m.asWorld())
	for _, x := range m.snapshots {
		x.weigh()
		if err := s.snapshots.keep(*x); err != nil {
			return err
		}
	}
	return errors.Join(s.oauth.Return(m.tokens), s.oauth.BeInstance(m.server.Instance))
}
