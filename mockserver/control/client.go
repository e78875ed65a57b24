package control

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
)

// get asks a route of a double for what it knows.
func get[T any](c *Client, path string, query any) (answer T, err error) {
	err = c.do(context.Background(), order{method: "GET", path: path, query: query}, &answer)
	return answer, err
}

// post gives an order to a double and returns what that came to.
func post[T any](c *Client, path string, body any) (answer T, err error) {
	err = c.do(context.Background(), order{method: "POST", path: path, body: body}, &answer)
	return answer, err
}

// remove takes away what a path names.
func (c *Client) remove(path string) error {
	return c.do(context.Background(), order{method: "DELETE", path: path}, new(struct{}))
}

// clear takes away an owner's things of one kind and counts them.
func (c *Client) clear(path string, whose Owner) (int, error) {
	if err := whose.Check(); err != nil {
		return 0, err
	}
	var answer struct{ Removed int }
	err := c.do(context.Background(), order{method: "DELETE", path: path, query: ownerOrder{whose.clientID, whose.account}}, &answer)
	return answer.Removed, err
}

// ownerOrder is an owner as the routes read it; nobody is everybody.
type ownerOrder struct {
	ClientID string `yaml:"client_id"`
	Account  string `yaml:"account"`
}

// Health tells who the double is.
func (c *Client) Health() (Health, error) { return get[Health](c, "health", nil) }

// World returns the world in force.
func (c *Client) World() (fixtures.World, error) { return get[fixtures.World](c, "world", nil) }

// State returns the world in force with everything as it is at the moment.
func (c *Client) State() (fixtures.World, error) {
	return get[fixtures.World](c, "world", stateQuery{"now"})
}

// stateQuery chooses the state in place of the world.
type stateQuery struct {
	State string `yaml:"state"`
}

// Merge changes the world in force.
func (c *Client) Merge(change string) (w fixtures.World, err error) {
	err = c.do(context.Background(), order{method: "PATCH", path: "world", body: change}, &w)
	return w, err
}

// Snapshot keeps the state under a name.
func (c *Client) Snapshot(name string) (Snapshot, error) {
	if err := CheckSnapshotName(name); err != nil {
		return Snapshot{}, err
	}
	return post[Snapshot](c, "snapshots/"+url.PathEscape(name), nil)
}

// Snapshots returns what is kept, in the order of the names.
func (c *Client) Snapshots() ([]Snapshot, error) { return get[[]Snapshot](c, "snapshots", nil) }

// Restore returns everything to the state that is kept under a name.
func (c *Client) Restore(name string) (Snapshot, error) {
	if err := CheckSnapshotName(name); err != nil {
		return Snapshot{}, err
	}
	return post[Snapshot](c, "snapshots/"+url.PathEscape(name)+"/restore", nil)
}

// RemoveSnapshot forgets the state that is kept under a name.
func (c *Client) RemoveSnapshot(name string) error {
	if err := CheckSnapshotName(name); err != nil {
		return err
	}
	return c.remove("snapshots/" + url.PathEscape(name))
}

// Load makes the double start again from another world.
func (c *Client) Load(w fixtures.World) error {
	return c.do(context.Background(), order{method: "PUT", path: "world", body: w}, new(struct{}))
}

// Reset returns what an owner has to the world.
func (c *Client) Reset(whose Owner) (Removed, error) {
	if err := whose.Check(); err != nil {
		return Removed{}, err
	}
	return post[Removed](c, "reset", ownerOrder{whose.clientID, whose.account})
}

// clockOrder moves the clock. Exactly one field is given.
type clockOrder struct {
	Advance *time.Duration `yaml:"advance"`
	Set     string         `yaml:"set"`
	Freeze  *bool          `yaml:"freeze"`
}

// Clock returns what the clock of the double shows.
func (c *Client) Clock() (Clock, error) { return get[Clock](c, "clock", nil) }

// AdvanceClock moves the clock by d, backwards if d is negative.
func (c *Client) AdvanceClock(d time.Duration) (Clock, error) {
	return post[Clock](c, "clock", clockOrder{Advance: &d})
}

// SetClock moves the clock to t.
func (c *Client) SetClock(t time.Time) (Clock, error) {
	return post[Clock](c, "clock", clockOrder{Set: t.Format(time.RFC3339Nano)})
}

// FreezeClock stops the clock at the moment it shows.
func (c *Client) FreezeClock() (Clock, error) { return c.freeze(true) }

// RunClock lets a frozen clock go on.
func (c *Client) RunClock() (Clock, error) { return c.freeze(false) }

func (c *Client) freeze(frozen bool) (Clock, error) {
	return post[Clock](c, "clock", clockOrder{Freeze: &frozen})
}

// Decide says what becomes of the next authorization requests.
func (c *Client) Decide(d Decision) (PendingDecision, error) {
	return post[PendingDecision](c, "decisions", d)
}

// Decisions returns the decisions that have not been used up.
func (c *Client) Decisions() ([]PendingDecision, error) {
	return get[[]PendingDecision](c, "decisions", nil)
}

// RemoveDecision takes back the decision with a number.
func (c *Client) RemoveDecision(id int) error { return c.remove("decisions/" + strconv.Itoa(id)) }

// ClearDecisions takes decisions back and counts them.
func (c *Client) ClearDecisions(whose Owner) (int, error) { return c.clear("decisions", whose) }

// Inject puts a fault in force.
func (c *Client) Inject(f Fault) (PendingFault, error) {
	if f.Match != nil {
		return PendingFault{}, errors.New("fault.match: a function does not reach a double elsewhere: choose by the other fields")
	}
	return post[PendingFault](c, "faults", f)
}

// Faults returns the faults in the order of their injection, including spent ones.
func (c *Client) Faults() ([]PendingFault, error) { return get[[]PendingFault](c, "faults", nil) }

// RemoveFault takes back the fault with a number.
func (c *Client) RemoveFault(id int) error { return c.remove("faults/" + strconv.Itoa(id)) }

// ClearFaults takes faults back and counts those that could still strike.
func (c *Client) ClearFaults(whose Owner) (int, error) { return c.clear("faults", whose) }

// Requests returns the requests that f chooses, oldest first.
func (c *Client) Requests(f RequestFilter) ([]Entry, error) { return get[[]Entry](c, "requests", f) }

// Request returns the request with a number.
func (c *Client) Request(id uint64) (Entry, error) {
	return get[Entry](c, "requests/"+strconv.FormatUint(id, 10), nil)
}

// WaitForRequest returns the request that makes f.Count of those that f
// chooses, as soon as it has arrived; those in the journal already count.
func (c *Client) WaitForRequest(ctx context.Context, f RequestFilter) (Entry, error) {
	all := f
	all.Count = 0
	return poll[Entry](ctx, c, "requests", f, all, f.Count)
}

// ClearRequests forgets requests and counts them.
func (c *Client) ClearRequests(whose Owner) (int, error) { return c.clear("requests", whose) }

// Messages returns the messages that f chooses, oldest first.
func (c *Client) Messages(f MessageFilter) ([]Message, error) {
	return get[[]Message](c, "messages", f)
}

// WaitForMessage returns the message that makes f.Count of those that f
// chooses, as soon as it has been sent; those in the outbox already count.
func (c *Client) WaitForMessage(ctx context.Context, f MessageFilter) (Message, error) {
	all := f
	all.Count = 0
	return poll[Message](ctx, c, "messages", f, all, f.Count)
}

// ClearMessages forgets messages and counts them.
func (c *Client) ClearMessages(whose Owner) (int, error) { return c.clear("messages", whose) }

// Script says what becomes of the next messages.
func (c *Client) Script(s Script) (PendingScript, error) {
	return post[PendingScript](c, "outcomes", s)
}

// Outcomes returns the scripts that have not been used up.
func (c *Client) Outcomes() ([]PendingScript, error) {
	return get[[]PendingScript](c, "outcomes", nil)
}

// RemoveOutcome takes back the script with a number.
func (c *Client) RemoveOutcome(id int) error { return c.remove("outcomes/" + strconv.Itoa(id)) }

// ClearOutcomes takes scripts back and counts them.
func (c *Client) ClearOutcomes(whose Owner) (int, error) { return c.clear("outcomes", whose) }

// statusOrder is a delivery status that is reported.
type statusOrder struct {
	Status fixtures.DeliveryStatus `yaml:"status"`
}

// SetStatus reports a further delivery status of an SMS that was sent.
func (c *Client) SetStatus(id string, status fixtures.DeliveryStatus) (Message, error) {
	return post[Message](c, "messages/"+url.PathEscape(id)+"/status", statusOrder{status})
}

// Webhooks returns the subscriptions, and the webhooks that were sent or are
// due.
func (c *Client) Webhooks() (Webhooks, error) { return get[Webhooks](c, "webhooks", nil) }

// Redeliver sends the webhook with a number again.
func (c *Client) Redeliver(id int) (Delivery, error) {
	return post[Delivery](c, "webhooks/"+strconv.Itoa(id)+"/again", nil)
}

// RunDue makes the attempts now that are due later, and counts them.
func (c *Client) RunDue() (int, error) {
	answer, err := post[struct{ Changed int }](c, "webhooks/run", nil)
	return answer.Changed, err
}

// Receive lets an SMS, an RCS message or a call come in, as if someone had sent it
// to an account.
func (c *Client) Receive(in Inbound) (Message, error) { return post[Message](c, "messages", in) }

// React lets the recipient of the message with an id do something with it, and
// returns the message.
func (c *Client) React(id string, r Reaction) (Message, error) {
	return post[Message](c, "messages/"+url.PathEscape(id)+"/reactions", r)
}

// IssueToken mints tokens without an authorization request.
func (c *Client) IssueToken(t TokenRequest) (Token, error) { return post[Token](c, "tokens", t) }

// Tokens returns the codes and tokens that f chooses, oldest first.
func (c *Client) Tokens(f TokenFilter) ([]TokenInfo, error) {
	return get[[]TokenInfo](c, "tokens", f)
}

// Revoke ends the codes and tokens that f chooses and counts those that were
// not ended before.
func (c *Client) Revoke(f TokenFilter) (int, error) { return c.end("tokens/revoke", f) }

// Expire ends the lifetimes of the codes and tokens that f chooses, and counts those
// that were good until then.
func (c *Client) Expire(f TokenFilter) (int, error) { return c.end("tokens/expire", f) }

func (c *Client) end(path string, f TokenFilter) (int, error) {
	answer, err := post[struct{ Changed int }](c, path, f)
	return answer.Changed, err
}

// StartAudit begins an audit of an application, which goes on by itself.
func (c *Client) StartAudit(o AuditOrder) (Audit, error) { return post[Audit](c, "audits", o) }

// Audits returns the audits that are kept, oldest first, without what became of
// each scenario.
func (c *Client) Audits() ([]Audit, error) { return get[[]Audit](c, "audits", nil) }

// Audit returns the audit with a number.
func (c *Client) Audit(id int) (Audit, error) {
	return get[Audit](c, "audits/"+strconv.Itoa(id), nil)
}

// AnswerAudit answers the question of an attended audit.
func (c *Client) AnswerAudit(id int, r AuditReply) (Audit, error) {
	return post[Audit](c, "audits/"+strconv.Itoa(id)+"/answers", r)
}

// StopAudit ends the audit with a number; one that has ended is forgotten.
func (c *Client) StopAudit(id int) error { return c.remove("audits/" + strconv.Itoa(id)) }

// Clients returns the registered clients, in the order of registration.
func (c *Client) Clients() ([]fixtures.Client, error) {
	return get[[]fixtures.Client](c, "clients", nil)
}

// AddClient registers a client until the next reset, or replaces the one with
// its id, whose tokens stay.
func (c *Client) AddClient(client fixtures.Client) (fixtures.Client, error) {
	return post[fixtures.Client](c, "clients", client)
}

// RemoveClient takes a client away, with everything that it has.
func (c *Client) RemoveClient(id string) error {
	if err := OfClient(id).Check(); err != nil {
		return err
	}
	return c.remove("clients/" + url.PathEscape(id))
}

// Accounts returns the accounts, in the order of their creation.
func (c *Client) Accounts() ([]fixtures.Account, error) {
	return get[[]fixtures.Account](c, "accounts", nil)
}

// AddAccount creates an account until the next reset, or replaces the one with
// its name; what that has sent and received stays, and so do its tokens.
func (c *Client) AddAccount(a fixtures.Account) (fixtures.Account, error) {
	return post[fixtures.Account](c, "accounts", a)
}

// RemoveAccount takes an account away, with everything that it has. One that the
// world or a client logs in is an error that names them.
func (c *Client) RemoveAccount(name string) error {
	if err := OfAccount(name).Check(); err != nil {
		return err
	}
	return c.remove("accounts/" + url.PathEscape(name))
}
