package route

import (
	"time"

	"example.com/sms77mock/fixtures"
)

// OwnerQuery chooses what belongs to one client or to one account, everything if
// it names none. A name that is there and empty, as an unset variable leaves it, is
// refused, here and in every order and filter: it must not stand for everybody.
type OwnerQuery struct {
	ClientID string `yaml:"client_id" zero:"is empty: leave it out to mean every client" doc:"Only what belongs to this client; everything unless given."`
	Account  string `yaml:"account" zero:"is empty: leave it out to mean every account" doc:"Only what belongs to this account, by its name; everything unless given."`
}

// StateQuery chooses the state in place of the world.
type StateQuery struct {
	State Moment `yaml:"state" doc:"now for everything as it is at the moment, as a world to go on from."`
}

// Moment is the time of which the state is wanted.
type Moment string

// Now is the only moment whose state is known.
const Now Moment = "now"

// Values lists the moments.
func (Moment) Values() []string { return []string{string(Now)} }

// ClockOrder moves the clock. Exactly one field is given.
type ClockOrder struct {
	Advance *time.Duration `yaml:"advance" doc:"Move by this much, backwards if negative."`
	Set     *string        `yaml:"set" doc:"Move to this moment (RFC 3339)."`
	Freeze  *bool          `yaml:"freeze" doc:"true stops the clock, false lets it go on."`
}

// StatusOrder is a delivery status that is to be reported.
type StatusOrder struct {
	Status fixtures.DeliveryStatus `yaml:"status" required:"true" doc:"The status, such as DELIVERED."`
}

// Wait is a filter with how long to wait for what it chooses.
type Wait[F any] struct {
	Filter  F             `yaml:",inline"`
	Timeout time.Duration `yaml:"timeout" zero:"want more than 0s, and 1m0s at most" doc:"How long to wait; 5s unless given, 60s at most."`
}
