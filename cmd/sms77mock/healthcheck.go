package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

type healthcheckCmd struct {
	Addr    string        `help:"Address of the server; ${default} unless given." default:"127.0.0.1:8077"`
	Wait    bool          `help:"Keep asking until the server is well."`
	Timeout time.Duration `help:"How long to ask." default:"5s"`
}

// Run asks the server whether it is well. It needs no shell and no curl, so an
// image without either can check its own health.
func (c healthcheckCmd) Run(s streams) error {
	ctx, cancel := context.WithTimeout(context.Background(), c.Timeout)
	defer cancel()
	url := "http://" + reachable(c.Addr) + "/_mock/health"
	for {
		err := ask(ctx, url)
		if err == nil {
			_, err = fmt.Fprintln(s.stdout, "ok")
			return err
		}
		if !c.Wait {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not well after %s: %w", c.Timeout, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// direct asks without a proxy, whatever the environment says: the server is on
// this machine.
var direct = http.Client{Transport: &http.Transport{DisableKeepAlives: true}}

func ask(ctx context.Context, url string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	response, err := direct.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		body, _ := io.ReadAll(io.LimitReader(response.Body, 200))
		return fmt.Errorf("%s answers %s: %s", url, response.Status, strings.TrimSpace(string(body)))
	}
	return nil
}

// reachable turns an address to listen on into one to connect to.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
