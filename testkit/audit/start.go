package audit

import (
	"net/url"
	"strings"
)

// login makes the request that starts a login, with further parameters, and goes on to
// where its answer says that the double is: a script follows what JSON tells it, and a
// person a link.
func (p *person) login(extra url.Values) visit {
	v := p.with(p.sc.app.Login, extra)
	if v.double != nil {
		return v
	}
	for _, place := range v.last().places() {
		u, err := resolve(v.last().url, place)
		if err == nil && p.sc.isDouble(u) && strings.HasSuffix(u.Path, "/authorize") && u.Query().Has("client_id") {
			v.double = u
			break
		}
	}
	return v
}

// places are where a good answer has a script or a person go next: the strings of JSON,
// or the links of a page and what its scripts put into location.
func (a answer) places() []string {
	switch {
	case !a.isOK():
		return nil
	case a.isJSON():
		return strings.Split(spoken(a.body), "\n")
	case !a.isHTML():
		return nil
	}
	list := a.byScript()
	for i, text := range list { // which mostly has escaped it as JSON
		if plain := spoken(`"` + text + `"`); plain != "" {
			list[i] = strings.TrimSpace(plain)
		}
	}
	for _, t := range tags(a.body) {
		if t.name == "a" {
			list = append(list, t.attrs["href"])
		}
	}
	return list
}
