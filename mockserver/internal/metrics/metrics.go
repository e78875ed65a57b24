// Package metrics counts what a server does, and writes it in the text format of
// Prometheus.
package metrics

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"
)

// key tells series apart.
type key struct{ endpoint, outcome string }

// series counts requests of one kind.
type series struct {
	count   int
	seconds float64
	within  [len(bounds)]int // how many took at most so long
}

// bounds are the buckets of durations, in seconds.
var bounds = [...]float64{0.001, 0.01, 0.1, 1, 10}

// Requests counts requests by endpoint and outcome, and how long they took. The
// zero value is ready to use. Its methods may be called from several
// goroutines.
type Requests struct {
	mu     sync.Mutex // guards series
	series map[key]*series
}

// Observe counts a request.
func (m *Requests) Observe(endpoint, outcome string, took time.Duration) {
	k := key{cmp.Or(endpoint, "none"), outcome}
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.series[k]
	if s == nil {
		if m.series == nil {
			m.series = map[key]*series{}
		}
		s = &series{}
		m.series[k] = s
	}
	s.count++
	s.seconds += took.Seconds()
	for i, bound := range bounds {
		if took.Seconds() <= bound {
			s.within[i]++
		}
	}
}

// Write writes the counters as metrics whose names begin with name.
func (m *Requests) Write(w io.Writer, name, help string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	keys := slices.SortedFunc(maps.Keys(m.series), func(a, b key) int {
		return cmp.Or(cmp.Compare(a.endpoint, b.endpoint), cmp.Compare(a.outcome, b.outcome))
	})
	fmt.Fprintf(w, "# HELP %[1]s_total %[2]s\n# TYPE %[1]s_total counter\n", name, help)
	for _, k := range keys {
		fmt.Fprintf(w, "%s_total{endpoint=%q,outcome=%q} %d\n", name, k.endpoint, k.outcome, m.series[k].count)
	}
	fmt.Fprintf(w, "# HELP %[1]s_duration_seconds How long each took, in real time.\n# TYPE %[1]s_duration_seconds histogram\n", name)
	for _, k := range keys {
		s, labels := m.series[k], fmt.Sprintf("endpoint=%q,outcome=%q", k.endpoint, k.outcome)
		for i, bound := range bounds {
			fmt.Fprintf(w, "%s_duration_seconds_bucket{%s,le=\"%g\"} %d\n", name, labels, bound, s.within[i])
		}
		fmt.Fprintf(w, "%[1]s_duration_seconds_bucket{%[2]s,le=\"+Inf\"} %[3]d\n%[1]s_duration_seconds_sum{%[2]s} %[4]g\n%[1]s_duration_seconds_count{%[2]s} %[3]d\n",
			name, labels, s.count, s.seconds)
	}
}

// Values writes a metric, a counter or a gauge, by the values of a label; it has
// one value alone if there is no label.
func Values(w io.Writer, kind, name, help, label string, values map[string]int) {
	fmt.Fprintf(w, "# HELP %[1]s %[2]s\n# TYPE %[1]s %[3]s\n", name, help, kind)
	for _, of := range slices.Sorted(maps.Keys(values)) {
		if label == "" {
			fmt.Fprintf(w, "%s %d\n", name, values[of])
		} else {
			fmt.Fprintf(w, "%s{%s=%q} %d\n", name, label, of, values[of])
		}
	}
}
