package audit

import (
	"html"
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

// script is the text of a script whose opening tag is given.
func script(page string, t tag) string {
	text, _, _ := strings.Cut(page[t.end:], "</script")
	return text
}
