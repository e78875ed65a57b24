package testkit

// AuthURL returns the URL of the authorization endpoint.
func (s *Server) AuthURL() string { return s.URL + "/authorize" }

// TokenURL returns the URL of the token endpoint.
func (s *Server) TokenURL() string { return s.URL + "/token" }

// RevokeURL returns the URL of the revocation endpoint.
func (s *Server) RevokeURL() string { return s.URL + "/revoke" }

// MeURL returns the URL of /me, the profile of the account that a token stands for.
func (s *Server) MeURL() string { return s.URL + "/me" }

// GatewayURL returns the URL of the gateway, to which "/sms" and the like are
// appended.
func (s *Server) GatewayURL() string { return s.URL + "/api" }
