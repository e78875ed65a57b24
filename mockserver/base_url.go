package mockserver

import (
	"net/http"
	"net/url"
	"strings"

	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/mockserver/internal/call"
)

// baseURL returns the URL under which the client of a request sees the server:
// the fixed one, else what a proxy or the request itself says. What a proxy says
// counts only if it can be part of a URL.
func (s *Server) baseURL(r *http.Request) string {
	if s.options.public != nil {
		return s.options.public.String()
	}
	base := url.URL{Scheme: schemeOf(r), Host: r.Host}
	if scheme := strings.ToLower(call.Forwarded(r, "Proto")); scheme == "http" || scheme == "https" {
		base.Scheme = scheme
	}
	if host := call.Forwarded(r, "Host"); isAuthority(host) {
		base.Host = host
	}
	if port := call.Forwarded(r, "Port"); base.Port() == "" && hosts.IsPort(port) && port != hosts.DefaultPort(base.Scheme) {
		base.Host += ":" + port
	}
	return base.Scheme + "://" + base.Host + prefixOf(call.Forwarded(r, "Prefix"))
}

func schemeOf(r *http.Request) string {
	if r.TLS != nil {
		return "https"
	}
	return "http"
}

// isAuthority reports whether a text is a host, perhaps with a port.
func isAuthority(text string) bool {
	u, err := url.Parse("//" + text)
	return text != "" && err == nil && u.Host == text
}

// prefixOf returns the path that a proxy cuts off the front of requests, without a
// slash at its end; "" if the text is no path.
func prefixOf(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.EscapedPath() != text || !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") {
		return ""
	}
	return strings.TrimRight(text, "/")
}
