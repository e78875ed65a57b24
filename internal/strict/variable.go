package strict

import (
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"
)

// variable matches ${NAME}, ${NAME:-what stands for an absent one} and, with
// another $ before, the text itself.
var variable = regexp.MustCompile(`\$?\$\{([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?\}`)

// expand returns a scalar with its variables filled in. One that is not set is
// a problem.
func (d decoding) expand(n *yaml.Node, path string) (*yaml.Node, bool) {
	if d.json || !strings.Contains(n.Value, "${") {
		return n, true
	}
	ok := true
	filled := variable.ReplaceAllStringFunc(n.Value, func(match string) string {
		if literal, isLiteral := strings.CutPrefix(match, "$$"); isLiteral {
			return "$" + literal
		}
		parts := variable.FindStringSubmatch(match)
		value, message := d.variable(parts[1], parts[2])
		if message != "" {
			d.wrong(n, path, message)
			ok = false
		}
		return value
	})
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
	return variable.ReplaceAllStringFunc(s, func(match string) string { return "$" + match })
}
