package strict_test

import (
	"math"
	"net/url"
	"testing"
	"time"

	"example.com/sms77mock/internal/strict"
)

func TestQuery(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		query string
		want  sample
	}{
		{query: ""},
		{query: "text=&count=&maybe="},
		{"text=a+b%26", sample{Text: "a b&"}},
		{"text=123", sample{Text: "123"}},
		{"text=true", sample{Text: "true"}},
		{"text=null", sample{Text: "null"}},
		{"text=1.5&maybe=1e3", sample{Text: "1.5", Maybe: ptr("1e3")}},
		{"colour=green", sample{Colour: "green"}},
		{"flag=true&count=-7&ratio=0.5", sample{Flag: true, Count: -7, Ratio: 0.5}},
		{"number=18446744073709551615", sample{Number: math.MaxUint64}},
		{"flag=false", sample{}},
		{"wait=5s", sample{Wait: 5 * time.Second}},
		{"common=a", sample{shared: shared{Common: "a"}}},
	} {
		var got sample
		check(t, test.query, strict.Query(values(t, test.query), &got), got, test.want, "")
	}
}

func TestQueryProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ query, want string }{
		{"txt=a", "txt: unknown field, want one of " + sampleFields + `; did you mean "text"?`},
		{"txt=", "txt: unknown field, want one of " + sampleFields + `; did you mean "text"?`},
		{"text=a&text=a", "text: is given twice"},
		{"count=many", `count: "many": want a whole number`},
		{"count=1.5", `count: "1.5": want a whole number`},
		{"number=-1", `number: "-1": want a whole number from 0 on`},
		{"flag=1", `flag: "1": want true or false`},
		{"flag=yes", `flag: "yes": want true or false`},
		{"wait=5", `wait: "5": want a duration such as "30s" or "1h"`},
		{"colour=blue", `colour: "blue": want one of red, green`},
		{"list=a", `list: "a": want a list`},
		{"wait=x&b=1&colour=blue&a=1", "a: unknown field, want one of " + sampleFields + "\nb: unknown field, want one of " + sampleFields + "\n" +
			`colour: "blue": want one of red, green` + "\n" + `wait: "x": want a duration such as "30s" or "1h"`},
	} {
		var got sample
		check(t, test.query, strict.Query(values(t, test.query), &got), got, sample{}, test.want)
	}
}

// An empty text that the tag zero forbids is not an absent one.
func TestQueryEmpty(t *testing.T) {
	t.Parallel()
	type filter struct {
		Name  string `yaml:"name" zero:"is empty: leave it out to mean all"`
		Limit int    `yaml:"limit" zero:"want 1 or more"`
	}
	for query, want := range map[string]string{
		"":            "",
		"name=a":      "",
		"limit=":      "",
		"name=":       "name: is empty: leave it out to mean all",
		"name":        "name: is empty: leave it out to mean all",
		"name=&name=": "name: is empty: leave it out to mean all\nname: is given twice",
		"limit=0":     `limit: "0": want 1 or more`,
	} {
		var got filter
		message := ""
		if err := strict.Query(values(t, query), &got).Err(); err != nil {
			message = err.Error()
		}
		if message != want {
			t.Errorf("%s: got %q, want %q", query, message, want)
		}
	}
}

// What Values writes, Query reads.
func TestValues(t *testing.T) {
	t.Parallel()
	want := sample{Text: "a b&ä", Colour: "red", Flag: true, Count: -1, Number: 7, Ratio: 0.5, Wait: time.Minute, Maybe: ptr("1"), shared: shared{Common: "c"}}
	var got sample
	query := strict.Values(want)
	check(t, query.Encode(), strict.Query(query, &got), got, want, "")
	if got := strict.Values(sample{}); len(got) != 0 {
		t.Errorf("got %v of nothing", got)
	}
}

func values(t *testing.T, query string) url.Values {
	t.Helper()
	v, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
