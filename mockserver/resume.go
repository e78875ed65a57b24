package mockserver

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// Resume returns a server that goes on from where another one was, as
// [Server.Changes] told: the records that there are at last. What makes no sense,
// such as a record of a later version, is an error.
func Resume(parts []Part, opts ...Option) (*Server, error) {
	m := memory{tokens: map[uint64][]byte{}, contacts: map[string][]fixtures.Contact{}, snapshots: map[string]*snapshot{}}
	for _, p := range parts {
		for _, key := range slices.Sorted(maps.Keys(p.Records)) {
			if err := m.recall(p.Kind, key, p.Records[key]); err != nil {
				return nil, fmt.Errorf("record %q of the %s: %w", key, p.Kind, err)
			}
		}
	}
	s, err := New(m.world, opts...)
	if err != nil {
		return nil, err
	}
	return s, s.remember(m)
}

// memory is the state of a server that was.
type memory struct {
	world     fixtures.World                // that it returned to
	state     fixtures.World                // what records have that are worlds
	contacts  map[string][]fixtures.Contact // by account
	tokens    map[uint64][]byte
	outcomes  []control.Script
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
		return json.Unmarshal(data, &m.outcomes)
	case partSnapshots:
		m.snapshots[key] = new(snapshot)
		return json.Unmarshal(data, m.snapshots[key])
	case partTokens:
		number, err := strconv.ParseUint(key, 16, 64)
		m.tokens[number] = data
		return err
	case partClients, partAccounts, partContacts, partMessages, partFaults, partDecisions:
		return m.recallWorld(kind, data)
	}
	return errors.New("nothing of this kind is known")
}

func (m *memory) recallWorld(kind string, data []byte) error {
	var one fixtures.World
	if err := json.Unmarshal(data, &one); err != nil {
		return err
	}
	for _, a := range one.Accounts {
		if kind == partContacts {
			m.contacts[a.Name] = append(m.contacts[a.Name], a.Contacts...)
		} else {
			m.state.Accounts = append(m.state.Accounts, a)
		}
	}
	m.state.Clients = append(m.state.Clients, one.Clients...)
	m.state.Messages = append(m.state.Messages, one.Messages...)
	m.state.Faults = append(m.state.Faults, one.Faults...)
	m.state.Decisions = append(m.state.Decisions, one.Decisions...)
	return nil
}

// asWorld returns the state, but for its codes and tokens, as a world.
func (m *memory) asWorld() fixtures.World {
	w := m.world.Complete()
	w.Codes, w.Tokens = nil, nil
	w.Clients = append([]fixtures.Client{}, m.state.Clients...)
	w.Accounts = append([]fixtures.Account{}, m.state.Accounts...)
	for i, a := range w.Accounts {
		w.Accounts[i].Contacts = m.contacts[a.Name]
	}
	w.Faults, w.Decisions, w.Messages = m.state.Faults, m.state.Decisions, m.state.Messages
	slices.SortStableFunc(w.Messages, func(a, b fixtures.SentMessage) int { return strings.Compare(a.At, b.At) })
	w.Clock = m.clock.asWorld()
	return w
}

// asWorld returns what the clock shows by now.
func (c clockRecord) asWorld() fixtures.Clock {
	switch {
	case c.At != "":
		return fixtures.Clock{At: c.At, Frozen: true}
	case c.Offset != 0:
		return fixtures.Clock{At: time.Now().Add(c.Offset).UTC().Format(time.RFC3339Nano)}
	}
	return fixtures.Clock{}
}

// remember enters the state of a server that was.
func (s *Server) remember(m memory) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resumed = true
	s.enterLocked(m.asWorld())
	s.journal.GoOn(m.server.Requests)
	for _, x := range m.snapshots {
		x.bytes = kept.Weigh(x.State)
		if err := s.snapshots.keep(*x); err != nil {
			return err
		}
	}
	for _, o := range m.outcomes {
		if _, err := s.gateway.Script(o); err != nil {
			return fmt.Errorf("outcomes: %w", err)
		}
	}
	return errors.Join(s.oauth.Return(m.tokens), s.oauth.BeInstance(m.server.Instance))
}
