// Package handshake says what a server of TLS has to say, and what to do about it.
package handshake

import (
	"log"
	"log/slog"
	"strings"
)

// distrust is what a handshake fails with when a client does not trust the CA. That
// of a client which refuses before it has the keys does not look like it: it comes in
// the clear, and is taken for a record that was changed on its way.
var distrust = []string{"certificate", "bad record MAC", "EOF"}

// Log returns what an [http.Server] writes to: warnings of the logger. One of a
// client that seems not to trust the CA says so.
func Log(logger *slog.Logger) *log.Logger { return log.New(lines{logger}, "", 0) }

type lines struct{ logger *slog.Logger }

func (l lines) Write(line []byte) (int, error) {
	text := strings.TrimSuffix(string(line), "\n")
	if distrusts(text) {
		l.logger.Warn(text, "advice", "clients have to trust the CA, which is at /_mock/ca.pem")
	} else {
		l.logger.Warn(text)
	}
	return len(line), nil
}

func distrusts(text string) bool {
	if !strings.Contains(text, "TLS handshake error") {
		return false
	}
	for _, sign := range distrust {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}
