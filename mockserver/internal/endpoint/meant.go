package endpoint

import (
	"fmt"
	"strings"
)

// Meant asks, as the end of a reason, whether a path was meant that leads somewhere and
// ends as the given one does: /token for /oauth/token, /api/sms for /sms and /api/SMS/.
// It is "" if there is none.
func Meant(path string, leads func(path string) bool) string {
	path = strings.ToLower(strings.TrimRight(path, "/"))
	last := path[strings.LastIndex(path, "/")+1:]
	for _, meant := range []string{"/" + last, "/api/" + last} {
		if leads(meant) {
			return fmt.Sprintf("; did you mean %q?", meant)
		}
	}
	return ""
}
