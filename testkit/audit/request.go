package audit

import (
	"errors"
	"net/http"
	"strings"
)

// Request is something that a person does in the browser: a line such as
//
//	POST /send to={number} text=hi
//	POST /send {"to":"{number}","text":"hi"}
//
// or a form on a page, for which a line may stand too: /account#send to={number}
// fills in the form send on the page /account. In all of them, {n} and {number} are
// new each time: a number, and a telephone number. In a file, the line alone may
// stand for the request.
type Request struct {
	// Line is METHOD PATH field=value …; the method is GET unless given, and a
	// value with blanks stands in quotes. JSON may stand in the place of fields,
	// and is not quoted: METHOD PATH {"field":"value"}.
	Line string `yaml:"request" doc:"METHOD PATH field=value …, or METHOD PATH {JSON}; GET unless given."`
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

// String returns the request as a line. JSON that was written over several lines
// stands in one.
func (r Request) String() string {
	if r.Page == "" {
		if l, err := r.parse(); err == nil && l.json != "" {
			return l.method + " " + l.path + " " + l.json
		}
		return r.Line
	}
	return strings.TrimSuffix(r.Page+"#"+r.Form, "#")
}

// onlyGets reports whether the request opens a page and says nothing, as for the
// cookie that headers repeat: it logs nobody in.
func (r Request) onlyGets() bool {
	l, err := r.parse()
	return err == nil && !l.isForm && l.method == http.MethodGet && len(l.fields) == 0 && !strings.Contains(l.path, "?")
}

// where is the URL or path that the request begins with.
func (r Request) where() string {
	l, err := r.parse()
	if err != nil {
		return r.Line
	}
	return l.path
}
