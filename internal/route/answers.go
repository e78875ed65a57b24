package route

// Refusal is the answer to a request that a lever does not take.
type Refusal struct {
	Error string `json:"error"` // what is wrong and what would be allowed; a line for each problem
}

// Changed counts what a lever has changed.
type Changed struct {
	Changed int `json:"changed"`
}

// Cleared counts what was taken away.
type Cleared struct {
	Removed int `json:"removed"`
}
