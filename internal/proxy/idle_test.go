package proxy

import (
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// A tunnel lasts as long as something moves in it, and ends when nothing has for a
// while.
func TestIdleTunnelEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, here := net.Pipe()
		there, host := net.Pipe()
		var open tunnels
		over := make(chan struct{})
		go func() {
			defer close(over)
			join(open.keep(here), open.keep(there))
		}()
		for range 10 {
			time.Sleep(idleTimeout - time.Second)
			go client.Write([]byte("x"))
			if _, err := io.ReadFull(host, make([]byte, 1)); err != nil {
				t.Fatalf("while the client writes: %v", err)
			}
		}
		if _, err := client.Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("when nothing moves: got %v, want the end", err)
		}
		<-over
	})
}
