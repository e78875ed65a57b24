package gateway

import (
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

func lookupEndpoints() []served {
	found := answers(
		formatAnswer{}, rcsAnswer{}, mnpAnswer{}, hlrAnswer{}, cnam{},
		[]formatAnswer{}, []rcsAnswer{}, []mnpAnswer{}, []hlrAnswer{}, []cnam{},
	)
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "lookup", Name: "lookup",
			Summary: "Find out about numbers: an object for one, a list for several.", Answers: found,
		}, (*state).serveLookup),
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "lookup/{type}", Name: "lookupOf",
			Summary: "Find out about numbers what the path says.", Answers: found,
		}, (*state).serveLookup),
	}
}

type lookupQuery struct {
	PathType   lookupType    `yaml:"type" in:"path"`
	Type       lookupType    `yaml:"type" doc:"What to find out. The path beats it."`
	Number     endpoint.List `yaml:"number" required:"true" doc:"Numbers, between commas."`
	From       string        `yaml:"from" doc:"For rcs: the agent that would send; the first one unless given."`
	answerForm `yaml:",inline"`
}

// lookupType is what to find out about a number.
type lookupType string

// The kinds of lookup.
const (
	lookupFormat lookupType = "format"
	lookupHLR    lookupType = "hlr"
	lookupMNP    lookupType = "mnp"
	lookupCNAM   lookupType = "cnam"
	lookupRCS    lookupType = "rcs"
)

// Values lists the kinds of lookup.
func (lookupType) Values() []string {
	return []string{string(lookupFormat), string(lookupHLR), string(lookupMNP), string(lookupCNAM), string(lookupRCS)}
}

// lookup is one kind of number lookup.
type lookup struct {
	kind   fixtures.UseKind
	price  string
	answer func(finding) any    // what is found out about a number, or that nothing is
	text   func(finding) string // the same as a text, where JSON has to be asked for; nil where it need not
	faulty bool                 // whether what is no number has an answer too, instead of a code
	always bool                 // whether whatever fails has one

	byAgent bool // whether an agent may be named that asks
}

// lookup returns the kind of lookup with the given name.
func (st *state) lookup(name lookupType) (lookup, bool) {
	prices := st.world.Prices
	switch name {
	case lookupFormat:
		return lookup{kind: useOther, price: prices.Format, answer: answerFormat, faulty: true}, true
	case lookupMNP:
		return lookup{kind: fixtures.UseMNP, price: prices.MNP, answer: answerMNP, text: textMNP}, true
	case lookupHLR:
		return lookup{kind: fixtures.UseHLR, price: prices.HLR, answer: answerHLR, faulty: true}, true
	case lookupCNAM:
		return lookup{kind: useOther, price: prices.CNAM, answer: answerCNAM, always: true}, true
	case lookupRCS:
		return lookup{kind: useOther, price: "0", answer: answerRCS, faulty: true, byAgent: true}, true
	}
	return lookup{}, false
}

// maxLookups is the most numbers that one request may ask for, so that a small
// request cannot ask for a huge answer. The vendor's limit is not known.
const maxLookups = 1000

// serveLookup finds out about numbers. The kind of lookup is in the path today
// and was a parameter before. One number is answered with an object, several are
// with an array of such objects.
func (st *state) serveLookup(q *request, in *lookupQuery) (reply, error) {
	kind, err := st.lookupKind(q, in)
	if err != nil {
		return reply{}, err
	}
	if kind.byAgent && in.From != "" {
		if _, err := st.agent(in.From); err != nil {
			return reply{}, err
		}
	}
	numbers := in.Number.Items
	if len(numbers) > maxLookups {
		return reply{}, refuse(codes.Recipient, "there are %d numbers; want at most %d in a request", len(numbers), maxLookups)
	}
	if len(numbers) == 0 {
		numbers = []string{""} // is looked up as a faulty number
	}
	findings := make([]finding, len(numbers))
	for i, written := range numbers {
		findings[i] = st.find(q, kind, written)
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
func (st *state) lookupKind(q *request, in *lookupQuery) (lookup, error) {
	if in.PathType != "" {
		kind, ok := st.lookup(in.PathType)
		if !ok {
			return lookup{}, errNotFound
		}
		return kind, nil
	}
	if in.Type == "" {
		return lookup{}, refuse(codes.NoType, "%s; want format, hlr, mnp, cnam or rcs", q.missing("type"))
	}
	kind, ok := st.lookup(in.Type)
	if !ok {
		return lookup{}, refuse(codes.Type, "`type` is %q; want format, hlr, mnp, cnam or rcs", in.Type)
	}
	return kind, nil
}

// refusal returns the code that is answered in place of findings, if nothing was
// found at all. If something was, the journal is told of the first failure.
func (l lookup) refusal(q *request, findings []finding) error {
	var first error
	answered := false
	for _, f := range findings {
		if f.failure == nil || l.always || l.faulty && f.number == (number.Number{}) {
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
