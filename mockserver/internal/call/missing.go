package call

import (
	"net/http"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// Missing says for a reason why a request has no parameter of a name, neither
// in the query nor in body, which is what could be read from its body: it was not
// sent, it came in another form, or the body could not be read.
func Missing(r *http.Request, body phpwire.Values, name string) string {
	c := Of(r)
	if instead := body.Instead(name); instead != "" {
		return instead
	}
	if instead := c.Query.Instead(name); instead != "" {
		return instead
	}
	missing := "`" + name + "` is missing: "
	contentType := r.Header.Get("Content-Type")
	if why := phpwire.WhyUnread(contentType, c.Raw); why != "" {
		return missing + why
	}
	if phpwire.NullInJSON(contentType, c.Raw, name) {
		return missing + "it is null in the body"
	}
	return missing + "neither the query nor the body has it"
}
