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

// reservedScopes are accepted whether they are configured or not; they have no
// effect.
var reservedScopes = []string{"openid", "offline_access"}

// allowsScope reports whether a client may ask for scope. The rules differ: a
// scope that stands twice is refused, since the reference counts rows of its
// scope table, unless the client has scopes of its own.
func (c *client) allowsScope(scope string, known []string) bool {
	wanted := splitScope(scope)
	if len(c.Scopes) > 0 {
		return len(notWithin(wanted, append(slices.Clone(c.Scopes), reservedScopes...))) == 0
	}
	wanted = notWithin(wanted, reservedScopes)
	for i, s := range wanted {
		if !slices.Contains(known, s) || slices.Contains(wanted[:i], s) {
			return false
		}
	}
	return true
}
