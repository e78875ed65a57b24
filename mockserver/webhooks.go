package mockserver

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// WebhookOwner returns whose webhook a transport is sending, by the context of the
// request: the client whose token has subscribed it ("" if it was an API key), and
// the account. Both are "" if the request is no webhook.
func WebhookOwner(ctx context.Context) (clientID, account string) {
	a := webhook.AttemptOf(ctx)
	if a == nil {
		return "", ""
	}
	return a.ClientID, a.Account
}

// recordWebhook puts an attempt to deliver a webhook into the journal, as an
// entry whose endpoint is webhook.
func (s *Server) recordWebhook(a webhook.Attempt) {
	entry := control.Entry{
		Time:     a.Time,
		Endpoint: fixtures.EndpointWebhook,
		Webhook:  a.ID,
		ClientID: a.ClientID,
		Account:  a.Account,
		Method:   a.Method,
		Header:   a.Header,
		Form:     url.Values(phpwire.ParseBody(a.Method, a.Header.Get("Content-Type"), a.Body)),
		Body:     a.Body,

		Status:         a.Status,
		ResponseHeader: a.ResponseHeader,
		ResponseBody:   a.ResponseBody,
		Outcome:        control.OK,
		Reason:         webhookReason(a),
		Duration:       a.Duration,
	}
	if u, err := url.Parse(a.URL); err == nil {
		entry.Scheme, entry.Host, entry.Path, entry.RawQuery = u.Scheme, u.Host, u.Path, u.RawQuery
		entry.Query = url.Values(phpwire.ParseQuery(u.RawQuery))
	}
	switch {
	case a.Fault != "":
		entry.Outcome = control.Faulted
	case !a.Delivered():
		entry.Outcome = control.Refused
	}
	entry.ID = s.journal.Add(entry)
	s.logWebhook(entry)
	s.webhooks.Observe(a.Event, string(entry.Outcome), a.Duration)
	s.changes.Changed(feed.Messages)
}

// webhookReason says which attempt it was, what came of it and when the next
// one is due.
func webhookReason(a webhook.Attempt) string {
	reason := fmt.Sprintf("%s, attempt %d", a.Event, a.Number)
	if a.Fault != "" {
		reason += ": " + a.Fault
	}
	if a.Err != nil {
		reason += fmt.Sprintf(": %v", a.Err)
	}
	switch {
	case a.Status >= 300 && a.Delivered():
		reason += fmt.Sprintf("; %d counts as taken, and is not followed", a.Status)
	case a.Delivered():
	case a.Next > 0:
		reason += fmt.Sprintf("; the next one is due in %s on the server's clock", a.Next.Round(time.Second))
	default:
		reason += "; there will be no other"
		if !a.MayPass() {
			reason += fmt.Sprintf(": %d is not tried again", a.Status)
		}
	}
	return reason
}

// Webhooks returns the subscriptions of all accounts, and the webhooks that were
// sent or are due.
func (s *Server) Webhooks() (control.Webhooks, error) {
	s.mu.Lock() // while it looks, nobody loads another world
	defer s.mu.Unlock()
	return s.gateway.Webhooks(s.oauth.Accounts()), nil
}

// Redeliver sends the webhook with the given number again, whatever came of it
// before.
func (s *Server) Redeliver(id int) (control.Delivery, error) { return s.gateway.Redeliver(id) }

// RunDue makes the attempts now that are due later, and returns how many those
// were. Attempts that were under way are over, too, when it returns.
func (s *Server) RunDue() (int, error) { return s.gateway.RunDue(), nil }
