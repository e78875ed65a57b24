package gateway

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
)

func analyticsEndpoints() []served {
	rows := answers([]analyticsRow{})
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "analytics", Name: "analytics", ReadOnly: true,
			Summary: "What was used, in rows by day, label, subaccount or country.", Answers: rows,
		}, (*state).serveAnalytics),
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "analytics/{group}", Name: "analyticsBy", ReadOnly: true,
			Summary: "What was used, in rows by what the path says.", Answers: rows,
		}, (*state).serveAnalytics),
	}
}

type analyticsQuery struct {
	Group       analyticsGroup `yaml:"group" in:"path"`
	Start       *string        `yaml:"start" doc:"First day, such as 2026-01-31; 30 days before end unless given."`
	End         *string        `yaml:"end" doc:"Last day; today unless given."`
	Label       string         `yaml:"label" doc:"Only what had this label; all unless given."`
	Subaccounts string         `yaml:"subaccounts" doc:"only_main, all or the id of one; only_main unless given."`
	GroupBy     analyticsGroup `yaml:"group_by" doc:"What a row is for; date unless given. The path beats it."`
}

// analyticsGroup is what the rows of analytics are for.
type analyticsGroup string

// The groups of analytics.
const (
	byDate       analyticsGroup = "date"
	byLabel      analyticsGroup = "label"
	bySubaccount analyticsGroup = "subaccount"
	byCountry    analyticsGroup = "country"
)

// Values lists the groups.
func (analyticsGroup) Values() []string {
	return []string{string(byDate), string(byLabel), string(bySubaccount), string(byCountry)}
}

// analyticsRow is what was used of the account, for one value of what the rows
// are grouped by.
type analyticsRow struct {
	group string // name of the first member: date, label, account or country
	key   any
	sms   *int // null in the answer to empty bounds
	count map[fixtures.UseKind]int
	usage money.Amount
}

// AppendJSON writes the row in the recorded order.
func (r analyticsRow) AppendJSON(dst []byte) ([]byte, error) {
	return fields{
		{r.group, r.key},
		{"sms", r.sms},
		{"rcs", r.count[fixtures.UseRCS]},
		{"voice", r.count[fixtures.UseVoice]},
		{"hlr", r.count[fixtures.UseHLR]},
		{"mnp", r.count[fixtures.UseMNP]},
		{"inbound", r.count[fixtures.UseInbound]},
		{"usage_eur", r.usage},
	}.AppendJSON(dst)
}

// Schema describes the row; its first member is the one that the rows are for.
func (analyticsRow) Schema() map[string]any {
	count := map[string]any{"type": "integer"}
	text := map[string]any{"type": "string"}
	day := endpoint.TypeSchema("string", "integer")
	day["description"] = "A day, or 0 in the answer to empty bounds."
	return map[string]any{
		"type": "object", "additionalProperties": false, "required": []string{"sms", "rcs", "voice", "hlr", "mnp", "inbound", "usage_eur"},
		"properties": map[string]any{
			"date":    day,
			"label":   text,
			"account": text,
			"country": text,
			"sms":     endpoint.TypeSchema("integer", "null"),
			"rcs":     count,
			"voice":   count, "hlr": count, "mnp": count, "inbound": count,
			"usage_eur": map[string]any{"type": "number"},
		},
	}
}

// serveAnalytics tells what was used of the account between two days, in rows
// by day, label, account or country.
func (*state) serveAnalytics(q *request, in *analyticsQuery) (reply, error) {
	group := cmp.Or(in.Group, in.GroupBy, byDate)
	if words := group.Values(); !slices.Contains(words, string(group)) {
		return reply{}, refuse(codes.Unknown, "`group_by` is %q; %s", group, choice.Want(string(group), words))
	}
	if in.emptyBounds() {
		return reply{json: []analyticsRow{{group: member(group), key: 0}}}, nil
	}
	start, end, err := in.bounds(q.now)
	if err != nil {
		return reply{}, err
	}
	asked := askedAccounts(q.account, in.Subaccounts)
	rows := map[string]*analyticsRow{}
	row := func(key string) *analyticsRow {
		if rows[key] == nil {
			rows[key] = &analyticsRow{group: member(group), key: key, sms: new(int), count: map[fixtures.UseKind]int{}}
		}
		return rows[key]
	}
	switch group {
	case byDate:
		for day := start; !day.After(end); day = day.AddDate(0, 0, 1) {
			row(day.Format(time.DateOnly))
		}
	case bySubaccount:
		for _, a := range asked {
			row(a.shownAs())
		}
	}
	label := cmp.Or(in.Label, "all")
	first, last := usage.DayOf(start), usage.DayOf(end)
	for _, a := range asked {
		for sum := range a.usage.All() {
			if sum.Day < first || sum.Day > last || label != "all" && label != sum.Label {
				continue
			}
			row(rowOf(sum, group, a)).add(sum)
		}
	}
	answer := []analyticsRow{}
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		answer = append(answer, *rows[key])
	}
	return reply{json: answer}, nil
}

// askedAccounts reads which accounts are meant: the main one only, all, or the
// subaccount with an id.
func askedAccounts(a *account, which string) (asked []*account) {
	which = cmp.Or(which, "only_main")
	if which == "only_main" || which == "all" {
		asked = append(asked, a)
	}
	id := ids.Number(which)
	for s := range a.subaccounts.All() {
		if which == "all" || id == s.id {
			asked = append(asked, s.account)
		}
	}
	return asked
}

// shownAs is what analytics calls the account.
func (a *account) shownAs() string {
	if a.as == nil {
		return a.Name
	}
	return a.as.contact.Name
}

// member is the name of a row's first member.
func member(group analyticsGroup) string {
	if group == bySubaccount {
		return "account"
	}
	return string(group)
}

// rowOf is the value by which what an account has used is grouped.
func rowOf(sum *usage.Sum, group analyticsGroup, a *account) string {
	switch group {
	case byLabel:
		return sum.Label
	case byCountry:
		return sum.Country
	case bySubaccount:
		return a.shownAs()
	}
	return sum.Day.String()
}

func (r *analyticsRow) add(sum *usage.Sum) {
	r.count[sum.Kind] += sum.Count
	*r.sms = r.count[fixtures.UseSMS]
	r.usage += sum.Price
}

// emptyBounds reports whether a bound was sent without a value. As recorded,
// that is not the same as no bound: the answer is one row without a day.
func (in *analyticsQuery) emptyBounds() bool {
	return in.Start != nil && *in.Start == "" || in.End != nil && *in.End == ""
}

// maxDays bounds an answer by day.
const maxDays = 3660

// bounds returns the first and the last day: 30 days ago and today, unless the
// request says otherwise.
func (in *analyticsQuery) bounds(now time.Time) (start, end time.Time, err error) {
	if end, err = readDay("end", given(in.End), now.Location()); err != nil {
		return start, end, err
	}
	if end.IsZero() {
		end = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	}
	if start, err = readDay("start", given(in.Start), now.Location()); err != nil {
		return start, end, err
	}
	if start.IsZero() {
		start = end.AddDate(0, 0, -30)
	}
	if end.Sub(start) > maxDays*24*time.Hour {
		return start, end, refuse(codes.Unknown, "from `start` to `end` are more than %d days, which the double does not count", maxDays)
	}
	return start, end, nil
}
