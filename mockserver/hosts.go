package mockserver

// Hosts returns the vendor's hosts that the double stands in for: those of the
// documentation, and today's.
func Hosts() []string {
	return []string{"oauth.sms77.io", "gateway.sms77.io", "oauth.seven.io", "gateway.seven.io"}
}
