package phpwire_test

import (
	"reflect"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

const multipartBody = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--XX--\r\n"

// The cases of ParseBody are in testdata/body.json, but for methods in lower case, which PHP's built-in server refuses.

func TestParseBodyOfMethodsInLowerCase(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		method, contentType, body string
		want                      phpwire.Values
	}{
		{"post", "application/x-www-form-urlencoded", "a=1", phpwire.Values{}},
		{"post", "multipart/form-data; boundary=XX", multipartBody, phpwire.Values{}},
		{"Post", "application/json", `{"a":1}`, phpwire.Values{"a": {"1"}}},
		{"put", "application/x-www-form-urlencoded", "a=1", phpwire.Values{"a": {"1"}}},
		{"delete", "application/json", `{"a":1}`, phpwire.Values{"a": {"1"}}},
		{"patch", "application/json", `{"a":1}`, phpwire.Values{}},
	} {
		got := phpwire.ParseBody(test.method, test.contentType, test.body)
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("ParseBody(%q, %q) = %q, want %q", test.method, test.contentType, got, test.want)
		}
	}
}

func TestParseBodyAny(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		contentType, body string
		want              phpwire.Values
	}{
		{"application/x-www-form-urlencoded", "a=1&a=2", phpwire.Values{"a": {"1", "2"}}},
		{"Application/X-WWW-Form-Urlencoded;charset=utf-8", "a=1", phpwire.Values{"a": {"1"}}},
		{"multipart/form-data; boundary=XX", multipartBody, phpwire.Values{"a": {"1"}}},
		{"application/json", `{"a":1}`, phpwire.Values{"a": {"1"}}},
		{"Application/JSON; charset=utf-8", `{"a":1}`, phpwire.Values{"a": {"1"}}},
		{"application/jsonp", `{"a":1}`, phpwire.Values{}},
		{"text/plain", "a=1", phpwire.Values{}},
		{"", "a=1", phpwire.Values{}},
	} {
		got := phpwire.ParseBodyAny(test.contentType, test.body)
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("ParseBodyAny(%q, %q) = %q, want %q", test.contentType, test.body, got, test.want)
		}
	}
}

func TestParseBodyAnyFlattensJSON(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]phpwire.Values{
		`{"to":["1",2,null,true]}`:                  {"to[]": {"1", "2", "1"}},
		`{"to":[]}`:                                 {},
		`{"to":{}}`:                                 {},
		`{"d":{"x":"1","y":{"z":2}}}`:               {"d[x]": {"1"}, "d[y][z]": {"2"}},
		`{"d":{"x":[1,2]}}`:                         {"d[x][]": {"1", "2"}},
		`{"d":["a",{"x":1},["b","c"]]}`:             {"d[0]": {"a"}, "d[1][x]": {"1"}, "d[2][]": {"b", "c"}},
		`{"to[]":"y","to":["x"]}`:                   {"to[]": {"x", "y"}},
		"{\"a\":\"\xff\"}":                          {},
		`{"a":1} {"b":2}`:                           {},
		`{"":1}`:                                    {"": {"1"}},
		`{" a.b":1}`:                                {" a.b": {"1"}},
		`{"a":99999999999999999999999999}`:          {"a": {"1.0E+26"}},
		`{"a":1` + strings.Repeat("0", 308) + `}`:   {"a": {"1.0E+308"}},
		`{"a":-1` + strings.Repeat("0", 308) + `}`:  {"a": {"-1.0E+308"}},
		`{"a":` + strings.Repeat("7", 1000) + `}`:   {"a": {"INF"}},
		`{"a":-1` + strings.Repeat("0", 309) + `}`:  {"a": {"-INF"}},
		`{"a":-1` + strings.Repeat("0", 310) + `}`:  {"a": {"-INF"}},
		`{"a":0.` + strings.Repeat("3", 1000) + `}`: {"a": {"0.33333333333333"}},
	} {
		got := phpwire.ParseBodyAny("application/json", body)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("parameters of %s = %q, want %q", body, got, want)
		}
	}
}

func TestParseBodyAnyBoundsNestedNames(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 300)
	body := `{"` + long + `":"kept","a":{"` + long + `":"ignored"},"b":` +
		strings.Repeat(`{"b":`, 500) + "1" + strings.Repeat("}", 500) + "}"
	got := phpwire.ParseBodyAny("application/json", body)
	if want := (phpwire.Values{long: {"kept"}}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %d parameters, want only the one at the top", len(got))
	}
}

func TestParseBodyAnyTakesJSONAsDeepAsPHP(t *testing.T) {
	t.Parallel()
	for depth, want := range map[int]string{511: "1", 512: ""} {
		body := `{"a":1,"b":` + strings.Repeat("[", depth-1) + strings.Repeat("]", depth-1) + "}"
		if got := phpwire.ParseBodyAny("application/json", body).Get("a"); got != want {
			t.Errorf("a beside what nests %d deep is %q, want %q", depth, got, want)
		}
	}
}

func TestParseBodyKeepsWhatCameOfBrokenMultipart(t *testing.T) {
	t.Parallel()
	body := strings.TrimSuffix(multipartBody, "--XX--\r\n") + "--XX\r\nContent-Disposition: form-data; name=\"b\"\r\n\r\nhal"
	got := phpwire.ParseBody("POST", "multipart/form-data; boundary=XX", body)
	if want := (phpwire.Values{"a": {"1"}, "b": {"hal"}}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
