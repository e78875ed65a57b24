package gateway

import "example.com/sms77mock/fixtures"

// sheet is a few things of a kind that came one after the other. Where the state is
// kept, a sheet is written at a time: things that change together mostly came together.
type sheet [8]owned

// sheetKey tells sheets apart.
type sheetKey struct {
	kind   Kind
	number uint64 // in the order in which the things came
}

// place returns which sheet a thing is on, and where.
func (k thingKey) place() (on sheetKey, line int) {
	const lines = uint64(len(sheet{}))
	return sheetKey{k.kind, k.serial / lines}, int(k.serial % lines)
}

// sheets are all sheets on which there is something.
type sheets map[sheetKey]*sheet

// enter notes what a thing is like, or that it is gone if x is nothing, and returns
// its sheet: nil if there is nothing on it.
func (all sheets) enter(key thingKey, x owned) (sheetKey, *sheet) {
	on, line := key.place()
	s := all[on]
	if s == nil {
		s = new(sheet)
		all[on] = s
	}
	if s[line] = x; *s == (sheet{}) {
		delete(all, on)
		return on, nil
	}
	return on, s
}

// Fragment is a world that has nothing but the things of a sheet. It is much smaller
// than a [fixtures.World], and many are made in a second where a state is kept.
type Fragment struct {
	Accounts   []fixtures.Account         `yaml:"accounts"`
	Messages   []fixtures.SentMessage     `yaml:"messages"`
	Received   []fixtures.ReceivedMessage `yaml:"received"`
	Deliveries []fixtures.SentWebhook     `yaml:"deliveries"`
}

// write returns the things of the sheet, without anything else.
func (s *sheet) write() *Fragment {
	w := &Fragment{}
	var last *account // whose lists were asked for last
	lists := func(a *account) fixtures.Belongings {
		if a != last {
			w.Accounts = append(w.Accounts, fixtures.Account{Name: a.Name})
			if a.as != nil {
				w.Accounts[len(w.Accounts)-1].Subaccounts = []fixtures.Subaccount{{ID: a.as.id}}
			}
			last = a
		}
		of := &w.Accounts[len(w.Accounts)-1]
		if a.as != nil {
			return of.Subaccounts[0].Belongings()
		}
		return of.Belongings()
	}
	for _, x := range s {
		if x.thing != nil {
			x.write(page{events{&w.Messages, &w.Received, &w.Deliveries}, x.of, lists})
		}
	}
	return w
}
