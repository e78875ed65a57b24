package control

import "errors"

// NotFoundError says that nothing has the name or number that was given.
type NotFoundError struct{ Message string }

// Error says what does not exist.
func (e *NotFoundError) Error() string { return e.Message }

// ErrClosing is the error of a wait that ends because the double is closed.
var ErrClosing = errors.New("the server is closing")
