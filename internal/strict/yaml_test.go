package strict_test

import (
	"fmt"
	"runtime"
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
		{"inner: &x {name: a}\nlater:\n  <<: *x", sample{Inner: inner{Name: "a"}, Later: &inner{Name: "a"}}},
		{"x-a: &x {name: a, colour: red}\nx-b: &y {name: b, words: [red]}\ninner: {<<: [*x, *y], colour: green}", sample{Inner: inner{Name: "a", Colour: "green", Words: []colour{"red"}}}},
		{"map: {<<: {a: 1, b: 2}, b: 3}\ninner: {x-note: [1]}", sample{Map: map[string]string{"a": "1", "b": "3"}}},
		{"text: ${}${1}$a{b}$${x}${a", sample{Text: "${}${1}$a{b}${x}${a"}},
		{"&k text: a\ninner: {name: b}\nmap: {*k : c}", sample{Text: "a", Inner: inner{Name: "b"}, Map: map[string]string{"text": "c"}}},
	} {
		var got sample
		check(t, test.yaml, strict.YAML("s.yaml", []byte(test.yaml), &got, nil), got, test.want, "")
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
		check(t, data, strict.YAML("s.yaml", []byte(data), &got, nil), got, want, "")
	}
}

func TestYAMLProblems(t *testing.T) {
	t.Parallel()
	const (
		columns  = ": the entries of a list, and the keys of an object, begin in the same column"
		brackets = ": between brackets, put a text that has , : [ ] { } or ${NAME} in it into quotes"
		colons   = ": put a text that has a colon and a blank in it into quotes; the entries of a list, and the keys of an object, begin in the same column"
	)
	for _, test := range []struct{ yaml, want string }{
		{"txt: a", "s.yaml:1: txt: unknown field, want one of " + sampleFields + `; did you mean "text"?`},
		{"hidden: a", "s.yaml:1: hidden: unknown field, want one of " + sampleFields},
		{"notag: a", "s.yaml:1: notag: unknown field, want one of " + sampleFields},
		{"shared: {common: a}", "s.yaml:1: shared: unknown field, want one of " + sampleFields},
		{"? [a]\n: b", "s.yaml:1: unknown field, want one of " + sampleFields},
		{"later: {<<: a}", `s.yaml:1: later.<<: "a": want an object to merge, or a list of objects`},
		{"inner: &x {name: a, <<: *x}", "s.yaml:1: inner.<<: the merges nest too deeply"},
		{"x-a: &x {nam: a}\nlater:\n  <<: *x", "s.yaml:1: later.nam: unknown field, want one of name, colour, words; did you mean \"name\"?"},
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
		{"small: 128", `s.yaml:1: small: "128": want a whole number from -128 to 127`},
		{"big: 9223372036854775808", `s.yaml:1: big: "9223372036854775808": want a whole number from -9223372036854775808 to 9223372036854775807`},
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
		{"text: a\n--- \n", "s.yaml:2: only one document is allowed: delete everything from the second --- on"},
		{"text: a\n---\n@", "s.yaml:3: found character that cannot start any token: indent with spaces, not with tabs, and put a text that begins with @, % or ` into quotes"},
		{"text: a\n---\ntext: b\n\ttext: c", "s.yaml:4: found a tab character that violates indentation in what begins on line 3: indent with spaces"},
		{"flag: true\ntext: b: c", "s.yaml:2: mapping values are not allowed in this context" + colons},
		{"text: b: c", "s.yaml:1: mapping values are not allowed in this context" + colons},
		{"text: a\ncommon: \xfc", "s.yaml:2: the byte 0xfc is not UTF-8, in which the file has to be saved"},
		{"text: a\ncommon: \x1b[2J\n# \x00", `s.yaml:2: the character U+001B is not allowed; in double quotes, write "\u001b"` + "\n" +
			`s.yaml:3: the character U+0000 is not allowed; in double quotes, write "\u0000"`},
		{"text: a\n\"\\e[2J\": b", `s.yaml:2: \u001b[2J: unknown field, want one of ` + sampleFields},
		{"text: ${NAME}", `s.yaml:1: text: "${NAME}": variables are not filled in here; write $${NAME} for the text itself`},
		{"text: a\n\nlist: [a\nflag: b", "s.yaml:4: did not find expected ',' or ']' in what begins on line 3" + brackets},
		{"text: a\nlist: [a", "s.yaml:2: did not find expected ',' or ']'" + brackets},
		{"text: a\nlist: [a,", "s.yaml:2: did not find expected node content: each [ and { is closed by its own ] or }, and there is something between two commas"},
		{"{text: a}\n// b", "s.yaml:2: did not find expected <document start>: nothing but a remark may follow the ] or } that ends a document"},
		{"%YAML 1.2\n---\ntext: a", "s.yaml:1: found incompatible YAML document: leave the line with %YAML out"},
		{"list: [a\n  # b\n  {c: d},\n  e\n]", "s.yaml:3: did not find expected ',' or ']'" + brackets},
		{"text: a\nmap: {a: b,\n  c: d\n  e: f,\n  g: h}", "s.yaml:4: did not find expected ',' or '}' in what begins on line 2" + brackets},
		{"text: a\nlist:\n  - a\n  - [b]\n # c\n   d: e\n  - e", "s.yaml:6: did not find expected '-' indicator in what begins on line 3" + columns},
		{"text: a\ninner:\n  name: a\n  words: [red]\n   colour: red\n", "s.yaml:5: did not find expected key in what begins on line 3" + columns},
		{"list: [*.test]", "s.yaml:1: did not find expected alphabetic or numeric character: put a text that begins with * or & into quotes"},
		{"text: a\nlist: [*nowhere]", `s.yaml:2: unknown anchor: put a text that begins with * into quotes`},
		{"text: *nowhere", `s.yaml:1: unknown anchor: put a text that begins with * into quotes`},
		{"list: &x [*x]", "s.yaml:1: list[0]: want a string"},
		{strings.Repeat("[", 100_000), "s.yaml:1: exceeded max depth of 10000"},
	} {
		var got sample
		check(t, test.yaml[:min(len(test.yaml), 200)], strict.YAML("s.yaml", []byte(test.yaml), &got, nil), got, sample{}, test.want)
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

func TestVariables(t *testing.T) {
	t.Parallel()
	lookup := func(name string) (string, bool) {
		value, set := map[string]string{"TEXT": "a: b", "COUNT": "3", "EMPTY": "", "LOOP": "${LOOP}"}[name]
		return value, set
	}
	for _, test := range []struct {
		yaml     string
		want     sample
		problems string
	}{
		{yaml: "text: ${TEXT}\ncount: ${COUNT}", want: sample{Text: "a: b", Count: 3}},
		{yaml: "text: '<${TEXT}|${COUNT}>'", want: sample{Text: "<a: b|3>"}},
		{yaml: "text: ${LOOP}", want: sample{Text: "${LOOP}"}},
		{yaml: "text: ${EMPTY}${EMPTY:-x}${ABSENT:-y}", want: sample{Text: "xy"}},
		{yaml: "text: $${TEXT}\nmap:\n  $${A}: $${A:-b}", want: sample{Text: "${TEXT}", Map: map[string]string{"$${A}": "${A:-b}"}}},
		{yaml: "# ${ABSENT}\nx-a: ${ABSENT}\ncount: ${COUNT}0", want: sample{Count: 30}},
		{yaml: "flag: true\ntext: a ${ABSENT} b", problems: `s.yaml:2: text: "a ${ABSENT} b": the variable ABSENT is not set; write $${ABSENT} for the text itself`},
		{yaml: "text: ${ABSENT-a}${EMPTY-b}${COUNT-c}${EMPTY:-}", want: sample{Text: "a3"}},
		{yaml: "text: <${ABSENT+a}${EMPTY+b}${COUNT+c}${EMPTY:+d}${COUNT:+e}>", want: sample{Text: "<bce>"}},
		{yaml: "text: ${COUNT?a}${EMPTY?b}${COUNT:?c}", want: sample{Text: "33"}},
		{yaml: "text: ${ABSENT:-${EMPTY:-${COUNT}}}${COUNT:-${ABSENT}}${COUNT+$${A} ${LOOP}}}", want: sample{Text: "33${A} ${LOOP}}"}},
		{yaml: "text: '${ABSENT:-{\"a\": {}}}${COUNT:-{}}{${COUNT}}'", want: sample{Text: `{"a": {}}3{3}`}},
		{yaml: "text: ${ABSENT?}", problems: `s.yaml:1: text: "${ABSENT?}": the variable ABSENT is not set: it is required`},
		{yaml: "text: '${EMPTY:?set ${COUNT} of it}'", problems: `s.yaml:1: text: "${EMPTY:?set ${COUNT} of it}": the variable EMPTY is not set: set 3 of it`},
		{yaml: "text: ${ABSENT:-${ABSENT}}", problems: `s.yaml:1: text: "${ABSENT:-${ABSENT}}": the variable ABSENT is not set; write $${ABSENT} for the text itself`},
		{yaml: "text: ${COUNT:-a", problems: `s.yaml:1: text: "${COUNT:-a": a variable is not ended by }`},
		{yaml: "text: ${COUNT:1}", problems: `s.yaml:1: text: "${COUNT:1}": after the name of a variable want }, or one of :- :+ :? - + ? and a text; write $${ for ${ itself`},
		{yaml: "text: " + strings.Repeat("${A:-", 101) + strings.Repeat("}", 101), problems: `s.yaml:1: text: "` + strings.Repeat("${A:-", 101) + strings.Repeat("}", 101) + `": variables nest too deeply`},
		{yaml: "count: '${COUNT}'", problems: `s.yaml:1: count: "3": want a whole number`},
	} {
		var got sample
		check(t, test.yaml, strict.YAML("s.yaml", []byte(test.yaml), &got, lookup), got, test.want, test.problems)
	}
}

// TestAliasBombs reads small documents that stand for large ones.
func TestAliasBombs(t *testing.T) {
	t.Parallel()
	ten := func(format string) string { return strings.TrimSuffix(strings.Repeat(format+", ", 10), ", ") }
	lists, merges := "x-0: &a0 [a, a]\n", "x-0: &a0 {name: a}\n"
	for i := range 8 {
		lists += fmt.Sprintf("x-%d: &a%d [%s]\n", i+1, i+1, ten(fmt.Sprintf("*a%d", i)))
		merges += fmt.Sprintf("x-%d: &a%d {<<: [%s]}\n", i+1, i+1, ten(fmt.Sprintf("*a%d", i)))
	}
	wide := "x-0: &a [" + strings.Repeat("{name: a},", 500) + "]\ninners: *a\n"
	for name, data := range map[string]string{
		"lists":  lists + "list: *a8\n",
		"merges": merges + "inner: *a8\n",
		"texts":  "x-0: &a " + strings.Repeat("a", 1<<20) + "\ninners:\n" + strings.Repeat("- {colour: *a}\n", 900),
		"values": wide + "map: {" + strings.Repeat("a: *a,", 500) + "}",
		"inners": "x-0: &a {words: [" + strings.Repeat("red,", 400) + "]}\ninners: [" + strings.Repeat("*a,", 1500) + "]",
	} {
		before := new(runtime.MemStats)
		runtime.ReadMemStats(before)
		var got sample
		err := strict.YAML("s.yaml", []byte(data), &got, nil).Err()
		after := new(runtime.MemStats)
		runtime.ReadMemStats(after)
		if err == nil {
			t.Errorf("%s: got no error, want one", name)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 200<<20 {
			t.Errorf("%s: took %d MB, want at most 200", name, used>>20)
		}
	}
}

// TestLongProblem reads a document whose mistakes are longer than anybody reads.
func TestLongProblem(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("x", n) }
	err := strict.YAML("s.yaml", []byte("colour: "+long(5000)+"\n"+long(500)+": 1"), new(sample), nil).Err()
	want := `s.yaml:1: colour: "` + long(1000) + `...": want one of red, green` + "\n" +
		"s.yaml:2: " + long(100) + "...: unknown field, want one of " + sampleFields
	if got := err.Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestManyProblems reads a document in which everything is wrong.
func TestManyProblems(t *testing.T) {
	t.Parallel()
	err := strict.YAML("s.yaml", []byte("inners:\n"+strings.Repeat("- {colour: blue}\n", 5000)), new(sample), nil).Err()
	if got, want := strings.Count(err.Error(), "\n"), 1000; got != want {
		t.Errorf("got %d lines after the first one, want %d", got, want)
	}
	if want := "s.yaml: there are 4000 further mistakes"; !strings.HasSuffix(err.Error(), want) {
		t.Errorf("want %q at the end", want)
	}
}
