package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// asUser adds to an error that tells of a file which may not be used who it is that
// may not: the user of a container is hardly ever the one who starts it.
func asUser(err error) error {
	user := os.Getuid()
	var file *fs.PathError
	if user < 0 || !errors.As(err, &file) || !errors.Is(file, fs.ErrPermission) {
		return err
	}
	return fmt.Errorf("%w: the program runs as user %d: give that user the right, or run it as the owner, in Docker by --user", err, user)
}
