package phpwire_test

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// What is read of JSON is what encoding/json reads, flattened, but for what PHP alone refuses.
func FuzzJSON(f *testing.F) {
	for _, body := range []string{
		`{"a":["1",2,null,true,false,-0.5e3],"b":[],"c":{},"d":{"e":[{"f":1},[2,[3]]]}}`,
		`{"a[]":"y","a":["x"],"b[c]":1,"b":{"c":2},"b":{"c":3}}`, `{"a":{"b":1,"b":{"c":2}},"a":{"d":[1,1]}}`, `{"a":{"b][c":1,"b":{"c":2}}}`,
		`{"\u0061":1,"a":"\ud83d\ude00\/\n"}`, `{"a":01}`, `{"a":1.}`, `{"a":-}`, `{"a":1e}`, `{"a":1E+5}`, `{"a":+1}`, `{"a":.5}`, `{"a":tru}`, `{"a":nullx}`,
		`{"a":"\x"}`, "{\"a\":\"\t\"}", `{"a":"`, `{"a":"\`, `{"a"`, `{"a":1,}`, `{"a":[1,]}`, `{"a":[1 2]}`, `{,}`, `{"a":1}}`, `{"a":1} `, `[1]`, `"a"`, `1`, `null`, ` `, `{"a":99999999999999999999999999}`,
		strings.Repeat("[", 512), `{"a":` + strings.Repeat("[", 510) + strings.Repeat("]", 510) + "}",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if strings.Contains(phpwire.WhyUnread("application/json", body), "no JSON to PHP") {
			t.Skip("PHP refuses it")
		}
		got := phpwire.ParseBodyAny("application/json", body)
		if diff := cmp.Diff(flattened(body), got); diff != "" {
			t.Errorf("%q reads differently (-encoding/json +phpwire):\n%s", body, diff)
		}
	})
}

// flattened is what a JSON object says by encoding/json.
func flattened(body string) phpwire.Values {
	values := phpwire.Values{}
	var object map[string]any
	decoder := json.NewDecoder(strings.NewReader(body))
	decoder.UseNumber()
	if !utf8.ValidString(body) || decoder.Decode(&object) != nil {
		return values
	}
	if _, err := decoder.Token(); err != io.EOF {
		return values
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		flatten(values, name, object[name])
	}
	return values
}

func flatten(values phpwire.Values, name string, value any) {
	nested := func(key string, value any) {
		if len(name)+len(key)+2 <= 256 {
			flatten(values, name+"["+key+"]", value)
		}
	}
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			nested(key, value[key])
		}
	case []any:
		isScalar := func(x any) bool { _, isMap := x.(map[string]any); _, isList := x.([]any); return !isMap && !isList }
		for i, x := range value {
			if slices.ContainsFunc(value, func(x any) bool { return !isScalar(x) }) {
				nested(strconv.Itoa(i), x)
			} else {
				nested("", x)
			}
		}
	case nil:
	case bool:
		values[name] = append(values[name], map[bool]string{true: "1"}[value])
	case json.Number: // as PHP prints it
		values[name] = append(values[name], phpwire.ParseBodyAny("application/json", `{"n":`+value.String()+`}`).Get("n"))
	case string:
		values[name] = append(values[name], value)
	}
}
