package strict_test

import (
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/internal/strict"
)

func TestYAML(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		yaml string
		want sample
	}{
		{yaml: ""},
		{yaml: "# a remark"},
		{yaml: "---"},
		{yaml: "~"},
		{yaml: "{}"},
		{"text: a\n", sample{Text: "a"}},
		{"text: 007", sample{Text: "007"}},
		{"text: true", sample{Text: "true"}},
		{"text: ''", sample{}},
		{"text: |\n  a\n  b\n", sample{Text: "a\nb\n"}},
		{`text: "\u00fc\U0001F600"`, sample{Text: "ü😀"}},
		{"colour: red", sample{Colour: "red"}},
		{"flag: true", sample{Flag: true}},
		{"flag: False", sample{}},
		{"count: -12", sample{Count: -12}},
		{"small: 127", sample{Small: 127}},
		{"big: 9223372036854775807", sample{Big: 9223372036854775807}},
		{"ratio: 1.5", sample{Ratio: 1.5}},
		{"ratio: 3", sample{Ratio: 3}},
		{"wait: 1m30s", sample{Wait: 90 * time.Second}},
		{"wait: '-1ms'", sample{Wait: -time.Millisecond}},
		{"wait: 0", sample{}},
		{"list: []", sample{List: []string{}}},
		{"list: [a, 1]", sample{List: []string{"a", "1"}}},
		{"inner: {name: a, words: [red]}", sample{Inner: inner{Name: "a", Words: []colour{"red"}}}},
		{"inners: [{name: a}, {}]", sample{Inners: []inner{{Name: "a"}, {}}}},
		{"map: {}", sample{Map: map[string]string{}}},
		{"map: {a: 1, b.c: ''}", sample{Map: map[string]string{"a": "1", "b.c": ""}}},
		{"maybe: ''", sample{Maybe: ptr("")}},
		{"later: {name: a}", sample{Later: &inner{Name: "a"}}},
		{"common: a", sample{shared: shared{Common: "a"}}},

		{"text: &x a\ncommon: *x", sample{Text: "a", shared: shared{Common: "a"}}},
		{"inner: &x {name: a}\nlater: *x", sample{Inner: inner{Name: "a"}, Later: &inner{Name: "a"}}},
		{"list: &x [a]\ninner: {words: [red]}\ninners: [{words: &y [red]}, {words: *y}]", sample{
			List:   []string{"a"},
			Inner:  inner{Words: []colour{"red"}},
			Inners: []inner{{Words: []colour{"red"}}, {Words: []colour{"red"}}},
		}},
		{"&k text: a\ninner: {name: b}\nmap: {*k : c}", sample{Text: "a", Inner: inner{Name: "b"}, Map: map[string]string{"text": "c"}}},
	} {
		var got sample
		check(t, test.yaml, strict.YAML("s.yaml", []byte(test.yaml), &got), got, test.want, "")
	}
}

func TestYAMLKeepsWhatIsNotGiven(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "text: new"} {
		got := sample{Text: "old", Count: 1}
		want := got
		if data != "" {
			want.Text = "new"
		}
		check(t, data, strict.YAML("s.yaml", []byte(data), &got), got, want, "")
	}
}

func TestYAMLProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ yaml, want string }{
		{"txt: a", "s.yaml:1: txt: unknown field, want one of " + sampleFields + `; did you mean "text"?`},
		{"hidden: a", "s.yaml:1: hidden: unknown field, want one of " + sampleFields},
		{"notag: a", "s.yaml:1: notag: unknown field, want one of " + sampleFields},
		{"shared: {common: a}", "s.yaml:1: shared: unknown field, want one of " + sampleFields},
		{"? [a]\n: b", "s.yaml:1: unknown field, want one of " + sampleFields},
		{"inner: &x {name: a}\nlater:\n  <<: *x", "s.yaml:3: later.<<: unknown field, want one of name, colour, words"},
		{"text: a\ntext: b", "s.yaml:2: text: is given twice"},
		{"txt: a\ntxt: b", "s.yaml:1: txt: unknown field, want one of " + sampleFields + `; did you mean "text"?` + "\ns.yaml:2: txt: unknown field, want one of " + sampleFields + `; did you mean "text"?`},
		{"map:\n  a: 1\n  b: 2\n  a: 3", "s.yaml:4: map.a: is given twice"},
		{"&k text: a\n*k : b", "s.yaml:2: text: is given twice"},
		{"text: [a]", "s.yaml:1: text: want a string"},
		{"text:", "s.yaml:1: text: want a string"},
		{"text: null", `s.yaml:1: text: "null": want a string`},
		{"maybe: ~", `s.yaml:1: maybe: "~": want a string`},
		{"colour: blue", `s.yaml:1: colour: "blue": want one of red, green`},
		{"colour: Red", `s.yaml:1: colour: "Red": want one of red, green; did you mean "red"?`},
		{"colour: ''", "s.yaml:1: colour: want one of red, green"},
		{"flag: yes", `s.yaml:1: flag: "yes": want true or false`},
		{"flag: 'true'", `s.yaml:1: flag: "true": want true or false`},
		{"count: 1.0", `s.yaml:1: count: "1.0": want a whole number`},
		{"count: [1]", "s.yaml:1: count: want a whole number"},
		{"count: '1'", `s.yaml:1: count: "1": want a whole number`},
		{"small: 128", `s.yaml:1: small: "128": want a whole number`},
		{"big: 9223372036854775808", `s.yaml:1: big: "9223372036854775808": want a whole number`},
		{"ratio: much", `s.yaml:1: ratio: "much": want a number`},
		{"wait: 5", `s.yaml:1: wait: "5": want a duration such as "30s" or "1h"`},
		{"wait: [5s]", `s.yaml:1: wait: want a duration such as "30s" or "1h"`},
		{"list: a", `s.yaml:1: list: "a": want a list`},
		{"list: {a: b}", "s.yaml:1: list: want a list"},
		{"inners: {a: b}", "s.yaml:1: inners: want a list"},
		{"list: [a, [b]]", "s.yaml:1: list[1]: want a string"},
		{"inner: a", `s.yaml:1: inner: "a": want an object with name, colour, words`},
		{"inner: [a, b]", "s.yaml:1: inner: want an object with name, colour, words"},
		{"later: [a]", "s.yaml:1: later: want an object with name, colour, words"},
		{"map: [a]", "s.yaml:1: map: want an object"},
		{"map: [a, [b]]", "s.yaml:1: map: want an object"},
		{"map: {a: [b]}", "s.yaml:1: map.a: want a string"},
		{"a", `s.yaml:1: "a": want an object with ` + sampleFields},
		{"inners:\n- name: a\n- words:\n  - red\n  - blue", `s.yaml:5: inners[1].words[1]: "blue": want one of red, green`},
		{"inner: &x {colour: blue}\nlater: *x", `s.yaml:1: inner.colour: "blue": want one of red, green` + "\n" + `s.yaml:1: later.colour: "blue": want one of red, green`},
		{"count: one\nflag: 1\ncolour: blue", `s.yaml:1: count: "one": want a whole number` + "\n" +
			`s.yaml:2: flag: "1": want true or false` + "\n" + `s.yaml:3: colour: "blue": want one of red, green`},
		{"text: a\n--- \n", "s.yaml: only one document is allowed: delete everything from the second --- on"},
		{"text: a\n---\n@", "s.yaml:3: found character that cannot start any token"},
		{"text: a\n---\ntext: b\n\ttext: c", "s.yaml:3: found a tab character that violates indentation"},
		{"flag: true\ntext: b: c", "s.yaml:2: mapping values are not allowed in this context"},
		{"text: b: c", "s.yaml: mapping values are not allowed in this context"},
		{"text: *nowhere", `s.yaml: unknown anchor 'nowhere' referenced`},
		{"list: &x [*x]", "s.yaml:1: list[0]: want a string"},
		{strings.Repeat("[", 100_000), "s.yaml: exceeded max depth of 10000"},
	} {
		var got sample
		check(t, test.yaml[:min(len(test.yaml), 200)], strict.YAML("s.yaml", []byte(test.yaml), &got), got, sample{}, test.want)
	}
}

func TestProblemError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		problem strict.Problem
		want    string
	}{
		{strict.Problem{Message: "m"}, "m"},
		{strict.Problem{Line: 3, Message: "m"}, "m"},
		{strict.Problem{File: "f", Message: "m"}, "f: m"},
		{strict.Problem{File: "f", Line: 3, Path: "p", Value: "a\"b\n", Message: "m"}, `f:3: p: "a\"b\n": m`},
	} {
		if got := test.problem.Error(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}
