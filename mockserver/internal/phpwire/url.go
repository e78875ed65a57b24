package phpwire

import "strings"

// URL holds the parts that PHP's parse_url finds in a string. A nil part is absent, which PHP 8 tells from an empty
// one: "cb?" has an empty query, "cb" has none.
type URL struct {
	Scheme   *string
	User     *string
	Pass     *string
	Host     *string
	Port     *string // decimal, 0 to 65535, without leading zeros
	Path     *string
	Query    *string
	Fragment *string
}

// ParseURL splits s as PHP 8.2's parse_url does, with control characters replaced by "_" in every part. It reports
// false where parse_url returns false. Nothing is decoded or normalised, and much passes that is no URL:
// com.example.app:/x has the scheme com.example.app and the path /x, and localhost:8080 has a host and a port.
func ParseURL(s string) (URL, bool) {
	var u URL
	rest, next := u.parseStart(s)
	if next == authority {
		rest, next = u.parseAuthority(rest)
	}
	switch next {
	case invalid:
		return URL{}, false
	case path:
		u.parsePath(rest)
	}
	return u, true
}

// state says what to expect at the beginning of the rest of a URL.
type state int

const (
	invalid   state = iota
	authority       // user:pass@host:port, then a path
	path            // a path, a query and a fragment
	end             // nothing more
)

// parseStart takes the scheme off s. What stands before a colon may also be a host, and what follows it a port; the
// authority is then read from the beginning of s.
func (u *URL) parseStart(s string) (string, state) {
	scheme, rest, found := strings.Cut(s, ":")
	switch {
	case !found:
		return relative(s)
	case scheme == "":
		return u.parsePort(s, rest)
	case !isScheme(scheme):
		if rest != "" && !strings.ContainsAny(scheme, "?#") {
			return u.parsePort(s, rest)
		}
		return relative(s)
	case startsWithPort(rest):
		return u.parsePort(s, rest)
	}
	u.Scheme = part(scheme)
	return afterScheme(scheme, rest)
}

// afterScheme decides what follows the colon of a scheme.
func afterScheme(scheme, rest string) (string, state) {
	if rest == "" {
		return "", end
	}
	afterSlashes, ok := strings.CutPrefix(rest, "//")
	switch {
	case !ok:
		return rest, path
	case strings.EqualFold(scheme, "file") && strings.HasPrefix(afterSlashes, "/"):
		if len(afterSlashes) > 2 && afterSlashes[2] == ':' { // file:///c:/dir
			afterSlashes = afterSlashes[1:]
		}
		return afterSlashes, path
	}
	return afterSlashes, authority
}

// parsePort reads the port at the beginning of afterColon; s is the whole URL. PHP looks at the first colon wherever it
// stands, so //host/x:80 has the port 80.
func (u *URL) parsePort(s, afterColon string) (string, state) {
	if startsWithPort(afterColon) {
		if !u.setPort(afterColon[:digits(afterColon)]) {
			return "", invalid
		}
		return strings.TrimPrefix(s, "//"), authority
	}
	if afterColon == "" {
		return "", invalid
	}
	return relative(s)
}

// relative decides how a URL without a scheme begins.
func relative(s string) (string, state) {
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		return rest, authority
	}
	return s, path
}

// parsePath splits a path, a query and a fragment. The path is absent if it is empty and one of the others follows.
func (u *URL) parsePath(s string) {
	rest, fragment, hasFragment := strings.Cut(s, "#")
	if hasFragment {
		u.Fragment = part(fragment)
	}
	rest, query, hasQuery := strings.Cut(rest, "?")
	if hasQuery {
		u.Query = part(query)
	}
	if rest != "" || s == "" {
		u.Path = part(rest)
	}
}

// part returns s without control characters.
func part(s string) *string {
	if strings.ContainsFunc(s, isControl) {
		clean := []byte(s)
		for i, c := range clean {
			if isControl(rune(c)) {
				clean[i] = '_'
			}
		}
		s = string(clean)
	}
	return &s
}

func isControl(c rune) bool {
	return c < 0x20 || c == 0x7F
}

func isScheme(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && !isDigit(c) && c != '+' && c != '-' && c != '.' {
			return false
		}
	}
	return true
}
