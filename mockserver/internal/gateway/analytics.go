package gateway

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// analyticsRow is what was used of the account, for one value of what the rows
// are grouped by.
type analyticsRow struct {
	group string // name of the first member: date, label, account or country
	key   any
	sms   *int // null in the answer to empty bounds
	count map[useKind]int
	usage money
}

// MarshalJSON writes the row in the recorded order.
func (r analyticsRow) MarshalJSON() ([]byte, error) {
	counts, err := phpwire.Marshal(fields{
		{r.group, r.key},
		{"sms", r.sms},
		{"voice", r.count[useVoice]},
		{"hlr", r.count[useHLR]},
		{"mnp", r.count[useMNP]},
		{"inbound", r.count[useInbound]},
		{"usage_eur", r.usage},
	})
	return counts, err
}

// serveAnalytics tells what was used of the account between two days, in rows
// by day, label, account or country.
func (g *Gateway) serveAnalytics(q *request) (reply, error) {
	group := cmp.Or(q.arg, q.get("group_by"), "date")
	if emptyBounds(q) {
		return reply{json: []analyticsRow{{group: member(group), key: 0}}}, nil
	}
	start, end, err := bounds(q)
	if err != nil {
		return reply{}, err
	}
	asked := askedAccounts(q)
	rows := map[string]*analyticsRow{}
	row := func(key string) *analyticsRow {
		if rows[key] == nil {
			rows[key] = &analyticsRow{group: member(group), key: key, sms: new(int), count: map[useKind]int{}}
		}
		return rows[key]
	}
	switch group {
	case "date":
		for day := start; !day.After(end); day = day.AddDate(0, 0, 1) {
			row(day.Format(time.DateOnly))
		}
	case "subaccount":
		for _, name := range asked.names {
			row(name)
		}
	case "label", "country":
	default:
		return reply{}, refuse(codeUnknown, "`group_by` is %q; want date, label, subaccount or country", group)
	}
	label := cmp.Or(q.get("label"), "all")
	for _, u := range q.account.uses {
		day := u.at.UTC().Truncate(24 * time.Hour)
		if !asked.main || day.Before(start) || day.After(end) || label != "all" && label != u.label {
			continue
		}
		row(u.key(group, q.account)).add(u)
	}
	answer := []analyticsRow{}
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		answer = append(answer, *rows[key])
	}
	return reply{json: answer}, nil
}

// askedFor are the accounts whose use a request asks for.
type askedFor struct {
	main  bool
	names []string // the main account's and the subaccounts'
}

// askedAccounts reads which accounts are meant: the main one only, all, or the
// subaccount with an id. Subaccounts do nothing here, so that they have no use.
func askedAccounts(q *request) askedFor {
	which := cmp.Or(q.get("subaccounts"), "only_main")
	var asked askedFor
	if which == "only_main" || which == "all" {
		asked = askedFor{main: true, names: []string{q.account.Name}}
	}
	for _, s := range q.account.subaccounts {
		if which == "all" || which == strconv.Itoa(s.ID) {
			asked.names = append(asked.names, s.Contact.Name)
		}
	}
	return asked
}

// member is the name of a row's first member.
func member(group string) string {
	if group == "subaccount" {
		return "account"
	}
	return group
}

// key is the value by which a use is grouped.
func (u use) key(group string, a *account) string {
	switch group {
	case "label":
		return u.label
	case "country":
		return u.country
	case "subaccount":
		return a.Name
	}
	return u.at.UTC().Format(time.DateOnly)
}

func (r *analyticsRow) add(u use) {
	r.count[u.kind] += u.count
	*r.sms = r.count[useSMS]
	r.usage += u.price * money(u.count)
}

// emptyBounds reports whether a bound was sent without a value. As recorded,
// that is not the same as no bound: the answer is one row without a day.
func emptyBounds(q *request) bool {
	for _, name := range []string{"start", "end"} {
		if value, sent := q.lookup(name); sent && value == "" {
			return true
		}
	}
	return false
}

// maxDays bounds an answer by day.
const maxDays = 3660

// bounds returns the first and the last day: 30 days ago and today, unless the
// request says otherwise.
func bounds(q *request) (start, end time.Time, err error) {
	if end, err = readDay(q, "end"); err != nil {
		return start, end, err
	}
	if end.IsZero() {
		end = q.now.UTC().Truncate(24 * time.Hour)
	}
	if start, err = readDay(q, "start"); err != nil {
		return start, end, err
	}
	if start.IsZero() {
		start = end.AddDate(0, 0, -30)
	}
	if end.Sub(start) > maxDays*24*time.Hour {
		return start, end, refuse(codeUnknown, "from `start` to `end` are more than %d days, which the double does not count", maxDays)
	}
	return start, end, nil
}
