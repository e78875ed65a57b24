package gateway

import (
	"sync"

	"example.com/sms77mock/mockserver/internal/gateway/money"
)

// credits are the credits of the accounts that have been asked for, so that /me
// need not wait for the state's lock, behind which an SMS may go to thousands.
type credits struct {
	mu   sync.RWMutex // guards left
	left map[string]money.Amount
}

// note notes what an account has left.
func (c *credits) note(account string, left money.Amount) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left == nil {
		c.left = map[string]money.Amount{}
	}
	c.left[account] = left
}

// of returns what an account has left, and whether it has been noted.
func (c *credits) of(account string) (money.Amount, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	left, ok := c.left[account]
	return left, ok
}

// forget forgets an account.
func (c *credits) forget(account string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.left, account)
}

// clear forgets all accounts.
func (c *credits) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.left)
}
