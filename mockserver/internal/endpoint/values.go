package endpoint

import (
	"strconv"
	"strings"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// Flag is a yes-or-no parameter. No is what is no in PHP, and the word false.
type Flag bool

// Values lists the usual spelling.
func (Flag) Values() []string { return []string{"0", "1"} }

func (f *Flag) read(name string, from Source) {
	value, _ := from.Lookup(name)
	*f = Flag(Yes(value))
}

// Yes reports whether the value of a yes-or-no parameter says yes.
func Yes(value string) bool {
	return !phpwire.Falsy(value) && !strings.EqualFold(value, "false")
}

// List is a list of words, which clients spell name=a,b or name[]=a or, in
// JSON, as an array. Empty items are left out; Sent tells an empty list from
// none.
type List struct {
	Items []string
	Sent  bool
}

// Schema describes the shortest spelling.
func (List) Schema() map[string]any { return map[string]any{"type": "string"} }

func (l *List) read(name string, from Source) {
	values := from.List(name)
	l.Sent = values != nil || from.Nested(name) == "[]"
	for _, value := range values {
		for item := range strings.SplitSeq(value, ",") {
			if item = strings.TrimSpace(item); item != "" {
				l.Items = append(l.Items, item)
			}
		}
	}
}

// Natural is a whole number from 0 on. What is none counts as not sent.
type Natural struct {
	N    int
	Sent bool
}

// Schema describes the number.
func (Natural) Schema() map[string]any { return map[string]any{"type": "integer", "minimum": 0} }

// Or returns the number, or another one if none was sent.
func (n Natural) Or(otherwise int) int {
	if n.Sent {
		return n.N
	}
	return otherwise
}

func (n *Natural) read(name string, from Source) {
	value, _ := from.Lookup(name)
	if i, err := strconv.Atoi(value); err == nil && i >= 0 {
		*n = Natural{i, true}
	}
}

// Nested is an object or a list of objects, as JSON; "" if none was sent.
type Nested string

// Schema describes the alternatives.
func (Nested) Schema() map[string]any { return TypeSchema("object", "array") }

func (n *Nested) read(name string, from Source) { *n = Nested(from.Nested(name)) }

// Payload is a text or, in place of it, an object as JSON.
type Payload struct {
	Text string
	JSON Nested
}

// Schema describes the alternatives.
func (Payload) Schema() map[string]any { return TypeSchema("string", "object") }

// String returns the text or the JSON, "" if nothing was sent.
func (c Payload) String() string {
	if c.Text != "" {
		return c.Text
	}
	return string(c.JSON)
}

func (c *Payload) read(name string, from Source) {
	c.Text, _ = from.Lookup(name)
	c.JSON.read(name, from)
}
