package gateway

import (
	"cmp"
	"net/mail"
	"strconv"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func subaccountsEndpoints() []served {
	either := answers([]subaccount{}, subaccountResult{})
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "subaccounts", Name: "subaccounts",
			Summary: "List, create, change or delete subaccounts.", Answers: either,
		}, (*state).serveSubaccounts),
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "subaccounts/{action}", Name: "subaccountsAction",
			Summary: "Do with subaccounts what the path says.", Answers: either,
		}, (*state).serveSubaccounts),
	}
}

type subaccountFields struct {
	PathAction subaccountAction `yaml:"action" in:"path"`
	Action     subaccountAction `yaml:"action" doc:"What to do; read unless given. The path beats it."`
	ID         string           `yaml:"id" doc:"The subaccount."`
	Name       string           `yaml:"name" doc:"To create: name of the person in charge."`
	Email      string           `yaml:"email" doc:"To create: e-mail address of the person in charge."`
	Amount     string           `yaml:"amount" doc:"To transfer_credits: how much, in EUR. To update: how much is transferred automatically."`
	Threshold  string           `yaml:"threshold" doc:"To update: below which credit."`
}

// subaccountAction is what to do with subaccounts.
type subaccountAction string

// The actions; list is another word for read.
const (
	subaccountList     subaccountAction = "list"
	subaccountRead     subaccountAction = "read"
	subaccountCreate   subaccountAction = "create"
	subaccountUpdate   subaccountAction = "update"
	subaccountTransfer subaccountAction = "transfer_credits"
	subaccountDelete   subaccountAction = "delete"
)

// Values lists the actions.
func (subaccountAction) Values() []string {
	return []string{
		string(subaccountList), string(subaccountRead), string(subaccountCreate), string(subaccountUpdate),
		string(subaccountTransfer), string(subaccountDelete),
	}
}

// ownSubaccount is an account that another one pays for.
type ownSubaccount struct {
	*account // what it does and has, in the name of the account that pays
	id       int
	company  *string // nil for none
	contact  subaccountContact

	threshold, amount money.Amount // below which credit how much is transferred to it; nothing if both are 0
}

func (s *ownSubaccount) Key() int { return s.id }

// Weight is about how many bytes it takes, without what it has itself.
func (s *ownSubaccount) Weight() int {
	return 1500 + len(given(s.company)) + len(s.contact.Name) + len(s.contact.Email)
}

// answer returns the subaccount as it is at the moment.
func (s *ownSubaccount) answer() subaccount {
	shown := subaccount{ID: s.id, Company: s.company, Balance: s.balance.Fixed(), TotalUsage: s.usage.Total().Fixed(), Contact: s.contact}
	if threshold, amount := s.threshold, s.amount; threshold != 0 || amount != 0 { // copies: answers are written without the lock
		shown.AutoTopup.Threshold, shown.AutoTopup.Amount = &threshold, &amount
	}
	return shown
}

type (
	// subaccount is a subaccount in a list, with amounts in today's form. In 2022
	// they were numbers.
	subaccount struct {
		ID         int     `json:"id"`
		Username   *string `json:"username"` // always null: it cannot log in
		Company    *string `json:"company"`
		Balance    string  `json:"balance"`     // with four decimals
		TotalUsage string  `json:"total_usage"` // likewise
		AutoTopup  struct {
			Threshold *money.Amount `json:"threshold"` // null if nothing is transferred
			Amount    *money.Amount `json:"amount"`    // likewise
		} `json:"auto_topup"`
		Contact subaccountContact `json:"contact"`
	}
	// newSubaccount is a subaccount in the answer to the request that creates it,
	// where its id is a string and the amounts are numbers.
	newSubaccount struct {
		ID         string       `json:"id"`
		Username   *string      `json:"username"`
		Company    *string      `json:"company"`
		Balance    money.Amount `json:"balance"`
		TotalUsage money.Amount `json:"total_usage"`
		AutoTopup  struct {
			Threshold money.Amount `json:"threshold"`
			Amount    money.Amount `json:"amount"`
		} `json:"auto_topup"`
		Contact subaccountContact `json:"contact"`
	}
	subaccountContact struct {
		Name  string `json:"name"`
		Email string `json:"email"`
	}
)

// addSubaccount gives an account a subaccount, or amends the one with its id.
func (st *state) addSubaccount(a *account, s fixtures.Subaccount) *ownSubaccount {
	if x := a.subaccounts.Find(s.ID); x != nil {
		x.company, x.contact = phpwire.OrNull(s.Company), subaccountContact{s.Name, s.Email}
		x.threshold, x.amount = money.Configured(s.AutoTopup.Threshold), money.Configured(s.AutoTopup.Amount)
		a.subaccounts.Changed(x)
		st.renew(x.account, a.Account, s.Balance, s.Belongings())
		return x
	}
	added := &ownSubaccount{
		account: st.newAccount(a.Account, money.Configured(s.Balance)),
		id:      ids.Named(&st.ids.Subaccount, s.ID), company: phpwire.OrNull(s.Company), contact: subaccountContact{s.Name, s.Email},
		threshold: money.Configured(s.AutoTopup.Threshold), amount: money.Configured(s.AutoTopup.Amount),
	}
	added.main, added.as = a, added
	a.subaccounts.Add(added, maxEntries)
	st.fill(added.account, s.Belongings())
	return added
}

func (s *ownSubaccount) write(p page) {
	has := p.has()
	*has.Subaccounts = append(*has.Subaccounts, fixtures.Subaccount{
		Name: s.contact.Name, Email: s.contact.Email, Company: given(s.company), Balance: s.balance.Fixed(), ID: s.id,
		AutoTopup: fixtures.AutoTopup{Threshold: s.threshold.Fixed(), Amount: s.amount.Fixed()},
	})
}

// close gives back what a subaccount takes from others.
func (st *state) close(s *ownSubaccount) {
	for n := range s.numbers.All() {
		st.disown(n)
	}
	s.clear()
}

// subaccount returns the subaccount with an id as a client writes it, or nil.
func (a *account) subaccount(id string) *ownSubaccount { return a.subaccounts.Find(ids.Number(id)) }

// subaccountResult is the outcome of a change.
type subaccountResult struct {
	Success    bool           `json:"success"`
	Error      *string        `json:"error"`
	Subaccount *newSubaccount `json:"subaccount,omitempty"` // if it is new
}

var subaccountDone = reply{json: subaccountResult{Success: true}}

// refuseSubaccount refuses a change in the vendor's words.
func refuseSubaccount(words, reason string, args ...any) error {
	return refuseWith(subaccountResult{Error: &words}, reason, args...)
}

// serveSubaccounts lists or changes an account's subaccounts. The action is a
// parameter, or the end of the path.
func (st *state) serveSubaccounts(q *request, in *subaccountFields) (reply, error) {
	switch action := cmp.Or(in.PathAction, in.Action, subaccountRead); action {
	case subaccountRead, subaccountList:
		return reply{json: in.chosen(q.account)}, nil
	case subaccountCreate:
		return st.createSubaccount(q, in)
	case subaccountUpdate:
		return in.update(q.account)
	case subaccountTransfer:
		return in.transferCredits(q.account)
	case subaccountDelete:
		return in.delete(st, q.account)
	}
	if in.PathAction != "" {
		return reply{}, errNotFound
	}
	return reply{}, refuseSubaccount("Invalid request", "`action` is %q; want read, create, update, transfer_credits or delete", in.Action)
}

// chosen returns the subaccounts that a request asks for: all, unless id is a
// number. The vendor's JavaScript client sends id=undefined for all.
func (in *subaccountFields) chosen(a *account) []subaccount {
	list := []subaccount{}
	id := ids.Number(in.ID)
	for s := range a.subaccounts.All() {
		if id <= 0 || id == s.id {
			list = append(list, s.answer())
		}
	}
	return list
}

func (st *state) createSubaccount(q *request, in *subaccountFields) (reply, error) {
	if address, err := mail.ParseAddress(in.Email); err != nil || address.Address != in.Email {
		return reply{}, refuseSubaccount("Please enter a valid email address for the subaccount.", "%s; want an e-mail address", q.wrong("email", in.Email))
	}
	if in.Name == "" {
		return reply{}, refuseSubaccount("Invalid request", "%s", q.missing("name"))
	}
	added := st.addSubaccount(q.account, fixtures.Subaccount{Name: in.Name, Email: in.Email})
	answer := &newSubaccount{ID: strconv.Itoa(added.id), Company: added.company, Contact: added.contact}
	return reply{json: subaccountResult{Success: true, Subaccount: answer}}, nil
}

// update sets the automatic top-up: how much is transferred when the
// credit falls below what.
func (in *subaccountFields) update(a *account) (reply, error) {
	s, err := in.subaccount(a)
	if err != nil {
		return reply{}, err
	}
	threshold, ok := money.Parse(in.Threshold)
	amount, alsoOK := money.Parse(in.Amount)
	if !ok || !alsoOK || threshold < 0 || amount < 0 {
		return reply{}, refuseSubaccount("Invalid amount", "`threshold` is %q and `amount` is %q; want amounts in EUR", in.Threshold, in.Amount)
	}
	s.threshold, s.amount = threshold, amount
	a.subaccounts.Changed(s)
	return subaccountDone, nil
}

// transferCredits moves credit from the account to a subaccount. The amount is
// checked first, as recorded.
func (in *subaccountFields) transferCredits(a *account) (reply, error) {
	amount, ok := money.Parse(in.Amount)
	if !ok || amount <= 0 {
		return reply{}, refuseSubaccount("Invalid amount", "`amount` is %q; want more than 0 EUR", in.Amount)
	}
	s, err := in.subaccount(a)
	if err != nil {
		return reply{}, err
	}
	if amount > a.balance {
		return reply{}, refuseSubaccount("Invalid amount", "the account %s has only %s EUR", a, a.balance.Fixed())
	}
	a.balance -= amount
	s.balance += amount
	a.subaccounts.Changed(s)
	return subaccountDone, nil
}

// delete deletes a subaccount. Its credit goes back to the account,
// which is a guess; its numbers can be ordered again.
func (in *subaccountFields) delete(st *state, a *account) (reply, error) {
	s, err := in.subaccount(a)
	if err != nil {
		return reply{}, err
	}
	a.balance += s.balance
	st.close(s)
	a.subaccounts.Remove(func(other *ownSubaccount) bool { return other == s })
	return subaccountDone, nil
}

// subaccount returns the subaccount that a request is about.
func (in *subaccountFields) subaccount(of *account) (*ownSubaccount, error) {
	s := of.subaccount(in.ID)
	if s == nil {
		return nil, refuseSubaccount("Subaccount not found", "the account %s has no subaccount %q", of, in.ID)
	}
	return s, nil
}
