package control

import (
	"context"
	"io"
	"net/http"

	"example.com/sms77mock/internal/route"
)

// WithLease has the double take back what the client has ordered when the client is
// closed or gone, by whatever end its process has come to: faults, decisions and
// outcomes, clients and accounts that it has added, and what it has changed of
// clients.
func WithLease() DialOption { return func(c *Client) { c.leasing = true } }

// takeLease opens the stream whose end is the end of the lease.
func (c *Client) takeLease() error {
	ctx, cancel := context.WithCancel(context.Background())
	r, err := c.request(ctx, route.Lease, nil)
	if err != nil {
		cancel()
		return err
	}
	unlimited := *c.http
	unlimited.Timeout = 0
	response, err := unlimited.Do(r)
	if err != nil {
		cancel()
		return err
	}
	if response.StatusCode != http.StatusOK || response.Header.Get(route.LeaseHeader) == "" {
		defer cancel()
		defer response.Body.Close()
		data, _ := io.ReadAll(io.LimitReader(response.Body, 1<<16)) // what comes of it says enough
		return refused(r, response.StatusCode, data)
	}
	c.lease = response.Header.Get(route.LeaseHeader)
	c.endLease = func() {
		cancel()
		_ = response.Body.Close() // nobody reads on
	}
	go io.Copy(io.Discard, response.Body) // until either end is gone
	return nil
}
