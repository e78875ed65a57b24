package gateway

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/reload"
	"example.com/sms77mock/mockserver/internal/gateway/script"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
	"example.com/sms77mock/mockserver/internal/gateway/world"
)

// shipment is a message to several recipients, and what has become of it.
type shipment struct {
	*order
	world   *world.World // in which it was read and packed
	parcels []parcel
	code    int          // of the whole
	balance money.Amount // what the account has left
}

// parcel is the message to one recipient. It is packed by what the world says alone,
// and only then sent or refused.
type parcel struct {
	order   *order // what is sent to them: the message, or its fallback
	to      string
	country string // whose price list has the number; "" if none has
	price   money.Amount
	shown   money.Amount // the price in the answer to a sandbox key
	sent    *sms         // nil if it was refused, or in debug mode
	code    int          // codes.Accepted unless it was refused; 0 while that is open
	why     string       // reason of a refusal
}

func (p *parcel) refuse(code int, why string) { p.code, p.why, p.sent = code, why, nil }

// ship sends a message to everybody whom a request names.
func (g *Gateway) ship(q *request, to endpoint.List, read func(*state, []addressbook.Recipient) (*order, error)) (*shipment, error) {
	recipients := readRecipients(to)
	s := &shipment{}
	err := g.inSteps(q,
		func(st *state) (err error) {
			s.order, err = read(st, recipients)
			return err
		},
		func(w *world.World) error {
			if err := q.takeTurn(g.turn, len(s.recipients)); err != nil {
				return err
			}
			s.pack(q, w)
			return nil
		},
		func(st *state) error {
			st.send(q, s)
			return nil
		},
	)
	if err != nil {
		return nil, err
	}
	s.summarise(q)
	return s, nil
}

// maxReasons is of how many recipients a reason tells.
const maxReasons = 20

// summarise finds the code of the whole: that of the first parcel if all or none
// failed, or what the world has for some that failed. The journal is told of those.
func (s *shipment) summarise(q *request) {
	refused := 0
	var reasons []string
	for _, p := range s.parcels {
		if p.code == codes.Accepted {
			continue
		}
		if refused++; refused <= maxReasons {
			reasons = append(reasons, p.to+": "+strconv.Itoa(p.code)+": "+p.why)
		}
	}
	s.code = s.parcels[0].code
	if refused > 0 && refused < len(s.parcels) {
		s.code = s.world.PartlyRefused
	}
	if refused > maxReasons {
		reasons = append(reasons, "and "+plural.Of(refused-maxReasons, "others"))
	}
	if refused > 0 {
		q.call.Refuse(strings.Join(reasons, "; "))
	}
}

// pack prepares the message for each recipient, without the lock.
func (s *shipment) pack(q *request, w *world.World) {
	s.world = w
	connection := cmp.Or(q.sentWith(), "http")
	s.parcels = make([]parcel, len(s.recipients))
	for i, to := range s.recipients {
		s.parcels[i] = s.order.pack(q, w, to, connection)
	}
}

func (o *order) pack(q *request, w *world.World, to addressbook.Recipient, connection string) parcel {
	if o.fallback != nil && !w.Reaches(o.channel, to.Number) {
		o = o.fallback
	}
	p := parcel{order: o, to: to.Name}
	if to.Given == "0" {
		p.refuse(codes.NoRecipient, "is 0, which counts as none")
		return p
	}
	if !to.Valid {
		why := "is neither a number of 7 to 15 digits nor a contact or group of the account that has one"
		if _, unseen := call.WithoutUnseen(strings.TrimSpace(to.Given)); unseen != 0 && unseen != ' ' {
			why += fmt.Sprintf("; it has an invisible character in it, %U", unseen)
		}
		p.refuse(codes.Recipient, why)
		return p
	}
	magic := w.Magic(to.Name)
	if magic.Code != 0 {
		p.refuse(magic.Code, "is a magic number")
		return p
	}
	p.country = to.Number.PricedAs()
	p.price = w.Price(o.channel, len(o.segments), p.country)
	if o.debug {
		p.code, p.shown = codes.Accepted, sandboxPrice(q, w, p.price)
		return p
	}
	p.sent = o.newSMS(q, w, &p, connection)
	switch {
	case magic.Status == fixtures.NoStatus:
		p.sent.statuses = nil
	case magic.Status != "":
		p.sent.statuses[0].status = magic.Status
	case !w.Reaches(o.channel, to.Number):
		p.sent.statuses[0].status = fixtures.NotDelivered
	}
	return p
}

// newSMS returns a message that lacks nothing but its id.
func (o *order) newSMS(q *request, w *world.World, p *parcel, connection string) *sms {
	m := &sms{
		outgoing: outgoing{price: p.price, country: p.country, Message: control.Message{
			Channel: o.channel, Direction: control.Outgoing,
			Time: q.now.UTC(), Account: q.who.account.Name, ClientID: q.call.ClientID, Request: q.call.ID,
			From: o.from, To: p.to, Text: o.text, Parts: len(o.segments), Segments: o.segments,
			Encoding: o.encoding, Flash: o.flash, Label: o.label, ForeignID: o.foreignID, Price: p.price.Fixed(),
			Codes: o.codes(), Links: o.links(),
		}},
		fallback: o.fallback != nil, tracking: o.tracking,
		connection: connection, unicode: o.unicode, binary: o.binary, due: o.due,
		statuses: []dated{{status: fixtures.Delivered, at: o.due.Add(max(w.Delivery, 0))}},
	}
	if o.due.After(q.now) {
		m.ScheduledFor = o.due.UTC()
	}
	if carrier, ok := w.Carrier(m.To); ok {
		m.carrier = carrier.MCCMNC
	}
	m.repeat = reload.KeyOf(m.Channel, m.To, m.Text)
	return m
}

// send sends every parcel that nothing speaks against.
func (st *state) send(q *request, s *shipment) {
	var sent []*sms
	for i := range s.parcels {
		p := &s.parcels[i]
		if p.code == 0 {
			st.sendParcel(q, p)
		}
		if p.sent != nil {
			sent = append(sent, p.sent)
		}
	}
	keep(st, q.account, &q.account.sent, sent...)
	later := make([]report, 0, len(sent))
	for _, m := range sent {
		reports := m.untold()
		if m.reporting == control.ReportEarly && len(reports) > 0 {
			q.reportEarly(reports[0])
			reports = reports[1:]
		}
		later = append(later, reports...)
	}
	st.reportLater(q.account, later)
	s.balance = q.account.balance
}

func (st *state) sendParcel(q *request, p *parcel) {
	a, m := q.account, p.sent
	if !p.order.noReload {
		if wait := a.reload.Wait(m.repeat, q.now, st.world.ReloadLock); wait > 0 {
			p.refuse(codes.Reload, "the same SMS was sent before; wait "+wait.Round(time.Second).String()+" or send no_reload=1")
			return
		}
	}
	ordered := st.scripted(q, m.Channel, m.To)
	if code, why, ok := script.Refusal(ordered); ok {
		p.refuse(code, why)
		return
	}
	u := usage.Use{Kind: channelUse(m.Channel), Label: m.Label, Country: m.country, Price: m.price}
	if err := st.charge(q, u); err != nil {
		p.refuse(codes.NoCredit, err.Error())
		return
	}
	p.code = codes.Accepted
	m.ID = strconv.FormatInt(ids.Take(&st.ids.Message), 10)
	st.follow(m, ordered)
	a.reload.Add(m.repeat, m.Time, m.ClientID, st.world.ReloadLock)
}
