package goclient_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"example.com/sms77mock/e2e/openapi/goclient/api"
)

const number = "491716992343"

// taken decodes a whole answer into one of the types that it may have, which has
// to know all of its members, and fails the test where that does not work or
// where the status is not 200.
func taken[T any](t *testing.T, answer *http.Response, body []byte, err error) T {
	t.Helper()
	var got T
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&got); err != nil || answer.StatusCode != 200 {
		t.Fatalf("%s, %v: %s", answer.Status, err, body)
	}
	return got
}

// client returns a client with a token that may do everything.
func client(t *testing.T) *api.ClientWithResponses {
	t.Helper()
	var token string
	c, err := api.NewClientWithResponses(os.Getenv("DOUBLE"), api.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
		r.Header.Set("Accept", "application/json")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	scope := "analytics balance contacts groups journal lookup numbers pricing rcs sms status voice"
	issued, err := c.IssueTokenWithResponse(t.Context(), api.TokenRequest{Scope: &scope})
	if err != nil || issued.JSON200 == nil {
		t.Fatalf("no token: %v", err)
	}
	token = issued.JSON200.AccessToken
	return c
}

func TestGateway(t *testing.T) {
	c, ctx := client(t), t.Context()

	sms, err := c.SmsByPostWithResponse(ctx, api.SmsOrder{To: number + ",491761234567", Text: "Grüße 😀"})
	sent := taken[api.SmsAnswer](t, sms.HTTPResponse, sms.Body, err)
	if len(sent.Messages) != 2 || sent.Success != "100" {
		t.Errorf("got %+v, want two messages", sent)
	}
	refused, err := c.SmsByPostWithResponse(ctx, api.SmsOrder{To: "", Text: "Hi"})
	taken[api.CodeAnswer](t, refused.HTTPResponse, refused.Body, err)
	status, err := c.StatusWithResponse(ctx, &api.StatusParams{MsgId: *sent.Messages[0].Id})
	taken[[]api.StatusAnswer](t, status.HTTPResponse, status.Body, err)

	balance, err := c.BalanceWithResponse(ctx, nil)
	taken[api.BalanceAnswer](t, balance.HTTPResponse, balance.Body, err)
	prices, err := c.PricingWithResponse(ctx, nil)
	taken[api.PriceList](t, prices.HTTPResponse, prices.Body, err)
	rows, err := c.AnalyticsWithResponse(ctx, nil)
	taken[[]api.AnalyticsRow](t, rows.HTTPResponse, rows.Body, err)
	call, err := c.VoiceByPostWithResponse(ctx, api.VoiceOrder{To: number, Text: "Hi"})
	taken[api.VoiceAnswer](t, call.HTTPResponse, call.Body, err)
	outbound, err := c.JournalOfWithResponse(ctx, api.JournalOfParamsTypeOutbound, nil)
	taken[[]api.OutboundRow](t, outbound.HTTPResponse, outbound.Body, err)
	calls, err := c.JournalOfWithResponse(ctx, api.JournalOfParamsTypeVoice, nil)
	taken[[]api.VoiceRow](t, calls.HTTPResponse, calls.Body, err)
	offers, err := c.AvailableNumbersWithResponse(ctx, nil)
	taken[api.AvailableNumbers](t, offers.HTTPResponse, offers.Body, err)
	agents, err := c.RcsAgentsWithResponse(ctx)
	taken[api.AgentList](t, agents.HTTPResponse, agents.Body, err)
	group, err := c.AddGroupWithResponse(ctx, api.GroupFields{Name: "Friends"})
	taken[api.GroupAnswer](t, group.HTTPResponse, group.Body, err)
	first := "Jane"
	contact, err := c.AddContactWithResponse(ctx, api.NewContact{Firstname: &first})
	taken[api.ContactAnswer](t, contact.HTTPResponse, contact.Body, err)
	contacts, err := c.ContactsWithResponse(ctx, nil)
	taken[api.ContactList](t, contacts.HTTPResponse, contacts.Body, err)
}

func TestLookups(t *testing.T) {
	c := client(t)
	lookup := func(kind api.LookupOfParamsType) (*http.Response, []byte, error) {
		answer, err := c.LookupOfWithResponse(t.Context(), kind, &api.LookupOfParams{Number: number})
		if err != nil {
			t.Fatal(err)
		}
		return answer.HTTPResponse, answer.Body, nil
	}

	answer, body, err := lookup(api.LookupOfParamsTypeFormat)
	taken[api.FormatAnswer](t, answer, body, err)
	answer, body, err = lookup(api.LookupOfParamsTypeHlr)
	taken[api.HlrAnswer](t, answer, body, err)
	answer, body, err = lookup(api.LookupOfParamsTypeMnp)
	taken[api.MnpAnswer](t, answer, body, err)
	answer, body, err = lookup(api.LookupOfParamsTypeCnam)
	taken[api.CnamAnswer](t, answer, body, err)
	answer, body, err = lookup(api.LookupOfParamsTypeRcs)
	taken[api.RcsAnswer](t, answer, body, err)
}

func TestLevers(t *testing.T) {
	c, ctx := client(t), t.Context()

	me, err := c.MeWithResponse(ctx)
	taken[api.Profile](t, me.HTTPResponse, me.Body, err)
	status, endpoint := 500, api.FaultEndpoint("me")
	fault, err := c.InjectWithResponse(ctx, api.Fault{Status: &status, Endpoint: &endpoint})
	taken[api.PendingFault](t, fault.HTTPResponse, fault.Body, err)
	cleared, err := c.ClearFaultsWithResponse(ctx, nil)
	taken[api.Cleared](t, cleared.HTTPResponse, cleared.Body, err)
	requests, err := c.RequestsWithResponse(ctx, nil)
	taken[[]api.Entry](t, requests.HTTPResponse, requests.Body, err)
	messages, err := c.MessagesWithResponse(ctx, nil)
	taken[[]api.Message](t, messages.HTTPResponse, messages.Body, err)
	tokens, err := c.TokensWithResponse(ctx, nil)
	taken[[]api.TokenInfo](t, tokens.HTTPResponse, tokens.Body, err)
	world, err := c.WorldWithResponse(ctx, nil)
	taken[api.World](t, world.HTTPResponse, world.Body, err)
	if again, err := c.RemoveFaultWithResponse(ctx, 999); err != nil || again.JSON4XX == nil {
		t.Errorf("got %v, want a refusal", err)
	}
}
