package oauth

import (
	"context"
	"crypto/rand"
	"encoding/hex"

	"github.com/go-oauth2/oauth2/v4"
)

// codes generates authorization codes for go-oauth2.
type codes struct{}

func (codes) Token(context.Context, *oauth2.GenerateBasic) (string, error) { return newToken(), nil }

// tokenPairs generates access and refresh tokens for go-oauth2.
type tokenPairs struct{}

func (tokenPairs) Token(_ context.Context, _ *oauth2.GenerateBasic, withRefresh bool) (access, refresh string, err error) {
	if withRefresh {
		refresh = newToken()
	}
	return newToken(), refresh, nil
}

// newToken returns 40 lower-case hex digits, as the real server's codes and
// tokens are.
func newToken() string {
	var b [20]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
