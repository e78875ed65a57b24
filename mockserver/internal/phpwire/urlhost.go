package phpwire

import (
	"strconv"
	"strings"
)

// parseAuthority takes user, password, host and port off s. It is invalid without a host or with a port that is none.
func (u *URL) parseAuthority(s string) (rest string, next state) {
	next = end
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s, rest, next = s[:i], s[i:], path
	}
	host := u.parseUser(s)
	if colon := portColon(host); colon >= 0 {
		port := host[colon+1:]
		host = host[:colon]
		if port != "" && (len(port) > maxPortLen || !u.setPort(port)) {
			return "", invalid
		}
	}
	if host == "" {
		return "", invalid
	}
	u.Host = part(host)
	return rest, next
}

// parseUser takes user and password off s, up to the last "@", and returns host and port.
func (u *URL) parseUser(s string) string {
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return s
	}
	user, pass, hasPass := strings.Cut(s[:at], ":")
	u.User = part(user)
	if hasPass {
		u.Pass = part(pass)
	}
	return s[at+1:]
}

// portColon returns the index of the colon before the port, or -1. In [::1] there is none.
func portColon(host string) int {
	if strings.HasPrefix(host, "[") && strings.HasSuffix(host, "]") {
		return -1
	}
	return strings.LastIndexByte(host, ':')
}

// maxPortLen is the length of the longest port, 65535.
const maxPortLen = 5

// startsWithPort reports whether s begins with a number no longer than a port, and nothing but a path follows.
func startsWithPort(s string) bool {
	n := digits(s)
	return n > 0 && n <= maxPortLen && (n == len(s) || s[n] == '/')
}

// setPort sets the port and reports whether it is one. As in C's strtol, white space and a sign may lead, and
// whatever follows the digits is ignored.
func (u *URL) setPort(s string) bool {
	s = strings.TrimLeft(s, " \t\n\v\f\r")
	number := strings.TrimLeft(s, "+-")
	if len(s)-len(number) > 1 {
		return false
	}
	port, err := strconv.Atoi(number[:digits(number)])
	if err != nil || port > 65535 || port != 0 && s[0] == '-' {
		return false
	}
	text := strconv.Itoa(port)
	u.Port = &text
	return true
}
