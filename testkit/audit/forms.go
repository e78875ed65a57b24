package audit

import (
	"cmp"
	"html"
	"net/url"
	"slices"
	"strings"
)

// form is a form on a page, with what it would send untouched.
type form struct {
	id, name, action string
	method           string
	hidden           url.Values // the hidden inputs
	fields           url.Values // the others that have a value
}

// forms returns the forms of a page.
func forms(page string) []form {
	all := tags(page)
	list := opened(all)
	count := 0
	var current *form
	var open *tag // the select whose options come; nil for none
	// owner is the form that an element belongs to: the one that it names, or the one
	// that it stands in; nil for none.
	owner := func(t tag) *form {
		id, named := t.attrs["form"]
		if !named {
			return current
		}
		if i := slices.IndexFunc(list, func(f form) bool { return f.id == id && id != "" }); i >= 0 {
			return &list[i]
		}
		return nil
	}
	for _, t := range all {
		switch t.name {
		case "form":
			current = &list[count]
			count++
		case "/form":
			current = nil
		case "input", "button":
			if f := owner(t); f != nil {
				f.add(t)
			}
		case "select":
			open = &t
		case "/select":
			open = nil
		case "option":
			if open == nil {
				continue
			}
			if f := owner(*open); f != nil {
				f.choose(*open, t, page)
			}
		case "textarea":
			if f := owner(t); f != nil && t.attrs["name"] != "" {
				text, _, _ := strings.Cut(page[t.end:], "<")
				f.fields.Add(t.attrs["name"], html.UnescapeString(text))
			}
		}
	}
	return list
}

// opened are the forms that tags open, with nothing in them yet.
func opened(all []tag) []form {
	var list []form
	for _, t := range all {
		if t.name == "form" {
			list = append(list, form{
				id: t.attrs["id"], name: t.attrs["name"], action: t.attrs["action"],
				method: strings.ToUpper(t.attrs["method"]), hidden: url.Values{}, fields: url.Values{},
			})
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
// that is "". An action may lack its first slash, unless a form has just that name.
func findForm(page, which string) (form, bool) {
	all := forms(page)
	i := slices.IndexFunc(all, func(f form) bool { return which == "" || f.id == which || f.name == which || f.action == which })
	if i < 0 {
		i = slices.IndexFunc(all, func(f form) bool { return f.action == "/"+which })
	}
	if i < 0 {
		return form{}, false
	}
	return all[i], true
}
