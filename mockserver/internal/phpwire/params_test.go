package phpwire_test

import (
	"slices"
	"strings"
	"testing"
	"unsafe"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

func TestValuesGet(t *testing.T) {
	t.Parallel()
	v := phpwire.ParseQuery("a=1&a=2&empty=&flag&l[]=x")
	for _, test := range []struct {
		name, want string
		ok         bool
	}{
		{"a", "2", true},
		{"empty", "", true},
		{"flag", "", true},
		{"l[]", "x", true},
		{"l", "", false},
		{"absent", "", false},
	} {
		got, ok := v.Lookup(test.name)
		if got != test.want || ok != test.ok {
			t.Errorf("Lookup(%q) = %q, %t, want %q, %t", test.name, got, ok, test.want, test.ok)
		}
		if got := v.Get(test.name); got != test.want {
			t.Errorf("Get(%q) = %q, want %q", test.name, got, test.want)
		}
	}
	if got := phpwire.Values(nil).Get("a"); got != "" {
		t.Errorf("Get on the zero value = %q, want none", got)
	}
}

func TestValuesList(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"":                                   nil,
		"other=1&too[]=1&t[]=2":              nil,
		"to=1":                               {"1"},
		"to=1&to=2":                          {"1", "2"},
		"to[]=1&to[]=2":                      {"1", "2"},
		"to[0]=1&to[1]=2":                    {"1", "2"},
		"to[10]=c&to[9]=b&to[0]=a":           {"a", "b", "c"},
		"to[0]=d&to[]=c&to=a&to=b":           {"a", "b", "c", "d"},
		"to[x]=1&to[00]=1&to[-1]=1&to[0]x=1": nil,
		"to[0=1&to[=1&to]=1&to[0][1]=1":      nil,
	} {
		got := phpwire.ParseQuery(query).List("to")
		if !slices.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("List of %q = %#v, want %#v", query, got, want)
		}
	}
}

func TestValuesListIsCopy(t *testing.T) {
	t.Parallel()
	v := phpwire.ParseQuery("to=1")
	v.List("to")[0] = "changed"
	if got := v.Get("to"); got != "1" {
		t.Errorf("after a change of the list, Get = %q, want %q", got, "1")
	}
}

func TestParseQueryKeepsNames(t *testing.T) {
	t.Parallel()
	v := phpwire.ParseQuery("data[text]=1&a.b=2&a+b=3&c[]d=4")
	for name, want := range map[string]string{"data[text]": "1", "a.b": "2", "a b": "3", "c[]d": "4"} {
		if got := v.Get(name); got != want {
			t.Errorf("Get(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestFalsy(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"": true, "0": true, "00": false, "0.0": false, " ": false, "false": false} {
		if got := phpwire.Falsy(s); got != want {
			t.Errorf("Falsy(%q) = %t, want %t", s, got, want)
		}
	}
}

// Who keeps a parameter does not keep what was sent with it.
func TestParametersOfLongQueriesAreTheirOwn(t *testing.T) {
	t.Parallel()
	raw := "scope=sms&junk=" + strings.Repeat("j", 1<<20) + "&scope=voice"
	inside := func(s string) bool {
		at, start := uintptr(unsafe.Pointer(unsafe.StringData(s))), uintptr(unsafe.Pointer(unsafe.StringData(raw)))
		return at >= start && at < start+uintptr(len(raw))
	}
	for name, values := range phpwire.ParseQuery(raw) {
		for _, s := range append(values, name) {
			if inside(s) && len(s) < len(raw)/2 { // else it may be kept with what little is around it
				t.Errorf("%s: %.20s is a part of the query, want a copy", name, s)
			}
		}
	}
}
