package audit

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// colors are how a terminal shows the verdicts.
var colors = map[Verdict]string{Fail: "\x1b[31;1m", Warn: "\x1b[33m", Expected: "\x1b[33m", Skip: "\x1b[2m", Pass: "\x1b[32m"}

// paint is text in the colour of a verdict.
func paint(text string, v Verdict, color bool) string {
	if !color {
		return text
	}
	return colors[v] + text + "\x1b[0m"
}

// Text writes the report for a terminal: why the audit could not be made, if it
// could not; what failed, with the reason, the evidence and what to change; then
// what was skipped, and the names of what passed. It is in colour if color says so.
func (r Report) Text(w io.Writer, color bool) error {
	var b strings.Builder
	if r.Problem != "" {
		b.WriteString(paint("Problem: ", Fail, color) + r.Problem + "\n\n")
	}
	b.WriteString("Audit of " + r.Application)
	if r.Client != "" {
		b.WriteString(", client " + r.Client)
	}
	b.WriteString("\n")
	var passed []string
	for _, verdict := range order {
		if verdict == Skip && r.Count(Skip) > 0 {
			b.WriteString("\n")
		}
		for _, result := range r.Results {
			switch {
			case result.Verdict == Pass && verdict == Pass && !result.Surprise():
				passed = append(passed, result.Name)
			case result.Verdict == verdict:
				result.text(&b, color)
			}
		}
	}
	if len(passed) > 0 {
		b.WriteString("\n" + wrapped(paint(fmt.Sprintf("%-8s", Pass), Pass, color), 9, strings.Join(passed, ", ")))
	}
	fmt.Fprintf(&b, "\n%s\n", r.Summary())
	_, err := io.WriteString(w, b.String())
	return err
}

// Summary counts the verdicts in one line.
func (r Report) Summary() string {
	parts := []string{fmt.Sprintf("%d passed", r.Count(Pass))}
	for _, v := range []struct {
		verdict Verdict
		word    string
	}{{Fail, "failed"}, {Warn, "warned"}, {Expected, "failed as expected"}, {Skip, "skipped"}} {
		if n := r.Count(v.verdict); n > 0 || v.verdict == Fail {
			parts = append(parts, fmt.Sprintf("%d %s", n, v.word))
		}
	}
	return strings.Join(parts, ", ") + " in " + r.Took.Round(100*time.Millisecond).String()
}

// String returns the result as the report for a terminal has it, without colour.
func (r Result) String() string {
	var b strings.Builder
	r.text(&b, false)
	return strings.TrimSpace(b.String())
}

// text writes one result: in a line if it passed or was skipped, else with
// everything that helps to mend it.
func (r Result) text(b *strings.Builder, color bool) {
	label := paint(fmt.Sprintf("%-8s", r.Verdict), r.Verdict, color)
	switch {
	case r.Surprise():
		fmt.Fprintf(b, "%s %s: passes, and was expected to fail: %s\n", label, r.Name, r.Expected)
		return
	case r.Verdict == Pass:
		fmt.Fprintf(b, "%s %s\n", label, r.Name)
		return
	case r.Verdict == Skip:
		fmt.Fprintf(b, "%s %s: %s\n", label, r.Name, r.Why)
		return
	}
	fmt.Fprintf(b, "\n%s %s\n", label, r.Name)
	for _, part := range r.parts() {
		b.WriteString(indented(part.title, part.text))
	}
	if r.Verdict == Expected {
		b.WriteString(indented("expected", r.Expected))
	}
}

// part is one paragraph about a result that did not pass.
type part struct{ title, text string }

func (r Result) parts() []part {
	list := []part{{"found", r.Why}, {"played", r.Sentence}, {"sound", r.Sound}, {"harm", r.Harm}, {"mend", r.Mend}, {"basis", r.Basis}}
	for _, line := range r.Evidence.Journal {
		list = append(list, part{"double", line})
	}
	for _, s := range r.Evidence.Browser {
		list = append(list, part{"browser", s.String()})
	}
	return list
}

// String returns the step in one line.
func (s Step) String() string {
	if s.Status == 0 {
		return s.Request + ": " + s.Answer
	}
	return fmt.Sprintf("%s: %d %s", s.Request, s.Status, s.Answer)
}

// width is how wide a report is.
const width = 110

// indented is a paragraph with its title in front, wrapped.
func indented(title, text string) string { return wrapped(fmt.Sprintf("  %-8s", title), 11, text) }

// wrapped is a paragraph behind a label, each line with the same margin.
func wrapped(label string, margin int, text string) string {
	var b strings.Builder
	b.WriteString(label)
	column := margin - 1
	for _, word := range strings.Fields(text) {
		if column+1+len(word) > width && column > margin {
			b.WriteString("\n" + strings.Repeat(" ", margin-1))
			column = margin - 1
		}
		b.WriteString(" " + word)
		column += 1 + len(word)
	}
	b.WriteString("\n")
	return b.String()
}
