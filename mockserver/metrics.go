package mockserver

import (
	"io"
	"maps"

	"example.com/sms77mock/mockserver/internal/metrics"
)

// writeMetrics writes what the server counts in the text format of Prometheus.
func (s *Server) writeMetrics(w io.Writer) {
	s.requests.Write(w, "sms77mock_requests", "Requests to the emulated endpoints.")
	s.webhooks.Write(w, "sms77mock_webhooks", "Attempts to deliver webhooks.")
	kept := s.journal.Kept()
	bytes := map[string]int{"journal": kept.Bytes, "faults": s.faults.Kept(), "snapshots": s.snapshotBytes(), "leases": s.api().Kept()}
	maps.Copy(bytes, s.oauth.Kept())
	maps.Copy(bytes, s.gateway.Kept())
	metrics.Values(w, "gauge", "sms77mock_kept_bytes", "What is kept in memory, about.", "kind", bytes)
	metrics.Values(w, "counter", "sms77mock_journal_forgotten_total", "Requests that had to make room in the journal.", "", map[string]int{"": int(kept.Forgotten)})
	if s.options.droppedLines != nil {
		metrics.Values(w, "counter", "sms77mock_log_lines_dropped_total", "Log lines that nobody read in time.", "", map[string]int{"": s.options.droppedLines()})
	}
}
