package control

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
)

// Check returns every mistake in f, by which it could choose nothing, or nil. Whether
// there is such an account is for the double to say.
func (f RequestFilter) Check() error {
	return errors.Join(
		f.Endpoint.Check(), grantType(f.GrantType), f.grantElsewhere(), word("outcome", string(f.Outcome), f.Outcome.Values()),
		natural("count", f.Count), natural("limit", f.Limit), roomFor(f.Count, f.Limit),
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

// Check returns every mistake in f, as [RequestFilter.Check] does, or nil.
func (f MessageFilter) Check() error {
	return errors.Join(
		word("channel", string(f.Channel), f.Channel.Values()), word("direction", string(f.Direction), f.Direction.Values()),
		natural("count", f.Count), natural("limit", f.Limit), roomFor(f.Count, f.Limit),
	)
}

// Check returns every mistake in f, as [RequestFilter.Check] does, or nil.
func (f TokenFilter) Check() error {
	return errors.Join(word("kind", string(f.Kind), f.Kind.Values()), natural("limit", f.Limit))
}

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

// roomFor refuses a limit by which nobody would see what a wait is for.
func roomFor(count, limit int) error {
	if limit > 0 && limit < count {
		return fmt.Errorf("limit: %d: want no less than count, which is %d", limit, count)
	}
	return nil
}

// pair is one condition of a filter.
type pair struct{ name, value string }

// described lists the conditions of a filter that are set.
func described(what string, conditions ...pair) string {
	for _, c := range conditions {
		if c.value != "" {
			what += " " + c.name + "=" + c.value
		}
	}
	return what
}
