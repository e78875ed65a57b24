package gateway

import (
	"slices"

	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/lookup"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
)

func lookupEndpoints() []served {
	found := answers(lookup.Answers()...)
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
	PathType   lookup.Type   `yaml:"type" in:"path"`
	Type       lookup.Type   `yaml:"type" doc:"What to find out. The path beats it."`
	Number     endpoint.List `yaml:"number" required:"true" doc:"Numbers, between commas."`
	From       string        `yaml:"from" doc:"For rcs: the agent that would send; the first one unless given."`
	answerForm `yaml:",inline"`
}

// maxLookups is the most numbers that one request may ask for, so that a small
// request cannot ask for a huge answer. The vendor's limit is not known.
const maxLookups = 1000

// serveLookup finds out about numbers. The kind of lookup is in the path today
// and was a parameter before. One number is answered with an object, several are
// with an array of such objects.
func (st *state) serveLookup(q *request, in *lookupQuery) (reply, error) {
	kind, err := lookupKind(q, in)
	if err != nil {
		return reply{}, err
	}
	if kind.ByAgent && in.From != "" {
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
	findings := make([]lookup.Finding, len(numbers))
	failures := make([]error, len(numbers))
	for i, written := range numbers {
		findings[i], failures[i] = st.find(q, kind, written)
	}
	if err := answerable(q, kind, findings, failures); err != nil {
		return reply{}, err
	}
	if !q.wantsJSON() {
		if text, ok := kind.Text(findings); ok {
			return reply{text: text}, nil
		}
	}
	return reply{json: kind.Answer(findings)}, nil
}

// lookupKind returns the kind of lookup that a request is for.
func lookupKind(q *request, in *lookupQuery) (lookup.Kind, error) {
	if in.PathType != "" {
		kind, ok := lookup.KindOf(in.PathType)
		if !ok {
			return lookup.Kind{}, errNotFound
		}
		return kind, nil
	}
	if in.Type == "" {
		return lookup.Kind{}, refuse(codes.NoType, "%s; want format, hlr, mnp, cnam or rcs", q.missing("type"))
	}
	kind, ok := lookup.KindOf(in.Type)
	if !ok {
		return lookup.Kind{}, refuse(codes.Type, "`type` is %q; want format, hlr, mnp, cnam or rcs", in.Type)
	}
	return kind, nil
}

// find looks a number up and charges for it, unless that fails, for the reason that it
// returns.
func (st *state) find(q *request, kind lookup.Kind, written string) (f lookup.Finding, failure error) {
	f = lookup.Find(st.world, written)
	switch {
	case written == "":
		return f, refuse(f.Code, "%s; want a number such as 491716992343", q.missing("number"))
	case f.Number == (number.Number{}):
		return f, refuse(f.Code, "`number` has %q; want a number such as 491716992343", written)
	case f.Code != codes.Accepted:
		return f, refuse(f.Code, "the world has lookups of %s fail with %d", f.Number.E164(), f.Code)
	}
	price := kind.Price(st.world.Prices)
	if price == 0 && kind.Use == usage.Other {
		return f, nil // neither costs anything nor counts
	}
	if err := st.charge(q, usage.Use{Kind: kind.Use, Country: f.Number.PricedAs(), Price: price}); err != nil {
		f.Code = codes.NoCredit
		return f, err
	}
	if !q.sandbox {
		f.Price = price
	}
	return f, nil
}

// answerable refuses a request if none of its findings has an answer. If some have, the
// journal is told of the first failure.
func answerable(q *request, kind lookup.Kind, findings []lookup.Finding, failures []error) error {
	i := slices.IndexFunc(failures, func(err error) bool { return err != nil })
	switch {
	case i < 0:
		return nil
	case !slices.ContainsFunc(findings, kind.HasAnswer):
		return failures[i]
	}
	q.call.Refuse(failures[i].Error())
	return nil
}
