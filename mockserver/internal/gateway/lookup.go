package gateway

import (
	"strings"

	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// lookup is one kind of number lookup.
type lookup struct {
	kind   useKind
	price  string
	answer func(finding) any    // what is found out about a number, or that nothing is
	text   func(finding) string // the same as a text, where JSON has to be asked for; nil where it need not
	faulty bool                 // whether what is no number has an answer too, instead of a code
}

// lookup returns the kind of lookup with the given name.
func (g *Gateway) lookup(name string) (lookup, bool) {
	prices := g.world.Prices
	switch name {
	case "format":
		return lookup{kind: useOther, price: prices.Format, answer: answerFormat, faulty: true}, true
	case "mnp":
		return lookup{kind: useMNP, price: prices.MNP, answer: answerMNP, text: textMNP}, true
	case "hlr":
		return lookup{kind: useHLR, price: prices.HLR, answer: answerHLR}, true
	case "cnam":
		return lookup{kind: useOther, price: prices.CNAM, answer: answerCNAM}, true
	case "rcs":
		return lookup{kind: useOther, price: "0", answer: answerRCS, faulty: true}, true
	}
	return lookup{}, false
}

// maxLookups is the most numbers that one request may ask for, so that a small
// request cannot ask for a huge answer. The vendor's limit is not known.
const maxLookups = 1000

// serveLookup finds out about numbers. The kind of lookup is in the path today
// and was a parameter before. One number is answered with an object, several are
// with an array of such objects.
func (g *Gateway) serveLookup(q *request) (reply, error) {
	kind, err := g.lookupKind(q)
	if err != nil {
		return reply{}, err
	}
	numbers := q.list("number")
	if len(numbers) > maxLookups {
		return reply{}, refuse(codeRecipient, "there are %d numbers; want at most %d in a request", len(numbers), maxLookups)
	}
	if len(numbers) == 0 {
		numbers = []string{""} // is looked up as a faulty number
	}
	findings := make([]finding, len(numbers))
	for i, written := range numbers {
		findings[i] = g.find(q, kind, written)
	}
	if err := kind.refusal(q, findings); err != nil {
		return reply{}, err
	}
	if kind.text != nil && !q.wantsJSON() {
		return reply{text: kind.texts(findings)}, nil
	}
	if len(findings) == 1 {
		return reply{json: kind.answer(findings[0])}, nil
	}
	answers := make([]any, len(findings))
	for i, f := range findings {
		answers[i] = kind.answer(f)
	}
	return reply{json: answers}, nil
}

// lookupKind returns the kind of lookup that a request is for.
func (g *Gateway) lookupKind(q *request) (lookup, error) {
	if q.arg != "" {
		kind, ok := g.lookup(q.arg)
		if !ok {
			return lookup{}, errNotFound
		}
		return kind, nil
	}
	name := q.get("type")
	if name == "" {
		return lookup{}, refuse(codeNoType, "%s; want format, hlr, mnp, cnam or rcs", q.missing("type"))
	}
	kind, ok := g.lookup(name)
	if !ok {
		return lookup{}, refuse(codeType, "`type` is %q; want format, hlr, mnp, cnam or rcs", name)
	}
	return kind, nil
}

// refusal returns the code that is answered in place of findings, if nothing was
// found at all. If something was, the journal is told of the first failure.
func (l lookup) refusal(q *request, findings []finding) error {
	var first error
	answered := false
	for _, f := range findings {
		if f.failure == nil || l.faulty && f.number == (number.Number{}) {
			answered = true
		}
		if first == nil {
			first = f.failure
		}
	}
	switch {
	case first == nil:
		return nil
	case !answered:
		return first
	}
	q.call.Refuse(first.Error())
	return nil
}

// texts returns what was found in words, a line for each number.
func (l lookup) texts(findings []finding) string {
	lines := make([]string, len(findings))
	for i, f := range findings {
		lines[i] = l.text(f)
	}
	return strings.Join(lines, "\n")
}
