package gateway_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
)

// A call goes to several recipients, to contacts and groups too, from a number
// or a name.
func TestVoiceToSeveral(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{
		Name: "john", Balance: "1",
		Groups:   []fixtures.Group{{ID: 7, Name: "Friends"}},
		Contacts: []fixtures.Contact{{LastName: "Doe", Number: "491716992345", Groups: []int{7}}, {LastName: "Roe", Number: "491716992346", Groups: []int{7}}},
	}}})
	for _, test := range []struct {
		form       string
		recipients []string
		wantText   string
	}{
		{"to=491716992343,491716992344", []string{"491716992343", "491716992344"}, "100\n1038703\n1038704\n0.2"},
		{"to=Friends&from=hass", []string{"491716992345", "491716992346"}, "100\n1038705\n1038706\n0.2"},
		{"to[]=Doe&to[]=491716992343&from=Tom+Tester", []string{"491716992345", "491716992343"}, "100\n1038707\n1038708\n0.2"},
		{"to=491716992343,1", nil, "202"},
		{"to=491716992343&from=somebody+else", nil, "201"},
		{"to=Friends,491716992343,491716992344,491716992340,491716992341", nil, "500"},
	} {
		if got := w.post("/api/voice", "text=Hi&"+test.form).body; got != test.wantText {
			t.Errorf("%s: got %s, want %s", test.form, got, test.wantText)
		}
		got := w.post("/api/voice", "text=Hi&debug=1&json=1&"+test.form).body
		for _, to := range test.recipients {
			if !strings.Contains(got, `"recipient":"`+to+`"`) {
				t.Errorf("%s: got %s, want %s", test.form, got, to)
			}
		}
	}
	if got := w.Balance("john"); got != "0.4000" {
		t.Errorf("got %s left, want 0.4", got)
	}
}

func TestPageOfTen(t *testing.T) {
	t.Parallel()
	account := fixtures.Account{Name: "john"}
	for i := range 11 {
		account.Contacts = append(account.Contacts, fixtures.Contact{LastName: fmt.Sprint(i)})
	}
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{account}})
	if got := w.get("/api/contacts").body; !strings.HasSuffix(got, `"pagingMetadata":{"offset":0,"count":10,"total":11,"limit":10,"has_more":true}}`) {
		t.Errorf("got %s, want ten of eleven", got)
	}
}

func TestJournalOfAHundred(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "100"}}})
	for i := range 101 {
		w.post("/api/sms", fmt.Sprintf("to=491716992343&text=%d", i))
	}
	for _, limit := range []string{"", "?limit=101", "?limit=100"} {
		if got := strings.Count(w.get("/api/journal/outbound"+limit).body, `"id":`); got != 100 {
			t.Errorf("%q: got %d rows of 101, want 100", limit, got)
		}
	}
}

// The newest is what was sent last, and not what was ordered last.
func TestJournalOfDelayed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=491716992343&text=later&delay="+fmt.Sprint(start.Add(time.Minute).Unix()))
	w.post("/api/sms", "to=491716992343&text=now")
	w.clock.Advance(time.Hour)
	if got := w.get("/api/journal/outbound").body; strings.Index(got, `"later"`) > strings.Index(got, `"now"`) {
		t.Errorf("got %s, want the delayed one first", got)
	}
}

func TestPricingAsDocumented(t *testing.T) {
	t.Parallel()
	countries := []fixtures.Country{{Code: "AT", Name: "Austria", Prefix: "43", Networks: []fixtures.Network{{MCC: "232", Name: "A1", Price: "0.0512", Comment: "c"}}}}
	for order, want := range map[fixtures.PricingCSV]string{
		"":                         `"AT";"Austria";"43";"232";"";"A1";"";"c";"0.0512"`,
		fixtures.PricingDocumented: `"AT";"Austria";"43";"232";"";"A1";"0.0512";"";"c"`,
	} {
		w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{PricingCSV: order, Countries: countries}})
		if got := w.get("/api/pricing?format=csv").body; !strings.HasSuffix(got, "\n"+want+"\n") {
			t.Errorf("%q: got %s, want %s", order, got, want)
		}
	}
}

// A write that changes nothing is told apart from one that does.
func TestContactUnchanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Contacts: []fixtures.Contact{{LastName: "Doe", Number: "491716992343"}}}}})
	for form, want := range map[string]string{
		"nick=Doe&empfaenger=491716992343": "151",
		"nick=Doe":                         "151",
		"nick=Doe&json=1":                  `{"return":"151"}`,
		"":                                 "151",
	} {
		if got := w.post("/api/contacts", "action=write&id=12297236&"+form).body; got != want {
			t.Errorf("%s: got %s, want %s", form, got, want)
		}
	}
	if got := w.post("/api/contacts", "action=write&id=12297236&nick=Roe").body; got != "152" {
		t.Errorf("a change: got %s, want 152", got)
	}
}
