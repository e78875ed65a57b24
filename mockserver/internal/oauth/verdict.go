package oauth

import (
	"cmp"
	"fmt"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/orders"
)

// verdict is what becomes of one authorization request.
type verdict struct {
	decision fixtures.Decision
	err      *Error // the OAuth error to send the user back with, instead
	account  string // the account in whose name it happens
	scope    string // what an approval grants
	because  string // who decided, for the reason
}

// decide finds out what becomes of a request: by a one-shot decision, else by
// the client's setting, the account's, the world's. A preview leaves a one-shot
// decision to the request that it is a preview of.
func (s *Server) decide(c *call.Call, d *directory, a *authorization, preview bool) verdict {
	hint, _ := queryFirst(c, "login_hint")
	hinted := d.account(hint)
	account := d.loggedIn(a.client, hinted)
	ordered := s.decided(preview, func(o *orders.Order[control.Decision]) bool {
		x := o.What
		if x.ClientID != "" && x.ClientID != a.client.ID {
			return false
		}
		return x.Account == "" || x.Account == account.Name || x.Decision == fixtures.Approve && hinted == nil
	})
	v := verdict{account: account.Name, scope: a.scope}
	if ordered != nil {
		return v.by(ordered)
	}
	switch {
	case a.client.Authorize.Decision != "":
		v.decision, v.because = a.client.Authorize.Decision, "the setting of client "+a.client.ID
	case account.Authorize.Decision != "":
		v.decision, v.because = account.Authorize.Decision, "the setting of account "+account.Name
	default:
		v.decision, v.because = d.world.Authorize.Decision, "the world's setting (authorize.decision)"
	}
	return v
}

// by applies a one-shot decision to v.
func (v verdict) by(o *orders.Order[control.Decision]) verdict {
	x := o.What
	v.decision, v.because = x.Decision, fmt.Sprintf("decision number %d", o.ID)
	if x.Account != "" {
		v.account = x.Account
	}
	if x.Scope != "" {
		v.scope = x.Scope
	}
	if x.Error != "" {
		v.err = Error{Code: x.Error, Description: x.ErrorDescription}.because("%s orders this error", v.because)
	}
	return v
}

// loggedIn returns the account in whose name a request is answered: the one
// that login_hint names, else the client's, else the world's.
func (d *directory) loggedIn(c *client, hinted *fixtures.Account) fixtures.Account {
	if hinted != nil {
		return *hinted
	}
	return d.loggedInUnless(c.Authorize.Account)
}

// loggedInUnless returns the account with a name, or else the one that
// [fixtures.World.LoggedIn] would choose of those that there are at the moment.
func (d *directory) loggedInUnless(named string) fixtures.Account {
	if a := d.account(cmp.Or(named, d.world.Authorize.Account)); a != nil {
		return *a
	}
	return d.firstAccount()
}

// noteHint adds to the reason that a login_hint names nobody, most likely by a slip:
// the request is answered as if it had none.
func (s *Server) noteHint(c *call.Call) {
	hint, _ := queryFirst(c, "login_hint")
	d := s.directory.Load()
	if c.Endpoint != fixtures.EndpointAuthorize || hint == "" || d.account(hint) != nil {
		return
	}
	c.Note(fmt.Sprintf("login_hint: %q: no account has this name or address, %s", hint, choice.Want(hint, d.accountNames())))
}
