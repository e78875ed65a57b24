package control

import (
	"encoding/json"

	"gopkg.in/yaml.v3"

	"example.com/sms77mock/fixtures/strict"
)

// written is a part of a world in the words of the world file, which POST reads
// as well: a duration is "1h0m0s", and what is not set is not there.
type written struct{ node *yaml.Node }

func asWritten(v any) written { return written{strict.Node(v)} }

// MarshalJSON keeps the order of the world file.
func (w written) MarshalJSON() ([]byte, error) {
	switch w.node.Kind {
	case yaml.MappingNode:
		object := []byte{'{'}
		for i := 0; i < len(w.node.Content); i += 2 {
			name, _ := json.Marshal(w.node.Content[i].Value) // a string
			value, err := written{w.node.Content[i+1]}.MarshalJSON()
			if err != nil {
				return nil, err
			}
			object = append(append(append(separated(object), name...), ':'), value...)
		}
		return append(object, '}'), nil
	case yaml.SequenceNode:
		list := []byte{'['}
		for _, item := range w.node.Content {
			value, err := written{item}.MarshalJSON()
			if err != nil {
				return nil, err
			}
			list = append(separated(list), value...)
		}
		return append(list, ']'), nil
	default:
		var value any
		if err := w.node.Decode(&value); err != nil {
			return nil, err
		}
		return json.Marshal(value)
	}
}

// separated puts a comma behind what is not the first item.
func separated(list []byte) []byte {
	if len(list) > 1 {
		list = append(list, ',')
	}
	return list
}
