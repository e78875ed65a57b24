package phpwire_test

import (
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
