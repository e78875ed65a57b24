package audit

import (
	"net/url"
	"strings"
)

// resolve is where a browser goes for a reference on a page: like
// [url.URL.Parse], but as lenient as browsers are, to which a backslash is a
// slash and blanks and line breaks are nothing.
func resolve(base *url.URL, reference string) (*url.URL, error) {
	reference = strings.Trim(reference, " \t\r\n\f")
	reference = strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(reference)
	head, tail := reference, ""
	if i := strings.IndexAny(reference, "?#"); i >= 0 {
		head, tail = reference[:i], reference[i:]
	}
	head = strings.ReplaceAll(head, `\`, "/")
	for strings.HasPrefix(head, "///") { // any number of slashes leads to a host
		head = head[1:]
	}
	u, err := base.Parse(head + tail)
	if err != nil {
		return nil, err
	}
	u.Fragment = ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// origin is scheme and host of a URL, as in the Origin header.
func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// withQuery is u with parameters set, or taken away if they have no value.
func withQuery(u *url.URL, changes url.Values) *url.URL {
	q := u.Query()
	for name, values := range changes {
		if len(values) == 0 {
			q.Del(name)
		} else {
			q[name] = values
		}
	}
	changed := *u
	changed.RawQuery = q.Encode()
	return &changed
}
