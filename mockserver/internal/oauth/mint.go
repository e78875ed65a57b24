package oauth

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"hash/fnv"

	"github.com/go-oauth2/oauth2/v4"
)

// mint makes codes and tokens that look like the real server's: 40 lower-case
// hex digits. The last four of the 20 bytes that they stand for tell which double made
// them, so that a token of another one can be explained.
type mint struct{ instance [8]byte }

func newMint() *mint {
	m := new(mint)
	rand.Read(m.instance[:]) // never fails
	return m
}

const randomBytes = 16

// token returns a new code or token.
func (m *mint) token() string {
	var b [randomBytes + 4]byte
	rand.Read(b[:randomBytes])
	double, own := marks(b[:randomBytes], m.instance)
	b[16], b[17], b[18], b[19] = byte(double>>8), byte(double), byte(own>>8), byte(own)
	var text [2 * len(b)]byte
	hex.Encode(text[:], b[:])
	return string(text[:])
}

// marks returns what the last four bytes of a token have to be: one mark that
// every double sets, and one of its instance.
func marks(random []byte, instance [8]byte) (double, own uint16) {
	h := fnv.New32a()
	h.Write([]byte("sms77mock"))
	h.Write(random)
	double = uint16(h.Sum32())
	h.Write(instance[:])
	return double, uint16(h.Sum32())
}

// origin is who made a code or token.
type origin int

const (
	nobody  origin = iota // no double, as far as can be seen
	another               // another double, or this one before it was started anew
	own                   // this double
)

// made returns who made a code or token. One in 65,536 of those that no double made
// passes for another double's.
func (m *mint) made(value string) origin {
	b, err := hex.DecodeString(value)
	if err != nil || len(b) != randomBytes+4 {
		return nobody
	}
	double, mine := marks(b[:randomBytes], m.instance)
	switch {
	case double != uint16(b[16])<<8|uint16(b[17]):
		return nobody
	case mine != uint16(b[18])<<8|uint16(b[19]):
		return another
	}
	return own
}

// codeGenerator has go-oauth2 use the mint for authorization codes.
type codeGenerator struct{ *mint }

func (g codeGenerator) Token(context.Context, *oauth2.GenerateBasic) (string, error) {
	return g.token(), nil
}

// tokenGenerator has go-oauth2 use the mint for access and refresh tokens.
type tokenGenerator struct{ *mint }

func (g tokenGenerator) Token(_ context.Context, _ *oauth2.GenerateBasic, withRefresh bool) (access, refresh string, err error) {
	if withRefresh {
		refresh = g.token()
	}
	return g.token(), refresh, nil
}
