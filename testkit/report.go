package testkit

import (
	"fmt"
	"os"
	"strings"

	"example.com/sms77mock/internal/excerpt"
	"example.com/sms77mock/internal/lazy"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
)

// maxLines is how long a report may be.
const maxLines = 50

// finish says at the end of a test what its author should know, in one block.
// Once a test has failed nothing else is a failure: it may follow from the first.
func (s *Server) finish() {
	s.tb.Helper()
	s.transport.ended.Store(true)
	s.double.apps.remove(s)
	missed, err := s.closeOrders()
	if err != nil {
		s.tb.Errorf("testkit: the double is gone before the end of the test: %v", err)
		return
	}
	failed := s.tb.Failed()
	if s.skipped() {
		return
	}
	var faults []string
	for _, line := range missed {
		faults = append(faults, line+"; see AllowUnused")
	}
	faults = append(faults, s.nowhere()...)
	if !failed && len(faults) == 0 {
		return
	}
	var journal []string
	if !s.told.itself() {
		journal = s.journal()
	}
	switch lines := append(faults, journal...); {
	case len(lines) == 0:
	case failed:
		s.tb.Logf("testkit: %s", joined(lines))
	default:
		s.tb.Errorf("testkit: %s", joined(lines))
	}
}

// logf writes to the log of the server's test, or to standard error when that is
// over.
func (s *Server) logf(format string, args ...any) {
	s.tb.Helper()
	if s.transport.ended.Load() {
		onStderr(format, args...)
		return
	}
	s.tb.Logf(format, args...)
}

// onStderr writes to standard error, where there is no test's log.
func onStderr(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// skipped reports whether the test was skipped, which may be in the middle.
func (s *Server) skipped() bool {
	tb, ok := s.tb.(interface{ Skipped() bool })
	return ok && tb.Skipped()
}

// nowhere says which requests led nowhere, with the option Strict.
func (s *Server) nowhere() []string {
	if !s.double.options.strict {
		return nil
	}
	entries, _ := s.entries(control.RequestFilter{})
	var lines []string
	for _, e := range entries {
		if e.Endpoint == "" {
			lines = append(lines, fmt.Sprintf("%s: nothing is there; see Strict", e))
		}
	}
	return lines
}

// journal tells what the test has asked the double, in a few lines; what its
// subtests and tenants have told is left out.
func (s *Server) journal() []string {
	entries, err := s.entries(control.RequestFilter{})
	if err != nil {
		return []string{fmt.Sprintf("the journal cannot be read: %v", err)}
	}
	fresh, more := s.told.fresh(entries)
	for of := s.parent; of != nil; of = of.parent {
		of.told.note(fresh)
	}
	switch {
	case len(fresh) == 0 && more:
		return nil
	case len(fresh) == 0:
		return []string{"the double was not asked: nothing came through Client or to URL"}
	case more:
		return append([]string{fmt.Sprintf("the double was asked %s more:", plural.Times(len(fresh)))}, told(fresh)...)
	}
	return append([]string{fmt.Sprintf("the double was asked %s:", plural.Times(len(fresh)))}, told(fresh)...)
}

// joined makes one block of lines, which has at most maxLines.
func joined(lines []string) string {
	lines = strings.Split(strings.Join(lines, "\n"), "\n")
	const head = 15
	if left := len(lines) - maxLines; left > 0 {
		note := fmt.Sprintf("    … %d lines left out; Dump has them all …", left+1)
		lines = append(append(lines[:head:head], note), lines[head+left+1:]...)
	}
	return strings.Join(lines, "\n")
}

// told tells of each request in a line, with the body if it was refused. What
// comes again and again is told once.
func told(entries []control.Entry) []string {
	shapes := make([]string, len(entries))
	for i, e := range entries {
		shapes[i] = shape(e)
	}
	var lines []string
	for i := 0; i < len(entries); {
		period, again := repeats(shapes[i:])
		for _, e := range entries[i : i+period] {
			lines = append(lines, tell(e)...)
		}
		i += period
		if again > 0 {
			i += again * period
			what := "that"
			if period > 1 {
				what = fmt.Sprintf("these %d requests", period)
			}
			lines = append(lines, fmt.Sprintf("    … and %s again, %s, up to request %d", what, plural.Times(again), entries[i-1].ID))
		}
	}
	return lines
}

// repeats looks for a few shapes in front that come again at once: how many they
// are, and how often they come again.
func repeats(shapes []string) (period, again int) {
	for period := 1; period <= 4; period++ {
		again := 0
		for i := period; i < len(shapes) && shapes[i] == shapes[i-period]; i++ {
			again = (i + 1 - period) / period
		}
		if again > 0 {
			return period, again
		}
	}
	return 1, 0
}

// tell tells of one request.
func tell(e control.Entry) []string {
	lines := []string{"    " + oneLine(e.String(), 1000)}
	if e.Outcome == control.Refused && e.ResponseBody != "" {
		lines = append(lines, "        "+oneLine(e.ResponseBody, 300))
	}
	return lines
}

// oneLine makes one line of a text, of at most so many bytes.
func oneLine(text string, most int) string {
	return excerpt.Of(strings.Join(strings.Fields(text), " "), most)
}

// shape is what requests that are told once have in common: all but numbers.
func shape(e control.Entry) string {
	return numbers().ReplaceAllString(strings.Join(tell(e), "\n"), "#")
}

var numbers = lazy.Regexp(`[0-9a-f]{20,}|[0-9]+`)
