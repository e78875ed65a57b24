package endpoint_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

type word string

type inner struct {
	JSON endpoint.Flag `yaml:"json"`
}

type order struct {
	ID           string           `yaml:"id" in:"path"`
	To           endpoint.List    `yaml:"to" required:"true"`
	Text         string           `yaml:"text" doc:"The text."`
	Kind         word             `yaml:"kind"`
	Note         *string          `yaml:"note"`
	Limit        endpoint.Natural `yaml:"limit"`
	Alternatives endpoint.Nested  `yaml:"alternatives"`
	Content      endpoint.Payload `yaml:"content"`
	Hidden       string
	inner        `yaml:",inline"`
}

// source is a query, and variables of a path.
type source struct {
	phpwire.Values
	variables map[string]string
}

func (s source) Nested(name string) string {
	if s.Get(name) == "nested" {
		return `{"a":1}`
	}
	if s.Get("empty") == name {
		return "[]"
	}
	return ""
}

func (s source) Variable(name string) string { return s.variables[name] }

func ptr(s string) *string { return &s }

func TestReader(t *testing.T) {
	t.Parallel()
	reader := endpoint.NewReader[order]()
	for _, test := range []struct {
		query string
		want  order
	}{
		{"", order{}},
		{"text=a&text=b&kind=c&other=d&Hidden=e", order{Text: "b", Kind: "c"}},
		{"note=", order{Note: ptr("")}},
		{"note=a&note=b", order{Note: ptr("b")}},
		{"to=a,+b+,,c&to[]=d&to[0]=e", order{To: endpoint.List{Items: []string{"a", "b", "c", "d", "e"}, Sent: true}}},
		{"to=,", order{To: endpoint.List{Sent: true}}},
		{"empty=to", order{To: endpoint.List{Sent: true}}},
		{"limit=0", order{Limit: endpoint.Natural{Sent: true}}},
		{"limit=17", order{Limit: endpoint.Natural{N: 17, Sent: true}}},
		{"limit=-1", order{}},
		{"limit=x", order{}},
		{"json=1", order{inner: inner{true}}},
		{"json=True", order{inner: inner{true}}},
		{"json=0", order{}},
		{"json=FALSE", order{}},
		{"json=", order{}},
		{"id=query", order{}},
		{"alternatives=nested", order{Alternatives: `{"a":1}`}},
		{"content=words", order{Content: endpoint.Payload{Text: "words"}}},
	} {
		got := reader.Read(source{phpwire.ParseQuery(test.query), nil})
		if diff := cmp.Diff(&test.want, got, cmp.AllowUnexported(order{}, inner{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.query, diff)
		}
	}
	if got := reader.Read(source{nil, map[string]string{"id": "7"}}); got.ID != "7" {
		t.Errorf("got the variable %q, want 7", got.ID)
	}
}

func TestReaderType(t *testing.T) {
	t.Parallel()
	if got := endpoint.NewReader[struct{}]().Type(); got != nil {
		t.Errorf("got %v for what has no parameter, want none", got)
	}
	if got := endpoint.NewReader[order]().Type(); got != endpoint.Of[order]() {
		t.Errorf("got %v, want order", got)
	}
}

func TestNaturalOr(t *testing.T) {
	t.Parallel()
	if got := (endpoint.Natural{}).Or(77); got != 77 {
		t.Errorf("got %d, want 77", got)
	}
	if got := (endpoint.Natural{Sent: true}).Or(77); got != 0 {
		t.Errorf("got %d, want the 0 that was sent", got)
	}
}

// What could not be read is refused before anybody sends it.
func TestNewReaderRefuses(t *testing.T) {
	t.Parallel()
	refusal := func(newReader func()) (refused any) {
		defer func() { refused = recover() }()
		newReader()
		return nil
	}
	number := refusal(func() {
		endpoint.NewReader[struct {
			Page int `yaml:"page"`
		}]()
	})
	variable := refusal(func() {
		endpoint.NewReader[struct {
			ID endpoint.Natural `yaml:"id" in:"path"`
		}]()
	})
	if number == nil || variable == nil {
		t.Errorf("got %v for a number and %v for a variable, want a refusal of both", number, variable)
	}
}
