package gateway

import (
	"fmt"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
)

// The forms of moments in webhooks and journals, in the gateway's zone.
const (
	secondsForm = time.DateTime
	millisForm  = time.DateTime + ".000"
	microsForm  = time.DateTime + ".000000"
	zonedForm   = "2006-01-02T15:04:05-07:00"
)

// readDay reads a parameter that is a day, perhaps with a time, which does not
// count. It returns the beginning of the day, and zero if nothing was sent, which
// the vendor's JavaScript client says as undefined.
func readDay(name, given string, zone *time.Location) (time.Time, error) {
	if given == "" || given == "undefined" {
		return time.Time{}, nil
	}
	day, err := time.ParseInLocation(time.DateOnly, given[:min(len(given), len(time.DateOnly))], zone)
	if err != nil {
		return time.Time{}, refuse(codes.Unknown, "`%s` is %q; want a day such as 2023-08-23", name, given)
	}
	return day, nil
}

// delayForms are the ways to write a moment, besides seconds and milliseconds
// since 1970. Where no zone is given, it is the gateway's.
var delayForms = []string{time.DateTime, "2006-01-02 15:04", time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"}

// readDelay returns when the message is to be sent: now, unless `delay` names a
// later moment. What cannot be read is taken for no delay. What lies beyond
// what the clock may show is refused: it could be neither waited for nor shown.
func readDelay(q *request, given string) (time.Time, error) {
	if given == "" {
		return q.now, nil
	}
	due, ok := parseMoment(given, q.now.Location())
	if !ok {
		q.call.Reason = fmt.Sprintf("`delay` is %q, which is no moment, and so the message is sent at once", given)
	}
	if !due.After(q.now) {
		return q.now, nil
	}
	if err := fixtures.CheckMoment(due); err != nil {
		return q.now, refuse(codes.Unknown, "`delay` is %q; %s", given, err)
	}
	return due, nil
}

// maxSeconds tells seconds from milliseconds: it is the year 5138 in the one and
// 1973 in the other.
const maxSeconds = 1e11

func parseMoment(s string, zone *time.Location) (time.Time, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		if n > maxSeconds {
			return time.UnixMilli(n).In(zone), true
		}
		return time.Unix(n, 0).In(zone), true
	}
	for _, form := range delayForms {
		if t, err := time.ParseInLocation(form, s, zone); err == nil {
			return t.In(zone), true
		}
	}
	return time.Time{}, false
}
