package control

import "errors"

// NotFoundError says that there is nothing by a name or number.
type NotFoundError struct{ Message string }

// Error names what there is not.
func (e *NotFoundError) Error() string { return e.Message }

// ErrClosing is why a wait ends that outlives the double.
var ErrClosing = errors.New("the server is closing")
