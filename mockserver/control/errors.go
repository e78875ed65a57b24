package control

import "errors"

// NotFoundError says that nothing has a name or number.
type NotFoundError struct{ Message string }

// Error names what there is not.
func (e *NotFoundError) Error() string { return e.Message }

// ErrClosing is the error of a wait that ends because the double is closed.
var ErrClosing = errors.New("the server is closing")
