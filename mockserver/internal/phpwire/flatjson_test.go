package phpwire_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// slowly is a blank that makes a body too long for the short way, which leaves it to
// encoding/json.
var slowly = strings.Repeat(" ", 5000)

// What is read the short way reads the same the long way.
func FuzzFlatJSON(f *testing.F) {
	for _, body := range []string{
		`{}`, `{"a":"b"}`, ` { "to" : "491716992343" , "debug":1,"json": true } `, `{"a":null,"b":false}`, `{"a":"1","a":"2"}`, `{"a":"1","a":null}`,
		`{"a":0}`, `{"a":-1}`, `{"a":-0}`, `{"a":01}`, `{"a":1.50}`, `{"a":123456789012345678901}`, `{"a":tru}`, `{"a":}`, `{"a":"b"`, `{"a":"b"}x`, `{,}`, `{"a":"b",}`,
		`{"a":"b" "c":"d"}`, `{"a" "b"}`, `{"ä":"€"}`, `{"a":"\u00e4"}`, "{\"a\":\"\n\"}", "{\"a\":\"\xff\"}", `{"a[]":"b","a":["c"]}`, `{"a":{"b":1}}`, `["a"]`, `"a"`, `{"a:b":"c:d"}`, "",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got := phpwire.ParseBodyAny("application/json", []byte(body))
		want := phpwire.ParseBodyAny("application/json", []byte(body+slowly))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q reads differently (-long +short):\n%s", body, diff)
		}
	})
}
