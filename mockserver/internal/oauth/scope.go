package oauth

import (
	"slices"
	"strings"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// splitScope splits a scope as the library does: at every single space, after
// trimming the ends. Two spaces in a row leave an empty scope between them.
func splitScope(scope string) []string {
	return strings.Split(phpwire.Trim(scope), " ")
}

// notWithin returns the scopes in wanted that available lacks.
func notWithin(wanted, available []string) []string {
	var missing []string
	for _, scope := range wanted {
		if !slices.Contains(available, scope) {
			missing = append(missing, scope)
		}
	}
	return missing
}

// reservedScopes are accepted whether they are configured or not, unless the
// client has scopes of its own; they have no effect.
var reservedScopes = []string{"openid", "offline_access"}

// allowsScope reports whether a client may ask for scope. The rules differ: a
// client with scopes of its own is held to them alone, the reserved ones and
// repetition not looked at; for any other a scope that is repeated is refused,
// since the reference counts rows of its scope table.
func (c *client) allowsScope(scope string, known []string) bool {
	wanted := splitScope(scope)
	if len(c.Scopes) > 0 {
		return len(notWithin(wanted, c.Scopes)) == 0
	}
	for i, s := range wanted {
		if !slices.Contains(reservedScopes, s) && (!slices.Contains(known, s) || slices.Contains(wanted[:i], s)) {
			return false
		}
	}
	return true
}
