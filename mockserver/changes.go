package mockserver

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/strict"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// Part is what has changed of one kind of things in the state of a server, such as
// tokens.
type Part struct {
	// Kind is the kind of things; docs/state.md lists them.
	Kind string
	// Whole says that there are no other records of the kind.
	Whole bool
	// Records has what changed: JSON, nil for what is gone. A record has the same
	// key as long as it exists.
	Records map[string][]byte
}

// The kinds of records besides those of the gateway. Most records are worlds with
// only one thing in them; those of tokens say more than a world can.
const (
	partWorld     = "world" // that the server returns to
	partServer    = "server"
	partClock     = "clock"
	partClients   = "clients"
	partAccounts  = "accounts"
	partTokens    = "tokens"
	partFaults    = "faults"
	partDecisions = "decisions"
	partOutcomes  = "outcomes"
	partNextIDs   = "next_ids"
	partSnapshots = "snapshots"
)

// told is what [Server.Changes] last said of the kinds that have a single record.
type told struct {
	ever                        bool // whether it has been called
	world                       bool // whether the world in force has been told
	server                      serverRecord
	clock                       clockRecord
	faults, decisions, outcomes uint64 // their revisions
	nextIDs                     fixtures.NextIDs
}

// serverRecord has what a server is known by, and how far its requests are numbered.
type serverRecord struct {
	Instance string `json:"instance"`
	Requests uint64 `json:"requests"` // number of the last one
}

// clockRecord is what the clock shows, at any time.
type clockRecord struct {
	Offset time.Duration `json:"offset"` // in nanoseconds, from the real time; 0 if it stands still
	At     string        `json:"at"`     // where it stands still; "" if it runs
}

// Changes returns what has changed of the server's state since it was last called,
// or all there is, for somebody who keeps it elsewhere; [Resume] goes on from it. A
// server that is never asked notes nothing. The journal and audits are no part of the
// state: they belong to one process.
func (s *Server) Changes(all bool) []Part {
	s.mu.Lock()
	defer s.mu.Unlock()
	if all || !s.told.ever {
		s.told = told{}
	}
	parts := slices.Concat(s.changedSingles(), s.changedAccounts(all), []Part{s.changedTokens(all), s.changedSnapshots(all)})
	s.told.ever = true
	return slices.DeleteFunc(parts, func(p Part) bool { return !p.Whole && len(p.Records) == 0 })
}

// changedSingles returns what has changed of the kinds that have a single record.
func (s *Server) changedSingles() (parts []Part) {
	all := !s.told.ever
	add := func(kind string, x any) {
		parts = append(parts, Part{kind, true, map[string][]byte{"": encode(x)}})
	}
	if !s.told.world {
		s.told.world = true
		add(partWorld, s.world)
	}
	if now := (serverRecord{s.oauth.Instance(), s.journal.Kept().Last}); now != s.told.server {
		s.told.server = now
		add(partServer, now)
	}
	if now := s.clockRecord(); all || now != s.told.clock {
		s.told.clock = now
		add(partClock, now)
	}
	if revision := s.faults.Revision(); all || revision != s.told.faults {
		s.told.faults = revision
		add(partFaults, fixtures.World{Faults: s.faultsLeft()})
	}
	if revision := s.oauth.DecisionRevision(); all || revision != s.told.decisions {
		s.told.decisions = revision
		add(partDecisions, fixtures.World{Decisions: s.decisionsLeft()})
	}
	if revision := s.gateway.ScriptRevision(); all || revision != s.told.outcomes {
		s.told.outcomes = revision
		add(partOutcomes, s.outcomesLeft())
	}
	return parts
}

func (s *Server) clockRecord() clockRecord {
	if s.clock.Frozen() {
		return clockRecord{At: fixtures.WriteMoment(s.clock.Now())}
	}
	return clockRecord{Offset: s.clock.Offset()}
}

// changedAccounts returns clients, accounts, and what the gateway keeps of these.
func (s *Server) changedAccounts(all bool) []Part {
	registered, whole := s.oauth.ChangedAccounts(all)
	var configs []fixtures.Account
	accounts := map[uint64]*fixtures.Account{}
	for serial, a := range registered {
		if a != nil {
			configs = append(configs, *a)
		} else {
			accounts[serial] = nil
		}
	}
	seen := s.gateway.Changes(all, configs)
	for name, a := range seen.Accounts {
		if serial := s.oauth.AccountSerial(name); serial != 0 {
			accounts[serial] = a
		}
	}
	clients, allClients := s.oauth.ChangedClients(all)
	parts := []Part{
		{partClients, allClients, records(clients, serialKey, func(c *fixtures.Client) any { return &fixtures.World{Clients: []fixtures.Client{*c}} })},
		{partAccounts, whole, records(accounts, serialKey, func(a *fixtures.Account) any { return &fixtures.World{Accounts: []fixtures.Account{*a}} })},
	}
	for _, kind := range gateway.Kinds() {
		parts = append(parts, Part{string(kind), seen.Whole, records(seen.Things[kind], serialKey, asItIs)})
	}
	if !s.told.ever || seen.NextIDs != s.told.nextIDs {
		s.told.nextIDs = seen.NextIDs
		parts = append(parts, Part{partNextIDs, true, map[string][]byte{"": encode(fixtures.World{NextIDs: seen.NextIDs})}})
	}
	return parts
}

func (s *Server) changedTokens(all bool) Part {
	tokens, whole := s.oauth.ChangedTokens(all)
	p := Part{partTokens, whole, make(map[string][]byte, len(tokens))}
	for number, data := range tokens {
		p.Records[serialKey(number)] = data
	}
	return p
}

func (s *Server) changedSnapshots(all bool) Part {
	changed := s.snapshots.changes.Take(all)
	whole := changed == nil
	if whole {
		changed = map[string]*snapshot{}
		for name, x := range s.snapshots.all {
			changed[name] = &x
		}
	}
	return Part{partSnapshots, whole, records(changed, idKey, asItIs)}
}

// records encodes the record that as makes of each thing; what is nil is gone.
func records[K comparable, T any](things map[K]*T, key func(K) string, as func(*T) any) map[string][]byte {
	encoded := make(map[string][]byte, len(things))
	for k, x := range things {
		encoded[key(k)] = nil
		if x != nil {
			encoded[key(k)] = encode(as(x))
		}
	}
	return encoded
}

func asItIs[T any](x *T) any { return x }

// serialKey is a key whose order as a string is that of the numbers.
func serialKey(n uint64) string {
	return hex.EncodeToString(binary.BigEndian.AppendUint64(make([]byte, 0, 8), n))
}

func idKey(id string) string { return id }

// encode writes a record. None can fail to be written.
func encode(x any) []byte {
	write := json.Marshal
	switch x.(type) {
	case *fixtures.World, *gateway.Fragment: // as their MarshalJSON would, but json.Marshal copies and checks the result
		write = strict.MarshalJSON
	}
	data, err := write(x)
	if err != nil {
		panic(fmt.Sprintf("mockserver: a record of type %T: %v", x, err))
	}
	return data
}
