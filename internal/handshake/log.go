// Package handshake logs failed TLS handshakes, and says what to do about them.
package handshake

import (
	"log"
	"log/slog"
	"strings"
)

// distrust lists the signs that a handshake failed because a client does not trust the
// CA. The second one does not look like it: a client that refuses before it has the
// keys says so in the clear, which is taken for a record that was changed on its way. The
// last one is Java's, where it finds no CA in its trust store.
var distrust = []string{"certificate", "bad record MAC", "EOF", "remote error: tls: internal error"}

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
