package phpwire_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

func BenchmarkParseQuery(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		phpwire.ParseQuery("grant_type=authorization_code&code=9ccb478a7cbe043c1df211f1d52a6437f8756cf8&redirect_uri=https%3A%2F%2Facme.inc%2Foauth_redirect&client_id=testclient&client_secret=testsecret")
	}
}

func BenchmarkEncodeQuery(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		phpwire.EncodeQuery(phpwire.Pair{Name: "code", Value: "9ccb478a7cbe043c1df211f1d52a6437f8756cf8"}, phpwire.Pair{Name: "state", Value: "x y/z~"})
	}
}

func BenchmarkAppendString(b *testing.B) {
	b.ReportAllocs()
	var buffer []byte
	for b.Loop() {
		buffer = phpwire.AppendString(buffer[:0], "http://tools.ietf.org/html/rfc6749#section-3.1.2 Größe")
	}
}

func BenchmarkMarshal(b *testing.B) {
	b.ReportAllocs()
	value := struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		URI         string `json:"error_uri"`
	}{"invalid_request", "The redirect URI provided is missing or does not match", "http://tools.ietf.org/html/rfc6749#section-3.1.2"}
	for b.Loop() {
		if _, err := phpwire.Marshal(value); err != nil {
			b.Fatal(err)
		}
	}
}

// bodies are JSON bodies of a part of a mebibyte, or with a part of as many values as one may have.
func bodies(part int) map[string]string {
	return map[string]string{
		"list":         `{"a":[` + many(`"`+strings.Repeat("x", 48)+`"`, 19_900/part) + `]}`,
		"nested lists": `{"a":[` + many(`["`+strings.Repeat("x", 98)+`"]`, 9_900/part) + `]}`,
		"objects":      `{"a":[` + many(`{"b":"`+strings.Repeat("x", 94)+`"}`, 9_900/part) + `]}`,
		"numbers":      `{"a":[` + many("123456789.125e-5", 19_900/part) + `]}`,
		"long numbers": `{"a":[` + many("0."+strings.Repeat("123456789", 5), 19_900/part) + `]}`,
		"whole number": `{"a":` + strings.Repeat("7", 1<<20/part-10) + `}`,
		"fraction":     `{"a":0.` + strings.Repeat("7", 1<<20/part-10) + `}`,
		"string":       `{"a":"` + strings.Repeat("x", 1<<20/part-10) + `"}`,
		"escapes":      `{"a":"` + strings.Repeat(`\n\u00e4`, 1<<17/part-10) + `"}`,
		"members":      "{" + members(19_900/part) + "}",
		"white space":  `{"a":1` + strings.Repeat(" ", 1<<20/part-10) + "}",
		"too many":     `{"a":[` + many("1", 1<<19/part) + `]}`,
	}
}

func many(value string, n int) string { return strings.Repeat(value+",", n-1) + value }

func members(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(`"member %d":"%s"`, i, strings.Repeat("x", 30))
	}
	return strings.Join(list, ",")
}

// BenchmarkMebibyte reads them as the server does: first it looks how many values there are, and what it says of a body
// that lacks something is whether it is JSON.
func BenchmarkMebibyte(b *testing.B) {
	for name, body := range bodies(1) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				if !phpwire.TooManyInBody("application/json", body) {
					phpwire.ParseBodyAny("application/json", body)
				}
				phpwire.WhyUnread("application/json", body)
			}
		})
	}
}

// A value costs few allocations, and whether a body is JSON none that grow with it: what one request makes the server
// do is in proportion to what it brings.
func TestJSONTakesFewAllocations(t *testing.T) {
	for name, body := range bodies(20) {
		if phpwire.TooManyInBody("application/json", body) {
			continue
		}
		values := 1 + strings.Count(body, ",") + strings.Count(body, ":") + strings.Count(body, "[")
		if got := testing.AllocsPerRun(2, func() { phpwire.ParseBodyAny("application/json", body) }); got > float64(3*values+20) {
			t.Errorf("%s: reading %d values takes %.0f allocations, want at most three for each", name, values, got)
		}
		if got := testing.AllocsPerRun(2, func() { phpwire.WhyUnread("application/json", body) }); got > 5 {
			t.Errorf("%s: finding that it is JSON takes %.0f allocations, want at most 5", name, got)
		}
		if got := testing.AllocsPerRun(2, func() { phpwire.TooManyInBody("application/json", body) }); got > 5 {
			t.Errorf("%s: counting takes %.0f allocations, want at most 5", name, got)
		}
	}
}
