package gateway

// ids are the numbers that the gateway gives out next, shared by all accounts.
// They start where the recorded exchanges are, so that they look like the real
// ones, and are the same in every run.
type ids struct {
	message int64 // which an int does not hold on 32 bits
	call    int
	inbound int
	hook    int
	file    int

	contact, group, subaccount, validation, caller int
}

func firstIDs() ids {
	return ids{message: 77214945865, call: 1038703, inbound: 1708977, hook: 2043, file: 0xa1b2c3, contact: 12297236, group: 17923, subaccount: 941955, validation: 396177, caller: 12345}
}

// take returns the number that comes next in a series.
func take[N int | int64](next *N) N {
	id := *next
	*next++
	return id
}
