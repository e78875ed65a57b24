package gateway

import (
	"fmt"
	"strings"
)

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
			text = strings.ReplaceAll(text, mark, fmt.Sprintf("https://svn.me/%06x", take(&st.ids.File)))
		}
	}
}
