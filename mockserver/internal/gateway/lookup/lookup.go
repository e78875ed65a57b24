// Package lookup writes what is found out about numbers in the forms of the vendor's
// lookups: format, hlr, mnp, cnam and rcs.
package lookup

import (
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// Type is what to find out about a number.
type Type string

// The types.
const (
	typeFormat Type = "format"
	typeHLR    Type = "hlr"
	typeMNP    Type = "mnp"
	typeCNAM   Type = "cnam"
	typeRCS    Type = "rcs"
)

// Values lists the types.
func (Type) Values() []string {
	return []string{string(typeFormat), string(typeHLR), string(typeMNP), string(typeCNAM), string(typeRCS)}
}

// Kind is one kind of lookup.
type Kind struct {
	Use     fixtures.UseKind // what analytics counts it as; "" if it has no column there
	ByAgent bool             // whether an RCS agent may be named that asks

	price  func(fixtures.Prices) string
	answer func(Finding) any
	text   func(Finding) string // nil where JSON need not be asked for
	faulty bool                 // whether what is no number has an answer too, instead of a code
	always bool                 // whether whatever fails has one
}

// KindOf returns the kind of a type, and whether there is one.
func KindOf(t Type) (Kind, bool) {
	switch t {
	case typeFormat:
		return Kind{price: func(p fixtures.Prices) string { return p.Format }, answer: answerFormat, faulty: true}, true
	case typeMNP:
		return Kind{Use: fixtures.UseMNP, price: func(p fixtures.Prices) string { return p.MNP }, answer: answerMNP, text: textMNP}, true
	case typeHLR:
		return Kind{Use: fixtures.UseHLR, price: func(p fixtures.Prices) string { return p.HLR }, answer: answerHLR, faulty: true}, true
	case typeCNAM:
		return Kind{price: func(p fixtures.Prices) string { return p.CNAM }, answer: answerCNAM, always: true}, true
	case typeRCS:
		return Kind{ByAgent: true, price: func(fixtures.Prices) string { return "" }, answer: answerRCS, faulty: true}, true
	}
	return Kind{}, false
}

// Price returns what a lookup of the kind costs.
func (k Kind) Price(p fixtures.Prices) money.Amount { return money.Configured(k.price(p)) }

// HasAnswer reports whether a finding has an answer, even if nothing was found, rather
// than just its code.
func (k Kind) HasAnswer(f Finding) bool {
	return !f.failed() || k.always || k.faulty && f.Number == (number.Number{})
}

// Answer returns what is answered in JSON: an object for one finding, a list for
// several.
func (k Kind) Answer(findings []Finding) any {
	if len(findings) == 1 {
		return k.answer(findings[0])
	}
	answers := make([]any, len(findings))
	for i, f := range findings {
		answers[i] = k.answer(f)
	}
	return answers
}

// Text returns what is answered where JSON was not asked for, a line for each finding;
// ok is false for a kind that answers in JSON all the same.
func (k Kind) Text(findings []Finding) (text string, ok bool) {
	if k.text == nil {
		return "", false
	}
	lines := make([]string, len(findings))
	for i, f := range findings {
		lines[i] = k.text(f)
	}
	return strings.Join(lines, "\n"), true
}

// Answers returns a value of each type that is answered, for descriptions of it.
func Answers() []any {
	return []any{
		formatAnswer{}, rcsAnswer{}, mnpAnswer{}, hlrAnswer{}, cnam{},
		[]formatAnswer{}, []rcsAnswer{}, []mnpAnswer{}, []hlrAnswer{}, []cnam{},
	}
}
