package oauth

import (
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// queryFirst returns a parameter of /authorize: the query's if it is there,
// even empty, else the body's. The second result tells whether it is present.
func queryFirst(c *call.Call, name string) (string, bool) {
	if value, ok := c.Query.Lookup(name); ok {
		return value, true
	}
	return c.Body.Lookup(name)
}

// scopeParameter returns the scope that is asked for, "" for none. Unlike any
// other parameter it is looked for in the body first, then in the query.
func scopeParameter(c *call.Call) string {
	scope, ok := c.Body.Lookup("scope")
	if !ok {
		scope = c.Query.Get("scope")
	}
	return present(scope)
}

// present returns value unless PHP takes it for absent: "0" is as empty as "".
func present(value string) string {
	if phpwire.Falsy(value) {
		return ""
	}
	return value
}
