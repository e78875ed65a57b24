package phpwire_test

import (
	"encoding/hex"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// The golden tests compare with answers of a real PHP, which testdata/record.php has written down.

func TestGoldenStrings(t *testing.T) {
	t.Parallel()
	inHex := func(f func(string) string) func(string) string {
		return func(s string) string { return hex.EncodeToString([]byte(f(s))) }
	}
	for name, f := range map[string]func(string) string{
		"base64_decode": inHex(phpwire.DecodeBase64),
		"rawurldecode":  inHex(phpwire.RawURLDecode),
		"urldecode":     inHex(phpwire.URLDecode),
		"trim":          phpwire.Trim,
		"ltrim":         phpwire.TrimLeft,
	} {
		for _, row := range golden[string, string](t, name) {
			if got := f(row.In); got != row.Out {
				t.Errorf("%s(%q) = %q, want %q", name, row.In, got, row.Out)
			}
		}
	}
}

func TestGoldenEncodeQuery(t *testing.T) {
	t.Parallel()
	for _, row := range golden[[][2]string, string](t, "http_build_query") {
		var pairs []phpwire.Pair
		for _, pair := range row.In {
			pairs = append(pairs, phpwire.Pair{Name: pair[0], Value: pair[1]})
		}
		if got := phpwire.EncodeQuery(pairs...); got != row.Out {
			t.Errorf("EncodeQuery(%q) = %q, want %q", pairs, got, row.Out)
		}
	}
}

func TestGoldenMarshal(t *testing.T) {
	t.Parallel()
	for _, row := range golden[any, string](t, "json_encode") {
		got, err := phpwire.Marshal(row.In)
		if err != nil || string(got) != row.Out {
			t.Errorf("Marshal(%#v) = %s, %v, want %s", row.In, got, err, row.Out)
		}
		if s, ok := row.In.(string); ok {
			if got := string(phpwire.AppendString(nil, s)); got != row.Out {
				t.Errorf("AppendString(%q) = %s, want %s", s, got, row.Out)
			}
		}
	}
}

// What json_encode and http_build_query make of a scalar that json_decode has read.
func TestGoldenTyped(t *testing.T) {
	t.Parallel()
	for _, row := range golden[string, [2]any](t, "json_decode") {
		value, ok := phpwire.Typed(`{"other":1,"s":`+row.In+"}", "s")
		if !ok {
			if query := row.Out[1]; query != "" {
				t.Errorf("Typed: %s is no scalar, want the query %s", row.In, query)
			}
			continue
		}
		var written any = false
		if text, err := phpwire.Marshal(value); err == nil {
			written = string(text)
		}
		got := [2]any{written, phpwire.EncodeQuery(phpwire.Pair{Name: "s", Value: phpwire.QueryText(value)})}
		if got != row.Out {
			t.Errorf("Typed: %s is written as %v, want %v", row.In, got, row.Out)
		}
	}
}

func TestGoldenParseQuery(t *testing.T) {
	t.Parallel()
	for _, row := range golden[string, map[string]any](t, "parse_str") {
		if got := phpwire.ParseQuery(row.In); !sameValues(got, row.Out) {
			t.Errorf("ParseQuery(%q) = %q, want %q", row.In, got, row.Out)
		}
	}
}

func TestGoldenParseBody(t *testing.T) {
	t.Parallel()
	type request struct{ Method, Type, Body string }
	for _, row := range golden[request, map[string]any](t, "body") {
		got := phpwire.ParseBody(row.In.Method, row.In.Type, row.In.Body)
		if !sameValues(got, row.Out) {
			t.Errorf("ParseBody(%q) = %q, want %q", row.In, got, row.Out)
		}
	}
}

func TestGoldenParseURL(t *testing.T) {
	t.Parallel()
	for _, row := range golden[string, any](t, "parse_url") {
		if got := parts(phpwire.ParseURL(row.In)); !reflect.DeepEqual(got, row.Out) {
			t.Errorf("ParseURL(%q) = %v, want %v", row.In, got, row.Out)
		}
	}
}

type goldenRow[In, Out any] struct {
	In  In
	Out Out
}

func golden[In, Out any](t *testing.T, name string) []goldenRow[In, Out] {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []goldenRow[In, Out]
	if err := json.Unmarshal(file, &rows); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if len(rows) == 0 {
		t.Fatalf("%s has no rows", name)
	}
	return rows
}

// sameValues compares with PHP's nested array of strings and lists of strings.
func sameValues(got phpwire.Values, want map[string]any) bool {
	names := make(map[string]bool)
	for name := range got {
		name, _, _ = strings.Cut(name, "[")
		names[name] = true
	}
	same := len(names) == len(want)
	for name, value := range want {
		switch value := value.(type) {
		case string:
			text, ok := got.Lookup(name)
			same = same && ok && text == value
		case []any:
			var list []any
			for _, text := range got.List(name) {
				list = append(list, text)
			}
			same = same && slices.Equal(list, value)
		default:
			return false
		}
	}
	return same
}

// parts returns a URL in the form in which PHP answers: false or an array in which absent parts are missing.
func parts(u phpwire.URL, ok bool) any {
	if !ok {
		return false
	}
	fields := map[string]*string{
		"scheme": u.Scheme, "user": u.User, "pass": u.Pass, "host": u.Host, "port": u.Port,
		"path": u.Path, "query": u.Query, "fragment": u.Fragment,
	}
	maps.DeleteFunc(fields, func(_ string, part *string) bool { return part == nil })
	found := make(map[string]any)
	for name, part := range fields {
		found[name] = *part
		if name == "port" {
			found[name], _ = strconv.ParseFloat(*part, 64)
		}
	}
	return found
}
