package phpwire_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

func TestWhyUnread(t *testing.T) {
	t.Parallel()
	const form, multipart, object = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json"
	for _, test := range []struct{ contentType, body, want string }{
		{form, "", ""},
		{form, "to=1", ""},
		{object, `{"to":1}`, ""},
		{multipart, "--b\r\n", ""},
		{form, ` {"to":1}`, "it is JSON, and its Content-Type says application/x-www-form-urlencoded; want application/json"},
		{form + "; charset=utf-8", "\ufeffto=1", "byte order mark"},
		{object, "\ufeff{}", "byte order mark"},
		{object, `{"to":1`, "it ends too early"},
		{object, `{"to":}`, "invalid character '}' looking for beginning of value, at byte 7"},
		{object, `{} {}`, "more follows after byte"},
		{object, `["to"]`, "not an object"},
		{object, "{\"to\":\"\xe4\"}", "byte 8 is not UTF-8"},
		{object, `{"to":"\ud83d"}`, "no JSON to PHP: half a surrogate pair ends at byte 13"},
		{object, strings.Repeat("[", 512) + strings.Repeat("]", 512), "no JSON to PHP: it nests more than 511 deep"},
		{"multipart/form-data", "--b\r\n", "names no boundary"},
		{multipart, "--c\r\n", `the boundary "b"`},
		{"text/plain", "to=1", `Content-Type "text/plain"; want application/x-www-form-urlencoded, multipart/form-data or application/json`},
		{"", "to=1", "without a Content-Type"},
		{strings.Repeat("x", 1000), "to=1", "xxx..."},
		{strings.Repeat("x", 99) + "é", "to=1", `xxx..."`},
	} {
		got := phpwire.WhyUnread(test.contentType, test.body)
		if !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%q as %.50q: got %q, want it to say %q", test.body, test.contentType, got, test.want)
		}
	}
}

// TestInsteadInOtherSpellings sends client_id as other languages write it, and from
// a page whose URLs are escaped twice.
func TestInsteadInOtherSpellings(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"clientId", "client-id", "amp;client_id"} {
		want := fmt.Sprintf("%q is there, which is another name than `client_id`", name)
		if got := (phpwire.Values{name: {"x"}}).Instead("client_id"); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestInstead(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ query, want string }{
		{"", ""},
		{"text=1", ""},
		{"to[number]=1", "`to` came as an object, with `to[number]`"},
		{"to[]=1", "`to` came as a list"},
		{"to[i]=1&to[h]=1&to[g]=1&to[f]=1&to[e]=1&to[d]=1&to[c]=1&to[b]=1&to[a]=1&TO=1&To=1", "\"TO\" is there"}, // the first, whatever the order
		{"To=1", "\"To\" is there"},
		{"%EF%BB%BFto=1", "is there, which is another name than `to`"},
		{"to+=1", "\"to \" is there"},
	} {
		got := phpwire.ParseQuery(test.query).Instead("to")
		if !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%s: got %q, want it to say %q", test.query, got, test.want)
		}
	}
}
