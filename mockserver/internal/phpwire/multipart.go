package phpwire

import "strings"

// parseMultipart returns the fields of a multipart form as PHP reads them. A part with a filename, even an empty one,
// is a file to PHP and left out. Of a body that breaks off, what was read until then counts.
//
// PHP's reader (main/rfc1867.c of PHP 8.2) is not that of RFC 2046: a boundary is a line that has nothing else in it,
// and yet a field ends before every line that begins with one; the closing boundary closes nothing.
func parseMultipart(contentType, body string) Values {
	values := make(Values)
	boundary, ok := boundaryOf(contentType)
	if !ok {
		return values
	}
	form := newMultipartReader(boundary, body)
	for form.nextPart() {
		header, ok := form.disposition()
		if !ok {
			continue
		}
		name, file := readDisposition(header)
		switch {
		case file != nil && *file == "":
			// PHP does not read the file, and looks for the next boundary from here.
		case file != nil:
			form.content()
		case name != nil:
			values.add(*name, own(form.content(), body))
		default:
			return values // to PHP the headers are garbled, and it reads no more
		}
	}
	return values
}

// boundaryOf finds the boundary where PHP looks for it: after the first "=" that follows the word boundary, in quotes
// or up to a separator. It may be empty. There is none if the closing quote is missing.
func boundaryOf(contentType string) (boundary string, ok bool) {
	const word = "boundary"
	at := strings.Index(contentType, word)
	for i := 0; at < 0 && i+len(word) <= len(contentType); i++ {
		if strings.EqualFold(contentType[i:i+len(word)], word) {
			at = i
		}
	}
	if at < 0 {
		return "", false
	}
	_, boundary, ok = strings.Cut(contentType[at:], "=")
	if quoted, isQuoted := strings.CutPrefix(boundary, `"`); isQuoted {
		boundary, _, ok = strings.Cut(quoted, `"`)
	} else if end := strings.IndexAny(boundary, ",;"); end >= 0 {
		boundary = boundary[:end]
	}
	return boundary, ok
}

// multipartReader goes through a multipart form.
type multipartReader struct {
	rest    string // what is still to be read
	border  string // the boundary as a line
	end     string // what a field ends before
	longest int    // bytes of a line; what is longer is several lines
}

func newMultipartReader(boundary, body string) *multipartReader {
	const buffer = 5 << 10 // FILLUNIT, which PHP reads at once
	end := "\n--" + boundary
	return &multipartReader{rest: body, border: end[1:], end: end, longest: max(buffer, len(boundary)+6)}
}

// nextPart goes to the headers of the next part, and reports whether there is one.
func (m *multipartReader) nextPart() bool {
	for {
		line, ok := m.line()
		if !ok || line == m.border {
			return ok
		}
	}
}

// line takes a line, which ends with a line feed or a carriage return and one, or at a NUL byte, whatever follows it.
// A last line that does not end is none.
func (m *multipartReader) line() (line string, ok bool) {
	switch end := strings.IndexByte(m.rest[:min(len(m.rest), m.longest)], '\n'); {
	case end >= 0:
		line, m.rest = strings.TrimSuffix(m.rest[:end], "\r"), m.rest[end+1:]
	case len(m.rest) < m.longest:
		return "", false
	default:
		line, m.rest = m.rest[:m.longest], m.rest[m.longest:]
	}
	line, _, _ = strings.Cut(line, "\x00")
	return line, true
}

// content takes the content of a part. At the end of a body that breaks off, a part of a boundary counts as one.
func (m *multipartReader) content() string {
	end := strings.Index(m.rest, m.end)
	if last := strings.LastIndexByte(m.rest, '\n'); end < 0 && last >= 0 && strings.HasPrefix(m.end, m.rest[last:]) {
		end = last
	}
	if end < 0 {
		content := m.rest
		m.rest = ""
		return content
	}
	content := m.rest[:end]
	m.rest = m.rest[end:]
	return strings.TrimSuffix(content, "\r")
}

// disposition takes the headers of a part and returns the first Content-Disposition. A line without a colon, or with
// white space in front, goes on with the header before it.
func (m *multipartReader) disposition() (string, bool) {
	var value []byte
	found, goesOn := false, false
	for {
		line, ok := m.line()
		if !ok || len(line) == 0 {
			return string(value), found
		}
		name, text, isHeader := strings.Cut(line, ":")
		switch {
		case isHeader && !isWhite(line[0]):
			if goesOn = !found && strings.EqualFold(name, "Content-Disposition"); goesOn {
				found = true
				value = append(value, strings.TrimLeft(text, white)...)
			}
		case goesOn:
			value = append(value, line...)
		}
	}
}
