package oauth

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"example.com/sms77mock/fixtures"
)

// ChangedTokens returns the codes and tokens that have changed since it was last
// called, or all there are, a few in a row together, as JSON by a number that they
// keep. What is gone is nil. Whole says that there are no others.
func (s *Server) ChangedTokens(all bool) (tokens map[uint64][]byte, whole bool) {
	b := s.book
	b.mu.Lock()
	defer b.mu.Unlock()
	changed := b.changes.Take(all)
	if whole = changed == nil; whole {
		changed = b.sheets
	}
	tokens = make(map[uint64][]byte, len(changed))
	for number, sheet := range changed {
		tokens[number] = nil
		if sheet != nil {
			tokens[number] = sheet.encode()
		}
	}
	return tokens, whole
}

// Return enters the codes and tokens of a server that this one goes on from, as
// [Server.ChangedTokens] told them last. They count as told.
func (s *Server) Return(tokens map[uint64][]byte) error {
	b := s.book
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, number := range slices.Sorted(maps.Keys(tokens)) {
		var lines []writtenRecord
		if err := json.Unmarshal(tokens[number], &lines); err != nil {
			return fmt.Errorf("tokens: %w", err)
		}
		for _, w := range lines {
			r := w.record()
			b.last = max(b.last, r.serial)
			b.putLocked(r)
			if !w.Lasting {
				b.enqueueLocked(r)
			}
		}
	}
	b.changes.Begin()
	b.makeRoomLocked()
	return nil
}

// ChangedClients is [Server.ChangedTokens] for the clients.
func (s *Server) ChangedClients(all bool) (clients map[uint64]*fixtures.Client, whole bool) {
	d := s.directory.Load()
	d.mu.Lock()
	defer d.mu.Unlock()
	changed, whole := d.clients.changed(all)
	clients = make(map[uint64]*fixtures.Client, len(changed))
	for serial, c := range changed {
		clients[serial] = nil
		if c != nil {
			clients[serial] = c.Client
		}
	}
	return clients, whole
}

// ChangedAccounts is [Server.ChangedTokens] for the accounts.
func (s *Server) ChangedAccounts(all bool) (accounts map[uint64]*fixtures.Account, whole bool) {
	d := s.directory.Load()
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.accounts.changed(all)
}

// AccountSerial returns the serial of an account, 0 if there is none with the
// name.
func (s *Server) AccountSerial(name string) uint64 {
	d := s.directory.Load()
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.accounts.serial(name)
}

// Instance tells the codes and tokens of this server from those of others.
func (s *Server) Instance() string { return hex.EncodeToString(s.mint.instance[:]) }

// BeInstance has the server be the one that another one was, whose codes and
// tokens it knows for its own.
func (s *Server) BeInstance(id string) error {
	b, err := hex.DecodeString(id)
	if err != nil || len(b) != len(s.mint.instance) {
		return fmt.Errorf("instance: %q: want %d bytes in hexadecimal", id, len(s.mint.instance))
	}
	copy(s.mint.instance[:], b)
	return nil
}
