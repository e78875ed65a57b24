package gateway

import (
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// magic returns what the world says a recipient causes; the zero value for one
// that is nothing special.
func (st *state) magic(n number.Number) fixtures.MagicNumber {
	given := n.E164()
	for _, m := range st.world.MagicNumbers {
		if m.Number == given {
			return m
		}
	}
	return fixtures.MagicNumber{}
}

// recipientCodes are the codes that concern one recipient of several.
var recipientCodes = [...]int{11, codePartial, codeRecipient, codeReload, 403, codeNoCredit, 600, codeUnknown}

// checkMagic refuses a request for a magic number whose code concerns whole
// requests: nobody gets the message then.
func (st *state) checkMagic(recipients []recipient) error {
	for _, r := range recipients {
		code := st.magic(r.number).Code
		if code != 0 && !slices.Contains(recipientCodes[:], code) {
			return refuse(code, "%s is a magic number", r.given)
		}
	}
	return nil
}
