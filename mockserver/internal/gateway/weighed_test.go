package gateway_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// numbered returns a text of 900 kB, nearly as much as a request may have.
func numbered(i int) string { return fmt.Sprintf("-%d-%s", i, strings.Repeat("x", 900_000)) }

// What an account writes has bounds in bytes, whatever it is and whether it came
// so large or grew later: of 40 long ones the first have made room for the last.
func TestWrittenIsWeighed(t *testing.T) {
	t.Parallel()
	form := func(pairs ...string) string {
		v := url.Values{}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v.Encode()
	}
	for name, kind := range map[string]struct {
		write func(w *world, i int)
		names func(a fixtures.Account) []string
	}{
		"groups": {func(w *world, i int) {
			w.post("/api/groups", form("name", numbered(i)))
		}, groupNames},
		"renamed groups": {func(w *world, i int) {
			w.patch(fmt.Sprint("/api/groups/", idIn(w.post("/api/groups", "name=a").body)), form("name", numbered(i)))
		}, groupNames},
		"contacts": {func(w *world, i int) {
			w.post("/api/contacts", form("notes", numbered(i)))
		}, contactNotes},
		"changed contacts": {func(w *world, i int) {
			w.patch(fmt.Sprint("/api/contacts/", idIn(w.post("/api/contacts", "lastname=a").body)), form("notes", numbered(i)))
		}, contactNotes},
		"hooks": {func(w *world, i int) {
			w.post("/api/hooks", form("event_type", "dlr", "target_url", "http://localhost/"+numbered(i)))
		}, hookURLs},
		"subaccounts": {func(w *world, i int) {
			w.post("/api/subaccounts", form("action", "create", "email", "a@b.example", "name", numbered(i)))
		}, subaccountNames},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, fixtures.World{})
			for i := range 40 {
				kind.write(w, i)
			}
			names := kind.names(w.state().Accounts[0])
			if got := len(names); got < 15 || got > 37 || !strings.Contains(names[got-1], "-39-x") {
				t.Errorf("the last %d are there, want 15 to 37 of 40", got)
			}
		})
	}
}

func groupNames(a fixtures.Account) []string {
	return texts(a.Groups, func(g fixtures.Group) string { return g.Name })
}

func contactNotes(a fixtures.Account) []string {
	return texts(a.Contacts, func(c fixtures.Contact) string { return c.Notes })
}

func hookURLs(a fixtures.Account) []string {
	return texts(a.Hooks, func(h fixtures.Hook) string { return h.URL })
}

func subaccountNames(a fixtures.Account) []string {
	return texts(a.Subaccounts, func(s fixtures.Subaccount) string { return s.Name })
}

func texts[T any](list []T, text func(T) string) (texts []string) {
	for _, x := range list {
		texts = append(texts, text(x))
	}
	return texts
}

// Labels have a bound in bytes; what they count goes on under no label.
func TestLabelsAreWeighed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "1000"}}})
	for i := range 40 {
		w.post("/api/sms", url.Values{"to": {"491716992343"}, "text": {fmt.Sprint(i)}, "label": {numbered(i)}}.Encode())
	}
	var rows []struct {
		Label string
		SMS   int
	}
	body := w.get("/api/analytics/label").body
	if err := json.Unmarshal([]byte(body), &rows); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, row := range rows {
		sum += row.SMS
	}
	if len(body) > 5_000_000 || sum != 40 {
		t.Errorf("%d SMS in %d bytes, want 40 in at most 4 MiB", sum, len(body))
	}
	w.Reset(control.OfAccount("john"))
	w.post("/api/sms", "to=491716992343&text=Hi&label=spring")
	if got := w.get("/api/analytics/label").body; !strings.Contains(got, `"spring"`) {
		t.Errorf("after a reset: got %.200s, want the label spring", got)
	}
}

// idIn returns the first id in an answer.
func idIn(body string) string { return regexp.MustCompile(`"id":"?(\d+)`).FindStringSubmatch(body)[1] }

// What came in is weighed with everything that it consists of.
func TestInboundIsWeighed(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 100_000)
	for name, in := range map[string]control.Inbound{
		"sender":    {From: long, Text: "Hi"},
		"recipient": {From: "491716992343", To: long, Account: "john", Text: "Hi"},
		"postback":  {From: "491716992343", Channel: control.ChannelRCS, Text: "Hi", Postback: long},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, fixtures.World{})
			before := w.Kept()["messages"]
			if _, err := w.Receive(in); err != nil {
				t.Fatal(err)
			}
			if got := w.Kept()["messages"] - before; got < 100_000 {
				t.Errorf("weighs %d bytes, want at least those of the long text", got)
			}
		})
	}
}

// What testers order of the next messages has a bound in bytes, and what has been
// used up or taken back gives its room to others.
func TestOutcomesAreWeighed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	long := control.Script{Code: 403, To: "49171699*", Account: strings.Repeat("x", 900_000)}
	order := func() (n int) {
		for {
			if _, err := w.Script(long); err != nil {
				if !strings.Contains(err.Error(), "take some back") {
					t.Errorf("got %v, want what to do", err)
				}
				return n
			}
			n++
		}
	}
	if got := order(); got < 3 || got > 5 {
		t.Errorf("%d of 900 kB are kept, want about 4 MiB of them", got)
	}
	if n := w.ClearScripts(control.Everything()); n != order() {
		t.Errorf("after %d were taken back there is no room for as many", n)
	}
	w.ClearScripts(control.Everything())
	if got := w.Kept()["outcomes"]; got != 0 {
		t.Errorf("%d bytes are taken by nothing", got)
	}
	if _, err := w.Script(control.Script{Code: 403}); err != nil {
		t.Fatal(err)
	}
	w.post("/api/sms", "to=491716992343&text=Hi")
	if got := w.Kept()["outcomes"]; got != 0 || len(w.Scripts()) != 0 {
		t.Errorf("%d bytes are taken by what has been used up", got)
	}
}
