package mockserver_test

import (
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// Whatever the server answers is what the document says it does.
func TestOpenAPIAnswers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, openAPIAnswers) // an audit runs beside it
}

func openAPIAnswers(t *testing.T) {
	server := newServer(t, func(w *fixtures.World) {
		w.Faults = []fixtures.Fault{{Endpoint: "rcs", Preset: "slow", After: 1000}}
		w.Accounts = []fixtures.Account{{
			Name: "john", Email: "john.doe@acme.inc", Balance: "100", APIKeys: []string{"key"}, SandboxAPIKeys: []string{"sandbox"},
			Contacts:    []fixtures.Contact{{LastName: "Doe", Number: "491716992343"}},
			Subaccounts: []fixtures.Subaccount{{Name: "Jane", Email: "jane@example.com"}},
		}}
		w.Gateway.Subscribers = []fixtures.Subscriber{
			{Number: "491716992345", Roaming: fixtures.Roaming{Country: "AT", Network: "23201", Name: "A1"}, Ported: fixtures.Ported, RCS: []string{"RICHCARD_STANDALONE"}},
			{Number: "491716992346", Code: 600},
		}
	}, mockserver.WithCA([]byte("-----BEGIN CERTIFICATE-----\n")), mockserver.WithAuditor(script{}))
	must(server.StartAudit(control.AuditOrder{Login: waits, Attended: true}))
	become(t, server, 1, control.AuditAsking)
	d := readDocument(t, server)
	token, err := server.IssueToken(control.TokenRequest{Scope: strings.Join(fixtures.KnownScopes(), " ")})
	if err != nil {
		t.Fatal(err)
	}
	serve(server, "GET", "/nowhere", "", "") // is in the journal
	answered := map[string]bool{}
	contact := ""
	for _, c := range apiCalls {
		method, target, _ := strings.Cut(c.request, " ")
		target = strings.NewReplacer("{contact}", contact, "{waba}", lastMessage(t, server, control.ChannelWhatsApp), "{rcs}", lastMessage(t, server, control.ChannelRCS), " ", "%20").Replace(target)
		credentials := token.AccessToken
		if c.key {
			credentials = ""
		}
		before := must(server.State())
		w := serve(server, method, target, c.body, credentials)
		if after := must(server.State()); onlyReads(target) && !reflect.DeepEqual(before, after) {
			t.Errorf("%s has changed what it is declared to read only:\n%s", c.request, cmp.Diff(before, after))
		}
		want := c.status
		if want == 0 {
			want = http.StatusOK
		}
		if w.Code != want {
			t.Errorf("%s: got %d %s, want %d", c.request, w.Code, w.Body, want)
		}
		path, _, _ := strings.Cut(target, "?")
		o := d.find(t, method, path)
		answered[o.OperationID] = answered[o.OperationID] || w.Code < 400
		d.check(t, c.request, o, w)
		if c.request == "POST /api/contacts" && contact == "" {
			var added struct{ ID int }
			if err := json.Unmarshal(w.Body.Bytes(), &added); err != nil {
				t.Fatal(err)
			}
			contact = strconv.Itoa(added.ID)
		}
	}
	d.operations(func(method, path string, o operation) {
		if !answered[o.OperationID] {
			t.Errorf("%s %s has not been asked", method, path)
		}
	})
}

// So is what it answers in place of an endpoint: to those that send too much, come from
// a page of another site, ask for another host or have no token.
func TestOpenAPIAnswersUnseen(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	d := readDocument(t, server)
	for _, server := range []http.Handler{server, newServer(t, nil, mockserver.WithToken("a token of the tester's"))} {
		d.operations(func(method, path string, o operation) {
			for name, unseen := range map[string]func(*http.Request){
				"too large":    func(r *http.Request) { r.ContentLength = 65 << 20 },
				"another site": func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
				"another host": func(r *http.Request) { r.Host = "evil.example" },
				"a browser":    func(r *http.Request) { r.Header.Set("Accept", "text/html") },
			} {
				target := pathVariable.ReplaceAllStringFunc(path, func(variable string) string { return example(o, variable) })
				r := httptest.NewRequest(method, target, strings.NewReader("a"))
				ctx, cancel := context.WithCancel(r.Context())
				cancel() // nobody waits
				unseen(r)
				w := httptest.NewRecorder()
				server.ServeHTTP(w, r.WithContext(ctx))
				d.check(t, name+": "+method+" "+target, o, w)
			}
		})
	}
}

// onlyReads reports whether a request is for a scope of the gateway that is declared
// to change nothing.
func onlyReads(target string) bool {
	scope, found := strings.CutPrefix(target, "/api/")
	if end := strings.IndexAny(scope, "/?"); end >= 0 {
		scope = scope[:end]
	}
	return found && gateway.ReadOnly(fixtures.Endpoint(scope))
}

// lastMessage returns the id of the last message that was sent over a channel, or
// "" if there is none.
func lastMessage(t *testing.T, server *mockserver.Server, c control.Channel) string {
	t.Helper()
	list, err := server.Messages(control.MessageFilter{Channel: c, Direction: control.Outgoing})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		return ""
	}
	return list[len(list)-1].ID
}

// serve makes one request, authenticated by a token where there is need. The
// event stream is left after its first line.
func serve(server http.Handler, method, target, body, token string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" && (target == "/me" || strings.HasPrefix(target, "/api/")) {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if target == "/_mock/events" || target == "/_mock/lease" {
		ctx, cancel := context.WithCancel(r.Context())
		cancel()
		r = r.WithContext(ctx)
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	return w
}

// find returns the operation for a request; of several paths that match, the
// one without a variable.
func (d document) find(t *testing.T, method, path string) operation {
	t.Helper()
	if o, ok := d.Paths[path][strings.ToLower(method)]; ok {
		return o
	}
	for template, methods := range d.Paths {
		if o, ok := methods[strings.ToLower(method)]; ok && matches(template, path) {
			return o
		}
	}
	t.Fatalf("the document has no %s %s", method, path)
	return operation{}
}

func matches(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && !strings.HasPrefix(want[i], "{") {
			return false
		}
	}
	return true
}

// check compares an answer with what the document says of the operation.
func (d document) check(t *testing.T, request string, o operation, w *httptest.ResponseRecorder) {
	t.Helper()
	status := strconv.Itoa(w.Code)
	response, ok := o.Responses[status]
	if !ok {
		response, ok = o.Responses[status[:1]+"XX"]
	}
	body := w.Body.Bytes()
	if !ok {
		t.Errorf("%s: got %s %s, which the document does not have", request, status, body)
		return
	}
	if len(body) == 0 {
		return
	}
	mediaType, _, err := mime.ParseMediaType(w.Header().Get("Content-Type"))
	content, ok := response.Content[mediaType]
	if err != nil || !ok {
		t.Errorf("%s: got %s as %q, which the document does not have", request, status, mediaType)
		return
	}
	var value any = string(body)
	if mediaType == "application/json" {
		if err := json.Unmarshal(body, &value); err != nil {
			t.Errorf("%s: %v", request, err)
		}
	}
	for _, violation := range d.Components.Schemas.violations(content.Schema, value, "body") {
		t.Errorf("%s: %s", request, violation)
	}
}
