package testkit

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
)

// Dump returns what the double knows, as text for people: its clock, the orders
// in force, every request with its answer, messages sent and received, codes and
// tokens. It has everything as it was sent, secrets and tokens too.
func (s *Server) Dump() string {
	s.tb.Helper()
	var b strings.Builder
	clock := s.Clock()
	fmt.Fprintf(&b, "double at %s, its clock at %s (%s ahead)\n", s.URL, clock.Now.Format("2006-01-02 15:04:05"), clock.Offset)
	section(&b, "faults", s.Faults(), func(f control.PendingFault) string {
		return fmt.Sprintf("%d: %s: struck %s, %d ordered", f.ID, f.Fault, plural.Times(f.Used), f.Fault.Times)
	})
	section(&b, "decisions", s.Decisions(), func(d control.PendingDecision) string {
		return fmt.Sprintf("%d: %s: taken %s", d.ID, d.Decision, plural.Times(d.Used))
	})
	section(&b, "outcomes", s.Outcomes(), func(p control.PendingScript) string {
		return fmt.Sprintf("%d: %s: met %s", p.ID, p.Script, plural.Times(p.Used))
	})
	section(&b, "requests", s.Requests(control.RequestFilter{}), dumped)
	messages := append(s.Messages(control.MessageFilter{}), s.Messages(control.MessageFilter{Direction: control.Incoming})...)
	section(&b, "messages", messages, func(m control.Message) string {
		status := ""
		if m.Status != "" {
			status = m.Status + " "
		}
		return fmt.Sprintf("%s: %s %s from %s to %s: %s%q", m.ID, m.Direction, m.Channel, m.From, m.To, status, m.Text)
	})
	section(&b, "codes and tokens", s.Tokens(control.TokenFilter{}), func(t control.TokenInfo) string {
		return fmt.Sprintf("%s %s: %s, client: %s, account: %s, scope: %s", t.Kind, t.Token, t.State, t.ClientID, t.Account, t.Scope)
	})
	return b.String()
}

// section writes a list under its title.
func section[T any](b *strings.Builder, title string, list []T, line func(T) string) {
	fmt.Fprintf(b, "\n%s: %d\n", title, len(list))
	for _, v := range list {
		fmt.Fprintf(b, "  %s\n", strings.ReplaceAll(line(v), "\n", "\n  "))
	}
}

// dumped is a request with its answer, in full.
func dumped(e control.Entry) string {
	target := e.Path
	if e.RawQuery != "" {
		target += "?" + e.RawQuery
	}
	lines := []string{e.String(), fmt.Sprintf("  > %s %s://%s%s", e.Method, e.Scheme, e.Host, target)}
	lines = append(lines, message("  > ", e.Header, e.Body)...)
	lines = append(lines, fmt.Sprintf("  < %d after %s", e.Status, e.Duration))
	return strings.Join(append(lines, message("  < ", e.ResponseHeader, e.ResponseBody)...), "\n")
}

// message writes headers, in alphabetical order, and a body.
func message(prefix string, header http.Header, body string) []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			lines = append(lines, prefix+name+": "+value)
		}
	}
	if body == "" {
		return lines
	}
	lines = append(lines, prefix)
	for line := range strings.SplitSeq(strings.TrimSuffix(body, "\n"), "\n") {
		lines = append(lines, prefix+line)
	}
	return lines
}
