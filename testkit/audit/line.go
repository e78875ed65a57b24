package audit

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// methods are those that a line may begin with.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// line is a request taken apart.
type line struct {
	method, path string
	fields       url.Values
	json         string // what is sent in the place of fields; "" for none
	isForm       bool   // whether a form on the page at path is filled in
	form         string // which; the first one if it is ""
}

// parse takes a request apart.
func (r Request) parse() (line, error) {
	l := line{method: http.MethodGet, path: r.Page, isForm: r.Page != "", form: r.Form, fields: url.Values{}}
	if r.Page == "" {
		if err := l.read(r.Line); err != nil {
			return line{}, err
		}
	}
	for name, value := range r.Fields {
		l.fields.Set(name, value)
	}
	if l.json != "" && len(l.fields) > 0 {
		return line{}, errFieldsAndJSON
	}
	return l, nil
}

var errFieldsAndJSON = errors.New("want either fields or JSON")

// read takes what is written as a line.
func (l *line) read(text string) error {
	words, body, err := split(text)
	if err != nil {
		return err
	}
	named := len(words) > 1 && !strings.Contains(words[0], "/")
	if named {
		if l.method = words[0]; !slices.Contains(methods, l.method) {
			return fmt.Errorf("%q: want one of %s, or a path with a slash", l.method, strings.Join(methods, ", "))
		}
		words = words[1:]
	}
	if len(words) == 0 || !strings.Contains(words[0], "/") {
		return fmt.Errorf("%q: want METHOD PATH field=value …, such as POST /send to={number}, or PAGE#FORM field=value …", text)
	}
	if l.path, l.form, l.isForm = strings.Cut(words[0], "#"); l.isForm && named {
		return fmt.Errorf("%q: a form on a page has its own method", words[0])
	}
	for _, word := range words[1:] {
		name, value, ok := strings.Cut(word, "=")
		if !ok || name == "" {
			return fmt.Errorf(`%q: want field=value, or JSON such as {"to":"{number}"} without quotes around it`, word)
		}
		l.fields.Add(name, value)
	}
	return l.readJSON(body)
}

// split splits a line at blanks, except within quotes. JSON at its end is no word, and
// stays as it is.
func split(text string) (words []string, body string, err error) {
	for {
		text = strings.TrimLeft(text, blanks)
		if text == "" || len(words) > 0 && beginsJSON(text) {
			return words, text, nil
		}
		word, rest, ok := cutWord(text)
		if !ok {
			return nil, "", fmt.Errorf("%q: a quote is not closed", text)
		}
		words, text = append(words, word), rest
	}
}

// blanks are what words stand apart by.
const blanks = " \t\n"

// cutWord cuts the first word off, and takes its quotes away. It reports whether they
// are closed.
func cutWord(text string) (word, rest string, ok bool) {
	var b strings.Builder
	var quote rune
	for i, c := range text {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote == 0 && strings.ContainsRune(blanks, c):
			return b.String(), text[i:], true
		default:
			b.WriteRune(c)
		}
	}
	return b.String(), "", quote == 0
}
