package phpwire_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// price writes itself.
type price int

func (p price) AppendJSON(dst []byte) ([]byte, error) {
	return fmt.Appendf(dst, "%.3g", float64(p)/10000), nil
}

type word string

type place struct {
	City string `json:"city"`
	Zip  string `json:"zip,omitempty"`
}

// list contains itself.
type list struct {
	Value int   `json:"value"`
	Next  *list `json:"next"`
}

func TestMarshal(t *testing.T) {
	t.Parallel()
	type token struct {
		AccessToken string  `json:"access_token"`
		ExpiresIn   int     `json:"expires_in"`
		Scope       *string `json:"scope"`
		Refresh     string  `json:"refresh_token,omitempty"`
		Hidden      string  `json:"-"`
	}
	two := price(20000)
	for _, test := range []struct {
		value any
		want  string
	}{
		{token{AccessToken: "a/b", ExpiresIn: 3600}, `{"access_token":"a\/b","expires_in":3600,"scope":null}`},
		{[]string{"1/2", "\xff"}, `["1\/2","\ufffd"]`},
		{map[string]int{"z": 1, "a/é": 2}, `{"a\/\u00e9":2,"z":1}`},
		{[]any{"-1.5e-9", "1e5", 1e5, nil, true, []bool(nil), map[string]int(nil), [2]int8{-1, 1}}, `["-1.5e-9","1e5",100000,null,true,null,null,[-1,1]]`},
		{[]float64{1e16, 1e17, 1e18, 123456789012345678901}, "[10000000000000000,1.0e+17,1.0e+18,1.2345678901234568e+20]"},
		{nil, "null"},
		{(*int)(nil), "null"},
		{price(750), "0.075"},
		{map[word]*price{"to/pay": &two, "paid": nil}, `{"paid":null,"to\/pay":2}`},
		{struct {
			place
			Street, hidden string
			Rest           struct{} `json:",omitempty"`
			*list
		}{place{"Kiel", ""}, "Wall 1", "x", struct{}{}, &list{Value: 1, Next: &list{Value: 2}}},
			`{"city":"Kiel","Street":"Wall 1","Rest":{},"value":1,"next":{"value":2,"next":null}}`},
		{uint64(math.MaxUint64), "18446744073709551615"},
		{math.MaxFloat64, "1.7976931348623157e+308"},
		{math.SmallestNonzeroFloat64, "5.0e-324"},
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
	for _, value := range []any{
		math.NaN(), math.Inf(1), make(chan int), map[int]string{}, json.RawMessage("1"), time.Time{}, complex(1, 2),
		[]any{1, math.NaN()}, map[string]any{"a": make(chan int)}, struct{ A func() }{}, &struct{ A any }{math.NaN()},
	} {
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
