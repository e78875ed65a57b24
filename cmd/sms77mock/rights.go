package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// asUser adds the user to the error of a file that may not be used: the user of a
// container is hardly ever the one who starts it.
func asUser(err error) error {
	user := os.Getuid()
	var file *fs.PathError
	if user < 0 || !errors.As(err, &file) || !errors.Is(file, fs.ErrPermission) {
		return err
	}
	return fmt.Errorf("%w: the program runs as user %d: give that user the right, or run it as the owner, in Docker by --user", err, user)
}
