package strict

import (
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/sms77mock/internal/lazy"
)

// variable matches ${NAME}, ${NAME:-what stands for an absent one} and, with
// another $ before, the text itself.
var variable = lazy.Regexp(`\$?\$\{([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?\}`)

// expand returns a scalar with its variables filled in. One that is not set is
// a problem.
func (d decoding) expand(n *yaml.Node, at *Path) (*yaml.Node, bool) {
	if d.json || !strings.Contains(n.Value, "${") {
		return n, true
	}
	var problems []string
	filled := variable().ReplaceAllStringFunc(n.Value, func(match string) string {
		if literal, isLiteral := strings.CutPrefix(match, "$$"); isLiteral {
			return "$" + literal
		}
		parts := variable().FindStringSubmatch(match)
		value, problem := d.variable(parts[1], parts[2])
		if problem != "" {
			problems = append(problems, problem)
		}
		return value
	})
	for _, problem := range problems {
		d.wrong(n, at, problem)
	}
	ok := len(problems) == 0
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

// variable returns the value of a variable, or what is wrong with it.
func (d decoding) variable(name, otherwise string) (value, problem string) {
	if d.lookup == nil {
		return "", "variables are not filled in here; write $${" + name + "} for the text itself"
	}
	value, set := d.lookup(name)
	if text, given := strings.CutPrefix(otherwise, ":-"); given && value == "" {
		return text, ""
	}
	if !set {
		return "", "the variable " + name + " is not set; write $${" + name + "} for the text itself"
	}
	return value, ""
}

// literal returns the text that [YAML] reads s from.
func literal(s string) string {
	if !strings.Contains(s, "${") {
		return s
	}
	return variable().ReplaceAllStringFunc(s, func(match string) string { return "$" + match })
}
