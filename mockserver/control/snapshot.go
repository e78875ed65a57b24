package control

import (
	"fmt"
	"time"

	"example.com/sms77mock/internal/lazy"
)

// Snapshot is a state of a double that is kept under a name.
type Snapshot struct {
	// Name is what it is called.
	Name string `json:"name"`
	// Time is when it was taken, on the clock of the double.
	Time time.Time `json:"time"`
	// Clients, Accounts, Tokens and Messages count what is in it; codes are
	// tokens too.
	Clients  int `json:"clients"`
	Accounts int `json:"accounts"`
	Tokens   int `json:"tokens"`
	Messages int `json:"messages"`
}

var snapshotName = lazy.Regexp(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// CheckSnapshotName refuses what cannot be the name of a snapshot.
func CheckSnapshotName(name string) error {
	if !snapshotName().MatchString(name) {
		return fmt.Errorf("snapshot: %q: want a name of letters, digits, dots, dashes and underscores, such as before-login", name)
	}
	return nil
}
