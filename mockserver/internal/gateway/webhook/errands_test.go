package webhook_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"

	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// crowd has errands, and notes which of them have had their turn.
type crowd struct {
	*webhook.Errands
	turns []string
	goOn  map[string]chan struct{} // ends each
	all   webhook.Sending
}

func newCrowd() *crowd {
	return &crowd{Errands: webhook.NewErrands(), goOn: map[string]chan struct{}{}}
}

// send begins an errand by a name, which goes on when it may.
func (c *crowd) send(name, receiver, about string) *webhook.Errand {
	goOn := make(chan struct{})
	c.goOn[name] = goOn
	e := c.Add(receiver, about, make(chan struct{}))
	c.all = append(c.all, e)
	go e.Do(func() {
		c.turns = append(c.turns, name)
		<-goOn
	})
	synctest.Wait()
	return e
}

func (c *crowd) end(name string) {
	close(c.goOn[name])
	synctest.Wait()
}

// expect checks which errands have had their turn so far.
func (c *crowd) expect(t *testing.T, when string, want ...string) {
	t.Helper()
	if !slices.Equal(c.turns, want) {
		t.Errorf("%s: got the turns %q, want %q", when, c.turns, want)
	}
}

// To one receiver, an errand has its turn when the one before has been written, or, if
// both are about the same message, is over. Nobody waits for another receiver.
func TestTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd()
		first := c.send("first", "a", "1")
		second := c.send("second", "a", "2")
		c.send("third", "a", "2")
		c.send("other", "b", "1")
		c.expect(t, "nothing was written", "first", "other")
		first.Begun()
		synctest.Wait()
		c.expect(t, "the first was written", "first", "other", "second")
		second.Begun()
		synctest.Wait()
		c.expect(t, "the second was written, about the same as the third", "first", "other", "second")
		c.end("second")
		c.expect(t, "the second has ended, before the first", "first", "other", "second")
		c.end("first")
		c.expect(t, "the first has ended", "first", "other", "second", "third")
		c.end("third")
		c.end("other")
		c.all.Wait()
	})
}

// One that is never written lets the next have its turn when it is over.
func TestNeverWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd()
		c.send("first", "a", "")
		c.send("second", "a", "")
		c.end("first")
		c.expect(t, "the first is over", "first", "second")
		c.end("second")
		c.all.Wait()
		c.send("third", "a", "")
		c.expect(t, "nobody is before it", "first", "second", "third")
		c.end("third")
	})
}

// Outcomes are noted in the order in which errands came.
func TestFollow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		all := webhook.NewErrands()
		var noted []int
		var sending webhook.Sending
		goOn := []chan struct{}{make(chan struct{}), make(chan struct{}), make(chan struct{})}
		for i := range goOn {
			e := all.Add("a", "", make(chan struct{}))
			sending = append(sending, e)
			go e.Do(func() {
				e.Begun()
				<-goOn[i]
				e.Follow()
				noted = append(noted, i)
			})
		}
		for _, i := range []int{2, 0, 1} {
			close(goOn[i])
			synctest.Wait()
		}
		sending.Wait()
		if want := []int{0, 1, 2}; !slices.Equal(noted, want) {
			t.Errorf("got the outcomes of %v, want %v", noted, want)
		}
	})
}

// A receiver gets sixteen at once, and an errand's error is handed on.
func TestSlots(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		all := webhook.NewErrands()
		enough := errors.New("enough")
		goOn := make(chan struct{})
		inside := make(chan int, 20)
		var sending webhook.Sending
		for i := range 20 {
			e := all.Add("a", "", make(chan struct{}))
			sending = append(sending, e)
			go e.Do(func() {
				e.Begun()
				err := e.Send(func() error {
					inside <- i
					<-goOn
					return enough
				})
				if !errors.Is(err, enough) {
					t.Errorf("errand %d: got %v, want %v", i, err, enough)
				}
			})
		}
		synctest.Wait()
		if got := len(inside); got != 16 {
			t.Errorf("%d are sent at once, want 16", got)
		}
		close(goOn)
		sending.Wait()
		if got := len(inside); got != 20 {
			t.Errorf("%d were sent, want 20", got)
		}
	})
}

// Of very many, only those are kept that are not over.
func TestAnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newCrowd()
		c.send("open", "a", "")
		list := c.all.And(nil)
		for range 3000 {
			e := c.Add("b", "", make(chan struct{}))
			e.Do(func() {})
			list = list.And(webhook.Sending{e})
		}
		if len(list) > 1000 || !slices.Contains(list, c.all[0]) {
			t.Errorf("%d are kept, want 1000 at most, and the one that is open", len(list))
		}
		c.end("open")
		list.Wait()
	})
}
