package webhook

import (
	"context"
	"net"
	"net/http"
	"time"

	"example.com/sms77mock/internal/hosts"
)

// NewTransport returns what sends webhooks: it keeps connections for as long as a
// burst lasts, and takes no proxy. To it *.localhost is this machine.
func NewTransport() *http.Transport {
	return &http.Transport{
		DialContext: dial, MaxIdleConnsPerHost: maxSideBySide, MaxIdleConns: 4 * maxSideBySide,
		IdleConnTimeout: time.Second, MaxResponseHeaderBytes: maxAnswer,
	}
}

// dial connects to a receiver. A name below localhost is this machine, as RFC
// 6761 has it, whatever a name server would say.
func dial(ctx context.Context, network, addr string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: receiverTimeout}
	host, port, err := net.SplitHostPort(addr)
	if name := hosts.Name(host); err != nil || net.ParseIP(name) != nil || !hosts.IsLocal(name) {
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
