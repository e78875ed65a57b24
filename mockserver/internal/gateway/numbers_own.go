package gateway

import (
	"cmp"
	"slices"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// ownNumber is a number that an account has ordered.
type ownNumber struct {
	fixtures.PhoneNumber
	client   string       // whose token ordered it; "" if it was an API key
	paid     money.Amount // when it was ordered
	name     string       // the account's own for it
	interval fixtures.Interval
	sms      []string // numbers that SMS to it are forwarded to
	email    []string // addresses likewise
	slack    string   // URL likewise
	created  time.Time
	expires  time.Time // when it is given back; zero if it was not cancelled
}

func (n *ownNumber) Key() string { return n.Number }

// Weight is about how many bytes it takes.
func (n *ownNumber) Weight() int {
	bytes := 500 + len(n.name) + len(n.slack)
	for _, forward := range slices.Concat(n.sms, n.email) {
		bytes += 16 + len(forward)
	}
	return bytes
}

// fee is what the number costs at its interval.
func (n *ownNumber) fee() fixtures.NumberFee {
	if n.interval == fixtures.Monthly {
		return n.Fees.Monthly
	}
	return n.Fees.Annually
}

// periodEnd returns when what has been paid for at a moment is over.
func (n *ownNumber) periodEnd(now time.Time) time.Time {
	end := n.created
	for !end.After(now) {
		if n.interval == fixtures.Monthly {
			end = end.AddDate(0, 1, 0)
		} else {
			end = end.AddDate(1, 0, 0)
		}
	}
	return end
}

// own notes that the numbers of a registered account are its own, if nobody else
// has them.
func (st *state) own(config *fixtures.Account) {
	for _, n := range config.AllNumbers() {
		st.take(n, config.Name)
	}
}

// take notes that an account has a number, and reports whether it does: somebody
// else may have it already.
func (st *state) take(number, account string) bool {
	if _, taken := st.numbers[number]; !taken {
		st.numbers[number] = account
	}
	return st.numbers[number] == account
}

// disown notes that nobody has a number any more.
func (st *state) disown(n *ownNumber) { delete(st.numbers, n.Number) }

// fillNumbers gives an account the numbers that the world has for it.
func (st *state) fillNumbers(a *account, numbers []fixtures.OwnNumber) {
	for _, n := range numbers {
		i := slices.IndexFunc(st.world.Numbers, func(o fixtures.PhoneNumber) bool { return o.Number == n.Number })
		if i < 0 || !st.take(n.Number, a.Name) {
			continue
		}
		x := &ownNumber{
			PhoneNumber: st.world.Numbers[i], client: n.Client, paid: money.Configured(n.Paid), name: n.Name, interval: cmp.Or(n.Interval, fixtures.Annually),
			sms: n.ForwardSMS, email: n.ForwardEmail, slack: n.ForwardSlack, created: st.moment(n.Created),
		}
		if n.Expires != "" {
			x.expires = st.moment(n.Expires)
		}
		a.numbers.Add(x, maxEntries)
	}
}

func (n *ownNumber) write(p page) {
	has := p.has()
	*has.Numbers = append(*has.Numbers, fixtures.OwnNumber{
		Number: n.Number, Name: n.name, Interval: n.interval, ForwardSMS: n.sms, ForwardEmail: n.email, ForwardSlack: n.slack, Client: n.client,
		Paid: n.paid.Fixed(), Created: fixtures.WriteMoment(n.created), Expires: fixtures.WriteMoment(n.expires),
	})
}

// offers returns the numbers that nobody has.
func (st *state) offers() []fixtures.PhoneNumber {
	st.giveBack()
	var free []fixtures.PhoneNumber
	for _, offer := range st.world.Numbers {
		if _, taken := st.numbers[offer.Number]; !taken {
			free = append(free, offer)
		}
	}
	return free
}

// giveBack takes the numbers away whose time is over.
func (st *state) giveBack() {
	now := st.now()
	for a := range st.all() {
		a.numbers.Remove(func(n *ownNumber) bool {
			over := !n.expires.IsZero() && !n.expires.After(now)
			if over {
				st.disown(n)
			}
			return over
		})
	}
}

// takeNumbersBack undoes orders of an account.
func (st *state) takeNumbersBack(a *account, which func(*ownNumber) bool) {
	a.numbers.Remove(func(n *ownNumber) bool {
		if !which(n) {
			return false
		}
		a.balance += n.paid
		st.disown(n)
		return true
	})
}

// ownNumber returns the number of the account that a client writes, or nil.
func (st *state) ownNumber(a *account, written string) *ownNumber {
	st.giveBack()
	return a.numbers.Find(number.Normalised(written))
}

// holder returns the subaccount that has ordered a number, else the account.
func (a *account) holder(number string) *account {
	for s := range a.subaccounts.All() {
		if s.numbers.Find(number) != nil {
			return s.account
		}
	}
	return a
}
