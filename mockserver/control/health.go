package control

import "time"

// Health tells who a double is.
type Health struct {
	Status  string `json:"status"` // always ok
	Version string `json:"version"`
	ID      string `json:"id"` // another one after each start

	Requests  uint64 `json:"requests"`  // number of the youngest request; 0 before the first
	Forgotten uint64 `json:"forgotten"` // number of the youngest request that had to make room in the full journal; 0 if none had since the last reset
}

// Removed counts what a reset took away.
type Removed struct {
	Tokens    int `json:"tokens"` // codes too
	Decisions int `json:"decisions"`
	Faults    int `json:"faults"`
	Outcomes  int `json:"outcomes"`
	Requests  int `json:"requests"`
	Messages  int `json:"messages"`
}

// Clock is what the clock of a double shows.
type Clock struct {
	Now    time.Time `json:"now"`
	Offset string    `json:"offset"` // how far it is ahead of the real time, such as 1h0m0s
	Frozen bool      `json:"frozen"`
}
