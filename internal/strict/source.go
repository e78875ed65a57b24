package strict

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// unreadable reports the lines of a YAML file that no parser would look at: those
// with a byte that is no UTF-8, and those with a character that YAML forbids.
// The parser knows neither their line nor what they are.
func (d *Document) unreadable(data []byte) {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return // UTF-16, which YAML may be in
	}
	number := 0
	for line := range bytes.Lines(bytes.TrimPrefix(data, []byte("\ufeff"))) {
		number++
		if message := unreadableIn(line); message != "" {
			d.add(&Problem{File: d.file, Line: number, Message: message})
		}
	}
}

func unreadableIn(line []byte) string {
	for i := 0; i < len(line); {
		if c := line[i]; c >= ' ' && c <= '~' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(line[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			return fmt.Sprintf("the byte 0x%02x is not UTF-8, in which the file has to be saved", line[i])
		case !allowed(r):
			return fmt.Sprintf(`the character %U is not allowed; in double quotes, write "\u%04x"`, r, r)
		}
		i += size
	}
	return ""
}

// allowed reports whether YAML 1.2 lets a character stand in a file (section
// 5.1).
func allowed(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	case r < 0xa0:
		return r <= '~' || r == 0x85
	}
	return r != 0xfeff && r != 0xfffe && r != 0xffff
}
