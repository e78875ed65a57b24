package route_test

import (
	"testing"

	"example.com/sms77mock/internal/route"
)

func TestTo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		route route.Route
		id    any
		want  string
	}{
		{route.RemoveFault, 7, "/_mock/faults/7"},
		{route.Request, uint64(1 << 63), "/_mock/requests/9223372036854775808"},
		{route.Restore, "before-login", "/_mock/snapshots/before-login/restore"},
		{route.RemoveClient, "a/b {c}?", "/_mock/clients/a%2Fb%20%7Bc%7D%3F"},
		{route.SetStatus, "{id}", "/_mock/messages/%7Bid%7D/status"},
	} {
		got := test.route.To(test.id)
		if got.Path != test.want || got.Method != test.route.Method {
			t.Errorf("%s to %v: got %s %s, want %s %s", test.route.Name, test.id, got.Method, got.Path, test.route.Method, test.want)
		}
	}
}

func TestInQuery(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		route route.Route
		want  bool
	}{
		{route.World, true}, {route.Load, false}, {route.Merge, false}, {route.Decide, false}, {route.ClearDecisions, true},
	} {
		if got := test.route.InQuery(); got != test.want {
			t.Errorf("%s %s: got %t, want %t", test.route.Method, test.route.Path, got, test.want)
		}
	}
}
