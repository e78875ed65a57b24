package gateway

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
)

// The rows of the journal, in the order and with the types of 2023.
type (
	outboundRow struct {
		ID         string  `json:"id"`
		To         string  `json:"to"`
		From       string  `json:"from"`
		Text       string  `json:"text"`
		Timestamp  string  `json:"timestamp"`
		Price      string  `json:"price"`
		DLR        *string `json:"dlr"`
		DLRTime    *string `json:"dlr_timestamp"`
		MCCMNC     *string `json:"mccmnc"`
		Latency    *string `json:"latency"` // seconds with four decimals
		Type       string  `json:"type"`
		Connection string  `json:"connection"`
		Label      *string `json:"label"`
		ForeignID  *string `json:"foreign_id"`
	}
	inboundRow struct {
		ID        string `json:"id"`
		From      string `json:"from"`
		To        string `json:"to"`
		Text      string `json:"text"`
		Timestamp string `json:"timestamp"`
		Price     any    `json:"price"` // "0.0000", or 0 for replies
	}
	voiceRow struct {
		ID        string  `json:"id"`
		From      string  `json:"from"`
		To        string  `json:"to"`
		XML       bool    `json:"xml"`
		Text      string  `json:"text"`
		Duration  *string `json:"duration"`
		Status    string  `json:"status"` // "" for a call that failed
		Error     *string `json:"error"`
		Timestamp string  `json:"timestamp"`
		Price     *string `json:"price"`
	}
)

// entry is a row with what the filters look at.
type entry struct {
	id, to, state string
	at            time.Time
	row           any
}

// serveJournal lists what the account sent or received, newest first.
func (g *Gateway) serveJournal(q *request) (reply, error) {
	f, err := readJournalFilter(q)
	if err != nil {
		return reply{}, err
	}
	var entries []entry
	switch kind := cmp.Or(q.arg, q.get("type"), "outbound"); kind {
	case "outbound":
		entries = outboundEntries(q)
	case "inbound", "replies":
		entries = inboundEntries(q, kind == "replies")
	case "voice", "voice_call":
		entries = voiceEntries(q)
	default:
		return reply{}, refuse(codeType, "`type` is %q; want outbound, inbound, voice or replies", kind)
	}
	slices.Reverse(entries)
	return reply{json: f.rows(entries)}, nil
}

func outboundEntries(q *request) []entry {
	var list []entry
	for _, m := range q.account.sent {
		if m.Cancelled || m.due.After(q.now) {
			continue
		}
		row := outboundRow{
			ID: m.ID, To: m.To, From: m.From, Text: m.Text, Timestamp: m.due.UTC().Format(millisForm), Price: m.Price,
			MCCMNC: orNull(m.carrier), Type: "direct", Connection: m.connection,
			Label: orNull(m.Label), ForeignID: orNull(m.ForeignID),
		}
		status, ok := m.report(q.now)
		if ok {
			row.DLR, row.DLRTime = orNull(string(status)), orNull(m.reportAt.UTC().Format(millisForm))
			row.Latency = orNull(fmt.Sprintf("%.4f", m.reportAt.Sub(m.due).Seconds()))
		}
		list = append(list, entry{m.ID, m.To, string(status), m.due, row})
	}
	slices.SortStableFunc(list, func(a, b entry) int { return a.at.Compare(b.at) }) // delayed ones come later
	return list
}

func inboundEntries(q *request, repliesOnly bool) []entry {
	var list []entry
	for _, m := range q.account.received {
		row := inboundRow{m.id, m.from, m.to, m.text, m.at.UTC().Format(secondsForm), money(0).fixed()}
		if repliesOnly {
			if m.replyTo == "" {
				continue
			}
			row.Price = money(0)
		}
		list = append(list, entry{m.id, m.to, "", m.at, row})
	}
	return list
}

func voiceEntries(q *request) []entry {
	var list []entry
	for _, c := range q.account.calls {
		status := c.status(q.now)
		row := voiceRow{
			ID: c.ID, From: c.From, To: c.To, XML: c.xml, Text: c.Text, Status: status,
			Timestamp: c.Time.UTC().Format(secondsForm),
		}
		switch status {
		case string(fixtures.Completed):
			row.Duration, row.Price = orNull(strconv.Itoa(c.seconds(c.ended))), orNull(c.price.String())
		case string(fixtures.FailedCall):
			row.Status = ""
		}
		list = append(list, entry{c.ID, c.To, row.Status, c.Time, row})
	}
	return list
}

// journalFilter chooses rows.
type journalFilter struct {
	id, to, state string
	from, until   time.Time // zero for no bound; until is the first moment after
	limit, offset int
}

// maxRows is how many rows an answer has at most, and unless told otherwise.
const maxRows = 100

func readJournalFilter(q *request) (journalFilter, error) {
	f := journalFilter{id: q.get("id"), to: normalised(q.get("to")), state: q.get("state"), limit: maxRows}
	if n, err := strconv.Atoi(q.get("limit")); err == nil && n > 0 {
		f.limit = min(n, maxRows)
	}
	if n, err := strconv.Atoi(q.get("offset")); err == nil && n > 0 {
		f.offset = n
	}
	var err error
	if f.from, err = readDay(q, "date_from"); err != nil {
		return f, err
	}
	if f.until, err = readDay(q, "date_to"); !f.until.IsZero() {
		f.until = f.until.AddDate(0, 0, 1)
	}
	return f, err
}

// readDay reads a parameter that is a day, perhaps with a time, which does not
// count. It returns the beginning of the day, and zero if nothing was sent, which
// the vendor's JavaScript client says as undefined.
func readDay(q *request, name string) (time.Time, error) {
	given := q.get(name)
	if given == "" || given == "undefined" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, given[:min(len(given), len(time.DateOnly))])
	if err != nil {
		return time.Time{}, refuse(codeUnknown, "`%s` is %q; want a day such as 2023-08-23", name, given)
	}
	return day, nil
}

func (f journalFilter) match(e entry) bool {
	return (f.id == "" || f.id == e.id) && (f.to == "" || f.to == e.to) && (f.state == "" || f.state == e.state) &&
		(f.from.IsZero() || !e.at.Before(f.from)) && (f.until.IsZero() || e.at.Before(f.until))
}

// rows returns the rows that f chooses, at least an empty list.
func (f journalFilter) rows(entries []entry) []any {
	rows := []any{}
	skip := f.offset
	for _, e := range entries {
		switch {
		case !f.match(e):
		case skip > 0:
			skip--
		case len(rows) < f.limit:
			rows = append(rows, e.row)
		}
	}
	return rows
}
