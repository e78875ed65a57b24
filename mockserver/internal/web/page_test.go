package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/web"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	for name, w := range everyPage(t, "x") {
		for header, want := range map[string]string{
			"Content-Type":           "text/html; charset=utf-8",
			"X-Content-Type-Options": "nosniff",
			"Referrer-Policy":        "same-origin",
			"Cache-Control":          "no-store",
		} {
			if got := w.Header().Get(header); got != want {
				t.Errorf("%s: %s: got %q, want %q", name, header, got, want)
			}
		}
		csp := w.Header().Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: Content-Security-Policy: got %q, want %q in it", name, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: Content-Security-Policy: got %q, want nothing unsafe", name, csp)
		}
		// The answer of the consent page redirects to the client, wherever that is.
		if got, want := strings.Contains(csp, "form-action 'none'"), name != "consent"; got != want {
			t.Errorf("%s: form-action 'none' in the policy: got %t, want %t", name, got, want)
		}
	}
}

// TestLanguages wants every page in the language that the browser prefers, and no
// English text left on a German one.
func TestLanguages(t *testing.T) {
	t.Parallel()
	login := func(w http.ResponseWriter, r *http.Request, wrong bool) error {
		return web.Login(w, r, http.StatusForbidden, wrong)
	}
	for name, page := range map[string]func(language string) *httptest.ResponseRecorder{
		"home": func(l string) *httptest.ResponseRecorder { return show(t, web.Home, homeView("x"), l) },
		"demo": func(l string) *httptest.ResponseRecorder {
			return show(t, web.Demo, web.DemoView{Token: "x", Profile: "x"}, l)
		},
		"login": func(l string) *httptest.ResponseRecorder { return show(t, login, true, l) },
	} {
		in := map[string][]*element{}
		for _, l := range []string{"en", "de"} {
			w := page(l)
			in[l] = outline(t, w.Body.String())
			if got := in[l][0].attr["lang"]; got != l {
				t.Errorf("%s: lang is %q, want %q", name, got, l)
			}
			if got, want := w.Header().Get("Vary"), "Accept-Language"; got != want {
				t.Errorf("%s: Vary is %q, want %q", name, got, want)
			}
		}
		for _, tag := range []string{"h2", "p", "label", "a"} {
			english, german := texts(in["en"], tag), texts(in["de"], tag)
			for i, text := range english {
				if text == german[i] {
					t.Errorf("%s: the German page says %q", name, text)
				}
			}
		}
	}
}

// TestReferences finds what assistive technology and tests would trip over: an
// id that is there twice, a label without its field, a field without its label,
// a reference that leads nowhere.
func TestReferences(t *testing.T) {
	t.Parallel()
	for name, w := range everyPage(t, "x") {
		page := outline(t, w.Body.String())
		ids, labelled := map[string]bool{}, map[string]bool{}
		for _, e := range page {
			if id := e.attr["id"]; id != "" {
				if ids[id] {
					t.Errorf("%s: the id %q is there twice", name, id)
				}
				ids[id] = true
			}
			if e.name == "label" {
				labelled[e.attr["for"]] = true
			}
		}
		for id := range labelled {
			if !ids[id] {
				t.Errorf("%s: a label is for %q, which is not there", name, id)
			}
		}
		for _, e := range page {
			field := e.name == "input" || e.name == "select" || e.name == "textarea"
			if field && e.attr["type"] != "hidden" && !labelled[e.attr["id"]] {
				t.Errorf("%s: the %s %q has no label", name, e.name, e.attr["id"])
			}
			for _, reference := range []string{"aria-controls", "aria-labelledby", "aria-describedby", "list", "form"} {
				if id, ok := e.attr[reference]; ok && !ids[id] {
					t.Errorf("%s: %s of a %s names %q, which is not there", name, reference, e.name, id)
				}
			}
			if e.name == "button" && strings.TrimSpace(e.text) == "" {
				t.Errorf("%s: the button %q has no text", name, e.attr["id"])
			}
		}
	}
}

// hostile texts try to leave the place that they are written to.
var hostile = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onfocus='alert(1)' autofocus='`,
	`</textarea></title></style></form><form action=//evil.example>`,
	`javascript:alert(1)`,
	`{{.}} {{template "x"}}`,
	"<!--", "]]>", "&quot;&lt;", "\u2028\u202e\ufeff", "x\x00y\xff",
}

// TestEscaping fills every field with hostile text: the page must have the same
// elements and attributes as with harmless text.
func TestEscaping(t *testing.T) {
	t.Parallel()
	for _, s := range hostile {
		checkEscaping(t, s)
	}
}

func FuzzEscaping(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(checkEscaping)
}

// isRelative reports whether a link leads to the same server and, where a proxy
// put a prefix before the server's paths, stays below it.
func isRelative(link string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Scheme == "" && u.Host == "" && !strings.HasPrefix(u.Path, "/")
}

func checkEscaping(t *testing.T, s string) {
	if s == "" {
		return // an empty field may well have no element
	}
	// XML cannot say every character that HTML can: the parser needs it said otherwise.
	readable := func(page string) string {
		return strings.Map(func(r rune) rune {
			if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
				return '?'
			}
			return r
		}, strings.ToValidUTF8(page, "?"))
	}
	harmless := everyPage(t, "harmless")
	for name, w := range everyPage(t, s) {
		got := shape(outline(t, readable(w.Body.String())))
		want := shape(outline(t, harmless[name].Body.String()))
		if !slices.Equal(got, want) {
			t.Errorf("%s with %q: the page is made of\n%q\nwant\n%q", name, s, got, want)
		}
		for _, e := range outline(t, readable(w.Body.String())) {
			for attribute, value := range e.attr {
				if (attribute == "href" || attribute == "src" || attribute == "action") && !isRelative(value) {
					t.Errorf("%s with %q: %s leads to %q", name, s, attribute, value)
				}
			}
		}
	}
}
