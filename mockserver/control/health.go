package control

// Health tells who a double is.
type Health struct {
	Status  string `json:"status" doc:"Always ok."`
	Version string `json:"version"`
	ID      string `json:"id" doc:"Another one after each start."`

	Requests  uint64 `json:"requests" doc:"Number of the youngest request; 0 before the first."`
	Forgotten uint64 `json:"forgotten" doc:"Number of the youngest request that had to make room in the full journal; 0 if none had since the last reset."`
}
