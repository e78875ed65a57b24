package mockserver_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// The state of a server that is full of orders can be loaded, and nothing of it gets
// lost, whatever else the server keeps by then.
func TestFullStateComesBack(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20)
	for _, f := range []control.Fault{
		{Preset: "code-expired", Times: 2},
		{Body: &long},
	} {
		server := newServer(t, nil, mockserver.WithMemory(40<<20))
		untilFull := func(order func() error) (n int) {
			for order() == nil {
				n++
			}
			return n
		}
		faults := untilFull(func() error { return second(server.Inject(f)) })
		decisions := untilFull(func() error { return second(server.Decide(control.Decision{Decision: fixtures.Deny})) })
		outcomes := untilFull(func() error { return second(server.Script(control.Script{Code: 500})) })
		state := must(server.State())
		half := state
		half.Faults = half.Faults[:faults/2]
		if err := server.Load(half); err != nil {
			t.Fatal(err)
		}
		snapshots := 0 // which leave no room for more orders
		untilFull(func() error { snapshots++; return second(server.Snapshot(strconv.Itoa(snapshots))) })
		if err := server.Load(state); err != nil {
			t.Fatal(err)
		}
		again := must(server.State())
		if len(again.Faults) != faults || len(again.Decisions) != decisions || len(again.Outcomes) != outcomes {
			t.Errorf("got %d faults, %d decisions and %d outcomes, want %d, %d and %d", len(again.Faults), len(again.Decisions), len(again.Outcomes), faults, decisions, outcomes)
		}
	}
}

// A change with more orders than there is room for is refused, and changes nothing.
func TestTooManyOrders(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	many := fixtures.World{Faults: make([]fixtures.Fault, 1001)}
	for i := range many.Faults {
		many.Faults[i].Status = http.StatusBadGateway
	}
	_, newErr := mockserver.New(many)
	_, mergeErr := server.Merge("faults: [" + strings.Repeat("{status: 502},", 1001) + "]")
	for what, err := range map[string]error{"New": newErr, "Load": server.Load(many), "Merge": mergeErr} {
		if err == nil || !strings.Contains(err.Error(), "faults[1000]: there is no room for it") {
			t.Errorf("%s: got %.200v, want that there is no room for faults[1000]", what, err)
		}
	}
	if got := must(server.Faults()); len(got) != 0 {
		t.Errorf("got %d faults, want none", len(got))
	}
}
