package number

import "math/bits"

// plan is how the numbers of a calling code are built.
type plan struct {
	code    string
	regions func() []*region // that share the code; the first one's trunk and formats are those of all
}

// region is a country, or another area with numbers of its own.
type region struct {
	iso, name string
	leads     pattern // how its national numbers begin; nil where it takes their form to tell
	number    kind    // any of its numbers
	kinds     []kind  // in the order in which they are tried
	trunk     pattern // what is dialled before a national number at home; nil if nothing is
	rule      string  // what stands in place of that abroad, as a template
	formats   []format
}

// kind is a type of numbers that have one form.
type kind struct {
	name    string
	lengths lengths // that are possible; none if they are the region's
	form    pattern
}

// lengths has a bit set for each of several lengths.
type lengths uint32

func (l lengths) has(n int) bool { return l>>n&1 == 1 }

func (l lengths) max() int { return bits.Len32(uint32(l)) - 1 }

func (k kind) has(national string) bool {
	return (k.lengths == 0 || k.lengths.has(len(national))) && k.form().MatchString(national)
}

// The names of kinds that are told apart by more than their form.
const (
	unknown           = "unknown"
	fixedLine         = "fixed_line"
	fixedLineOrMobile = "fixed_line_or_mobile"
)

// kind returns what kind of number it is in the region, unknown if it is none.
func (r *region) kind(national string) string {
	if !r.number.has(national) {
		return unknown
	}
	for i, k := range r.kinds {
		if !k.has(national) {
			continue
		}
		if k.name == fixedLine && i+1 < len(r.kinds) && r.kinds[i+1].has(national) {
			return fixedLineOrMobile
		}
		return k.name
	}
	return unknown
}

// region returns whose number it is, or nil if it is nobody's.
func (p *plan) region(national string) *region {
	regions := p.regions()
	if len(regions) == 1 {
		return regions[0]
	}
	for _, r := range regions {
		if r.leads != nil && r.leads().MatchString(national) || r.leads == nil && r.kind(national) != unknown {
			return r
		}
	}
	return nil
}

// strip returns a national number without what is dialled before it at home only,
// as the zero in +49 (0)171. It stays where without it there would be no number.
func (p *plan) strip(national string) string {
	main := p.regions()[0]
	if main.trunk == nil {
		return national
	}
	trunk := main.trunk()
	at := trunk.FindStringSubmatchIndex(national)
	if at == nil {
		return national
	}
	rest := national[at[1]:]
	if last := at[len(at)-2]; main.rule != "" && last >= 0 {
		rest = string(trunk.ExpandString(nil, main.rule, national, at)) + rest
	}
	form := main.number.form()
	possible := main.number.lengths.has(len(rest)) || len(rest) > main.number.lengths.max()
	if !possible || form.MatchString(national) && !form.MatchString(rest) {
		return national
	}
	return rest
}
