package gateway

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func numbersEndpoints() []served {
	missing := endpoint.Answer{Status: "404", Description: "The account has no such number.", Content: endpoint.JSON(outcomeAnswer{})}
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "numbers/available", Name: "availableNumbers",
			Summary: "The numbers that can be ordered.", Answers: answers(availableNumbers{}),
		}, (*state).serveAvailableNumbers),
		serve(endpoint.Endpoint{
			Methods: "POST", Path: "numbers/order", Name: "orderNumber",
			Summary: "Order a number.", Answers: answers(orderAnswer{}),
		}, (*state).serveNumberOrder),
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "numbers/active", Name: "activeNumbers",
			Summary: "The numbers that the account has ordered.", Answers: answers(activeNumbers{}),
		}, (*state).serveActiveNumbers),
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "numbers/active/{number}", Name: "activeNumber",
			Summary: "One number that the account has ordered.", Answers: append(answers(activeNumber{}), missing),
		}, (*state).serveActiveNumber),
		serve(endpoint.Endpoint{
			Methods: "PATCH", Path: "numbers/active/{number}", Name: "changeNumber",
			Summary: "Name a number, or say where its SMS go.", Answers: append(answers(activeNumber{}), missing),
		}, (*state).serveNumberChange),
		serve(endpoint.Endpoint{
			Methods: "DELETE", Path: "numbers/active/{number}", Name: "cancelNumber",
			Summary: "Give a number back at the end of its period, or at once.", Answers: answers(outcomeAnswer{}),
		}, (*state).serveNumberCancellation),
	}
}

type numbersQuery struct {
	Country string  `yaml:"country" doc:"Only those of this country: ISO 3166-1 alpha-2 code, in any case."`
	SMS     *string `yaml:"features_sms" doc:"Only those that can, or cannot, receive SMS."`
	A2PSMS  *string `yaml:"features_a2p_sms" doc:"Only those that can, or cannot, send SMS."`
	Voice   *string `yaml:"features_voice" doc:"Only those that can, or cannot, receive calls."`
}

type numberOrder struct {
	Number   string            `yaml:"number" required:"true" doc:"One that is available."`
	Interval fixtures.Interval `yaml:"payment_interval" doc:"annually unless given."`
}

type numberPath struct {
	Number string `yaml:"number" in:"path"`
}

type numberChange struct {
	numberPath `yaml:",inline"`
	Name       *string       `yaml:"friendly_name" doc:"What the account calls it."`
	SMS        endpoint.List `yaml:"sms_forward" doc:"Numbers that SMS to it are forwarded to; sms_forward[] may be repeated instead."`
	Email      endpoint.List `yaml:"email_forward" doc:"E-mail addresses likewise."`
	Slack      endpoint.List `yaml:"slack_forward" doc:"URL of a Slack channel likewise."`
}

type numberCancellation struct {
	numberPath `yaml:",inline"`
	Now        endpoint.Flag `yaml:"delete_immediately" doc:"Give it back at once."`
}

type (
	availableNumbers struct {
		Numbers []availableNumber `json:"availableNumbers"`
	}
	// availableNumber is a number that can be ordered, in the order of the
	// documentation's sample.
	availableNumber struct {
		Country  string         `json:"country"`
		Number   string         `json:"number"`
		Parsed   string         `json:"number_parsed"`
		Fees     offerFees      `json:"fees"`
		Features numberFeatures `json:"features"`
	}
	offerFees struct {
		Monthly  offerFee     `json:"monthly"`
		Annually offerFee     `json:"annually"`
		SMS      money.Amount `json:"sms_mo"`
		Voice    money.Amount `json:"voice_mo"`
	}
	offerFee struct {
		BasicCharge money.Amount `json:"basic_charge"`
		Setup       money.Amount `json:"setup"`
	}
	numberFeatures struct {
		SMS    bool `json:"sms"`
		A2PSMS bool `json:"a2p_sms"`
		Voice  bool `json:"voice"`
	}
	orderAnswer struct {
		Success bool    `json:"success"`
		Error   *string `json:"error"`
	}
	activeNumbers struct {
		Numbers []activeNumber `json:"activeNumbers"`
	}
	// activeNumber is a number that the account has ordered.
	activeNumber struct {
		Country  string         `json:"country"`
		Number   string         `json:"number"`
		Name     string         `json:"friendly_name"`
		Billing  numberBilling  `json:"billing"`
		Features numberFeatures `json:"features"`
		Forward  numberForward  `json:"forward_sms_mo"`
		Expires  *string        `json:"expires"`
		Created  string         `json:"created"`
	}
	numberBilling struct {
		Fees     billedFees        `json:"fees"`
		Interval fixtures.Interval `json:"payment_interval"`
	}
	billedFees struct {
		Setup       money.Amount `json:"setup"`
		BasicCharge money.Amount `json:"basic_charge"`
		SMS         money.Amount `json:"sms_mo"`
		Voice       money.Amount `json:"voice_mo"`
	}
	numberForward struct {
		SMS struct {
			Numbers []string `json:"number"`
			Enabled bool     `json:"enabled"`
		} `json:"sms"`
		Email struct {
			Addresses []string `json:"address"`
			Enabled   bool     `json:"enabled"`
		} `json:"email"`
		Slack struct {
			URI     string `json:"uri"`
			Enabled bool   `json:"enabled"`
		} `json:"slack"`
	}
)

func (n *ownNumber) answer() activeNumber {
	fee := n.fee()
	a := activeNumber{
		Country: n.Country, Number: n.Number, Name: n.name, Features: numberFeatures(n.Features),
		Billing: numberBilling{billedFees{money.Configured(fee.Setup), money.Configured(fee.BasicCharge), money.Configured(n.Fees.SMS), money.Configured(n.Fees.Voice)}, n.interval},
		Created: n.created.Format(secondsForm),
	}
	a.Forward.SMS.Numbers, a.Forward.SMS.Enabled = append([]string{}, n.sms...), len(n.sms) > 0
	a.Forward.Email.Addresses, a.Forward.Email.Enabled = append([]string{}, n.email...), len(n.email) > 0
	a.Forward.Slack.URI, a.Forward.Slack.Enabled = n.slack, n.slack != ""
	if !n.expires.IsZero() {
		a.Expires = phpwire.OrNull(n.expires.Format(secondsForm))
	}
	return a
}

func (st *state) serveAvailableNumbers(q *request, in *numbersQuery) (reply, error) {
	list := availableNumbers{Numbers: []availableNumber{}}
	for _, offer := range st.offers() {
		if in.chooses(offer) {
			list.Numbers = append(list.Numbers, newAvailableNumber(offer))
		}
	}
	return reply{json: list}, nil
}

func (in *numbersQuery) chooses(offer fixtures.PhoneNumber) bool {
	wants := func(flag *string, has bool) bool { return given(flag) == "" || endpoint.Yes(*flag) == has }
	return (in.Country == "" || strings.EqualFold(in.Country, offer.Country)) &&
		wants(in.SMS, offer.Features.SMS) && wants(in.A2PSMS, offer.Features.A2PSMS) && wants(in.Voice, offer.Features.Voice)
}

func newAvailableNumber(offer fixtures.PhoneNumber) availableNumber {
	fee := func(f fixtures.NumberFee) offerFee {
		return offerFee{money.Configured(f.BasicCharge), money.Configured(f.Setup)}
	}
	parsed, _ := number.Parse(offer.Number)
	return availableNumber{
		Country: offer.Country, Number: offer.Number, Parsed: parsed.InternationalFormatted(),
		Fees:     offerFees{fee(offer.Fees.Monthly), fee(offer.Fees.Annually), money.Configured(offer.Fees.SMS), money.Configured(offer.Fees.Voice)},
		Features: numberFeatures(offer.Features),
	}
}

// serveNumberOrder orders a number. Setup and first period are paid at once.
func (st *state) serveNumberOrder(q *request, in *numberOrder) (reply, error) {
	n := &ownNumber{client: q.call.ClientID, interval: cmp.Or(in.Interval, fixtures.Annually), created: q.now}
	offers := st.offers()
	i := slices.IndexFunc(offers, func(o fixtures.PhoneNumber) bool { return o.Number == number.Normalised(in.Number) })
	switch {
	case in.Number == "":
		return reply{}, refuseOrder("Missing parameter: number", "%s", q.missing("number"))
	case i < 0:
		return reply{}, refuseOrder("Number not available", "%q is not among the numbers that can be ordered; /api/numbers/available lists them", in.Number)
	case n.interval != fixtures.Annually && n.interval != fixtures.Monthly:
		return reply{}, refuseOrder("Invalid payment_interval", "`payment_interval` is %q; want annually or monthly", in.Interval)
	}
	n.PhoneNumber = offers[i]
	price := money.Configured(n.fee().Setup) + money.Configured(n.fee().BasicCharge)
	if err := st.charge(q, usage.Use{Kind: usage.Other, Country: n.Country, Price: price}); err != nil {
		return reply{}, refuseOrder("Not enough credit", "%v", err)
	}
	if !q.sandbox {
		n.paid = price
	}
	q.account.numbers.Add(n, maxEntries)
	st.take(n.Number, q.account.Name)
	return reply{json: orderAnswer{Success: true}}, nil
}

func refuseOrder(message, format string, args ...any) error {
	return refuseWith(orderAnswer{Error: &message}, format, args...)
}

func (st *state) serveActiveNumbers(q *request, _ *nothing) (reply, error) {
	st.giveBack()
	list := activeNumbers{Numbers: []activeNumber{}}
	for n := range q.account.numbers.All() {
		list.Numbers = append(list.Numbers, n.answer())
	}
	return reply{json: list}, nil
}

func (st *state) serveActiveNumber(q *request, in *numberPath) (reply, error) {
	n := st.ownNumber(q.account, in.Number)
	if n == nil {
		return reply{}, noNumber(q.account, in.Number)
	}
	return reply{json: n.answer()}, nil
}

func (st *state) serveNumberChange(q *request, in *numberChange) (reply, error) {
	n := st.ownNumber(q.account, in.Number)
	if n == nil {
		return reply{}, noNumber(q.account, in.Number)
	}
	if in.Name != nil {
		n.name = *in.Name
	}
	if in.SMS.Sent {
		n.sms = in.SMS.Items
	}
	if in.Email.Sent {
		n.email = in.Email.Items
	}
	if in.Slack.Sent {
		n.slack = strings.Join(in.Slack.Items[:min(1, len(in.Slack.Items))], "")
	}
	q.account.numbers.Changed(n)
	return reply{json: n.answer()}, nil
}

// serveNumberCancellation gives a number back.
func (st *state) serveNumberCancellation(q *request, in *numberCancellation) (reply, error) {
	n := st.ownNumber(q.account, in.Number)
	if n == nil {
		return reply{}, refuseOutcome("", "the account %s has no number %q", q.account, in.Number)
	}
	n.expires = n.periodEnd(q.now)
	if in.Now {
		n.expires = q.now
	}
	q.account.numbers.Changed(n)
	st.giveBack()
	return done()
}

// noNumber refuses to show or change a number that the account does not have. Its
// words and status are a guess.
func noNumber(a *account, written string) error {
	return noSuch(http.StatusNotFound, "Number not found", "the account %s has no number %q", a, written)
}
