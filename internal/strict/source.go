package strict

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
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

// ofParser are the messages of the parser, as opposed to those of the scanner
// under it. It counts lines from 0 in them.
var ofParser = []string{
	"did not find expected <document start>", "did not find expected node content", "did not find expected '-' indicator",
	"did not find expected key", "did not find expected ',' or ']'", "did not find expected ',' or '}'",
	"found undefined tag handle", "found duplicate %YAML directive", "found incompatible YAML document", "found duplicate %TAG directive",
}

// syntax reports an error of the YAML parser. It begins with the line, unless
// that is the first one, or an anchor is missing.
func (d *Document) syntax(data []byte, err error) {
	p := &Problem{File: d.file, Line: 1, Message: strings.TrimPrefix(err.Error(), "yaml: ")}
	if rest, ok := strings.CutPrefix(p.Message, "line "); ok {
		number, message, _ := strings.Cut(rest, ": ")
		if line, err := strconv.Atoi(number); err == nil {
			p.Line, p.Message = line, message
		}
		if slices.Contains(ofParser, p.Message) {
			p.Line++
		}
	}
	if name, ok := strings.CutPrefix(p.Message, "unknown anchor '"); ok {
		before, _, _ := bytes.Cut(data, []byte("*"+strings.TrimSuffix(name, "' referenced")))
		p.Line += bytes.Count(before, []byte("\n"))
	}
	d.add(p)
}
