package call

// Refusal says why a request is not carried out, whatever it asks for: it could not
// be had as it was sent, or a page of another site has forged it.
type Refusal struct {
	Status int    // what the request is answered with: 400, 403, 408, 413, 414 or 503
	Reason string // what is wrong with it, for the tester
}
