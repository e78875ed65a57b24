// Package hosts knows what hosts, their ports and origins are called, and how lists of
// hosts name them.
package hosts

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// Name returns a host, without a port, as it is compared: in lower case, without
// the dot of a rooted name, and an address in its shortest form.
func Name(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().String()
	}
	return host
}

// OfHeader returns the host that a Host header names, with or without a port, as
// [Name] does.
func OfHeader(header string) string { return Name((&url.URL{Host: header}).Hostname()) }

// IsPort reports whether a text is the number of a port that something can listen
// on.
func IsPort(text string) bool {
	n, err := strconv.ParseUint(text, 10, 16)
	return err == nil && n > 0
}

// IsLocal reports whether a host, as [Name] returns it, is this machine, by RFC
// 6761 without asking anybody.
func IsLocal(name string) bool {
	ip, err := netip.ParseAddr(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || err == nil && ip.IsLoopback()
}

// Local returns the hosts by which a client on this machine reaches a server here:
// those that a certificate for it has to name.
func Local() []string { return []string{"localhost", "127.0.0.1", "::1"} }

// Pattern returns what an entry of a list of hosts says, as [Name] would write it:
// a name, *.name for all below it, an IP address, or * for all. White space around
// it does not count, nor do the brackets of an address. What no host can ever be is
// refused with an error that says what is allowed.
func Pattern(entry string) (string, error) {
	pattern := strings.TrimSpace(entry)
	if pattern == "*" {
		return pattern, nil
	}
	if ip, err := netip.ParseAddr(strings.Trim(pattern, "[]")); err == nil {
		return Name(ip.String()), nil
	}
	if pattern = Name(pattern); isName(strings.TrimPrefix(pattern, "*.")) {
		return pattern, nil
	}
	return "", fmt.Errorf("%q: %s", entry, Want)
}

// Want says what an entry of a list of hosts may be.
const Want = "want a host such as app.example.com, *.example.com, an IP address or *, without scheme, port and path"

// Matches reports whether a host, as [Name] returns it, is what an entry says that
// [Pattern] takes.
func Matches(entry, name string) bool {
	pattern, err := Pattern(entry)
	if suffix, isPattern := strings.CutPrefix(pattern, "*"); isPattern {
		return strings.HasSuffix(name, suffix)
	}
	return err == nil && pattern == name
}

// isName reports whether a text can be the name of a host: letters, digits, - and
// _, as containers have it, between dots.
func isName(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
		}) {
			return false
		}
	}
	return true
}
