package control

import "time"

// Clock is what the clock of a double shows.
type Clock struct {
	Now    time.Time `json:"now"`
	Offset string    `json:"offset" doc:"How far it is ahead of the real time, such as 1h0m0s."`
	Frozen bool      `json:"frozen"`
}
