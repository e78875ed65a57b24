package phpwire_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

func FuzzParseURL(f *testing.F) {
	for _, seed := range []string{"", "https://u:p@acme.inc:443/cb?a=b#c", "com.example.app:/x", "//[::1]:80", "file:///c:/x", "a:80"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		u, ok := phpwire.ParseURL(s)
		if !ok && u != (phpwire.URL{}) {
			t.Errorf("ParseURL(%q) is false but has parts", s)
		}
		for _, part := range []*string{u.Scheme, u.User, u.Pass, u.Host, u.Port, u.Path, u.Query, u.Fragment} {
			if part != nil && strings.ContainsAny(*part, "\x00\r\n\x7f") {
				t.Errorf("ParseURL(%q) has the control characters of %q", s, *part)
			}
		}
	})
}

func FuzzParseBody(f *testing.F) {
	f.Add("POST", "application/json; charset=utf-8", []byte(`{"a":[1,{"b":1e400}],"c":{"d":null}}`))
	f.Add("PUT", "application/x-www-form-urlencoded", []byte("a[]=1&%=+&=&%00=2"))
	f.Add("POST", "Multipart/form-data; boundary=\"XX\"", []byte(multipartBody))
	f.Fuzz(func(t *testing.T, method, contentType string, body []byte) {
		if phpwire.ParseBody(method, contentType, string(body)) == nil || phpwire.ParseBodyAny(contentType, string(body)) == nil {
			t.Error("got nil parameters, want none")
		}
	})
}

func FuzzEncodeQuery(f *testing.F) {
	f.Add("state", "a b~c&d=é%", "code", "")
	f.Fuzz(func(t *testing.T, name1, value1, name2, value2 string) {
		pairs := []phpwire.Pair{{name1, value1}, {name2, value2}}
		want := make(phpwire.Values)
		for _, pair := range pairs {
			if pair.Name == "" || strings.ContainsAny(pair.Name[:1], " [") || strings.Contains(pair.Name, "\x00") {
				t.Skip("PHP does not keep this name")
			}
			want[pair.Name] = append(want[pair.Name], pair.Value)
		}
		query := phpwire.EncodeQuery(pairs...)
		if got := phpwire.ParseQuery(query); !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("ParseQuery(%q) = %q, want %q", query, got, want)
		}
	})
}

func FuzzMarshal(f *testing.F) {
	f.Add("a/é\"\\😀\x00\xff\u2028", 1e-7)
	f.Fuzz(func(t *testing.T, s string, number float64) {
		type value struct {
			S string
			N float64
			M map[string]string
		}
		want := value{strings.ToValidUTF8(s, "?"), number, map[string]string{strings.ToValidUTF8(s, "?"): s}}
		encoded, err := phpwire.Marshal(want)
		if err != nil {
			t.Skip(err)
		}
		var got value
		if err := json.Unmarshal(encoded, &got); err != nil {
			t.Fatalf("%s: %v", encoded, err)
		}
		if got.S != want.S || got.N != want.N || got.M[got.S] != decoded(t, phpwire.AppendString(nil, s)) {
			t.Errorf("%s decodes to %v, want %v", encoded, got, want)
		}
	})
}

func decoded(t *testing.T, encoded []byte) (s string) {
	t.Helper()
	if err := json.Unmarshal(encoded, &s); err != nil {
		t.Fatalf("%s: %v", encoded, err)
	}
	return s
}

func FuzzDecode(f *testing.F) {
	f.Add("QUJD=%41+ \x00")
	f.Fuzz(func(t *testing.T, s string) {
		for name, decode := range map[string]func(string) string{
			"DecodeBase64": phpwire.DecodeBase64, "URLDecode": phpwire.URLDecode, "RawURLDecode": phpwire.RawURLDecode,
			"Trim": phpwire.Trim, "TrimLeft": phpwire.TrimLeft,
		} {
			if got := decode(s); len(got) > len(s) {
				t.Errorf("%s(%q) = %q, which is longer", name, s, got)
			}
		}
	})
}
