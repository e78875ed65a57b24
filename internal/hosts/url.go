package hosts

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
)

// Origin returns an origin as browsers write it: in lower case, an address in its
// shortest form, without the port that its scheme implies; * stands for all. What is
// none is refused with an error that says what is allowed.
func Origin(text string) (string, error) {
	if text == "*" {
		return text, nil
	}
	u, err := url.Parse(text)
	if err != nil || !isBase(u) || u.Path != "" {
		return "", fmt.Errorf("%q: want an origin such as http://127.0.0.1:3000, in ASCII as browsers send it, or *", text)
	}
	return OriginOf(u), nil
}

// OriginOf returns the origin of a URL, as [Origin] does.
func OriginOf(u *url.URL) string {
	host, port := strings.ToLower(u.Hostname()), strings.TrimLeft(u.Port(), "0")
	if ip, err := netip.ParseAddr(host); err == nil && ip.Is6() {
		host = "[" + ip.String() + "]"
	}
	if port != "" && port != DefaultPort(u.Scheme) {
		host += ":" + port
	}
	return u.Scheme + "://" + host
}

// DefaultPort returns the port that URLs of a scheme leave away, http or https; ""
// for another one.
func DefaultPort(scheme string) string {
	return map[string]string{"http": "80", "https": "443"}[scheme]
}

// BaseURL reads the URL below which a server is reached: an origin and a path at
// most, whose slash at the end does not count. "" is nil.
func BaseURL(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	if err != nil || !isBase(u) {
		return nil, fmt.Errorf("%q: want a URL such as https://sms77mock.test or https://qa.test/sms77, in ASCII and without a password, query or fragment", text)
	}
	return u, nil
}

// isBase reports whether a URL has what an origin has and, besides, a path at
// most.
func isBase(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && isASCII(u.Host) && (u.Port() == "" || IsPort(u.Port())) &&
		u.User == nil && u.RawQuery == "" && !u.ForceQuery && u.Fragment == ""
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
