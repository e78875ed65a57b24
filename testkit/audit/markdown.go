package audit

import (
	"fmt"
	"io"
	"strings"
)

// marks are how Markdown shows the verdicts.
var marks = map[Verdict]string{Fail: "❌ fail", Warn: "⚠️ warn", Expected: "➖ expected", Skip: "⏭ skip", Pass: "✅ pass"}

// Markdown writes the report for the description of a merge request: why the audit
// could not be made, if it could not; a summary, a table of what did not pass, and
// the details folded away.
func (r Report) Markdown(w io.Writer) error {
	var b strings.Builder
	if r.Problem != "" {
		fmt.Fprintf(&b, "**Problem:** %s\n\n", cell(r.Problem))
	}
	fmt.Fprintf(&b, "### Audit of `%s`\n\n%s\n", r.Application, r.Summary())
	r.rows(&b)
	for _, verdict := range []Verdict{Fail, Warn} {
		for _, result := range r.Results {
			if result.Verdict == verdict {
				result.details(&b)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Report) rows(b *strings.Builder) {
	head := "\n| verdict | scenario | why |\n|---|---|---|\n"
	for _, verdict := range order {
		for _, result := range r.Results {
			why := result.Why
			switch {
			case result.Verdict != verdict || verdict == Pass && !result.Surprise():
				continue
			case result.Surprise():
				why = "passes, and was expected to fail: " + result.Expected
			case verdict == Expected:
				why += " (expected: " + result.Expected + ")"
			}
			fmt.Fprintf(b, "%s| %s | `%s` | %s |\n", head, marks[verdict], result.Name, cell(why))
			head = ""
		}
	}
}

// details writes what helps to mend a result, folded away.
func (r Result) details(b *strings.Builder) {
	fmt.Fprintf(b, "\n<details><summary><code>%s</code></summary>\n\n", r.Name)
	for _, part := range r.parts() {
		fmt.Fprintf(b, "- **%s** %s\n", part.title, cell(part.text))
	}
	b.WriteString("\n</details>\n")
}

// cell is text that Markdown shows as it is.
func cell(text string) string {
	return strings.NewReplacer("\\", `\\`, "|", `\|`, "<", "&lt;", ">", "&gt;", "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "\n", " ").Replace(text)
}
