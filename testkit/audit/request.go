package audit

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Request is something that a person does in the browser: a line such as
//
//	POST /send to={number} text=hi
//
// or a form on a page, for which a line may stand too: /account#send to={number}
// fills in the form send on the page /account. In both, {n} and {number} are new
// each time: a number, and a telephone number. In a file, the line alone may
// stand for the request.
type Request struct {
	// Line is METHOD PATH field=value …; the method is GET unless given, and a
	// value with blanks stands in quotes.
	Line string `yaml:"request" doc:"METHOD PATH field=value …; GET unless given."`
	// Page is a page with a form that is filled in and sent; hidden inputs are kept.
	Page string `yaml:"page" doc:"A page with a form; what is hidden in it is kept."`
	// Form is the form's id, name or action; the page's first form unless given.
	Form string `yaml:"form" doc:"The form's id, name or action; the first one unless given."`
	// Fields are what is filled in.
	Fields map[string]string `yaml:"fields" doc:"What is filled in."`
	// Done is a text that the answer has only if the request did what it is for.
	Done string `yaml:"done" doc:"A text that the answer has only if it worked."`
}

// UnmarshalText reads a request that is written as a line.
func (r *Request) UnmarshalText(text []byte) error {
	r.Line = string(text)
	return r.check()
}

func (r Request) isZero() bool { return r.Line == "" && r.Page == "" }

// methods are those that a line may begin with.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// line is a request taken apart.
type line struct {
	method, path string
	fields       url.Values
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
	return l, nil
}

// read takes what is written as a line.
func (l *line) read(text string) error {
	words, err := words(text)
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
			return fmt.Errorf("%q: want field=value", word)
		}
		l.fields.Add(name, value)
	}
	return nil
}

// words splits a line at blanks, except within quotes.
func words(s string) ([]string, error) {
	var list []string
	var word strings.Builder
	var quote rune
	inside := false
	for _, c := range s {
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote, inside = c, true
		case quote == 0 && (c == ' ' || c == '\t' || c == '\n'):
			if inside {
				list = append(list, word.String())
			}
			word.Reset()
			inside = false
		default:
			word.WriteRune(c)
			inside = true
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("%q: a quote is not closed", s)
	}
	if inside {
		list = append(list, word.String())
	}
	return list, nil
}

// check returns what is wrong with a request that is given.
func (r Request) check() error {
	switch {
	case r.isZero():
		if r.Form != "" || len(r.Fields) > 0 {
			return errors.New("needs request or page")
		}
		return nil
	case r.Page != "" && r.Line != "":
		return errors.New("want either request or page")
	}
	_, err := r.parse()
	return err
}

// String is the request as a line.
func (r Request) String() string {
	if r.Page == "" {
		return r.Line
	}
	return strings.TrimSuffix(r.Page+"#"+r.Form, "#")
}

// where is the URL or path that the request begins with.
func (r Request) where() string {
	l, err := r.parse()
	if err != nil {
		return r.Line
	}
	return l.path
}
