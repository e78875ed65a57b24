package authority

import (
	"syscall"
	"time"
)

// errSharing is what opening a file fails with that another process has opened
// for itself alone.
const errSharing = syscall.Errno(32)

// lock waits until no other process has locked the file, and locks it. A
// process that ends, however it does, unlocks it.
func lock(path string) (unlock func(), err error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	for {
		handle, err := syscall.CreateFile(name, syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
		switch err {
		case nil:
			return func() { syscall.CloseHandle(handle) }, nil
		case errSharing:
			time.Sleep(20 * time.Millisecond)
		default:
			return nil, err
		}
	}
}
