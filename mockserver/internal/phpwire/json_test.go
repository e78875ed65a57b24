package phpwire_test

import (
	"encoding/json"
	"math"
	"testing"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

func TestMarshal(t *testing.T) {
	t.Parallel()
	type token struct {
		AccessToken string  `json:"access_token"`
		ExpiresIn   int     `json:"expires_in"`
		Scope       *string `json:"scope"`
		Refresh     string  `json:"refresh_token,omitempty"`
		Hidden      string  `json:"-"`
	}
	for _, test := range []struct {
		value any
		want  string
	}{
		{token{AccessToken: "a/b", ExpiresIn: 3600}, `{"access_token":"a\/b","expires_in":3600,"scope":null}`},
		{[]string{"1/2", "\xff"}, `["1\/2","\ufffd"]`},
		{map[string]int{"z": 1, "a/é": 2}, `{"a\/\u00e9":2,"z":1}`},
		{json.RawMessage(`{ "price" : 1.50, "url" : "\/é/" }`), `{"price":1.50,"url":"\/\u00e9\/"}`},
		{json.RawMessage(`["-1.5e-9","1e5",1e5]`), `["-1.5e-9","1e5",100000]`},
		{json.RawMessage(`[1e16,1e17]`), "[10000000000000000,1.0e+17]"},
		{uint64(math.MaxUint64), "18446744073709551615"},
		{math.MaxFloat64, "1.7976931348623157e+308"},
		{math.SmallestNonzeroFloat64, "5.0e-324"},
		{float32(0.1), "0.1"},
		{0.0, "0"},
	} {
		got, err := phpwire.Marshal(test.value)
		if err != nil || string(got) != test.want {
			t.Errorf("Marshal(%v) = %s, %v, want %s", test.value, got, err, test.want)
		}
	}
}

func TestMarshalFails(t *testing.T) {
	t.Parallel()
	for _, value := range []any{math.NaN(), math.Inf(1), make(chan int)} {
		if got, err := phpwire.Marshal(value); err == nil {
			t.Errorf("Marshal(%v) = %s, want an error", value, got)
		}
	}
}

func TestAppendStringAppends(t *testing.T) {
	t.Parallel()
	got := string(phpwire.AppendString([]byte(`{"error":`), "a\xffb\xe2\x82"))
	if want := `{"error":"a\ufffdb\ufffd\ufffd"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
