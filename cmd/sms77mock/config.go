package main

import "gopkg.in/yaml.v3"

type configCmd struct {
	worldFlags
}

// Run prints the world that was chosen, with every default filled in.
func (c configCmd) Run(s streams) error {
	world, err := c.load()
	if err != nil {
		return err
	}
	encoder := yaml.NewEncoder(s.stdout)
	encoder.SetIndent(2)
	return encoder.Encode(world.Get().Complete())
}
