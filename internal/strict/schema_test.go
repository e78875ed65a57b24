package strict_test

import (
	"encoding/json"
	"reflect"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/internal/strict"
)

func TestSchema(t *testing.T) {
	t.Parallel()
	got := plain(t, strict.Schema(reflect.TypeFor[sample]()))
	duration := got["properties"].(map[string]any)["wait"].(map[string]any)
	if _, ok := duration["pattern"].(string); !ok {
		t.Fatalf("got the duration %v, want one with a pattern", duration)
	}
	delete(duration, "pattern")
	const innerSchema = `{"type": "object", "additionalProperties": false, "properties": {
		"name": {"type": "string"},
		"colour": {"type": "string", "enum": ["red", "green"]},
		"words": {"type": "array", "items": {"type": "string", "enum": ["red", "green"]}}
	}}`
	var want map[string]any
	if err := json.Unmarshal([]byte(`{"type": "object", "additionalProperties": false, "properties": {
		"text": {"type": "string", "description": "Any text."},
		"colour": {"type": "string", "enum": ["red", "green"], "description": "A colour."},
		"flag": {"type": "boolean"},
		"count": {"type": "integer"},
		"small": {"type": "integer"},
		"big": {"type": "integer"},
		"ratio": {"type": "number"},
		"wait": {"type": "string", "description": "A pause."},
		"list": {"type": "array", "items": {"type": "string"}},
		"inner": `+innerSchema+`,
		"inners": {"type": "array", "items": `+innerSchema+`},
		"map": {"type": "object", "additionalProperties": {"type": "string"}},
		"maybe": {"type": "string"},
		"number": {"type": "integer"},
		"later": `+innerSchema+`,
		"common": {"type": "string", "description": "In line."}
	}}`), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("got another schema than wanted (-want +got):\n%s", diff)
	}
}

// The pattern accepts what is read as a duration and nothing else.
func TestSchemaDuration(t *testing.T) {
	t.Parallel()
	pattern := regexp.MustCompile(strict.Schema(reflect.TypeFor[time.Duration]())["pattern"].(string))
	for _, s := range []string{
		"30s", "1h30m", "1.5h", "-1ms", "+2m", "0", "-0", "+0", ".5s", "5.s", "1us", "1µs", "1μs", "1ns",
		"", "5", "s", "1.2.3s", ".s", "1h30", "1 h", " 1h", "1d", "--1s", "1e3s", "00", "1H",
	} {
		_, err := time.ParseDuration(s)
		if got, want := pattern.MatchString(s), err == nil; got != want {
			t.Errorf("the pattern accepts %q: %t, want %t", s, got, want)
		}
	}
}

// plain returns what the schema is once it has been written.
func plain(t *testing.T, schema map[string]any) (read map[string]any) {
	t.Helper()
	data, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &read); err != nil {
		t.Fatal(err)
	}
	return read
}
