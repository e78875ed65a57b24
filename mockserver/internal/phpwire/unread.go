package phpwire

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"example.com/sms77mock/internal/excerpt"
)

// byteOrderMark is what some editors and languages put in front of a text.
const byteOrderMark = "\ufeff"

// WhyUnread says why no parameters, or not those that were meant, could be read from a body: its Content-Type does not
// fit it, or it is broken. It returns "" for a body that is empty or fine.
func WhyUnread(contentType, body string) string {
	if len(body) == 0 {
		return ""
	}
	hasMark := strings.HasPrefix(body, byteOrderMark)
	switch mediaType(contentType) {
	case jsonType:
		if hasMark {
			return "the body begins with a byte order mark, with which it is no JSON"
		}
		return whyNoJSON(body)
	case formType:
		if looksLikeJSON(body) {
			return fmt.Sprintf("no parameters could be read from the body: it is JSON, and its Content-Type says %s; want %s", formType, jsonType)
		}
		if hasMark {
			return "the body begins with a byte order mark, which becomes part of the first parameter's name"
		}
		return ""
	case multipartType:
		return whyNoParts(contentType, body)
	case "":
		return "no parameters could be read from the body, which came without a Content-Type; want " + readable
	}
	return fmt.Sprintf("no parameters could be read from the body with Content-Type %q; want %s", cut(contentType), readable)
}

// readable lists the media types that parameters are read from.
const readable = formType + ", " + multipartType + " or " + jsonType

func looksLikeJSON(body string) bool {
	body = strings.TrimSpace(strings.TrimPrefix(body, byteOrderMark))
	return len(body) > 0 && (body[0] == '{' || body[0] == '[')
}

func whyNoJSON(body string) string {
	if valuesInJSON(body) > MaxParameters {
		return "" // it is refused for that
	}
	if utf8.ValidString(body) {
		switch ok, refused := isJSON(body); {
		case refused != "":
			return "the body is no JSON to PHP: " + refused
		case ok && strings.TrimLeft(body, " \t\r\n")[0] != '{':
			return "the body is JSON, but not an object, which alone has parameters"
		case ok:
			return ""
		}
	}
	for at := 0; at < len(body); {
		r, size := utf8.DecodeRuneInString(body[at:])
		if r == utf8.RuneError && size == 1 {
			return fmt.Sprintf("the body is no JSON: byte %d is not UTF-8", at+1)
		}
		at += size
	}
	decoder := json.NewDecoder(strings.NewReader(body))
	var value json.RawMessage
	if err := decoder.Decode(&value); err != nil {
		return "the body is no JSON: " + jsonProblem(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return fmt.Sprintf("the body is no JSON: more follows after byte %d", decoder.InputOffset())
	}
	return ""
}

func jsonProblem(err error) string {
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		return fmt.Sprintf("%v, at byte %d", syntax, syntax.Offset)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "it ends too early"
	}
	return err.Error()
}

func whyNoParts(contentType, body string) string {
	switch boundary, ok := boundaryOf(contentType); {
	case !ok:
		return "no parameters could be read from the body: its Content-Type, " + multipartType + ", names no boundary"
	case !strings.Contains(body, "--"+boundary):
		return fmt.Sprintf("no parameters could be read from the body: the boundary %q, which its Content-Type names, does not stand in it", cut(boundary))
	}
	return ""
}

// Instead says what v has in place of a parameter that it does not have: a list or an object of that name, or a
// parameter whose name is spelt otherwise. It returns "" if there is nothing like it.
func (v Values) Instead(name string) string {
	found, like := "", false
	for key := range v {
		if base, _, _ := strings.Cut(key, "["); strings.EqualFold(spelt(base), spelt(name)) {
			if !like || key < found {
				found, like = key, true
			}
		}
	}
	base, _, nested := strings.Cut(found, "[")
	switch {
	case !like:
		return ""
	case nested && base == name && strings.HasPrefix(found, name+"[]"):
		return fmt.Sprintf("`%s` came as a list, and one value is wanted", name)
	case nested && base == name:
		return fmt.Sprintf("`%s` came as an object, with `%s`, and a text is wanted", name, cut(found))
	default:
		return fmt.Sprintf("%q is there, which is another name than `%s`", cut(base), name)
	}
}

// spelt returns what several spellings of a name have in common: client_id, clientId,
// and amp;client_id of a URL that was escaped for HTML.
func spelt(name string) string {
	name = strings.TrimPrefix(Trim(strings.Trim(name, byteOrderMark)), "amp;")
	return strings.ReplaceAll(strings.ReplaceAll(name, "_", ""), "-", "")
}

// NullInJSON reports whether a JSON body has null under a name, which counts as absent.
func NullInJSON(contentType, body, name string) bool {
	if mediaType(contentType) != jsonType || !strings.Contains(body, "null") || !utf8.ValidString(body) {
		return false
	}
	text, ok := readJSON(body)
	if !ok || text[0].kind != jsonObject {
		return false
	}
	return slices.ContainsFunc(text.contents(0), func(i int32) bool { return text[i].name == name && text[i].kind == jsonNull })
}

// cut shortens a text that a client sent, to fit into a sentence.
func cut(s string) string { return excerpt.Of(s, 100) }
