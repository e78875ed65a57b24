package audit

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"html"
	"io"
	"net/url"
	"strings"
)

// exposure is one place where a browser can see something.
type exposure struct {
	where  string // such as the page
	text   string // what stands there, in every way in which it can be read
	cookie cookie // the zero one if it is none
}

// exposures are the places where the browser saw something in an answer, and in
// the request that led to it.
func (a answer) exposures() []exposure {
	list := []exposure{{where: "the URL", text: plain(a.url.String())}, {where: "the page", text: a.body + " " + html.UnescapeString(a.body)}}
	for name, values := range a.header {
		for _, value := range values {
			if name != "Set-Cookie" {
				list = append(list, exposure{where: "the header " + name, text: plain(value)})
			} else if c, _, ok := parseCookie(a.url, value); ok {
				list = append(list, exposure{where: "the cookie " + c.name, text: unpacked(c.value), cookie: c})
			}
		}
	}
	return list
}

// plain is a text with what it is when percent-encoding is undone.
func plain(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil && decoded != s {
		return s + " " + decoded
	}
	return s
}

// unpacked is the value of a cookie with what it is when the ways are undone in
// which frameworks pack a session that they only sign: percent-encoding, base64,
// and compressed base64.
func unpacked(value string) string {
	all := plain(value)
	for part := range strings.FieldsFuncSeq(all, func(r rune) bool { return strings.ContainsRune(`.:|!" `, r) }) {
		part = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(part, "="))
		if data, err := base64.RawStdEncoding.DecodeString(part); err == nil {
			all += " " + string(data) + " " + string(inflated(data))
		}
	}
	return all
}

// inflated is what was compressed, or nothing.
func inflated(data []byte) []byte {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	plain, _ := io.ReadAll(io.LimitReader(r, maxBody)) // as far as it goes
	return plain
}
