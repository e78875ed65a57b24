package main

import (
	"fmt"

	"example.com/sms77mock/fixtures"
)

type validateCmd struct {
	Files []string `arg:"" name:"file" help:"World files to check."`
}

// Run checks every file and reports everything that is wrong with any of them.
func (c validateCmd) Run(s streams) error {
	wrong := 0
	for _, file := range c.Files {
		if _, err := fixtures.Load(file); err != nil {
			wrong++
			fmt.Fprintln(s.stderr, asUser(err))
			continue
		}
		fmt.Fprintf(s.stdout, "%s: ok\n", file)
	}
	if wrong > 0 {
		return fmt.Errorf("%d of %d world files have mistakes", wrong, len(c.Files))
	}
	return nil
}
