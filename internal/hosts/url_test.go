package hosts_test

import (
	"testing"

	"example.com/sms77mock/internal/hosts"
)

func TestOrigin(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"*": "*", "http://127.0.0.1:3000": "http://127.0.0.1:3000", "https://app.test": "https://app.test",
		"HTTP://App.Test": "http://app.test", "http://app.test:80": "http://app.test", "https://app.test:443": "https://app.test",
		"http://app.test:443": "http://app.test:443", "http://[::1]:3000": "http://[::1]:3000",
		"http://[0:0::0001]:80": "http://[::1]", "http://[2001:DB8::A]": "http://[2001:db8::a]", "http://app.test:": "http://app.test",
		"http://app.test:08077": "http://app.test:8077", "https://app.test.": "https://app.test.",
		"http://app.test:0": "", "http://app.test:65536": "",
		"": "", "app.test": "", "http://": "", "http://:80": "", "ftp://app.test": "", "null": "", "http://app.test/": "", "http://app.test/a": "",
		"http://a:b@app.test": "", "http://app.test?": "", "http://app.test#a": "", "http://*.test:x": "",
		"http://xn--bcher-kva.test": "http://xn--bcher-kva.test", "http://bücher.test": "",
	} {
		got, err := hosts.Origin(text)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestBaseURL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"https://sms77mock.test": "https://sms77mock.test", "https://qa.test/sms77/": "https://qa.test/sms77",
		"https://QA.test:443": "https://QA.test:443", "https://qa.test:65536": "",
		"foo": "", "https://qa.test/?a=b": "", "https://qa.test/#a": "", "https://a:b@qa.test/": "", "//qa.test": "", "http://bücher.test": "",
	} {
		got, err := hosts.BaseURL(text)
		if err == nil && got.String() != want || (err != nil) != (want == "") {
			t.Errorf("%q: got %v, %v, want %q", text, got, err, want)
		}
	}
	if got, err := hosts.BaseURL(""); got != nil || err != nil {
		t.Errorf("none: got %v, %v, want nothing", got, err)
	}
}
