package number

// format is how some numbers are written.
type format struct {
	form   pattern
	lead   pattern // how they begin
	home   string  // with what is dialled before them at home; $1 is the form's first group
	abroad string  // after the calling code; "" if they are not written so
}

// InternationalFormatted returns the number as it is written abroad:
// +49 171 6992343.
func (n Number) InternationalFormatted() string {
	if n.plan == nil {
		return ""
	}
	return "+" + n.plan.code + " " + n.written(func(f format) string { return f.abroad })
}

// National returns the number as it is written at home: 0171 6992343.
func (n Number) National() string {
	if n.plan == nil {
		return ""
	}
	return n.written(func(f format) string { return f.home })
}

// written returns the national number in the layout of the first format that fits
// and has one, else without any.
func (n Number) written(layout func(format) string) string {
	for _, f := range n.plan.regions()[0].formats {
		if layout(f) == "" || !f.lead().MatchString(n.national) {
			continue
		}
		form := f.form()
		if at := form.FindStringSubmatchIndex(n.national); at != nil {
			return string(form.ExpandString(nil, layout(f), n.national, at))
		}
	}
	return n.national
}
