package control

import (
	"context"
	"errors"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/route"
)

// pull pulls a lever of a double, with a struct of parameters or a text in YAML, nil
// for none, and returns what that came to.
func pull[T any](c *Client, at route.Route, in any) (answer T, err error) {
	err = c.do(context.Background(), at, in, &answer)
	return answer, err
}

// remove takes away what a route names.
func (c *Client) remove(at route.Route) error {
	_, err := pull[route.Cleared](c, at, nil)
	return err
}

// clear takes away an owner's things of one kind and counts them.
func (c *Client) clear(at route.Route, whose Owner) (int, error) {
	answer, err := ofOwner[route.Cleared](c, at, whose)
	return answer.Removed, err
}

// ofOwner pulls a lever that is about an owner's things; its parameters name nobody
// for everybody.
func ofOwner[T any](c *Client, at route.Route, whose Owner) (answer T, err error) {
	if err := whose.Check(); err != nil {
		return answer, err
	}
	return pull[T](c, at, route.OwnerQuery{ClientID: whose.clientID, Account: whose.account})
}

// change pulls a lever that counts what it changes.
func (c *Client) change(at route.Route, in any) (int, error) {
	answer, err := pull[route.Changed](c, at, in)
	return answer.Changed, err
}

// Health says who the double is.
func (c *Client) Health() (Health, error) { return pull[Health](c, route.Health, nil) }

// World returns the world in force.
func (c *Client) World() (fixtures.World, error) { return pull[fixtures.World](c, route.World, nil) }

// State returns the world in force with everything as it is at the moment.
func (c *Client) State() (fixtures.World, error) {
	return pull[fixtures.World](c, route.World, route.StateQuery{State: route.Now})
}

// Merge changes the world in force.
func (c *Client) Merge(change string) (fixtures.World, error) {
	return pull[fixtures.World](c, route.Merge, change)
}

// Snapshot keeps the state under the given name.
func (c *Client) Snapshot(name string) (Snapshot, error) {
	if err := CheckSnapshotName(name); err != nil {
		return Snapshot{}, err
	}
	return pull[Snapshot](c, route.Snapshot.To(name), nil)
}

// Snapshots returns what is kept, in the order of the names.
func (c *Client) Snapshots() ([]Snapshot, error) { return pull[[]Snapshot](c, route.Snapshots, nil) }

// Restore returns everything to the state that is kept under the given name.
func (c *Client) Restore(name string) (Snapshot, error) {
	if err := CheckSnapshotName(name); err != nil {
		return Snapshot{}, err
	}
	return pull[Snapshot](c, route.Restore.To(name), nil)
}

// RemoveSnapshot forgets the state that is kept under the given name.
func (c *Client) RemoveSnapshot(name string) error {
	if err := CheckSnapshotName(name); err != nil {
		return err
	}
	return c.remove(route.RemoveSnapshot.To(name))
}

// Load makes the double start again from another world.
func (c *Client) Load(w fixtures.World) error {
	_, err := pull[struct{}](c, route.Load, w)
	return err
}

// Reset returns what an owner has to the world.
func (c *Client) Reset(whose Owner) (Removed, error) { return ofOwner[Removed](c, route.Reset, whose) }

// Clock returns what the clock of the double shows.
func (c *Client) Clock() (Clock, error) { return pull[Clock](c, route.Clock, nil) }

// AdvanceClock moves the clock by d, backwards if d is negative.
func (c *Client) AdvanceClock(d time.Duration) (Clock, error) {
	return pull[Clock](c, route.MoveClock, route.ClockOrder{Advance: &d})
}

// SetClock moves the clock to t.
func (c *Client) SetClock(t time.Time) (Clock, error) {
	moment := t.Format(time.RFC3339Nano)
	return pull[Clock](c, route.MoveClock, route.ClockOrder{Set: &moment})
}

// FreezeClock stops the clock at the moment it shows.
func (c *Client) FreezeClock() (Clock, error) { return c.freeze(true) }

// RunClock lets a frozen clock go on.
func (c *Client) RunClock() (Clock, error) { return c.freeze(false) }

func (c *Client) freeze(frozen bool) (Clock, error) {
	return pull[Clock](c, route.MoveClock, route.ClockOrder{Freeze: &frozen})
}

// Decide says what becomes of the next authorization requests.
func (c *Client) Decide(d Decision) (PendingDecision, error) {
	return pull[PendingDecision](c, route.Decide, d)
}

// Decisions returns the decisions that have not been used up.
func (c *Client) Decisions() ([]PendingDecision, error) {
	return pull[[]PendingDecision](c, route.Decisions, nil)
}

// RemoveDecision takes back the decision with the given number.
func (c *Client) RemoveDecision(id int) error { return c.remove(route.RemoveDecision.To(id)) }

// ClearDecisions takes decisions back and returns their number.
func (c *Client) ClearDecisions(whose Owner) (int, error) {
	return c.clear(route.ClearDecisions, whose)
}

// Inject puts a fault in force.
func (c *Client) Inject(f Fault) (PendingFault, error) {
	if f.Match != nil {
		return PendingFault{}, errors.New("fault.match: a function does not reach a double elsewhere: choose by the other fields")
	}
	return pull[PendingFault](c, route.Inject, f)
}

// Faults returns the faults in the order of their injection, including spent ones.
func (c *Client) Faults() ([]PendingFault, error) { return pull[[]PendingFault](c, route.Faults, nil) }

// RemoveFault takes back the fault with the given number.
func (c *Client) RemoveFault(id int) error { return c.remove(route.RemoveFault.To(id)) }

// ClearFaults takes faults back and returns the number of those that could still
// hit.
func (c *Client) ClearFaults(whose Owner) (int, error) { return c.clear(route.ClearFaults, whose) }

// Requests returns the requests that f chooses, oldest first.
func (c *Client) Requests(f RequestFilter) ([]Entry, error) {
	return pull[[]Entry](c, route.Requests, f)
}

// Request returns the request with the given number.
func (c *Client) Request(id uint64) (Entry, error) {
	return pull[Entry](c, route.Request.To(id), nil)
}

// WaitForRequest returns the request that makes f.Count of those that f
// chooses, as soon as it has arrived; those in the journal already count.
func (c *Client) WaitForRequest(ctx context.Context, f RequestFilter) (Entry, error) {
	all := f
	all.Count = 0
	return poll(ctx, c, route.WaitForRequests, f, f.Count, func() ([]Entry, error) { return c.Requests(all) })
}

// ClearRequests forgets requests and returns their number.
func (c *Client) ClearRequests(whose Owner) (int, error) { return c.clear(route.ClearRequests, whose) }

// Messages returns the messages that f chooses, oldest first.
func (c *Client) Messages(f MessageFilter) ([]Message, error) {
	return pull[[]Message](c, route.Messages, f)
}

// WaitForMessage returns the message that makes f.Count of those that f
// chooses, as soon as it has been sent; those in the outbox already count.
func (c *Client) WaitForMessage(ctx context.Context, f MessageFilter) (Message, error) {
	all := f
	all.Count = 0
	return poll(ctx, c, route.WaitForMessages, f, f.Count, func() ([]Message, error) { return c.Messages(all) })
}

// ClearMessages forgets messages and returns their number.
func (c *Client) ClearMessages(whose Owner) (int, error) { return c.clear(route.ClearMessages, whose) }

// Script says what becomes of the next messages.
func (c *Client) Script(s Script) (PendingScript, error) {
	return pull[PendingScript](c, route.Script, s)
}

// Outcomes returns the scripts that have not been used up.
func (c *Client) Outcomes() ([]PendingScript, error) {
	return pull[[]PendingScript](c, route.Outcomes, nil)
}

// RemoveOutcome takes back the script with the given number.
func (c *Client) RemoveOutcome(id int) error { return c.remove(route.RemoveOutcome.To(id)) }

// ClearOutcomes takes scripts back and returns their number.
func (c *Client) ClearOutcomes(whose Owner) (int, error) { return c.clear(route.ClearOutcomes, whose) }

// SetStatus reports a further delivery status of an SMS that was sent.
func (c *Client) SetStatus(id string, status fixtures.DeliveryStatus) (Message, error) {
	return pull[Message](c, route.SetStatus.To(id), route.StatusOrder{Status: status})
}

// Webhooks returns the subscriptions, and the webhooks that were sent or are
// due.
func (c *Client) Webhooks() (Webhooks, error) { return pull[Webhooks](c, route.Webhooks, nil) }

// Redeliver sends the webhook with the given number again.
func (c *Client) Redeliver(id int) (Delivery, error) {
	return pull[Delivery](c, route.Redeliver.To(id), nil)
}

// RunDue makes the attempts now that are due later, and returns their number.
func (c *Client) RunDue() (int, error) { return c.change(route.RunDue, nil) }

// Receive lets an SMS, an RCS message or a call come in, as if someone had sent it
// to an account.
func (c *Client) Receive(in Inbound) (Message, error) { return pull[Message](c, route.Receive, in) }

// React lets the recipient of the message with an id do something with it, and
// returns the message.
func (c *Client) React(id string, r Reaction) (Message, error) {
	return pull[Message](c, route.React.To(id), r)
}

// IssueToken mints tokens without an authorization request.
func (c *Client) IssueToken(t TokenRequest) (Token, error) {
	return pull[Token](c, route.IssueToken, t)
}

// Tokens returns the codes and tokens that f chooses, oldest first.
func (c *Client) Tokens(f TokenFilter) ([]TokenInfo, error) {
	return pull[[]TokenInfo](c, route.Tokens, f)
}

// Revoke ends the codes and tokens that f chooses and returns the number of those
// that were not ended before.
func (c *Client) Revoke(f TokenFilter) (int, error) { return c.change(route.RevokeTokens, f) }

// Expire ends the lifetimes of the codes and tokens that f chooses, and returns the
// number of those that were good until then.
func (c *Client) Expire(f TokenFilter) (int, error) { return c.change(route.ExpireTokens, f) }

// StartAudit begins an audit of an application, which goes on by itself.
func (c *Client) StartAudit(o AuditOrder) (Audit, error) { return pull[Audit](c, route.StartAudit, o) }

// Audits returns the audits that are kept, oldest first, without what became of
// each scenario.
func (c *Client) Audits() ([]Audit, error) { return pull[[]Audit](c, route.Audits, nil) }

// Audit returns the audit with the given number.
func (c *Client) Audit(id int) (Audit, error) {
	return pull[Audit](c, route.Audit.To(id), nil)
}

// AnswerAudit answers the question of an attended audit.
func (c *Client) AnswerAudit(id int, r AuditReply) (Audit, error) {
	return pull[Audit](c, route.AnswerAudit.To(id), r)
}

// StopAudit ends the audit with the given number; one that has ended is forgotten.
func (c *Client) StopAudit(id int) error { return c.remove(route.StopAudit.To(id)) }

// Clients returns the registered clients, in the order of registration.
func (c *Client) Clients() ([]fixtures.Client, error) {
	return pull[[]fixtures.Client](c, route.Clients, nil)
}

// AddClient registers a client until the next reset, or replaces the one with
// its id, whose tokens stay.
func (c *Client) AddClient(client fixtures.Client) (fixtures.Client, error) {
	return pull[fixtures.Client](c, route.AddClient, client)
}

// RemoveClient takes a client away, with everything that it has.
func (c *Client) RemoveClient(id string) error {
	if err := OfClient(id).Check(); err != nil {
		return err
	}
	return c.remove(route.RemoveClient.To(id))
}

// Accounts returns the accounts, in the order of their creation.
func (c *Client) Accounts() ([]fixtures.Account, error) {
	return pull[[]fixtures.Account](c, route.Accounts, nil)
}

// AddAccount creates an account until the next reset, or replaces the one with its
// name, whose messages and tokens stay.
func (c *Client) AddAccount(a fixtures.Account) (fixtures.Account, error) {
	return pull[fixtures.Account](c, route.AddAccount, a)
}

// RemoveAccount takes an account away, with everything that it has. One that the
// world or a client logs in is an error that names them.
func (c *Client) RemoveAccount(name string) error {
	if err := OfAccount(name).Check(); err != nil {
		return err
	}
	return c.remove(route.RemoveAccount.To(name))
}
