package mockserver_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// needed is what an order needs beside the field that is looked at.
var needed = map[string]string{
	"addAccount": `"name":"new"`, "addClient": `"id":"new","public":true`, "answerAudit": `"question":1`, "decide": `"decision":"deny"`,
	"inject": `"status":503`, "react": `"kind":"open"`, "receive": `"from":"49171","text":"a"`, "script": `"call":"failed"`, "startAudit": `"login":"http://shop.localhost/"`,
}

// wrong are values of every kind, most of which any field refuses.
var wrong = []string{`null`, `true`, `-7`, `1.5`, `""`, `"zz"`, `[]`, `["zz"]`, `[null]`, `{"zz":1}`}

// Each field of each order, as the document has them, is given values of every kind.
// What is refused changes nothing, and its fields are called as in the body.
func TestFieldsOfOrders(t *testing.T) {
	t.Parallel()
	d := readDocument(t, newServer(t, nil))
	d.operations(func(method, path string, o operation) {
		if o.RequestBody == nil || !slices.Contains(o.Tags, "control") {
			return
		}
		t.Run(o.OperationID, func(t *testing.T) {
			t.Parallel()
			fields := d.Components.Schemas.fields(o.RequestBody.Content["application/json"].Schema)
			server := busyServer(t)
			path := strings.NewReplacer("{id}", must(server.Messages(control.MessageFilter{}))[0].ID).Replace(path)
			before := state(t, server)
			if o.OperationID == "load" || o.OperationID == "merge" { // which take all that the others do
				maps.DeleteFunc(fields, func(field string, _ any) bool { return strings.Contains(field, ".") })
			}
			for _, field := range slices.Sorted(maps.Keys(fields)) {
				for _, value := range wrong {
					body := order(o.OperationID, field, value)
					w := lever(server, method+" "+strings.TrimPrefix(path, "/_mock/"), body).answer()
					if w.Code == http.StatusOK {
						server = busyServer(t)
						before = state(t, server)
						continue
					}
					checkRefusal(t, body, fields, w.Code, w.Body.Bytes())
					if after := state(t, server); after != before {
						t.Fatalf("%s has changed something:\n%s\n%s", body, before, after)
					}
				}
			}
		})
	})
}

// busyServer has something of everything that an order could change.
func busyServer(t *testing.T) *mockserver.Server {
	t.Helper()
	server := newServer(t, func(w *fixtures.World) { w.Clock = fixtures.Clock{At: "2026-01-31T12:00:00Z", Frozen: true} })
	must(server.Decide(control.Decision{Decision: fixtures.Deny, Times: 2}))
	inject(t, server, control.Fault{Preset: "slow", Endpoint: "me"})
	must(server.IssueToken(control.TokenRequest{AccessToken: "a", RefreshToken: "b"}))
	post(server, "/api/sms", map[string][]string{"to": {"491716992343"}, "text": {"a"}}).bearer("a").answer()
	must(server.Receive(control.Inbound{From: "491716992343", Text: "b"}))
	must(server.Script(control.Script{Code: 500}))
	must(server.Snapshot("kept"))
	return server
}

// fields are the properties of an object, with those of a plain object in it.
func (s schemas) fields(schema any) map[string]any {
	properties := func(schema any) map[string]any {
		keywords, _ := schema.(map[string]any)
		if ref, ok := keywords["$ref"].(string); ok {
			keywords, _ = s[strings.TrimPrefix(ref, "#/components/schemas/")].(map[string]any)
		}
		found, _ := keywords["properties"].(map[string]any)
		return found
	}
	fields := map[string]any{}
	for name, schema := range properties(schema) {
		fields[name] = schema
		for inner, schema := range properties(schema) {
			fields[name+"."+inner] = schema
		}
	}
	return fields
}

// order is an order with a field that has a value.
func order(operation, field, value string) string {
	name, inner, nested := strings.Cut(field, ".")
	if nested {
		value = fmt.Sprintf(`{%q:%s}`, inner, value)
	}
	var members []string
	for _, member := range strings.SplitAfter(needed[operation], `,`) {
		if member = strings.TrimSuffix(member, ","); member != "" && !strings.HasPrefix(member, `"`+name+`":`) {
			members = append(members, member)
		}
	}
	return "{" + strings.Join(append(members, fmt.Sprintf(`%q:%s`, name, value)), ",") + "}"
}

var toldField = regexp.MustCompile(`^([a-z_]+)[.\[\]a-z0-9_]*: `)

func checkRefusal(t *testing.T, body string, fields map[string]any, status int, answer []byte) {
	t.Helper()
	var refusal struct{ Error string }
	if err := json.Unmarshal(answer, &refusal); err != nil || refusal.Error == "" || status >= 500 {
		t.Errorf("%s: got %d %s", body, status, answer)
	}
	for line := range strings.Lines(refusal.Error) {
		told := toldField.FindStringSubmatch(line)
		if told != nil && fields[told[1]] == nil && told[1] != "id" {
			t.Errorf("%s: got %s, which is no field of it", body, line)
		}
	}
}
