package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// The messages of the parser, as opposed to those of the scanner under it, that are
// common. It counts lines from 0 in them.
const (
	noDash    = "did not find expected '-' indicator"
	noKey     = "did not find expected key"
	noBracket = "did not find expected ',' or ']'"
	noBrace   = "did not find expected ',' or '}'"
	noContent = "did not find expected node content"
	noStart   = "did not find expected <document start>"
	noVersion = "found incompatible YAML document"
)

// tabIndents is a message of the scanner that has the line of the text before.
const tabIndents = "found a tab character that violates indentation"

// ofParser are all messages of the parser.
var ofParser = []string{
	noStart, noContent, noDash, noKey, noBracket, noBrace,
	"found undefined tag handle", "found duplicate %YAML directive", noVersion, "found duplicate %TAG directive",
}

// What is mostly meant where the parser gives up.
const (
	meansColumn   = "the entries of a list, and the keys of an object, begin in the same column"
	meansBrackets = "between brackets, put a text that has , : [ ] { } or ${NAME} in it into quotes"
)

// advice is what is mostly meant, by the message of the parser.
var advice = [...]struct{ message, means string }{
	{noDash, meansColumn},
	{noKey, meansColumn},
	{noBracket, meansBrackets},
	{noBrace, meansBrackets},
	{noContent, "each [ and { is closed by its own ] or }, and there is something between two commas"},
	{noStart, "nothing but a remark may follow the ] or } that ends a document"},
	{noVersion, "leave the line with %YAML out"},
	{tabIndents, "indent with spaces"},
	{"found character that cannot start any token", "indent with spaces, not with tabs, and put a text that begins with @, % or ` into quotes"},
	{"did not find expected alphabetic or numeric character", "put a text that begins with * or & into quotes"},
	{"mapping values are not allowed in this context", "put a text that has a colon and a blank in it into quotes; " + meansColumn},
	{"block sequence entries are not allowed in this context", "a list begins on a line of its own"},
	{"could not find expected ':'", "a key is followed by a colon and a blank"},
	{"found unknown escape character", `in double quotes, write \\ for a backslash`},
	{"found invalid Unicode character escape code", `write the character itself, or its number as in "\U0001F600"`},
	{"found unexpected end of stream", "quotes that are opened have to be closed"},
}

// meant returns what is mostly meant where the parser gives up with a message; "" if
// that is not known.
func meant(message string) string {
	for _, a := range advice {
		if a.message == message {
			return a.means
		}
	}
	return ""
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
		p.Line = min(p.Line, lastLine(data))
	}
	means := meant(p.Message)
	if name, ok := strings.CutPrefix(p.Message, "unknown anchor '"); ok {
		before, _, _ := bytes.Cut(data, []byte("*"+strings.TrimSuffix(name, "' referenced")))
		p.Line += bytes.Count(before, []byte("\n"))
		p.Message = "unknown anchor" // whose name may be a secret
		means = "put a text that begins with * into quotes"
	}
	if p.Message == tabIndents || slices.Contains(ofParser, p.Message) {
		if line := lineOf(err, data); line > p.Line {
			p.Message += fmt.Sprintf(" in what begins on line %d", p.Line)
			p.Line = line
		}
	}
	if means != "" {
		p.Message += ": " + means
	}
	d.add(p)
}

// lastLine returns the number of the last line: the parser adds one to a file whose
// last line does not end.
func lastLine(data []byte) int {
	return 1 + max(bytes.Count(data, []byte("\n")), bytes.Count(data, []byte("\r")))
}

// maxSearched is how long a file may be for the line of an error to be looked for in
// it, which parses it about thirty times.
const maxSearched = 1 << 20

// lineOf returns the line at which the parser gives up with an error; 0 if that is
// not looked for. The parser tells only where the list or the object begins that it
// is in. It gives up at the first line with which a file fails alike, whether it ends
// there or goes on: a list without its end may lack a comma, or nothing but the rest.
func lineOf(wanted error, data []byte) int {
	if len(data) > maxSearched || !utf8.Valid(data) {
		return 0
	}
	ends := []int{}
	for i, c := range data {
		if c == '\n' {
			ends = append(ends, i)
		}
	}
	fails := func(text string) bool {
		err := parse(text)
		return err != nil && err.Error() == wanted.Error()
	}
	return 1 + sort.Search(len(ends), func(i int) bool {
		begin := string(data[:ends[i]])
		return fails(begin) && fails(begin+"\n,")
	})
}

// parse returns what the parser finds wrong with a file.
func parse(text string) error {
	for decoder := yaml.NewDecoder(strings.NewReader(text)); ; {
		if err := decoder.Decode(new(yaml.Node)); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}
