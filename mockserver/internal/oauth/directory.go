package oauth

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/go-oauth2/oauth2/v4/manage"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
)

// directory is who and what the server knows: a world, completed, with the
// clients and accounts that were added since. To find one, or to add one, costs
// the same however many there are.
type directory struct {
	world        fixtures.World // without its clients and accounts
	defaultScope string         // separated by spaces

	mu       sync.RWMutex // guards everything below
	clients  roll[*client]
	accounts roll[*fixtures.Account]
	index    index          // of the accounts; nil until one is looked for by anything but its name
	secrets  *secrets       // of both, and what the world had issued; nil until they are looked for
	issued   fixtures.World // the codes and tokens among them, and nothing else
	needed   map[string]int // how often the world or a client names an account
	managers map[fixtures.Lifetimes]*manage.Manager
}

// newDirectory returns the directory of a world, which is complete. Its clients and
// accounts are not copied.
func (s *Server) newDirectory(world fixtures.World) *directory {
	d := &directory{
		world: world, defaultScope: strings.Join(world.Scopes.Default, " "), issued: fixtures.World{Codes: world.Codes, Tokens: world.Tokens},
		needed: map[string]int{world.Authorize.Account: 1}, managers: map[fixtures.Lifetimes]*manage.Manager{},
	}
	d.world.Clients, d.world.Accounts = nil, nil
	d.mu.Lock() // which nobody else wants yet
	defer d.mu.Unlock()
	d.clients.reserve(len(world.Clients))
	clients := make([]client, len(world.Clients))
	for i := range clients {
		clients[i].Client = &world.Clients[i]
		d.putClientLocked(&clients[i], s.newManager)
	}
	d.accounts.reserve(len(world.Accounts))
	for i := range world.Accounts {
		d.putAccountLocked(&world.Accounts[i])
	}
	return d
}

// has reports whether a client and an account are there, each "" if it does not
// matter.
func (d *directory) has(clientID, account string) bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	_, client := d.clients.get(clientID)
	_, owner := d.accounts.get(account)
	return (client || clientID == "") && (owner || account == "")
}

// putClient enters a client in the place of the one with its id, if any.
func (d *directory) putClient(c fixtures.Client, newManager func(fixtures.Lifetimes) *manage.Manager) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.putClientLocked(&client{Client: &c}, newManager)
}

func (d *directory) putClientLocked(x *client, newManager func(fixtures.Lifetimes) *manage.Manager) {
	x.lifetimes, x.pkce = x.Lifetimes.Or(d.world.Lifetimes), cmp.Or(x.PKCE, d.world.PKCE)
	if x.manager = d.managers[x.lifetimes]; x.manager == nil {
		if len(d.managers) >= maxManagers {
			clear(d.managers) // those that are in use stay with their clients
		}
		x.manager = newManager(x.lifetimes)
		d.managers[x.lifetimes] = x.manager
	}
	d.unlinkClientLocked(x.ID)
	d.needed[x.Authorize.Account]++
	d.secrets.add(ofClient(x.Client))
	d.clients.put(x.ID, x)
}

// maxManagers is how many managers are at hand for the next client with the same
// lifetimes.
const maxManagers = 1000

// unlinkClientLocked takes out what else there is of a client, if that is there: its
// secrets, and that it names an account.
func (d *directory) unlinkClientLocked(id string) {
	old, ok := d.clients.get(id)
	if !ok {
		return
	}
	d.secrets.remove(ofClient(old.Client))
	named := old.Authorize.Account
	if d.needed[named]--; d.needed[named] == 0 {
		delete(d.needed, named)
	}
}

// putAccount enters an account in the place of the one with its name, if any.
func (d *directory) putAccount(a fixtures.Account) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.putAccountLocked(&a)
}

func (d *directory) putAccountLocked(a *fixtures.Account) {
	d.unlinkAccountLocked(a.Name)
	d.index.add(a)
	d.secrets.add(ofAccount(a))
	d.accounts.put(a.Name, a)
}

// unlinkAccountLocked takes out what else there is of an account, if that is there:
// its secrets, and what it is found by.
func (d *directory) unlinkAccountLocked(name string) {
	if old, ok := d.accounts.get(name); ok {
		d.index.remove(old)
		d.secrets.remove(ofAccount(old))
	}
}

// having returns the account that has something, the first of several, or nil. The
// index is made when one is first looked for by anything but its name: most servers
// of many accounts never do.
func (d *directory) having(trait fixtures.Trait) *fixtures.Account {
	d.mu.RLock()
	if d.index == nil {
		d.mu.RUnlock()
		d.makeIndex()
		d.mu.RLock()
	}
	defer d.mu.RUnlock()
	return d.index[trait].first
}

func (d *directory) makeIndex() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.index != nil {
		return
	}
	d.index = make(index, 2*d.accounts.length()) // most have a number and an address, or a key
	for a := range d.accounts.all() {
		d.index.add(a)
	}
}

// missing returns an error that tells who logs an account in, if anybody does: they
// would miss it.
func (d *directory) missing(account string) error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if account == "" || d.needed[account] == 0 {
		return nil
	}
	var who []string
	if d.world.Authorize.Account == account {
		who = append(who, "the world")
	}
	for c := range d.clients.all() {
		if c.Authorize.Account == account {
			who = append(who, fmt.Sprintf("the client %q", c.ID))
		}
	}
	return fmt.Errorf("account: %q: is logged in by %s: name another one in authorize.account there first", account, choice.List(who))
}

// remove takes a client or an account out.
func (d *directory) remove(whose control.Owner) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.unlinkClientLocked(whose.ClientID())
	d.clients.remove(whose.ClientID())
	d.unlinkAccountLocked(whose.Account())
	d.accounts.remove(whose.Account())
}

// client returns the client with the given id, or nil.
func (d *directory) client(id string) *client {
	d.mu.RLock()
	defer d.mu.RUnlock()
	c, _ := d.clients.get(id)
	return c
}

// account returns the account with the given name or email address, or nil.
func (d *directory) account(hint string) *fixtures.Account {
	if hint == "" {
		return nil
	}
	d.mu.RLock()
	a, ok := d.accounts.get(hint)
	d.mu.RUnlock()
	if !ok {
		a = d.having(byEmail(hint))
	}
	return a
}

// accountByKey returns the account that has an API key, or nil.
func (d *directory) accountByKey(key string) *fixtures.Account {
	return d.having(fixtures.Trait{Kind: fixtures.TraitKey, Value: key})
}

// owned returns a world without what belongs to clients and accounts that are not
// there.
func (d *directory) owned(w fixtures.World) fixtures.World {
	w.Codes = only(w.Codes, func(x fixtures.Code) bool { return d.has(x.Client, x.Account) })
	w.Tokens = only(w.Tokens, func(x fixtures.Token) bool { return d.has(x.Client, x.Account) })
	w.Faults = only(w.Faults, func(x fixtures.Fault) bool { return d.has(x.ClientID, x.Account) })
	w.Decisions = only(w.Decisions, func(x fixtures.DecisionOrder) bool { return d.has(x.ClientID, x.Account) })
	w.Messages = only(w.Messages, func(x fixtures.SentMessage) bool { return d.has(x.Client, x.Account) })
	w.Received = only(w.Received, func(x fixtures.ReceivedMessage) bool { return d.has("", x.Account) })
	w.Outcomes = only(w.Outcomes, func(x fixtures.Script) bool { return d.has(x.ClientID, x.Account) })
	return w
}

// complete returns the world with the clients and accounts there are, without
// what belongs to others.
func (d *directory) complete() fixtures.World {
	w := d.owned(d.world)
	d.mu.RLock()
	defer d.mu.RUnlock()
	w.Clients = make([]fixtures.Client, 0, d.clients.length())
	for c := range d.clients.all() {
		w.Clients = append(w.Clients, *c.Client)
	}
	w.Accounts = make([]fixtures.Account, 0, d.accounts.length())
	for a := range d.accounts.all() {
		w.Accounts = append(w.Accounts, *a)
	}
	return w.Complete()
}

// only returns the entries of a list that are wanted; the list itself if those
// are all.
func only[T any](list []T, wanted func(T) bool) []T {
	unwanted := func(x T) bool { return !wanted(x) }
	if !slices.ContainsFunc(list, unwanted) {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), unwanted)
}

// clientIDs returns the ids of all clients.
func (d *directory) clientIDs() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.clients.names()
}

// accountNames returns the names of all accounts.
func (d *directory) accountNames() []string {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.accounts.names()
}

// firstClient returns the client that was registered first, or nil.
func (d *directory) firstClient() *client {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for c := range d.clients.all() {
		return c
	}
	return nil
}

// firstAccount returns the account that was created first, an empty one if
// there is none.
func (d *directory) firstAccount() fixtures.Account {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for a := range d.accounts.all() {
		return *a
	}
	return fixtures.Account{}
}
