// Package web shows pages to people: the consent page, on which a tester plays
// the user, the dashboard with everything a tester can see and do, and a first
// page that says what this is.
//
// It is given views and writes HTML; it keeps nothing and decides nothing. What
// the pages show comes from strangers, so everything is escaped, scripts run
// from the embedded files alone, and a Content-Security-Policy says so to the
// browser.
package web

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"sync"
)

//go:embed templates
var templateFiles embed.FS

// pages returns the templates, which are parsed when the first page is asked
// for: most tests show none. They are only read.
var pages = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"id": htmlID,
	}).ParseFS(templateFiles, "templates/*.html"))
})

// policy is the Content-Security-Policy of every page. Sources that are not
// named fall under default-src; form-action does not, see [Consent].
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"

// render writes a page, whole or not at all.
func render(w http.ResponseWriter, name, csp string, data any) error {
	return renderWith(w, http.StatusOK, name, csp, data)
}

// renderWith is render with another status than 200.
func renderWith(w http.ResponseWriter, status int, name, csp string, data any) error {
	var page bytes.Buffer
	if err := pages().ExecuteTemplate(&page, name, data); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := w.Write(page.Bytes())
	return err
}

// htmlID makes a name fit for an id attribute, in which white space is not
// allowed. No two names get the same.
func htmlID(name string) string { return url.QueryEscape(name) }
