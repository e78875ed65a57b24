package gateway_test

import (
	"net/http/httptest"
	"strconv"
	"testing"

	"example.com/sms77mock/fixtures"
)

// TestKeyScopes holds a key with one scope to that scope's endpoints.
func TestKeyScopes(t *testing.T) {
	t.Parallel()
	john := fixtures.Account{Name: "john", Balance: "9"}
	for _, scope := range fixtures.KnownScopes() {
		john.Keys = append(john.Keys, fixtures.Key{Key: scope, Scopes: []string{scope}})
	}
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{john}})
	for guarded, list := range requests() {
		for _, endpoint := range list {
			for _, key := range john.Keys {
				r := requestTo(endpoint)
				r.Header.Set("X-Api-Key", key.Key)
				got := w.do(r)
				if (got.body == "902") != (key.Key != guarded) || got.body == "902" && got.status != 200 {
					t.Errorf("%s with the scope %s: got %d %s", endpoint, key.Key, got.status, got.body)
				}
			}
		}
	}
}

func TestKeyAddresses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "9", Keys: []fixtures.Key{
		{Key: "key", Addresses: []string{"203.0.113.7", "198.51.100.0/24", "2001:db8::/32"}},
	}}}})
	for from, want := range map[string]string{
		"203.0.113.7:80":          "9",
		"203.0.113.8:80":          "903",
		"198.51.100.255:80":       "9",
		"198.51.101.0:80":         "903",
		"[::ffff:203.0.113.7]:80": "9",
		"[2001:db8:1::1%eth0]:80": "9",
		"[2001:db9::1]:80":        "903",
		"203.0.113.7":             "903", // no address and port
		"":                        "903",
	} {
		r := httptest.NewRequest("GET", "/api/balance", nil)
		r.Header.Set("X-Api-Key", "key")
		r.RemoteAddr = from
		if got := w.do(r); got.body != want {
			t.Errorf("from %s: got %s (%s), want %s", from, got.body, got.call.Reason, want)
		}
	}
}

func TestKeyWantsSignature(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "9", SigningKey: "secret", APIKeys: []string{"free"}, Keys: []fixtures.Key{
		{Key: "key", Signed: true},
	}}}})
	now := strconv.FormatInt(start.Unix(), 10)
	for _, test := range []struct{ key, signedWith, want string }{
		{"key", "secret", "9"}, {"key", "another", "901"}, {"key", "", "901"},
		{"free", "secret", "9"}, {"free", "another", "901"}, {"free", "", "9"},
	} {
		r := httptest.NewRequest("GET", "http://gateway.seven.io/api/balance", nil)
		r.Header.Set("X-Api-Key", test.key)
		if test.signedWith != "" {
			r.Header.Set("X-Signature", signature(test.signedWith, now, "n", "GET", "http://gateway.seven.io/api/balance", md5Hex("")))
			r.Header.Set("X-Timestamp", now)
			r.Header.Set("X-Nonce", "n")
		}
		if got := w.do(r); got.body != test.want {
			t.Errorf("%+v: got %s (%s)", test, got.body, got.call.Reason)
		}
	}
}
