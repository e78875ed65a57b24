package strict_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"example.com/sms77mock/internal/strict"
)

// What is read is written so that it reads back the same.
func FuzzYAML(f *testing.F) {
	f.Add([]byte("text: &x a\nmap: {*x : 1}\ninner: {colour: red}\nwait: 1h"))
	f.Add([]byte("list: &x [*x]\n---\n"))
	f.Add([]byte("\"\\ud83d\": !!binary x\n? {a: b}\n: <<"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var read sample
		if doc := strict.YAML("s.yaml", data, &read, nil); doc.Err() == nil {
			samePlain(t, read, written(t, read))
		}
	})
}

// What is read by strict.JSON is JSON, and means the same to encoding/json.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"text":"\ud83d\ude00","map":{"a":"1"},"list":["a"],"count":1,"flag":true,"inners":[{"name":"\u0000"}]}`))
	f.Add([]byte(`{"text":"a","text":"b"}[[`))
	for _, text := range notJSON {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got sample
		if doc := strict.JSON(data, &got); doc.Err() != nil || len(bytes.TrimSpace(data)) == 0 {
			return
		}
		var want struct {
			Text, Common string
			Flag         bool
			Count        int
			Ratio        float64
			List         []string
			Map          map[string]string
			Maybe        *string
			Inners       []inner
		}
		if err := json.Unmarshal(data, &want); err != nil {
			t.Fatalf("%q is read, but not by encoding/json: %v", data, err)
		}
		plain := got
		plain.Text, plain.Common, plain.Flag, plain.Count, plain.Ratio = want.Text, want.Common, want.Flag, want.Count, want.Ratio
		plain.List, plain.Map, plain.Maybe, plain.Inners = want.List, want.Map, want.Maybe, want.Inners
		samePlain(t, got, plain)
	})
}

// Every string can be written, and reads back as it was.
func FuzzNode(f *testing.F) {
	for _, s := range []string{"", "~", "0x1f", "1_000", " a ", "a: b", "a\nb", "\n a\r\n\n", "\t", "#", "'", "\"", "\u2028", "\uFEFF", "<<", "${A}", "$${A:-}", "$$${A", "=", "---", "é😀"} {
		f.Add(s, s, int64(len(s)))
	}
	f.Fuzz(func(t *testing.T, a, b string, n int64) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) {
			return // no text
		}
		s := sample{
			Text: a, Maybe: &b, List: []string{a, b}, Map: map[string]string{a: b, b: a},
			Inners: []inner{{Name: a}, {Name: b}}, Count: int(n), Big: n, Wait: time.Duration(n),
		}
		samePlain(t, written(t, s), s)
	})
}

func FuzzQuery(f *testing.F) {
	f.Add("text=a&count=1&flag=true&wait=5s&text=&=")
	f.Fuzz(func(t *testing.T, query string) {
		v, _ := url.ParseQuery(query) // what is wrong is left out
		var got sample
		doc := strict.Query(v, &got)
		if doc.Err() == nil && got.Text != v.Get("text") && v.Get("text") != "" {
			t.Errorf("%q: got the text %q, want %q", query, got.Text, v.Get("text"))
		}
	})
}

func samePlain(t *testing.T, got, want sample) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(sample{})); diff != "" {
		t.Errorf("got another value than wanted (-want +got):\n%s", diff)
	}
}

// written returns s after it has been written and read.
func written(t *testing.T, s sample) (again sample) {
	t.Helper()
	data, err := yaml.Marshal(strict.Node(s))
	if err != nil {
		t.Fatal(err)
	}
	if err := strict.YAML("again.yaml", data, &again, nil).Err(); err != nil {
		t.Fatalf("%v, in\n%s", err, data)
	}
	return again
}

// JSON, which is read another way, means what it means to the parser of YAML, and
// gets the same problems. A remark at its end makes JSON YAML.
func FuzzJSONIsYAML(f *testing.F) {
	f.Add([]byte(`{"text":"a\\u\/\n","colour":"red","flag":true,"count":-1,"number":18446744073709551615,"ratio":1e3,"wait":"1h","list":["a",""],"inner":{"name":"b","words":["red"]},"inners":[{},{"colour":"green"}],"map":{"a":"1","<<":"2"},"maybe":"c","later":{}}`))
	f.Add([]byte("{ \"list\" : [ ] ,\n \"map\":{ }}"))
	f.Add([]byte(`{"text":1,"flag":"true","count":1.0,"wait":1,"colour":"blue","maybe":null,"txt":"a"}`))
	f.Add([]byte(`{"text":"${A}","x-a":[1]}`))
	f.Add([]byte(`{"map":{"a":"1","a":"1"},"text":"a\u2028b"}`))
	f.Add([]byte("\t{}"))
	f.Add([]byte("{}\n\t"))
	f.Add([]byte("{\"text\"\n:\"a\",\"map\"\t:\n{\"a\": \n\"b\"\t}\t\n,\n\t\"count\" :\r1}"))
	f.Add([]byte(`{"map":{"` + strings.Repeat("a", 1100) + `":"b","` + strings.Repeat("b", 900) + `":"c"}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return
		}
		var got, want sample
		quick, slow := strict.YAML("s.yaml", data, &got, nil).Err(), strict.YAML("s.yaml", append(bytes.Clone(data), "\n#"...), &want, nil).Err()
		switch {
		case slow == nil && quick == nil:
			samePlain(t, got, want)
		case quick == nil:
			t.Fatalf("%q: is read, but has as YAML %v", data, slow)
		case slow == nil || quick.Error() != slow.Error():
			t.Fatalf("%q: got %v, want %v", data, quick, slow)
		}
	})
}
