package control

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
)

// NotFoundError says that there is nothing by a name or number.
type NotFoundError struct{ Message string }

// Error names what there is not.
func (e *NotFoundError) Error() string { return e.Message }

// ErrClosing is why a wait ends that outlives the double.
var ErrClosing = errors.New("the server is closing")

// word checks a value of an enumeration; an empty one is good.
func word(field, value string, words []string) error {
	if value != "" && !slices.Contains(words, value) {
		return fmt.Errorf("%s: %q: %s", field, value, choice.Want(value, words))
	}
	return nil
}

// grantType checks a grant type, which may be one that the double refuses: of RFC
// 6749, or a URI.
func grantType(value string) error {
	if strings.Contains(value, ":") {
		return nil
	}
	return word("grant_type", value, append(fixtures.GrantType("").Values(), "client_credentials", "password"))
}

// natural checks how many a wait is for, or a list has; 0 stands for not given.
func natural(field string, n int) error {
	if n < 0 {
		return fmt.Errorf("%s: %d: want 1 or more", field, n)
	}
	return nil
}

// Check refuses a filter that can choose nothing.
func (f RequestFilter) Check() error {
	return errors.Join(
		f.Endpoint.Check(), grantType(f.GrantType), f.grantElsewhere(), word("outcome", string(f.Outcome), f.Outcome.Values()),
		natural("count", f.Count), natural("limit", f.Limit),
	)
}

// grantElsewhere refuses a grant type at an endpoint whose requests have none.
func (f RequestFilter) grantElsewhere() error {
	switch f.Endpoint {
	case "", fixtures.AnyEndpoint, fixtures.EndpointToken:
		return nil
	}
	if f.GrantType == "" {
		return nil
	}
	return fmt.Errorf("grant_type: %q: goes with the endpoint token", f.GrantType)
}

// Check refuses a filter that can choose nothing.
func (f MessageFilter) Check() error {
	return errors.Join(word("channel", string(f.Channel), f.Channel.Values()), word("direction", string(f.Direction), f.Direction.Values()), natural("count", f.Count), natural("limit", f.Limit))
}

// Check refuses a filter that can choose nothing.
func (f TokenFilter) Check() error {
	return errors.Join(word("kind", string(f.Kind), f.Kind.Values()), natural("limit", f.Limit))
}
