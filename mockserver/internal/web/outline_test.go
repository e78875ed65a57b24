package web_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/web"
)

// element is an element of a page, in the order of the source.
type element struct {
	name string
	attr map[string]string
	text string // what stands directly in it, and in the elements before its end
}

// outline parses a page as HTML that is nearly XML, which the pages are.
func outline(t *testing.T, page string) []*element {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(page, "<!doctype html>")))
	decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	var all, open []*element
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("parse the page: %v\n%s", err, page)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				e.attr[a.Name.Local] = a.Value
			}
			all, open = append(all, e), append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, e := range open {
				e.text += string(token)
			}
		}
	}
}

// find returns the element with the given id.
func find(t *testing.T, page []*element, id string) *element {
	t.Helper()
	for _, e := range page {
		if e.attr["id"] == id {
			return e
		}
	}
	t.Fatalf("no element has the id %q", id)
	return nil
}

// texts returns the texts of the elements with the given name, without the
// white space around them.
func texts(page []*element, name string) []string {
	var all []string
	for _, e := range page {
		if e.name == name {
			all = append(all, strings.Join(strings.Fields(e.text), " "))
		}
	}
	return all
}

// shape is the outline without what depends on the view's texts.
func shape(page []*element) []string {
	var all []string
	for _, e := range page {
		names := []string{}
		for name := range e.attr {
			names = append(names, name)
		}
		slices.Sort(names)
		all = append(all, e.name+" "+strings.Join(names, " "))
	}
	return all
}

// show writes a page for a browser that prefers the given languages.
func show[V any](t *testing.T, write func(http.ResponseWriter, *http.Request, V) error, view V, languages ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, l := range languages {
		r.Header.Add("Accept-Language", l)
	}
	w := httptest.NewRecorder()
	if err := write(w, r, view); err != nil {
		t.Fatal(err)
	}
	return w
}

// consentView, homeView and dashboardView fill every field of their views with
// texts made of s.
func consentView(s string) web.ConsentView {
	return web.ConsentView{
		ClientID: s, ClientName: s, RedirectHost: s, Request: s,
		Accounts:   []web.ConsentAccount{{Name: s, Email: s, Company: s, Chosen: true}, {Name: s + "2", Email: s, Company: s}},
		Scopes:     []string{s, "sms"},
		Parameters: []web.Parameter{{Name: s, Value: s}},
		Oddities:   []web.Oddity{{Text: s}, {Text: "The server does not know the parameter %s.", Parameter: s}},
		Presets:    []web.PresetView{{Name: s, About: s}},
	}
}

func homeView(s string) web.HomeView {
	return web.HomeView{Version: s, BaseURL: s, Control: true, Clients: []string{s}, Accounts: []string{s}}
}

func dashboardView(s string) web.DashboardView {
	return web.DashboardView{
		Version: s, World: s, BaseURL: s, Endpoints: []string{s},
		Requests: []web.RequestSummary{{Time: s, What: s, Who: s, Outcome: s, Reason: s}},
	}
}

// everyPage returns each page with every field of its view made of s.
func everyPage(t *testing.T, s string) map[string]*httptest.ResponseRecorder {
	t.Helper()
	return map[string]*httptest.ResponseRecorder{
		"consent":   show(t, web.Consent, consentView(s)),
		"home":      show(t, web.Home, homeView(s)),
		"demo":      show(t, web.Demo, web.DemoView{Query: s, Token: s, Profile: s}),
		"dashboard": show(t, web.Dashboard, dashboardView(s)),
	}
}
