package mockserver_test

import (
	"fmt"
	"sync"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestResetBesideLoad has resets run at the same time as a load: they must not
// bring the world before back.
func TestResetBesideLoad(t *testing.T) {
	t.Parallel()
	s, err := mockserver.New(fixtures.World{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	for i := range 300 {
		id := fmt.Sprintf("client-%d", i)
		var resets sync.WaitGroup
		for range 4 {
			resets.Go(func() { s.Reset(control.Everything()) })
		}
		if err := s.Load(fixtures.World{Clients: []fixtures.Client{{ID: id, Public: true}}}); err != nil {
			t.Fatal(err)
		}
		resets.Wait()
		if world, err := s.World(); err != nil || world.Clients[0].ID != id {
			t.Fatalf("load %d: got %v, %v, want client %s", i, world.Clients, err, id)
		}
	}
}
