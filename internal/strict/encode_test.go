package strict_test

import (
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"example.com/sms77mock/internal/strict"
)

func TestNode(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		value sample
		want  string
	}{
		{sample{}, "{}\n"},
		{sample{Text: "a", Hidden: "b", NoTag: "c"}, "text: a\n"},
		{sample{Text: "007"}, "text: \"007\"\n"},
		{sample{Text: "a\nb"}, "text: \"a\\nb\"\n"},
		{sample{Colour: "red", Flag: true, Count: -1, Small: 2, Big: 3}, "colour: red\nflag: true\ncount: -1\nsmall: 2\nbig: 3\n"},
		{sample{Ratio: 0.5, Wait: 90 * time.Second}, "ratio: 0.5\nwait: 1m30s\n"},
		{sample{List: []string{}, Map: map[string]string{}}, "list: []\nmap: {}\n"},
		{sample{List: []string{"", "b"}, Map: map[string]string{"b": "", "a": "1"}}, "list:\n    - \"\"\n    - b\nmap:\n    a: \"1\"\n    b: \"\"\n"},
		{sample{Inners: []inner{{}, {Name: "a"}}}, "inners:\n    - {}\n    - name: a\n"},
		{sample{Inner: inner{Words: []colour{}}}, "inner:\n    words: []\n"},
		{sample{Maybe: ptr(""), Later: &inner{}}, "maybe: \"\"\nlater: {}\n"},
		{sample{shared: shared{Common: "a"}}, "common: a\n"},
	} {
		got, err := yaml.Marshal(strict.Node(test.value))
		if err != nil || string(got) != test.want {
			t.Errorf("%+v\ngot\n%s%v\nwant\n%s", test.value, got, err, test.want)
		}
	}
}

func TestValue(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		value sample
		want  string
	}{
		{sample{}, ""},
		{sample{Text: "null", Colour: "green", Flag: true, Small: -128, Ratio: 2, Wait: -1, Maybe: ptr("")}, ""},
		{sample{Colour: "blue"}, `colour: "blue": want one of red, green`},
		{sample{Later: &inner{Words: []colour{"red", "blue"}}}, `later.words[1]: "blue": want one of red, green`},
		{sample{Inners: []inner{{}, {Colour: "Red"}}}, `inners[1].colour: "Red": want one of red, green; did you mean "red"?`},
	} {
		doc := strict.Value(test.value)
		got := ""
		if err := doc.Err(); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%+v\ngot\n%s\nwant\n%s", test.value, got, test.want)
		}
	}
}
