package audit

import (
	"cmp"
	"html"
	"net/url"
	"slices"
	"strings"
)

// tag is an opening tag of an HTML page.
type tag struct {
	name  string // lower case
	attrs map[string]string
	end   int // where the text behind it begins
}

// tags returns the tags of a page, closing ones with a slash before their name.
// What stands in comments and scripts is passed over.
func tags(page string) []tag {
	var list []tag
	for at := 0; at < len(page); {
		open := strings.IndexByte(page[at:], '<')
		if open < 0 {
			break
		}
		at += open + 1
		if strings.HasPrefix(page[at:], "!--") {
			at = behind(page, at, "-->")
			continue
		}
		t, end := readTag(page, at)
		if t.name == "" {
			continue
		}
		t.end = end
		at = end
		list = append(list, t)
		if t.name == "script" || t.name == "style" {
			at = closing(page, at, t.name)
		}
	}
	return list
}

// closing is the place of the next closing tag with a name, or the same place if
// there is none.
func closing(page string, at int, name string) int {
	for from := at; ; from += 2 {
		i := strings.Index(page[from:], "</")
		if i < 0 {
			return at
		}
		from += i
		if rest := page[from+2:]; len(rest) >= len(name) && strings.EqualFold(rest[:len(name)], name) {
			return from
		}
	}
}

// behind is the place behind the next mark, or the end.
func behind(page string, at int, mark string) int {
	if i := strings.Index(page[at:], mark); i >= 0 {
		return at + i + len(mark)
	}
	return len(page)
}

// readTag reads the tag whose name begins at a place.
func readTag(page string, at int) (tag, int) {
	start := at
	if at < len(page) && (page[at] == '/' || page[at] == '!') {
		at++
	}
	for at < len(page) && isNameByte(page[at]) {
		at++
	}
	t := tag{name: strings.ToLower(page[start:at]), attrs: map[string]string{}}
	if strings.Trim(t.name, "/!") == "" {
		return tag{}, at
	}
	for at < len(page) && page[at] != '>' {
		if strings.IndexByte(" \t\r\n\f/", page[at]) >= 0 {
			at++
			continue
		}
		var name, value string
		name, value, at = readAttribute(page, at)
		if _, twice := t.attrs[name]; !twice {
			t.attrs[name] = value
		}
	}
	return t, min(at+1, len(page))
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-'
}

func readAttribute(page string, at int) (name, value string, end int) {
	start := at
	for at < len(page) && strings.IndexByte(" \t\r\n\f=>", page[at]) < 0 {
		at++
	}
	name = strings.ToLower(page[start:at])
	after := at
	for after < len(page) && strings.IndexByte(" \t\r\n\f", page[after]) >= 0 {
		after++
	}
	if after >= len(page) || page[after] != '=' {
		return name, "", max(at, start+1)
	}
	at = after + 1
	for at < len(page) && strings.IndexByte(" \t\r\n\f", page[at]) >= 0 {
		at++
	}
	if at < len(page) && (page[at] == '"' || page[at] == '\'') {
		quote := page[at]
		from := at + 1
		if i := strings.IndexByte(page[from:], quote); i >= 0 {
			return name, html.UnescapeString(page[from : from+i]), from + i + 1
		}
		return name, html.UnescapeString(page[from:]), len(page)
	}
	start = at
	for at < len(page) && strings.IndexByte(" \t\r\n\f>", page[at]) < 0 {
		at++
	}
	return name, html.UnescapeString(page[start:at]), at
}

// form is a form on a page, with what it would send untouched.
type form struct {
	id, name, action string
	method           string
	hidden           url.Values // the hidden inputs
	fields           url.Values // the others that have a value
}

// forms returns the forms of a page.
func forms(page string) []form {
	var list []form
	var current *form
	var open *tag // the select whose options come; nil for none
	for _, t := range tags(page) {
		switch t.name {
		case "form":
			list = append(list, form{
				id: t.attrs["id"], name: t.attrs["name"], action: t.attrs["action"],
				method: strings.ToUpper(t.attrs["method"]), hidden: url.Values{}, fields: url.Values{},
			})
			current = &list[len(list)-1]
		case "/form":
			current = nil
		case "input", "button":
			if current != nil {
				current.add(t)
			}
		case "select":
			open = &t
		case "/select":
			open = nil
		case "option":
			if current != nil && open != nil {
				current.choose(*open, t, page)
			}
		case "textarea":
			if current != nil && t.attrs["name"] != "" {
				text, _, _ := strings.Cut(page[t.end:], "<")
				current.fields.Add(t.attrs["name"], html.UnescapeString(text))
			}
		}
	}
	return list
}

// add takes an input or a button: of those that are pressed or ticked, only what
// a person would send who touches nothing.
func (f *form) add(t tag) {
	name, value := t.attrs["name"], t.attrs["value"]
	if _, disabled := t.attrs["disabled"]; name == "" || disabled {
		return
	}
	kind := strings.ToLower(t.attrs["type"])
	switch {
	case kind == "hidden":
		f.hidden.Add(name, value)
	case kind == "checkbox" || kind == "radio":
		if _, checked := t.attrs["checked"]; checked {
			f.fields.Add(name, value)
		}
	case t.name == "button" || kind == "submit" || kind == "image":
		if !f.fields.Has(name) && kind != "button" && kind != "reset" {
			f.fields.Add(name, value)
		}
	default:
		f.fields.Add(name, value)
	}
}

// choose takes an option of a select: one that the page has chosen, or else the
// first, unless several may be chosen, and so none.
func (f *form) choose(of, option tag, page string) {
	name := of.attrs["name"]
	_, off := of.attrs["disabled"]
	_, disabled := option.attrs["disabled"]
	_, selected := option.attrs["selected"]
	_, several := of.attrs["multiple"]
	if name == "" || off || disabled || !selected && (several || f.fields.Has(name)) {
		return
	}
	value, ok := option.attrs["value"]
	if !ok {
		text, _, _ := strings.Cut(page[option.end:], "<")
		value = strings.Join(strings.Fields(html.UnescapeString(text)), " ")
	}
	if several {
		f.fields.Add(name, value)
	} else {
		f.fields.Set(name, value)
	}
}

// lacking says that a page has no form of a name, and which it has.
func lacking(page, which string) string {
	var names []string
	for _, f := range forms(page) {
		names = append(names, cmp.Or(f.id, f.name, f.action, "one without a name"))
	}
	switch {
	case which == "":
		return "has no form"
	case len(names) == 0:
		return "has no form " + which + ", nor any other"
	}
	return "has no form " + which + ", but " + strings.Join(names, ", ")
}

// findForm returns the form with an id, name or action, or the first one if
// that is "".
func findForm(page, which string) (form, bool) {
	for _, f := range forms(page) {
		if which == "" || f.id == which || f.name == which || f.action == which {
			return f, true
		}
	}
	return form{}, false
}

// unread are the tags whose text nobody reads: what stands in noscript is for
// browsers that run no scripts.
var unread = []string{"script", "style", "title", "head", "noscript"}

// text is what a person can read on a page.
func text(page string) string {
	var b strings.Builder
	at := 0
	hidden := ""
	for _, t := range tags(page) {
		start := strings.LastIndexByte(page[:max(t.end-1, 0)], '<')
		if start >= at && hidden == "" {
			b.WriteString(page[at:start] + " ")
		}
		switch {
		case hidden != "" && t.name == "/"+hidden:
			hidden = ""
		case hidden == "" && slices.Contains(unread, t.name):
			hidden = t.name
		}
		at = t.end
	}
	if hidden == "" {
		b.WriteString(page[at:])
	}
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
}
