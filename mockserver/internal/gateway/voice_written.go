package gateway

import (
	"cmp"
	"strconv"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/extract"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

func (c *voiceCall) write(p page) {
	w := fixtures.SentMessage{
		ID: c.ID, Channel: control.ChannelVoice, Account: c.Account, Subaccount: p.of.subaccountID(), Client: c.ClientID, From: c.From, To: c.To, Text: c.Text,
		At: fixtures.WriteMoment(c.Time), Cleared: c.cleared, ForeignID: c.ForeignID, Price: c.Price,
		Call: c.result, XML: c.xml, Answered: fixtures.WriteMoment(c.answered), Ended: fixtures.WriteMoment(c.ended),
	}
	for _, s := range c.later {
		w.Stations = append(w.Stations, fixtures.CallStation{Status: fixtures.StationStatus(s.status), At: fixtures.WriteMoment(s.at)})
	}
	*p.messages = append(*p.messages, w)
}

// madeCall returns a call of the world as the gateway keeps it.
func (st *state) madeCall(a *account, w fixtures.SentMessage) *voiceCall {
	to, _ := number.Parse(w.To)
	price := money.Configured(w.Price)
	c := &voiceCall{
		outgoing: outgoing{price: price, country: to.PricedAs(), cleared: w.Cleared, Message: control.Message{
			Channel: control.ChannelVoice, Direction: control.Outgoing, Time: fixtures.MomentOr(w.At, st.now()).UTC(),
			Account: a.Name, ClientID: w.Client, From: cmp.Or(w.From, st.world.Number), To: w.To, Text: w.Text, Parts: 1, ForeignID: w.ForeignID,
			Price: price.Fixed(), Codes: extract.Codes(w.Text), Links: extract.Links(w.Text),
		}},
		xml: w.XML, result: cmp.Or(w.Call, fixtures.Completed),
	}
	c.ID = w.ID
	c.number, _ = strconv.Atoi(w.ID)
	c.began = c.Time.In(st.zone)
	c.plan(st.world, &speech{}, nil)
	c.answered = fixtures.MomentOr(w.Answered, c.answered).In(st.zone)
	c.ended = fixtures.MomentOr(w.Ended, c.ended).In(st.zone)
	for _, s := range w.Stations {
		c.later = append(c.later, station{st.moment(s.At), string(s.Status)})
	}
	return c
}
