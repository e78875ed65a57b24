package mockserver_test

import (
	"context"
	"encoding/json"
	"mime"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// apiCall is a request in the order in which they are made: method and path, a
// JSON or form body, and the status that is expected unless it is 200.
type apiCall struct {
	request, body string
	status        int
}

// apiCalls ask every operation for an answer that is not a refusal, and some for
// refusals too.
var apiCalls = []apiCall{
	{request: "GET /authorize?response_type=code&client_id=testclient&state=xyz&scope=sms", status: 302},
	{request: "GET /authorize?response_type=code&client_id=testclient&state=xyz&scope=none", status: 302},
	{request: "GET /authorize?client_id=nobody", status: 400},
	{request: "POST /authorize", body: "response_type=code&client_id=testclient&state=xyz", status: 302},
	{request: "POST /consent", body: "request=response_type%3Dcode%26client_id%3Dtestclient%26state%3Dxyz&answer=allow&scope=sms", status: 302},
	{request: "POST /token", body: "grant_type=authorization_code&client_id=testclient&client_secret=testsecret&code=9ccb478a7cbe043c1df211f1d52a6437f8756cf8"},
	{request: "POST /token", body: "grant_type=password", status: 400},
	{request: "POST /revoke", body: "token=unknown"},
	{request: "POST /revoke", body: "", status: 400},
	{request: "GET /me"},
	{request: "GET /me?access_token=unknown", status: 401},

	{request: "POST /api/sms", body: "to=0171 6992343,123&text=https://a.example/ 123456&json=1&label=a&foreign_id=b"},
	{request: "GET /api/sms?to=491716992344&text=later&delay=4000000000&json=1"},
	{request: "GET /api/sms?to=491716992344&text=debug&debug=1&json=1"},
	{request: "GET /api/sms?to=491716992344&text=text"},
	{request: "GET /api/sms?json=1"},
	{request: "GET /api/sms?access_token=unknown", status: 400}, // besides the header
	{request: "DELETE /api/sms?ids=0"},
	{request: "GET /api/status?msg_id=1,2"},
	{request: "POST /api/status", body: "msg_id=1"},
	{request: "GET /api/voice?to=491716992343&text=hello&json=1&debug=1"},
	{request: "POST /api/voice", body: "to=491716992343&text=hello&json=1"},
	{request: "GET /api/voice/1/hangup"},
	{request: "POST /api/voice/1/hangup"},
	{request: "GET /api/balance?json=1"},
	{request: "POST /api/balance", body: "json=1"},
	{request: "GET /api/pricing"},
	{request: "POST /api/pricing", body: "country=de"},
	{request: "GET /api/pricing?format=csv"},
	{request: "GET /api/analytics"},
	{request: "GET /api/analytics?start=&end="},
	{request: "GET /api/analytics/label"},
	{request: "GET /api/analytics/subaccount"},
	{request: "GET /api/analytics/country"},

	{request: "GET /api/contacts"},
	{request: "POST /api/contacts", body: "lastname=Doe&mobile_number=01716992343"},
	{request: "GET /api/contacts?order_by=lastname"},
	{request: "GET /api/contacts?action=read&json=1"},
	{request: "POST /api/contacts", body: "action=write&nick=Roe&empfaenger=0171&json=1"},
	{request: "POST /api/contacts", body: "action=other&json=1"},
	{request: "GET /api/contacts/{contact}"},
	{request: "PATCH /api/contacts/{contact}", body: "groups[]=1"},
	{request: "DELETE /api/contacts/{contact}"},
	{request: "GET /api/contacts/{contact}", status: 404},

	{request: "GET /api/lookup?type=format&number=491716992343"},
	{request: "POST /api/lookup", body: "type=format&number=491716992343,1"},
	{request: "GET /api/lookup?type=other&json=1&number=1"},
	{request: "GET /api/lookup/rcs?number=491716992343"},
	{request: "GET /api/lookup/rcs?number=491716992343,1"},
	{request: "POST /api/lookup/mnp", body: "number=491716992343&json=1"},
	{request: "GET /api/lookup/mnp?number=491716992343,1&json=1"},
	{request: "GET /api/lookup/mnp?number=491716992343"},
	{request: "GET /api/lookup/hlr?number=491716992343"},
	{request: "GET /api/lookup/hlr?number=491716992343,1"},
	{request: "GET /api/lookup/cnam?number=491716992343"},
	{request: "GET /api/lookup/cnam?number=491716992343,1"},

	{request: "POST /api/hooks", body: "target_url=http://127.0.0.1:1/&event_type=voice_status&request_method=JSON&headers=A: b"},
	{request: "POST /api/hooks", body: "target_url=nowhere&event_type=dlr"},
	{request: "GET /api/hooks"},
	{request: "DELETE /api/hooks?target_url=http://127.0.0.1:1/&event_type=voice_status&request_method=JSON"},
	{request: "DELETE /api/hooks?id=0"},
	{request: "GET /api/validate_for_voice?number=491716992343"},
	{request: "POST /api/validate_for_voice", body: "number=123"},

	{request: "GET /api/subaccounts?action=create&name=Jane&email=jane@example.com"},
	{request: "POST /api/subaccounts", body: "action=create"},
	{request: "GET /api/subaccounts/list"},
	{request: "POST /api/subaccounts/delete", body: "id=0"},

	{request: "POST /_mock/messages", body: `{"from":"0171 6992343","text":"a reply"}`},
	{request: "POST /_mock/messages", body: `{"from":""}`, status: 400},
	{request: "GET /_mock/messages?channel=sms"},
	{request: "GET /_mock/messages?channel=voice"},
	{request: "GET /_mock/messages/wait?count=2"},
	{request: "GET /api/journal"},
	{request: "POST /api/journal", body: "type=inbound"},
	{request: "GET /api/journal/voice"},
	{request: "POST /api/journal/replies"},

	{request: "GET /_mock/health"},
	{request: "GET /_mock/world"},
	{request: "GET /_mock/openapi.json"},
	{request: "GET /_mock/ca.pem"},
	{request: "GET /_mock/events"},
	{request: "GET /_mock/"},
	{request: "GET /_mock", status: 302},
	{request: "POST /_mock/clock", body: `{"freeze":true}`},
	{request: "GET /_mock/clock"},
	{request: "POST /_mock/decisions", body: `{"decision":"approve","scope":"sms","client_id":"testclient"}`},
	{request: "POST /_mock/decisions", body: `{"decision":"prompt"}`},
	{request: "GET /_mock/decisions"},
	{request: "GET /authorize?response_type=code&client_id=seven-mcp&redirect_uri=http://127.0.0.1:7177/callback&state=xyz"},
	{request: "DELETE /_mock/decisions"},
	{request: "POST /_mock/faults", body: `{"endpoint":"me","delay":"1ms","status":503,"headers":{"Retry-After":"1"},"body":""}`},
	{request: "POST /_mock/faults", body: `{"preset":"slow","times":-1,"after":1}`},
	{request: "POST /_mock/faults", body: `{"preset":"none"}`, status: 400},
	{request: "GET /_mock/faults"},
	{request: "DELETE /_mock/faults/1"},
	{request: "DELETE /_mock/faults/1", status: 404},
	{request: "DELETE /_mock/faults?client_id=testclient"},
	{request: "GET /_mock/presets"},
	{request: "GET /_mock/requests"},
	{request: "GET /_mock/requests/wait?count=3&outcome=refused"},
	{request: "GET /_mock/requests/wait?client_id=nowhere&timeout=1ms", status: 408},
	{request: "GET /_mock/requests/1"},
	{request: "GET /_mock/requests/0", status: 404},
	{request: "POST /_mock/tokens", body: `{"client_id":"testclient","expires_in":"1m","state":"expired"}`},
	{request: "GET /_mock/tokens"},
	{request: "POST /_mock/tokens/expire", body: `{"kind":"refresh_token"}`},
	{request: "POST /_mock/tokens/revoke", body: `{"account":"john"}`},
	{request: "GET /_mock/tokens?kind=access_token"},
	{request: "POST /_mock/clients", body: `{"id":"a","secrets":["b"],"lifetimes":{"access_token":"1m30s"},"pkce":"require","authorize":{"decision":"deny"}}`},
	{request: "GET /_mock/clients"},
	{request: "POST /_mock/accounts", body: `{"name":"jane","balance":"1.5","contacts":[{"lastname":"Doe","groups":[1]}]}`},
	{request: "GET /_mock/accounts"},
	{request: "GET /_mock/world"},
	{request: "DELETE /_mock/messages"},
	{request: "DELETE /_mock/requests"},
	{request: "POST /_mock/reset", body: `{"client_id":"testclient"}`},
	{request: "POST /_mock/reset"},
}

// Whatever the server answers is what the document says it does.
func TestOpenAPIAnswers(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) {
		w.Faults = []fixtures.Fault{{Endpoint: "rcs", Preset: "slow"}}
	}, mockserver.WithCA([]byte("-----BEGIN CERTIFICATE-----\n")))
	d := readDocument(t, server)
	token, err := server.IssueToken(mockserver.TokenRequest{})
	if err != nil {
		t.Fatal(err)
	}
	answered := map[string]bool{}
	contact := ""
	for _, c := range apiCalls {
		method, target, _ := strings.Cut(c.request, " ")
		target = strings.ReplaceAll(strings.ReplaceAll(target, "{contact}", contact), " ", "%20")
		w := serve(server, method, target, c.body, token.AccessToken)
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

// serve makes one request, authenticated by a token where there is need. The
// event stream is left after its first line.
func serve(server http.Handler, method, target, body, token string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	if !strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if target == "/me" || strings.HasPrefix(target, "/api/") {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if target == "/_mock/events" {
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
