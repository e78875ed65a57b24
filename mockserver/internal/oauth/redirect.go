package oauth

import (
	"strings"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// successRedirect returns target with pairs in its query, put together again
// from the parts that PHP's parse_url finds in it. That is not always what it
// was: com.example.app:/x becomes com.example.app:///x, and cb? becomes cb?&….
func successRedirect(target string, pairs []phpwire.Pair) string {
	u, _ := phpwire.ParseURL(target) // nothing is left of what PHP cannot parse, and the query stands alone
	query := phpwire.EncodeQuery(pairs...)
	var b strings.Builder
	b.Grow(len(target) + len("://?&#") + len(query))
	part := func(before string, p *string, after string) {
		if p != nil {
			b.WriteString(before)
			b.WriteString(*p)
			b.WriteString(after)
		}
	}
	part("", u.Scheme, "://")
	if u.User != nil {
		b.WriteString(*u.User)
		part(":", u.Pass, "")
		b.WriteString("@")
	}
	part("", u.Host, "")
	part(":", u.Port, "")
	part("", u.Path, "")
	b.WriteString("?")
	part("", u.Query, "&")
	b.WriteString(query)
	part("#", u.Fragment, "")
	return b.String()
}

// errorRedirect returns target with pairs appended to the string as it is:
// cb? becomes cb??….
func errorRedirect(target string, pairs []phpwire.Pair) string {
	separator := "?"
	if u, ok := phpwire.ParseURL(target); ok && u.Query != nil && !phpwire.Falsy(*u.Query) {
		separator = "&"
	}
	return target + separator + phpwire.EncodeQuery(pairs...)
}
