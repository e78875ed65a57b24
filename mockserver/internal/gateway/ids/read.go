package ids

import (
	"math"
	"strconv"
	"strings"
)

// Read returns an id as a client writes it, read as PHP reads a number: 12,
// 012, 12.0 and 1.2e1 are the same. What is 0 stands for none, and what is no
// number is returned as it is.
func Read(written string) string {
	n, err := strconv.ParseFloat(strings.TrimSpace(written), 64)
	switch {
	case err != nil || n != math.Trunc(n) || math.Abs(n) >= 1<<53:
		return written
	case n == 0:
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// Number returns the id that a client writes, 0 if it is no whole number.
func Number(written string) int {
	n, _ := strconv.Atoi(Read(written)) // 0 is the id of nothing
	return n
}
