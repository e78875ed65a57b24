package gateway

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/segment"
)

// order is what a request wants to be sent.
type order struct {
	recipients []recipient
	from, text string
	encoding   string   // gsm or ucs2
	segments   []string // the text of each part
	flash      bool
	label      string
	foreignID  string
	udh        string
	binary     bool
	debug      bool // check, but do not send
	noReload   bool // do not refuse what was sent a moment ago
	due        time.Time
}

const encodingGSM = segment.GSM

// maxText is how many characters a text may have, about ten parts' worth.
const maxText = 1520

// maxRecipients bounds what a request can make the double do and answer. The
// vendor's own limit is not known.
const maxRecipients = 10000

// readOrder reads and checks what a request to sms wants, except for what
// concerns single recipients.
func (g *Gateway) readOrder(q *request) (*order, error) {
	o := &order{
		from: q.get("from"), text: q.get("text"),
		flash: q.flag("flash"), label: q.get("label"), foreignID: q.get("foreign_id"),
		udh: q.get("udh"), binary: q.flag("is_binary") || q.get("udh") != "",
		debug: q.sandbox || q.flag("debug"), noReload: q.flag("no_reload"),
	}
	for _, to := range q.list("to") {
		o.recipients = append(o.recipients, g.recipients(q.account, to)...)
	}
	switch {
	case o.recipients == nil:
		return nil, refuse(codeNoRecipient, "%s", q.missing("to"))
	case len(o.recipients) > maxRecipients:
		return nil, refuse(codeUnknown, "`to` has %d recipients; the double takes at most %d", len(o.recipients), maxRecipients)
	case o.text == "":
		return nil, refuse(codeNoText, "%s", q.missing("text"))
	case utf8.RuneCountInString(o.text) > maxText:
		return nil, refuse(codeTooLong, "`text` has %d characters; want at most %d", utf8.RuneCountInString(o.text), maxText)
	case o.from == "":
		o.from = g.world.Sender
	}
	if err := checkSender(o.from); err != nil {
		return nil, err
	}
	if err := g.checkMagic(o.recipients); err != nil {
		return nil, err
	}
	o.text = g.withFiles(q, o.text)
	o.encoding, o.segments = split(o, q.flag("unicode"))
	o.due = readDelay(q)
	return o, nil
}

// split divides the text into parts. A binary SMS is hex digits, and one part.
func split(o *order, forceUnicode bool) (encoding string, segments []string) {
	if _, err := hex.DecodeString(o.text); o.binary && err == nil {
		return segment.GSM, []string{o.text}
	}
	r := segment.Split(o.text, forceUnicode)
	return r.Encoding, r.Parts
}

func checkSender(from string) error {
	if fixtures.ValidSender(from) {
		return nil
	}
	return refuse(codeSender, "`from` is %q; want up to 16 digits, or up to 11 of letters, digits, blank and /.-@_!()+$,&", from)
}

// recipient is one item of `to`.
type recipient struct {
	given  string // as it was sent
	number number.Number
	valid  bool
}

// recipients reads one item of `to`: a number, or the name of a contact or a
// group of the account.
func (g *Gateway) recipients(a *account, item string) []recipient {
	n, valid := number.Parse(item)
	if valid {
		return []recipient{{item, n, true}}
	}
	var list []recipient
	for _, s := range a.contactNumbers(item) {
		n, valid := number.Parse(s)
		list = append(list, recipient{s, n, valid})
	}
	if list == nil {
		list = []recipient{{given: item}}
	}
	return list
}

// name is the recipient as answers have it: normalised, if it is a number.
func (r recipient) name() string {
	if r.valid {
		return r.number.E164()
	}
	return r.given
}

// normalised returns a number in international form without plus, and anything
// else as it is.
func normalised(s string) string {
	if n, ok := number.Parse(s); ok {
		return n.E164()
	}
	return s
}

// delayForms are the ways to write a moment, besides seconds and milliseconds
// since 1970. Where no zone is given, it is UTC.
var delayForms = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"}

// readDelay returns when the message is to be sent: now, unless `delay` names a
// later moment. What cannot be read is taken for no delay.
func readDelay(q *request) time.Time {
	given := q.get("delay")
	if given == "" {
		return q.now
	}
	due, ok := parseMoment(given)
	if !ok {
		q.call.Reason = fmt.Sprintf("`delay` is %q, which is no moment, and so the message is sent at once", given)
	}
	if due.After(q.now) {
		return due
	}
	return q.now
}

// maxSeconds tells seconds from milliseconds: it is the year 5138 in the one and
// 1973 in the other.
const maxSeconds = 1e11

func parseMoment(s string) (time.Time, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n > maxSeconds {
			return time.UnixMilli(n).UTC(), true
		}
		return time.Unix(n, 0).UTC(), true
	}
	for _, form := range delayForms {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
