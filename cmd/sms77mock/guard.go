package main

import "errors"

// guard is the token that guards /_mock/; empty for none.
type guard string

// UnmarshalText takes what a flag or its variable says; kong calls it. Who gives a token
// wants a guard: an empty one would leave the double without. What else may be wrong
// with it, kong would tell together with the token.
func (g *guard) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		return errors.New("is empty: leave it out to serve /_mock/ without a guard")
	}
	*g = guard(text)
	return nil
}
