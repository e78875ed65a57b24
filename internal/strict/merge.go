package strict

import (
	"gopkg.in/yaml.v3"
)

// maxRepeated is how many values of a document may come from its aliases, of which a
// long one counts for each kilobyte. Ten kilobytes of them could stand for more than any
// memory holds.
const maxRepeated = 100_000

// maxMerges is how deep merges may nest.
const maxMerges = 100

// entry is a key of a mapping and its value.
type entry struct {
	key, value *yaml.Node
	repeated   bool // whether it comes from an alias
}

// follow returns the node that an alias stands for, and any other node itself.
// What is inside of an alias counts as repeated; it reports false, and the
// document has a problem, if that is too much.
func (d decoding) follow(n *yaml.Node) (decoding, *yaml.Node, bool) {
	if n.Kind == yaml.AliasNode {
		n, d.repeated = n.Alias, true
	}
	return d, n, !d.repeated || d.repeat(n)
}

// repeat counts a value that comes from an alias.
func (d decoding) repeat(n *yaml.Node) bool {
	before := d.doc.repeated
	d.doc.repeated += 1 + len(n.Value)/1000
	if before <= maxRepeated && d.doc.repeated > maxRepeated {
		d.doc.add(&Problem{File: d.doc.file, Line: n.Line, Message: "the aliases of the document stand for too many values"})
	}
	return d.doc.repeated <= maxRepeated
}

// entries returns what a mapping has: its own keys, and those that it merges by
// << and has not itself. Of two objects that are merged, the first one counts.
func (d decoding) entries(n *yaml.Node, at *Path) []entry {
	all := make([]entry, 0, len(n.Content)/2)
	if !d.repeated && !d.merges(n) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			all = append(all, entry{key: n.Content[i], value: n.Content[i+1]})
		}
		return all
	}
	return d.merge(all, map[string]bool{}, n, at, maxMerges)
}

// merges reports whether a mapping merges others.
func (d decoding) merges(n *yaml.Node) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if d.isMerge(target(n.Content[i])) {
			return true
		}
	}
	return false
}

// isMerge reports whether a key is the merge key.
func (d decoding) isMerge(key *yaml.Node) bool { return !d.json && key.ShortTag() == "!!merge" }

func (d decoding) merge(all []entry, seen map[string]bool, n *yaml.Node, at *Path, depth int) []entry {
	var merged []*yaml.Node
	own := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := target(n.Content[i]), n.Content[i+1]
		switch {
		case d.repeated && !d.repeat(key):
			return all
		case d.isMerge(key):
			merged = append(merged, value)
		case !seen[key.Value]:
			all = append(all, entry{n.Content[i], value, d.repeated})
			own[key.Value] = true
		}
	}
	for name := range own {
		seen[name] = true
	}
	for _, value := range merged {
		all = d.mergeValue(all, seen, value, at, depth-1)
	}
	return all
}

// mergeValue adds what the value of a key << stands for: an object, or a list
// of objects.
func (d decoding) mergeValue(all []entry, seen map[string]bool, value *yaml.Node, at *Path, depth int) []entry {
	line := value.Line
	d, value, ok := d.follow(value)
	merged := at.Field("<<")
	switch {
	case !ok:
	case depth == 0:
		d.doc.add(&Problem{File: d.doc.file, Line: line, Path: merged.String(), Message: "the merges nest too deeply"})
	case value.Kind == yaml.MappingNode:
		return d.merge(all, seen, value, at, depth)
	case value.Kind == yaml.SequenceNode:
		for _, item := range value.Content {
			all = d.mergeValue(all, seen, item, at, depth-1)
		}
	default:
		d.doc.add(&Problem{File: d.doc.file, Line: line, Path: merged.String(), Value: value.Value, Message: "want an object to merge, or a list of objects"})
	}
	return all
}

// within returns the decoding of an entry.
func (d decoding) within(e entry) decoding {
	d.repeated = d.repeated || e.repeated
	return d
}
