package number

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"example.com/sms77mock/internal/lazy"
)

// table is what libphonenumber knows of every region's numbers. Its columns are
// described in e2e/numbers, which writes it.
//
//go:embed table.txt
var table string

// plans returns the numbering plan of every calling code. The table is read when
// the first number is, a plan when the first of its numbers is, and a pattern is
// compiled when it is first needed: a program that reads no number pays nothing.
var plans = sync.OnceValue(func() map[string]*plan {
	blocks := make(map[string][]string)
	_, all, _ := strings.Cut(table, "\n\n")
	for block := range strings.SplitSeq(all, "\n\n") {
		code, _, _ := strings.Cut(block, "\t")
		blocks[code] = append(blocks[code], block)
	}
	plans := make(map[string]*plan, len(blocks))
	for code, regions := range blocks {
		plans[code] = &plan{code: code, regions: sync.OnceValue(func() []*region { return readRegions(regions) })}
	}
	return plans
})

func readRegions(blocks []string) []*region {
	regions := make([]*region, len(blocks))
	for i, block := range blocks {
		r := &region{}
		for line := range strings.Lines(block) {
			r.read(strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		}
		regions[i] = r
	}
	return regions
}

// read adds what a line of the table tells.
func (r *region) read(columns []string) {
	switch name, rest := columns[0], columns[1:]; name {
	case "leads":
		r.leads = lazy.Regexp("^(?:" + rest[0] + ")")
	case "number":
		r.number = newKind(name, rest)
	case "trunk":
		r.trunk, r.rule = lazy.Regexp("^(?:"+rest[0]+")"), rest[1]
	case "format":
		r.formats = append(r.formats, format{whole(rest[0]), lazy.Regexp("^(?:" + rest[1] + ")"), rest[2], rest[3]})
	default:
		if strings.Trim(name, "0123456789") == "" {
			r.iso, r.name = rest[0], rest[1]
			return
		}
		r.kinds = append(r.kinds, newKind(name, rest))
	}
}

func newKind(name string, columns []string) kind {
	k := kind{name: name, form: whole(columns[1])}
	for length := range strings.SplitSeq(columns[0], ",") {
		if n, err := strconv.Atoi(length); err == nil {
			k.lengths |= 1 << n
		}
	}
	return k
}

// pattern returns a regular expression.
type pattern func() *regexp.Regexp

// whole returns the pattern of a whole national number.
func whole(expr string) pattern { return lazy.Regexp("^(?:" + expr + ")$") }
