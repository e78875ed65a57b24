package audit

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"example.com/sms77mock/internal/lazy"
)

// beginsJSON reports whether JSON begins here: a list or an object, and not a field
// or a path whose name begins with a word in brackets, such as {n}=1 or [to][0]=1.
func beginsJSON(text string) bool {
	return (text[0] == '{' || text[0] == '[') && !inBrackets().MatchString(text)
}

// inBrackets matches such a field or path, which no JSON begins like.
var inBrackets = lazy.Regexp(`^(\{[\w-]+\}|\[[\w:.-]*\])[\w\[\]{}.:-]*[=/]`)

// readJSON takes the JSON that a line ends with, if it does.
func (l *line) readJSON(body string) error {
	if body == "" {
		return nil
	}
	rest, err := afterJSON(body)
	switch {
	case err != nil:
		return fmt.Errorf("%q: is no JSON: %w", body, err)
	case len(l.fields) > 0 || strings.Contains(rest, "="):
		return errFieldsAndJSON
	case rest != "":
		return fmt.Errorf("%q: nothing may follow the JSON", rest)
	case l.isForm:
		return fmt.Errorf("%q: a form on a page sends no JSON", body)
	case l.method == http.MethodGet:
		return fmt.Errorf("%q: GET sends no JSON: begin with POST, or another method", body)
	}
	l.json = compact(body)
	return nil
}

// afterJSON reads a list or an object, in which {n} and {number} may stand for
// numbers, and returns what follows.
func afterJSON(text string) (rest string, err error) {
	plain := strings.NewReplacer("{n}", "1", "{number}", "1").Replace(text)
	d := json.NewDecoder(strings.NewReader(plain))
	var value json.RawMessage
	if err := d.Decode(&value); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			err = errors.New("it breaks off")
		}
		return "", err
	}
	if value[0] != '{' && value[0] != '[' {
		return "", errors.New("want a list or an object")
	}
	return strings.TrimSpace(plain[d.InputOffset():]), nil
}

// compact takes the blanks out of JSON, as a script sends it, except within strings.
// [json.Compact] would not know what {n} is.
func compact(text string) string {
	var b strings.Builder
	quoted, escaped := false, false
	for _, c := range text {
		if !quoted && strings.ContainsRune(blanks+"\r", c) {
			continue
		}
		b.WriteRune(c)
		switch {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		}
	}
	return b.String()
}
