package kept_test

import (
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/kept"
)

func TestWeigh(t *testing.T) {
	t.Parallel()
	type inner struct{ Text string }
	type outer struct {
		inner
		hidden  string
		List    []inner
		Map     map[string]inner
		Pointer *inner
		Any     any
	}
	long := strings.Repeat("x", 1000)
	empty := kept.Weigh(outer{})
	for name, x := range map[string]outer{
		"embedded":   {inner: inner{long}},
		"unexported": {hidden: long},
		"in a list":  {List: []inner{{}, {long}}},
		"in a map":   {Map: map[string]inner{"a": {long}}},
		"a key":      {Map: map[string]inner{long: {}}},
		"pointer":    {Pointer: &inner{long}},
		"interface":  {Any: inner{long}},
	} {
		if got := kept.Weigh(x) - empty; got < 1000 || got > 1100 {
			t.Errorf("%s: a text of 1000 bytes weighs %d", name, got)
		}
	}
}
