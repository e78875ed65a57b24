package endpoint_test

import (
	"encoding/json"
	"testing"

	"example.com/sms77mock/mockserver/internal/endpoint"
)

func TestTypeSchema(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		types []string
		want  string
	}{
		{[]string{"string"}, `{"type":"string"}`},
		{[]string{"integer", "null"}, `{"type":["integer","null"]}`},
		{[]string{"integer", "string"}, `{"anyOf":[{"type":"integer"},{"type":"string"}]}`},
		{[]string{"string", "boolean", "null"}, `{"anyOf":[{"type":"string"},{"type":"boolean"},{"type":"null"}]}`},
		{[]string{"object", "array"}, `{"anyOf":[{"additionalProperties":{},"type":"object"},{"items":{},"type":"array"}]}`},
	} {
		if got, err := json.Marshal(endpoint.TypeSchema(test.types...)); err != nil || string(got) != test.want {
			t.Errorf("%q: got %s, %v, want %s", test.types, got, err, test.want)
		}
	}
}
