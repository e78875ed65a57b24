package gateway

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func journalEndpoints() []served {
	entries := answers([]outboundRow{}, []inboundRow{}, []replyRow{}, []voiceRow{}, []incomingCallRow{})
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "journal", Name: "journal", ReadOnly: true,
			Summary: "What was sent or received, newest first.", Answers: entries,
		}, (*state).serveJournal),
		serve(endpoint.Endpoint{
			Methods: "GET POST", Path: "journal/{type}", Name: "journalOf", ReadOnly: true,
			Summary: "What was sent or received, by what the path says, newest first.", Answers: entries,
		}, (*state).serveJournal),
	}
}

type journalQuery struct {
	PathType journalPath      `yaml:"type" in:"path"`
	Type     journalType      `yaml:"type" doc:"What to list; outbound unless given. The path beats it."`
	ID       string           `yaml:"id" doc:"Only this one."`
	To       string           `yaml:"to" doc:"Only those to this number."`
	State    string           `yaml:"state" doc:"Only those with this delivery status."`
	DateFrom string           `yaml:"date_from" doc:"First day, such as 2026-01-31."`
	DateTo   string           `yaml:"date_to" doc:"Last day."`
	Limit    endpoint.Natural `yaml:"limit" doc:"At most so many; 100 unless given, which is the most."`
	Offset   endpoint.Natural `yaml:"offset" doc:"Leave out so many of the newest."`
}

// journalType is what a journal lists.
type journalType string

// The journals.
const (
	journalOutbound  journalType = "outbound"
	journalInbound   journalType = "inbound"
	journalVoice     journalType = "voice"
	journalReplies   journalType = "replies"
	journalVoiceCall journalType = "voice_call"
)

// Values lists the journals.
func (journalType) Values() []string {
	return append(journalPath("").Values(), string(journalVoiceCall))
}

// journalPath is a journal that has a path of its own: calls that came in have none.
type journalPath string

// Values lists the journals.
func (journalPath) Values() []string {
	return []string{string(journalOutbound), string(journalInbound), string(journalVoice), string(journalReplies)}
}

// kind returns the journal that is asked for.
func (in *journalQuery) kind() (journalType, error) {
	given, words := string(in.PathType), in.PathType.Values()
	if given == "" {
		given, words = string(cmp.Or(in.Type, journalOutbound)), in.Type.Values()
	}
	if !slices.Contains(words, given) {
		return "", refuse(codes.Type, "`type` is %q; %s", given, choice.Want(given, words))
	}
	return journalType(given), nil
}

// The rows of the journal, in the order and with the types of 2023 and, for
// channel, of 2024.
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
		Channel    string  `json:"channel"`
		Connection string  `json:"connection"`
		Label      *string `json:"label"`
		ForeignID  *string `json:"foreign_id"`
	}
	inboundRow struct {
		ID        string  `json:"id"`
		From      string  `json:"from"`
		To        string  `json:"to"`
		Text      string  `json:"text"`
		Timestamp string  `json:"timestamp"`
		Price     string  `json:"price"`
		ReplyTo   *string `json:"reply_to_message_id"` // of the SMS that it answers
	}
	replyRow struct {
		ID        string       `json:"id"`
		From      string       `json:"from"`
		To        string       `json:"to"`
		Text      string       `json:"text"`
		Timestamp string       `json:"timestamp"`
		Price     money.Amount `json:"price"`
	}
	incomingCallRow struct {
		ID     string `json:"id"`
		Caller string `json:"caller"`
		Time   string `json:"time"` // seconds since 1970
		System string `json:"system"`
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
func (*state) serveJournal(q *request, in *journalQuery) (reply, error) {
	f, err := readJournalFilter(in, q.now.Location())
	if err != nil {
		return reply{}, err
	}
	kind, err := in.kind()
	if err != nil {
		return reply{}, err
	}
	var entries []entry
	switch kind {
	case journalOutbound:
		entries = outboundEntries(q)
	case journalInbound, journalReplies:
		entries = inboundEntries(q, kind == journalReplies)
	case journalVoice:
		entries = voiceEntries(q)
	case journalVoiceCall:
		entries = incomingCalls(q)
	}
	slices.Reverse(entries)
	return reply{json: f.rows(entries)}, nil
}

func outboundEntries(q *request) []entry {
	var list []entry
	for m := range q.account.sent.All() {
		if m.Cancelled || m.due.After(q.now) {
			continue
		}
		row := outboundRow{
			ID: m.ID, To: m.To, From: m.From, Text: m.Text, Timestamp: m.due.Format(millisForm), Price: m.Price,
			MCCMNC: phpwire.OrNull(m.carrier), Type: "direct", Channel: channelWord(m.Channel), Connection: m.connection,
			Label: phpwire.OrNull(m.Label), ForeignID: phpwire.OrNull(m.ForeignID),
		}
		latest, ok := m.report(q.now)
		if ok {
			row.DLR, row.DLRTime = phpwire.OrNull(string(latest.status)), phpwire.OrNull(latest.at.Format(millisForm))
			row.Latency = phpwire.OrNull(fmt.Sprintf("%.4f", latest.at.Sub(m.due).Seconds()))
		}
		list = append(list, entry{m.ID, m.To, string(latest.status), m.due, row})
	}
	slices.SortStableFunc(list, func(a, b entry) int { return a.at.Compare(b.at) }) // delayed ones come later
	return list
}

func inboundEntries(q *request, repliesOnly bool) []entry {
	var list []entry
	for m := range q.account.received.All() {
		if m.channel == control.ChannelVoice {
			continue
		}
		e := entry{m.id, m.to, "", m.at, inboundRow{m.id, m.from, m.to, m.text, m.at.Format(secondsForm), money.Amount(0).Fixed(), phpwire.OrNull(m.replyTo)}}
		if repliesOnly {
			if m.replyTo == "" {
				continue
			}
			e.row = replyRow{m.id, m.from, m.to, m.text, m.at.Format(secondsForm), money.Amount(0)}
		}
		list = append(list, e)
	}
	return list
}

// incomingCalls are the calls that came in.
func incomingCalls(q *request) []entry {
	var list []entry
	for m := range q.account.received.All() {
		if m.channel == control.ChannelVoice {
			row := incomingCallRow{m.id, m.from, strconv.FormatInt(m.at.Unix(), 10), m.to}
			list = append(list, entry{m.id, m.to, "", m.at, row})
		}
	}
	return list
}

func voiceEntries(q *request) []entry {
	var list []entry
	for c := range q.account.calls.All() {
		status := c.StatusAt(q.now)
		row := voiceRow{
			ID: c.ID, From: c.From, To: c.To, XML: c.xml, Text: c.Text, Status: status,
			Timestamp: c.began.Format(secondsForm),
		}
		switch status {
		case string(fixtures.Completed):
			row.Duration, row.Price = phpwire.OrNull(strconv.Itoa(c.seconds(c.ended))), phpwire.OrNull(c.price.String())
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

func readJournalFilter(in *journalQuery, zone *time.Location) (journalFilter, error) {
	f := journalFilter{id: ids.Read(in.ID), to: number.Normalised(in.To), state: in.State, limit: maxRows, offset: in.Offset.N}
	if in.Limit.N > 0 {
		f.limit = min(in.Limit.N, maxRows)
	}
	var err error
	if f.from, err = readDay("date_from", in.DateFrom, zone); err != nil {
		return f, err
	}
	if f.until, err = readDay("date_to", in.DateTo, zone); !f.until.IsZero() {
		f.until = f.until.AddDate(0, 0, 1)
	}
	return f, err
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
