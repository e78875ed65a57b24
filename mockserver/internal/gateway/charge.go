package gateway

import (
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
	"example.com/sms77mock/mockserver/internal/gateway/world"
)

// charge takes the price of a use off the account's credit and counts it. It
// refuses, and changes nothing, if the credit does not suffice. With a sandbox
// key nothing is charged or counted.
func (st *state) charge(q *request, u usage.Use) error {
	if q.sandbox {
		return nil
	}
	if err := q.account.afford(u.Price); err != nil {
		return err
	}
	u.At = q.now
	q.account.book(u, 1)
	return nil
}

// afford refuses what the account's credit does not suffice for.
func (a *account) afford(cost money.Amount) error {
	if cost > a.balance {
		return refuse(codes.NoCredit, "it costs %s EUR and the account %s has %s EUR", cost.Fixed(), a, a.balance.Fixed())
	}
	return nil
}

// sandboxPrice is the price that an answer to a sandbox key shows: 0, unless the
// world wants the one that is not charged.
func sandboxPrice(q *request, w *world.World, price money.Amount) money.Amount {
	if q.sandbox && w.SandboxPrices {
		return price
	}
	return 0
}

// book enters a use into the account's books, or takes it back if count is -1.
func (a *account) book(u usage.Use, count int) {
	a.balance -= u.Price * money.Amount(count)
	a.usage.Add(u, count)
}

// used is how much of something an account has used on a day.
type used struct{ *usage.Sum }

func (x used) write(p page) {
	has := p.has()
	*has.Usage = append(*has.Usage, x.Written())
}
