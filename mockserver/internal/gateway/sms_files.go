package gateway

import (
	"fmt"
	"strings"

	"example.com/sms77mock/mockserver/internal/gateway/ids"
)

// attachments is what a request calls its files. They are not kept; withFiles reads
// their names.
type attachments string

// Schema describes the files.
func (attachments) Schema() map[string]any {
	text := map[string]any{"type": "string"}
	return map[string]any{"type": "array", "items": map[string]any{
		"type":       "object",
		"required":   []string{"name", "contents"},
		"properties": map[string]any{"name": text, "contents": text, "validity": map[string]any{"type": "integer"}, "password": text},
	}}
}

// withFiles replaces each [[name]] in a text by a link to the file of that name
// which the request brings along. There is nothing at the link.
func (st *state) withFiles(q *request, text string) string {
	if !strings.Contains(text, "[[") {
		return text
	}
	for i := 0; ; i++ {
		name, ok := q.Lookup(fmt.Sprintf("files[%d][name]", i))
		if !ok {
			return text
		}
		if mark := "[[" + name + "]]"; strings.Contains(text, mark) {
			text = strings.ReplaceAll(text, mark, fmt.Sprintf("https://svn.me/%06x", ids.Take(&st.ids.File)))
		}
	}
}
