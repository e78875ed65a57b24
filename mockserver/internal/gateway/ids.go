package gateway

import (
	"math"
	"strconv"
	"strings"
)

// ids are the numbers that the gateway gives out next, shared by all accounts.
// They start where the recorded exchanges are, so that they look like the real
// ones, and are the same in every run.
type ids struct {
	message int64 // which an int does not hold on 32 bits
	call    int
	inbound int
	hook    int
	file    int

	serial, contact, group, subaccount, validation, caller int
}

func firstIDs() ids {
	return ids{message: 77214945865, call: 1038703, inbound: 1708977, hook: 2043, file: 0xa1b2c3, contact: 12297236, group: 17923, subaccount: 941955, validation: 396177, caller: 12345}
}

// idOf returns an id as a client writes it, read as PHP reads a number: 12,
// 012, 12.0 and 1.2e1 are the same. What is 0 stands for none, and what is no
// number is returned as it is.
func idOf(written string) string {
	n, err := strconv.ParseFloat(strings.TrimSpace(written), 64)
	switch {
	case err != nil || n != math.Trunc(n) || math.Abs(n) >= 1<<53:
		return written
	case n == 0:
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// numberOf returns the id that a client writes, 0 if it is no whole number.
func numberOf(written string) int {
	n, _ := strconv.Atoi(idOf(written)) // 0 is the id of nothing
	return n
}

// take returns the number that comes next in a series.
func take[N int | int64](next *N) N {
	id := *next
	*next++
	return id
}
