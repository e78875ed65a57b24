package gateway

import "example.com/sms77mock/mockserver/internal/gateway/codes"

// actingFor returns the account that a request is for: the one that its key or
// token belongs to, unless an API key acts for a subaccount with X-Account-Id.
// With a bearer token the header means nothing.
func (q *request) actingFor(main *account) (*account, error) {
	id := q.http.Header.Get("X-Account-Id")
	if id == "" || q.who.key.Key == "" {
		return main, nil
	}
	if !q.who.key.Subaccounts {
		return nil, refuse(codes.NoAccess, "X-Account-Id is %q, but this API key has no subaccount access; see subaccounts in keys of the account", id)
	}
	s := main.subaccount(id)
	if s == nil {
		return nil, refuse(codes.NoAccess, "X-Account-Id is %q; the account %s has no such subaccount", id, main)
	}
	s.Account = q.who.account
	return s.account, nil
}
