package control

import (
	"context"
	"time"

	"example.com/sms77mock/fixtures"
)

// Levers is everything by which a test controls or observes a double. Its methods
// may be called from several goroutines, while requests are being served too.
//
// An order that makes no sense is refused with an error that lists every
// mistake, and changes nothing. A name that does not exist, such as that of a
// client that is not registered, is an error and never an empty answer. Where a
// method shows, changes or removes one thing by its name or number, that error is
// a [NotFoundError].
type Levers interface {
	// Health says who the double is.
	Health() (Health, error)
	// World returns the world in force, with the clients and accounts that
	// were added since it was loaded.
	World() (fixtures.World, error)
	// State returns the world in force with everything as it is at the moment:
	// clients, accounts with their balances, contacts and webhooks, codes and
	// tokens, decisions, faults, messages that were sent, the clock. A double
	// that starts from it goes on from there.
	State() (fixtures.World, error)
	// Load makes the double start again from another world. What the program was told
	// about worlds, as by --pkce, stands for what w leaves out.
	Load(w fixtures.World) error
	// Merge changes the world in force, in which everything else stays as it
	// is, and returns it. The change is YAML with the keys of a world file; see
	// [fixtures.World.Merge]. A client, account, code or token in it replaces the
	// earlier one as a whole: an account that is given with a name and a balance
	// has neither API keys nor contacts then. A reset returns to the merged world.
	Merge(change string) (fixtures.World, error)

	// Snapshot keeps the state under the given name, in place of an older one of that
	// name.
	Snapshot(name string) (Snapshot, error)
	// Snapshots returns what is kept, in the order of the names.
	Snapshots() ([]Snapshot, error)
	// Restore returns everything to the state that is kept under the given name, with
	// the world that was in force: a reset returns to that. Requests are forgotten,
	// and audits end; the snapshots stay.
	Restore(name string) (Snapshot, error)
	// RemoveSnapshot forgets the state that is kept under the given name.
	RemoveSnapshot(name string) error

	// Reset returns what an owner has to the world: clients, accounts, tokens,
	// balances, faults and, with [Everything], the clock. Journal and outbox
	// are empty afterwards, what is delayed is answered, and what hangs ends without
	// an answer.
	Reset(whose Owner) (Removed, error)

	// Clock returns what the clock of the double shows.
	Clock() (Clock, error)
	// AdvanceClock moves the clock by d, backwards if d is negative.
	AdvanceClock(d time.Duration) (Clock, error)
	// SetClock moves the clock to t.
	SetClock(t time.Time) (Clock, error)
	// FreezeClock stops the clock at the moment it shows.
	FreezeClock() (Clock, error)
	// RunClock lets a frozen clock go on.
	RunClock() (Clock, error)

	// Decide says what becomes of the next authorization requests.
	Decide(d Decision) (PendingDecision, error)
	// Decisions returns the decisions that have not been used up.
	Decisions() ([]PendingDecision, error)
	// RemoveDecision takes back the decision with the given number.
	RemoveDecision(id int) error
	// ClearDecisions takes decisions back and returns their number.
	ClearDecisions(whose Owner) (int, error)

	// Inject puts a fault in force.
	Inject(f Fault) (PendingFault, error)
	// Faults returns the faults in the order of their injection, including spent
	// ones.
	Faults() ([]PendingFault, error)
	// RemoveFault takes back the fault with the given number.
	RemoveFault(id int) error
	// ClearFaults takes faults back and returns the number of those that could still
	// hit.
	ClearFaults(whose Owner) (int, error)

	// Requests returns the requests that f chooses, oldest first.
	Requests(f RequestFilter) ([]Entry, error)
	// Request returns the request with the given number.
	Request(id uint64) (Entry, error)
	// WaitForRequest returns the request that makes f.Count (1 if it is 0) of
	// those that f chooses, as soon as it has arrived; those in the journal already
	// count. When ctx ends first, the error tells what came instead.
	WaitForRequest(ctx context.Context, f RequestFilter) (Entry, error)
	// ClearRequests forgets requests and returns their number.
	ClearRequests(whose Owner) (int, error)

	// Messages returns the messages that f chooses, oldest first.
	Messages(f MessageFilter) ([]Message, error)
	// WaitForMessage returns the message that makes f.Count (1 if it is 0) of
	// those that f chooses, as soon as it has been sent; those in the outbox already
	// count. When ctx ends first, the error tells what came instead.
	WaitForMessage(ctx context.Context, f MessageFilter) (Message, error)
	// ClearMessages forgets messages and returns their number.
	ClearMessages(whose Owner) (int, error)
	// Script says what becomes of the next messages.
	Script(s Script) (PendingScript, error)
	// Outcomes returns the scripts that have not been used up.
	Outcomes() ([]PendingScript, error)
	// RemoveOutcome takes back the script with the given number.
	RemoveOutcome(id int) error
	// ClearOutcomes takes scripts back and returns their number.
	ClearOutcomes(whose Owner) (int, error)
	// SetStatus reports a further delivery status of an SMS that was sent. For one
	// that waits for its delay or was cancelled, that is an error.
	SetStatus(id string, status fixtures.DeliveryStatus) (Message, error)

	// Webhooks returns the subscriptions, and the webhooks that were sent or
	// are due.
	Webhooks() (Webhooks, error)
	// Redeliver sends the webhook with the given number again.
	Redeliver(id int) (Delivery, error)
	// RunDue makes the attempts now that are due later, and returns their number. It
	// waits for attempts that are under way, but does not count them.
	RunDue() (int, error)

	// Receive lets an SMS, an RCS message or a call come in, as if someone had
	// sent it to an account.
	Receive(in Inbound) (Message, error)
	// React lets the recipient of the message with an id do something with it,
	// and returns the message.
	React(id string, r Reaction) (Message, error)

	// IssueToken mints tokens without an authorization request.
	IssueToken(t TokenRequest) (Token, error)
	// Tokens returns the codes and tokens that f chooses, oldest first, including
	// those that are no longer good.
	Tokens(f TokenFilter) ([]TokenInfo, error)
	// Revoke ends the codes and tokens that f chooses and returns the number of those
	// that were not ended before.
	Revoke(f TokenFilter) (int, error)
	// Expire ends the lifetimes of the codes and tokens that f chooses, and returns
	// the number of those that were good until then.
	Expire(f TokenFilter) (int, error)

	// StartAudit begins an audit of an application, which goes on by itself. A
	// double that plays no audits, such as one in a Go test, refuses it.
	StartAudit(o AuditOrder) (Audit, error)
	// Audits returns the audits that are kept, oldest first, without what became
	// of each scenario.
	Audits() ([]Audit, error)
	// Audit returns the audit with the given number.
	Audit(id int) (Audit, error)
	// AnswerAudit answers the question of an attended audit.
	AnswerAudit(id int, r AuditReply) (Audit, error)
	// StopAudit ends the audit with the given number; one that has ended is
	// forgotten.
	StopAudit(id int) error

	// Clients returns the registered clients, in the order of registration.
	Clients() ([]fixtures.Client, error)
	// AddClient registers a client until the next reset, or replaces the one
	// with its id, whose tokens stay.
	AddClient(c fixtures.Client) (fixtures.Client, error)
	// RemoveClient takes a client away, with everything that it has.
	RemoveClient(id string) error
	// Accounts returns the accounts, in the order of their creation, with the
	// credit, contacts, webhooks and so on that they have by now.
	Accounts() ([]fixtures.Account, error)
	// AddAccount creates an account until the next reset, or replaces the one with
	// its name, whose messages and tokens stay.
	AddAccount(a fixtures.Account) (fixtures.Account, error)
	// RemoveAccount takes an account away, with everything that it has. What it
	// asked stays in the journal. One that the world or a client logs in, by its
	// authorize.account or as the world's first one, is an error that names them.
	RemoveAccount(name string) error
}
