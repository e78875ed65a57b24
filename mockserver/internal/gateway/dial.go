package gateway

import (
	"context"
	"net"
	"net/http"
	"strings"
)

// newTransport sends webhooks: it keeps no connection open and takes no proxy.
func newTransport() http.RoundTripper {
	return &http.Transport{DisableKeepAlives: true, DialContext: dial}
}

// dial connects to a receiver. A name below localhost is this machine, as RFC
// 6761 has it, whatever a name server would say.
func dial(ctx context.Context, network, addr string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: receiverTimeout}
	host, port, err := net.SplitHostPort(addr)
	if name := strings.ToLower(strings.TrimSuffix(host, ".")); err != nil || net.ParseIP(name) != nil || !IsLocal(name) {
		return dialer.DialContext(ctx, network, addr)
	}
	conn, err := dialer.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		if six, sixErr := dialer.DialContext(ctx, network, net.JoinHostPort("::1", port)); sixErr == nil {
			return six, nil
		}
	}
	return conn, err
}
