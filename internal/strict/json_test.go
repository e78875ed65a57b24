package strict_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/internal/strict"
)

func TestJSON(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		json string
		want sample
	}{
		{json: ""},
		{json: " \r\n\t"},
		{json: "{}"},
		{json: " {\n} "},
		{json: "\uFEFF"},
		{"\uFEFF{\"text\":\"a\"}", sample{Text: "a"}},
		{`{"text":"a"}`, sample{Text: "a"}},
		{`{"text":"\ud83d\ude00\/\u00fc\u0000"}`, sample{Text: "😀/ü\x00"}},
		{`{"text":"\ud83d"}`, sample{Text: "\uFFFD"}},
		{`{"t\u0065xt":"a"}`, sample{Text: "a"}},
		{`{"text":"null","colour":"red","maybe":"~"}`, sample{Text: "null", Colour: "red", Maybe: ptr("~")}},
		{`{"flag":true,"count":-12,"big":9223372036854775807,"ratio":1e3}`, sample{Flag: true, Count: -12, Big: 9223372036854775807, Ratio: 1000}},
		{`{"wait":"1.5s"}`, sample{Wait: 1500 * time.Millisecond}},
		{`{"wait":0}`, sample{}},
		{`{"list":[],"map":{}}`, sample{List: []string{}, Map: map[string]string{}}},
		{`{"inners":[{"name":"a"},{}],"common":"b"}`, sample{Inners: []inner{{Name: "a"}, {}}, shared: shared{Common: "b"}}},
		{`{"map":{"<<":"a","":"b"}}`, sample{Map: map[string]string{"<<": "a", "": "b"}}},
	} {
		var got sample
		check(t, test.json, strict.JSON([]byte(test.json), &got), got, test.want, "")
	}
}

func TestJSONProblems(t *testing.T) {
	t.Parallel()
	const wantObject = "want an object with " + sampleFields
	for _, test := range []struct{ json, want string }{
		{`{"txt":"a"}`, "txt: unknown field, want one of " + sampleFields + `; did you mean "text"?`},
		{`{"Text":"a"}`, "Text: unknown field, want one of " + sampleFields + `; did you mean "text"?`},
		{`{"text":"a","text":"a"}`, "text: is given twice"},
		{`{"text":"a","t\u0065xt":"a"}`, "text: is given twice"},
		{`{"map":{"a":"1","a":"1"}}`, "map.a: is given twice"},
		{`{"text":1}`, `text: "1": want a string`},
		{`{"text":true}`, `text: "true": want a string`},
		{`{"text":null}`, `text: "null": want a string`},
		{`{"map":{"a":1}}`, `map.a: "1": want a string`},
		{`{"colour":"blue"}`, `colour: "blue": want one of red, green`},
		{`{"flag":"true"}`, `flag: "true": want true or false`},
		{`{"flag":1}`, `flag: "1": want true or false`},
		{`{"count":"1"}`, `count: "1": want a whole number`},
		{`{"count":1.0}`, `count: "1.0": want a whole number`},
		{`{"ratio":"1"}`, `ratio: "1": want a number`},
		{`{"wait":5}`, `wait: "5": want a duration such as "30s" or "1h"`},
		{`{"list":"a"}`, `list: "a": want a list`},
		{`null`, `"null": ` + wantObject},
		{`[]`, wantObject},
		{`"a"`, `"a": ` + wantObject},
		{`{"txt":1,"count":"1"}`, "txt: unknown field, want one of " + sampleFields + `; did you mean "text"?` + "\n" + `count: "1": want a whole number`},

		{`{"text":"a"`, "not JSON: the document ends too early"},
		{`{"text"`, "not JSON: the document ends too early"},
		{`{"list":["a"`, "not JSON: the document ends too early"},
		{`{} {}`, "not JSON: something follows the JSON value"},
		{`{}}`, "not JSON: something follows the JSON value"},
		{`{} x`, "not JSON: something follows the JSON value"},
		{`{text:"a"}`, "not JSON: invalid character 't'"},
		{`{"text":'a'}`, `not JSON: invalid character '\'' looking for beginning of value`},
		{`{"text":"a",}`, "not JSON: invalid character '}' looking for beginning of object key string"},
		{`{"list":["a" "b"]}`, "not JSON: invalid character '\"' after array element"},
		{`text: a`, "not JSON: invalid character 'e' in literal true (expecting 'r')"},
		{strings.Repeat(`{"inner":`, 1000), "not JSON: the document nests too deeply"},
		{strings.Repeat(`[`, 1_000_000), "not JSON: the document nests too deeply"},
		{strings.Repeat(`[`, 64) + "1" + strings.Repeat(`]`, 64), "not JSON: the document nests too deeply"},
		{strings.Repeat(`[`, 63) + "1" + strings.Repeat(`]`, 63), wantObject},
	} {
		var got sample
		check(t, test.json[:min(len(test.json), 200)], strict.JSON([]byte(test.json), &got), got, sample{}, test.want)
	}
}

// notJSON are texts of what might be taken for JSON if one does not look closely.
var notJSON = []string{
	`{"count":01}`, `{"count":-}`, `{"ratio":1.}`, `{"ratio":.5}`, `{"ratio":1e}`, `{"count":+1}`, `{"flag":truex}`, `{"flag":tru}`,
	`{"list":["a",]}`, `{"list":[,]}`, `{"list":["a" "b"]}`, `{"list":["a"}`, `{"list":["a`, `{"list":[`,
	`{"text":"a" "maybe":"b"}`, `{"text" "a"}`, `{"text","a"}`, `{"text":}`, `{"text":"a",}`, `{,}`, `{"text":"a"]`, `{"text":"a`, `{"text":"a\`, `{"text`, `{`,
	"{\"text\":\"a\nb\"}", "{\"text\":\"\x00\"}", `{"text":"\x"}`, `{"text":"\u12"}`, `{} {}`, "{}\x00", "{\x00}",
}

// What is no JSON is not read, however near it comes.
func TestNotJSON(t *testing.T) {
	t.Parallel()
	for _, text := range notJSON {
		if json.Valid([]byte(text)) {
			t.Errorf("%q: is JSON", text)
		}
		if err := strict.JSON([]byte(text), new(sample)).Err(); err == nil || !strings.HasPrefix(err.Error(), "not JSON: ") {
			t.Errorf("%q: got %v, want that it is not JSON", text, err)
		}
	}
}

// A long list, of which two read a half each, means what a parser of YAML takes it
// for, and so do mistakes in either half. A remark at its end makes JSON YAML.
func TestLongList(t *testing.T) {
	t.Parallel()
	for _, length := range []int{256, 257, 512, 513, 1000} {
		for _, wrong := range []int{-1, 0, 255, 256, length - 1} {
			entries := make([]string, length)
			for i := range entries {
				entries[i] = fmt.Sprintf(`{"name":"%d]","words":["red"]}`, i)
				if i == wrong {
					entries[i] = `{"name":1.5,"colour":"blue"}`
				}
			}
			text := `{"inners":[` + strings.Join(entries, ",\n") + `],"text":"a"}`
			var got, want sample
			quick, slow := strict.YAML("s.yaml", []byte(text), &got, nil).Err(), strict.YAML("s.yaml", []byte(text+"\n#"), &want, nil).Err()
			if (slow == nil) != (wrong < 0 || wrong >= length) || fmt.Sprint(quick) != fmt.Sprint(slow) {
				t.Fatalf("%d entries, %d wrong: got %v, want %v", length, wrong, quick, slow)
			}
			samePlain(t, got, want)
		}
	}
}
