package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
)

// misplaced adds to the error of a word that has no place on the command line what was
// probably meant: a world has a flag, and the first word is a command. Other errors
// are returned as they are.
func misplaced(err error, args, commands []string) error {
	word, ok := strings.CutPrefix(err.Error(), "unexpected argument ")
	if !ok || len(args) == 0 {
		return err
	}
	first := args[0] == word
	serves := first || strings.HasPrefix(args[0], "-") || args[0] == "serve" || args[0] == "config"
	switch {
	case serves && isWorld(word):
		return fmt.Errorf("%w: a world is given as --world %s", err, word)
	case first:
		return fmt.Errorf("%w: %s", err, choice.Want(word, commands))
	}
	return err
}

// isWorld reports whether a word names a world that is shipped, or looks like a
// world file.
func isWorld(word string) bool {
	return slices.Contains(fixtures.ShippedNames(), word) || slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(word))
}
