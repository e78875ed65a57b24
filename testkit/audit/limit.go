package audit

import (
	"fmt"
	"net/http"
)

// limited says how the application has held the browser back, as who limits
// logins does: with 429, or with 503 and the time to come again. It is "" if it
// has not.
func (v visit) limited() string {
	for _, a := range v.answers {
		after := a.header.Get("Retry-After")
		if a.status != http.StatusTooManyRequests && (a.status != http.StatusServiceUnavailable || after == "") {
			continue
		}
		how := fmt.Sprintf("%s was answered with %d %s", printable(a.method+" "+a.url.Path, mostAddress), a.status, http.StatusText(a.status))
		if after != "" {
			how += ", Retry-After: " + printable(after, 40)
		}
		return how
	}
	return ""
}

// errLimited says that an application cannot be audited that holds the audit
// back: what it answers then says nothing about what was played.
func errLimited(how string) error {
	return fmt.Errorf("the application holds the audit back: %s; an audit logs in more than a hundred times: lift the limit for it", how)
}

// unlimited stops the audit if a login was held back.
func (sc *scene) unlimited(v visit) {
	if how := v.limited(); how != "" {
		panic(trouble{errLimited(how)})
	}
}

// noteLimitLocked keeps that the application has answered 429 by a limit of its own:
// the double has given it no reason yet to hold back.
func (sc *scene) noteLimitLocked(v visit) {
	if sc.late != early {
		return
	}
	for _, a := range v.answers {
		if a.status == http.StatusTooManyRequests {
			sc.limit = visit{answers: []answer{a}}.limited()
		}
	}
}
