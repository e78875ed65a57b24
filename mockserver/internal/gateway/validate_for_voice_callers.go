package gateway

import (
	"context"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// caller is a number that an account may call from, because somebody there has
// confirmed it.
type caller struct {
	id     int
	number number.Number
}

func (c *caller) Key() number.Number { return c.number }

// Weight is about how many bytes it takes.
func (c *caller) Weight() int { return 200 }

func (c *caller) write(p page) {
	has := p.has()
	*has.Callers = append(*has.Callers, fixtures.Caller{Number: c.number.E164(), ID: c.id})
}

// caller returns the account's caller with the given number, or nil.
func (a *account) caller(n number.Number) *caller { return a.callers.Find(n) }

// fillCallers gives an account the callers that the world has for it.
func (st *state) fillCallers(a *account, callers []fixtures.Caller) {
	for _, w := range callers {
		n, _ := number.Parse(w.Number)
		a.callers.Add(&caller{id: ids.Named(&st.ids.Caller, w.ID), number: n}, maxEntries)
	}
}

// validating is a number that is being called, so that somebody there confirms
// that an account may call from it.
type validating struct {
	id       int
	number   number.Number
	callback string // URL that is told of the outcome; "" for none
	due      time.Time
}

func (v *validating) Key() int { return v.id }

// Weight is about how many bytes it takes.
func (v *validating) Weight() int { return 300 + len(v.callback) }

func (v *validating) write(p page) {
	has := p.has()
	*has.Validations = append(*has.Validations, fixtures.Validation{Number: v.number.E164(), Callback: v.callback, ID: v.id, Due: fixtures.WriteMoment(v.due)})
}

// validate has a number validated when that is due.
func (st *state) validate(a *account, v *validating) {
	a.validations.Add(v, maxEntries)
	st.after(task{v.due.Sub(st.now()), sizeOf(v), func(ctx context.Context, g *Gateway) webhook.Sending {
		return g.notify(ctx, func(st *state) []webhook.Request { return st.endValidation(a, v) })
	}})
}

// fillValidations goes on with the validations that the world has for an account.
func (st *state) fillValidations(a *account, validations []fixtures.Validation) {
	for _, w := range validations {
		n, _ := number.Parse(w.Number)
		st.validate(a, &validating{id: ids.Named(&st.ids.Validation, w.ID), number: n, callback: w.Callback, due: st.moment(w.Due)})
	}
}
