package strict

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/sms77mock/internal/lazy"
)

// opening matches how a variable begins, or, with another $ before, the text of one;
// and a brace: one that nothing has opened ends a variable.
var opening = lazy.Regexp(`\$?\$\{[A-Za-z_][A-Za-z0-9_]*|[{}]`)

// operators are what may follow the name of a variable, as in shells and in Docker
// Compose. With a colon, an empty variable counts as absent.
var operators = []string{":-", ":+", ":?", "-", "+", "?"}

// maxNested is how deep variables may stand in what others are replaced by.
const maxNested = 100

// expand returns a scalar with its variables filled in. One that is not set is
// a problem.
func (d decoding) expand(n *yaml.Node, at *Path) (*yaml.Node, bool) {
	if d.json || !strings.Contains(n.Value, "${") {
		return n, true
	}
	f := filling{decoding: d, rest: n.Value}
	filled := f.fill(0, true)
	for _, problem := range f.problems {
		d.wrong(n, at, problem)
	}
	ok := len(f.problems) == 0
	if filled == n.Value {
		return n, ok
	}
	other := *n
	other.Value = filled
	if n.Style == 0 {
		other.Tag = "" // what it is now shows in the value
	}
	return &other, ok
}

// filling is one walk over a text in which variables are filled in.
type filling struct {
	decoding
	rest     string // to be walked over
	lost     bool   // whether it has been given up
	problems []string
}

// fill returns the text up to its end or, inside of a variable, up to the brace that
// ends that. If it is not used, it does not matter which variables are set.
func (f *filling) fill(depth int, used bool) string {
	var b strings.Builder
	for open := 0; ; { // braces of the text itself
		at := opening().FindStringIndex(f.rest)
		if at == nil || at[1] == len(f.rest) && strings.HasPrefix(f.rest[at[0]:], "${") { // of which nothing follows
			b.WriteString(f.rest)
			if f.rest = ""; depth > 0 {
				f.giveUp("a variable is not ended by }")
			}
			return b.String()
		}
		token := f.rest[at[0]:at[1]]
		b.WriteString(f.rest[:at[0]])
		f.rest = f.rest[at[1]:]
		name, isVariable := strings.CutPrefix(token, "${")
		switch {
		case isVariable:
			b.WriteString(f.variable(name, depth, used))
		case token != "}":
			b.WriteString(strings.TrimPrefix(token, "$"))
			open++
		case depth > 0 && open == 0:
			return b.String()
		default:
			b.WriteString(token)
			open--
		}
	}
}

// variable returns what a variable is replaced by, and goes past its end.
func (f *filling) variable(name string, depth int, used bool) string {
	switch {
	case f.lookup == nil:
		f.giveUp("variables are not filled in here; write $${" + name + "} for the text itself")
		return ""
	case depth == maxNested:
		f.giveUp("variables nest too deeply")
		return ""
	}
	value, set := f.lookup(name)
	if rest, ended := strings.CutPrefix(f.rest, "}"); ended {
		if f.rest = rest; !set && used {
			f.tell("the variable " + name + " is not set; write $${" + name + "} for the text itself")
		}
		return value
	}
	i := slices.IndexFunc(operators, func(o string) bool { return strings.HasPrefix(f.rest, o) })
	if i < 0 {
		f.giveUp("after the name of a variable want }, or one of " + strings.Join(operators, " ") + " and a text; write $${ for ${ itself")
		return ""
	}
	colon, kind := operators[i][0] == ':', operators[i][len(operators[i])-1]
	f.rest = f.rest[len(operators[i]):]
	set = set && !(colon && value == "")
	text := f.fill(depth+1, used && set == (kind == '+'))
	switch {
	case kind == '+' && !set:
		return ""
	case kind == '+', kind == '-' && !set:
		return text
	case kind == '?' && !set && used:
		if text == "" || f.secret && f.doc.IsFile() {
			text = "it is required"
		}
		f.tell("the variable " + name + " is not set: " + text)
	}
	return value
}

// giveUp tells a problem after which nothing that follows would make sense.
func (f *filling) giveUp(problem string) {
	if !f.lost {
		f.tell(problem)
	}
	f.lost, f.rest = true, ""
}

func (f *filling) tell(problem string) { f.problems = append(f.problems, problem) }

// literal returns the text that [YAML] reads s from.
func literal(s string) string {
	if !strings.Contains(s, "${") {
		return s
	}
	return opening().ReplaceAllStringFunc(s, func(match string) string {
		if match[0] == '$' {
			return "$" + match
		}
		return match
	})
}
