package audit

import (
	"encoding/json"
	"strings"
)

// isJSON reports whether the answer is JSON, by what the application says or, where
// it says nothing, by how it begins.
func (a answer) isJSON() bool {
	kind, _, _ := strings.Cut(strings.ToLower(a.header.Get("Content-Type")), ";")
	kind = strings.TrimSpace(kind)
	return kind == "application/json" || strings.HasSuffix(kind, "+json") || kind == "" && json.Valid([]byte(a.body))
}

// spoken are the strings that JSON has, names and values, as they are when what was
// escaped is not: one on a line.
func spoken(body string) string {
	var b strings.Builder
	d := json.NewDecoder(strings.NewReader(body))
	for {
		token, err := d.Token()
		if err != nil { // the end, or what comes is no JSON
			return b.String()
		}
		if word, ok := token.(string); ok {
			b.WriteString(word + "\n")
		}
	}
}

// reads is what can be read in an answer: its body as it is and, where that is JSON,
// without what escapes quotes, slashes and letters. What it looks like as HTML is not
// among that.
func (a answer) reads() []string {
	if a.isJSON() && strings.Contains(a.body, `\`) {
		return []string{a.body, spoken(a.body)}
	}
	return []string{a.body}
}

// words is what a person reads in an answer.
func (a answer) words() string {
	if a.isJSON() {
		return a.body
	}
	return text(a.body)
}
