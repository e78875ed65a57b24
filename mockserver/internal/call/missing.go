package call

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// WhyUnread says why no parameters, or not those that were meant, could be read from
// a request's body: it is packed, or what [phpwire.WhyUnread] says. It returns "" for
// a body that is empty or fine.
func WhyUnread(r *http.Request) string {
	c := Of(r)
	if coding := Packed(r, c.Raw); coding != "" {
		return fmt.Sprintf("no parameters could be read from the body: it came with Content-Encoding %.100q, and is not unpacked", coding)
	}
	return phpwire.WhyUnread(ContentType(r), c.Raw)
}

// Packed returns the Content-Encoding of a body that is packed. It returns "" for
// text, whatever is said of it: clients write utf-8 there, and text is read all the
// same.
func Packed(r *http.Request, body string) string {
	coding := r.Header.Get("Content-Encoding")
	if strings.EqualFold(coding, "identity") || utf8.ValidString(body) {
		return ""
	}
	return coding
}

// Missing says why neither a request's query nor its body has a parameter: it was
// not sent, it came in another form, or the body could not be read. What could be
// read from the body is given.
func Missing(r *http.Request, body phpwire.Values, name string) string {
	c := Of(r)
	if instead := body.Instead(name); instead != "" {
		return instead
	}
	if instead := c.Query.Instead(name); instead != "" {
		return instead
	}
	missing := "`" + name + "` is missing: "
	contentType := ContentType(r)
	if why := WhyUnread(r); why != "" {
		return missing + why
	}
	if phpwire.NullInJSON(contentType, c.Raw, name) {
		return missing + "it is null in the body"
	}
	return missing + "neither the query nor the body has it"
}
