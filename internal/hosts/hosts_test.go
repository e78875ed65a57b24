package hosts_test

import (
	"testing"

	"example.com/sms77mock/internal/hosts"
)

func TestPattern(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]string{
		"app.test": "app.test", "App.Test": "app.test", "app.test.": "app.test", " app.test\t": "app.test",
		"my_service-1": "my_service-1", "bücher.test": "bücher.test",
		"*": "*", "*.test": "*.test", "*.Test.": "*.test",
		"10.0.0.7": "10.0.0.7", "2001:DB8:0::1": "2001:db8::1", "[::1]": "::1", "::ffff:10.0.0.7": "10.0.0.7",
		"": "", " ": "", ".": "", "a b": "", "http://app.test": "", "app.test:3000": "", "10.0.0.7:80": "", "[::1]:80": "",
		"app.test/hook": "", "me@app.test": "", "a..b": "", ".test": "", "app.test..": "",
		"**": "", "*.": "", "*app.test": "", "a.*.test": "", "*.*": "", "10.0.0.0/8": "", "app,test": "",
	} {
		got, err := hosts.Pattern(entry)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q: got %q, %v, want %q", entry, got, err, want)
		}
	}
}

func TestOfHeader(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": "", ":80": "", "App.Test": "app.test", "app.test.:8077": "app.test", "10.0.0.7:80": "10.0.0.7", "[::1]:80": "::1", "[::1]": "::1",
	} {
		if got := hosts.OfHeader(header); got != want {
			t.Errorf("%q: got %q, want %q", header, got, want)
		}
	}
}

func TestIsPort(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"1": true, "8077": true, "65535": true, "": false, "0": false, "-1": false, "65536": false, "http": false,
	} {
		if got := hosts.IsPort(text); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		entry, host string
		want        bool
	}{
		{"app.test", "app.test", true},
		{" App.test. ", "APP.test.", true},
		{"app.test", "www.app.test", false},
		{"*.app.test", "www.app.test", true},
		{"*.app.test", "a.b.app.test", true},
		{"*.app.test", "app.test", false},
		{"*.app.test", "myapp.test", false},
		{"*", "10.0.0.7", true},
		{"2001:db8::1", "2001:0DB8::0001", true},
		{"10.0.0.7", "10.0.0.70", false},
		{"http://app.test", "app.test", false},
		{"", "", false},
	} {
		if got := hosts.Matches(test.entry, hosts.Name(test.host)); got != test.want {
			t.Errorf("%q, %q: got %v, want %v", test.entry, test.host, got, test.want)
		}
	}
}

func TestIsLocal(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"localhost": true, "LOCALHOST.": true, "app.localhost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"": false, "notlocalhost": false, "localhost.test": false, "10.0.0.1": false, "127.0.0.1.test": false,
	} {
		if got := hosts.IsLocal(hosts.Name(host)); got != want {
			t.Errorf("%q: got %v, want %v", host, got, want)
		}
	}
}
