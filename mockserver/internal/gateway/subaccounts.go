package gateway

import (
	"net/mail"
	"slices"
	"strconv"

	"example.com/sms77mock/fixtures"
)

// subaccount is an account that another one pays for. It marshals as it stands
// in answers.
type subaccount struct {
	ID         int     `json:"id"`
	Username   *string `json:"username"` // it cannot log in
	Company    string  `json:"company"`
	Balance    money   `json:"balance"`
	TotalUsage money   `json:"total_usage"`
	AutoTopup  struct {
		Threshold money `json:"threshold"`
		Amount    money `json:"amount"`
	} `json:"auto_topup"`
	Contact subaccountContact `json:"contact"`
}

type subaccountContact struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// addSubaccount gives an account a subaccount.
func (g *Gateway) addSubaccount(a *account, s fixtures.Subaccount) *subaccount {
	added := &subaccount{
		ID: take(&g.ids.subaccount), Company: s.Company, Balance: configured(s.Balance),
		Contact: subaccountContact{Name: s.Name, Email: s.Email},
	}
	a.subaccounts = remember(a.subaccounts, added, maxEntries)
	return added
}

// subaccount returns the subaccount with an id as a client writes it, or nil.
func (a *account) subaccount(id string) *subaccount {
	for _, s := range a.subaccounts {
		if id == strconv.Itoa(s.ID) {
			return s
		}
	}
	return nil
}

// subaccountResult is the outcome of a change.
type subaccountResult struct {
	Success    bool        `json:"success"`
	Error      *string     `json:"error"`
	Subaccount *subaccount `json:"subaccount,omitempty"` // if it is new
}

var subaccountDone = reply{json: subaccountResult{Success: true}}

// refuseSubaccount refuses a change in the vendor's words.
func refuseSubaccount(words, reason string, args ...any) error {
	return refuseWith(subaccountResult{Error: &words}, reason, args...)
}

// serveSubaccounts lists or changes an account's subaccounts. The action is a
// parameter, or the end of the path.
func (g *Gateway) serveSubaccounts(q *request) (reply, error) {
	action := q.arg
	if action == "" {
		action = q.get("action")
	}
	switch action {
	case "read", "list", "":
		return reply{json: q.subaccounts()}, nil
	case "create":
		return g.createSubaccount(q)
	case "update":
		return q.updateSubaccount()
	case "transfer_credits":
		return q.transferCredits()
	case "delete":
		return q.deleteSubaccount()
	}
	if q.arg != "" {
		return reply{}, errNotFound
	}
	return reply{}, refuseSubaccount("Invalid request", "`action` is %q; want read, create, update, transfer_credits or delete", action)
}

// subaccounts returns the subaccounts that a request asks for: all, unless id is
// a number. The vendor's JavaScript client sends id=undefined for all.
func (q *request) subaccounts() []subaccount {
	list := []subaccount{}
	id := q.natural("id", 0)
	for _, s := range q.account.subaccounts {
		if id == 0 || id == s.ID {
			list = append(list, *s)
		}
	}
	return list
}

func (g *Gateway) createSubaccount(q *request) (reply, error) {
	name, email := q.get("name"), q.get("email")
	if _, err := mail.ParseAddress(email); err != nil {
		return reply{}, refuseSubaccount("Please enter a valid email address for the subaccount.", "`email` is %q; want an e-mail address", email)
	}
	if name == "" {
		return reply{}, refuseSubaccount("Invalid request", "%s", q.missing("name"))
	}
	added := g.addSubaccount(q.account, fixtures.Subaccount{Name: name, Email: email})
	answer := *added // written when others may change the subaccount
	return reply{json: subaccountResult{Success: true, Subaccount: &answer}}, nil
}

// updateSubaccount sets the automatic top-up: how much is transferred when the
// credit falls below what.
func (q *request) updateSubaccount() (reply, error) {
	s, err := q.subaccount()
	if err != nil {
		return reply{}, err
	}
	threshold, ok := parseMoney(q.get("threshold"))
	amount, alsoOK := parseMoney(q.get("amount"))
	if !ok || !alsoOK || threshold < 0 || amount < 0 {
		return reply{}, refuseSubaccount("Invalid amount", "`threshold` is %q and `amount` is %q; want amounts in EUR", q.get("threshold"), q.get("amount"))
	}
	s.AutoTopup.Threshold, s.AutoTopup.Amount = threshold, amount
	return subaccountDone, nil
}

// transferCredits moves credit from the account to a subaccount. The amount is
// checked first, as recorded.
func (q *request) transferCredits() (reply, error) {
	amount, ok := parseMoney(q.get("amount"))
	if !ok || amount <= 0 {
		return reply{}, refuseSubaccount("Invalid amount", "`amount` is %q; want more than 0 EUR", q.get("amount"))
	}
	s, err := q.subaccount()
	if err != nil {
		return reply{}, err
	}
	if amount > q.account.balance {
		return reply{}, refuseSubaccount("Invalid amount", "the account %s has only %s EUR", q.account.Name, q.account.balance.fixed())
	}
	q.account.balance -= amount
	s.Balance += amount
	return subaccountDone, nil
}

// deleteSubaccount deletes a subaccount. Its credit goes back to the account,
// which is a guess.
func (q *request) deleteSubaccount() (reply, error) {
	s, err := q.subaccount()
	if err != nil {
		return reply{}, err
	}
	q.account.balance += s.Balance
	q.account.subaccounts = slices.DeleteFunc(q.account.subaccounts, func(other *subaccount) bool { return other == s })
	return subaccountDone, nil
}

// subaccount returns the subaccount that a request is about.
func (q *request) subaccount() (*subaccount, error) {
	s := q.account.subaccount(q.get("id"))
	if s == nil {
		return nil, refuseSubaccount("Subaccount not found", "the account %s has no subaccount %q", q.account.Name, q.get("id"))
	}
	return s, nil
}
