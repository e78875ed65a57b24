package audit

import (
	"net/http"
	"slices"
	"strings"

	"example.com/sms77mock/internal/lazy"
)

// onward is where an answer sends the browser before anybody has seen it: as a
// redirect, or as a page that says so in a header or a tag; "" if it stays.
func (a answer) onward() string {
	if a.err != nil {
		return ""
	}
	if a.status >= http.StatusMultipleChoices && a.status < http.StatusBadRequest {
		return a.header.Get("Location")
	}
	for _, order := range a.refreshOrders() {
		after, target := refreshOf(order)
		seconds, _, _ := strings.Cut(after, ".") // browsers take whole ones
		if target != "" && strings.Trim(seconds, "0") == "" {
			return target
		}
	}
	return ""
}

// refreshOrders are the orders of an answer to go on to another page, by a Refresh
// header or by tags that stand for one.
func (a answer) refreshOrders() []string {
	list := []string{a.header.Get("Refresh")}
	if !a.isHTML() {
		return list
	}
	closed := true
	for _, t := range tags(a.body) {
		switch t.name {
		case "noscript": // is for others: browsers do run scripts
			closed = false
		case "/noscript":
			closed = true
		case "meta":
			if closed && strings.EqualFold(t.attrs["http-equiv"], "refresh") {
				list = append(list, t.attrs["content"])
			}
		}
	}
	return list
}

// refreshOf takes such an order apart: after how many seconds, and where to; "" if
// it is to the same page.
func refreshOf(order string) (after, target string) {
	after, target = order, ""
	if i := strings.IndexAny(order, ";,"); i >= 0 {
		after, target = order[:i], strings.TrimSpace(order[i+1:])
	}
	if name, value, ok := strings.Cut(target, "="); ok && strings.EqualFold(strings.TrimSpace(name), "url") {
		target = value
	}
	return strings.TrimSpace(after), strings.Trim(target, `'" `)
}

// byScript are the places to which the scripts of an answer lead.
func (a answer) byScript() []string {
	var list []string
	if !a.isHTML() {
		return nil
	}
	for _, t := range tags(a.body) {
		if t.name == "script" {
			for _, found := range scripted().FindAllStringSubmatch(script(a.body, t), -1) {
				list = append(list, found[1])
			}
		}
	}
	return list
}

// scripted is how a script leads to another page.
var scripted = lazy.Regexp(`location(?:\.href\s*=|\s*=|\.assign\(|\.replace\()\s*["'` + "`" + `]([^"'` + "`" + `]*)`)

// leadsTo are the places to which an answer sends the browser, at once or later: by
// a header, by a tag that stands for one, or by a script.
func (a answer) leadsTo() []string {
	list := []string{a.header.Get("Location")}
	for _, order := range a.refreshOrders() {
		_, target := refreshOf(order)
		list = append(list, target)
	}
	return slices.Concat(list, a.byScript())
}

// renames reports whether the scripts of a page may give it another address than it
// came from, or lead away from there.
func (a answer) renames() bool {
	return len(a.byScript()) > 0 || a.isHTML() && strings.Contains(a.body, "history.replaceState")
}
