package phpwire

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"strings"
)

// parseMultipart returns the fields of a multipart form. A part with a filename, even an empty one, is a file to PHP
// and left out. Of a body that breaks off, what was read until then counts. Only what no client sends is read less
// leniently than by PHP: lines that end without a carriage return, and names in single quotes.
func parseMultipart(contentType string, body []byte) Values {
	values := make(Values)
	boundary := boundaryOf(contentType)
	if boundary == "" {
		return values
	}
	reader := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := reader.NextRawPart()
		if err != nil {
			return values
		}
		_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		if _, isFile := params["filename"]; isFile || err != nil {
			continue
		}
		value, _ := io.ReadAll(part) // an error means that the body broke off
		values.add(params["name"], string(value))
	}
}

// boundaryOf finds the boundary where PHP looks for it: after the first "=" that follows the word boundary, in quotes
// or up to a separator. It returns "" if there is none, or if the closing quote is missing.
func boundaryOf(contentType string) string {
	const word = "boundary"
	at := 0
	for at+len(word) <= len(contentType) && !strings.EqualFold(contentType[at:at+len(word)], word) {
		at++
	}
	if at+len(word) > len(contentType) {
		return ""
	}
	_, boundary, _ := strings.Cut(contentType[at:], "=")
	if quoted, ok := strings.CutPrefix(boundary, `"`); ok {
		boundary, _, ok = strings.Cut(quoted, `"`)
		if !ok {
			return ""
		}
	} else if end := strings.IndexAny(boundary, ",;"); end >= 0 {
		boundary = boundary[:end]
	}
	return boundary
}
