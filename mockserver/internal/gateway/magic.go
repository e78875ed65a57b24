package gateway

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
)

// magic returns what the world says a recipient causes; the zero value for one
// that is nothing special.
func (w *world) magic(e164 string) fixtures.MagicNumber { return w.index().magic[e164] }

// checkMagic refuses a request for a magic number whose code concerns whole
// requests: nobody gets the message then.
func (w *world) checkMagic(recipients []recipient) error {
	for _, r := range recipients {
		code := w.magic(r.name).Code
		if code != 0 && !codes.OfRecipient(code) {
			return refuse(code, "%s is a magic number", r.given)
		}
	}
	return nil
}
