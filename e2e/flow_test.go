// Package e2e holds the double to the clients that real applications use.
package e2e

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// config is an application's own, with the vendor's URLs.
func config(style oauth2.AuthStyle) *oauth2.Config {
	return &oauth2.Config{
		ClientID:     "testclient",
		ClientSecret: "testsecret",
		RedirectURL:  "https://acme.inc/oauth_redirect",
		Scopes:       []string{"sms", "analytics"},
		Endpoint: oauth2.Endpoint{
			AuthURL:   "https://oauth.sms77.io/authorize",
			TokenURL:  "https://oauth.sms77.io/token",
			AuthStyle: style,
		},
	}
}

// through returns a context with which x/oauth2 asks the double.
func through(t *testing.T, srv *testkit.Server) context.Context {
	return context.WithValue(t.Context(), oauth2.HTTPClient, srv.Client())
}

// code walks through the user's browser.
func code(srv *testkit.Server, c *oauth2.Config, opts ...oauth2.AuthCodeOption) string {
	return srv.Authorize(c.AuthCodeURL("8f14e45fceea167a", opts...)).Query().Get("code")
}

func TestOAuth2InEveryAuthStyle(t *testing.T) {
	t.Parallel()
	for name, style := range map[string]oauth2.AuthStyle{
		"header": oauth2.AuthStyleInHeader,
		"body":   oauth2.AuthStyleInParams,
		"detect": oauth2.AuthStyleAutoDetect,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := testkit.New(t)
			c := config(style)
			token, err := c.Exchange(through(t, srv), code(srv, c))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := token.Extra("scope"), "sms analytics"; got != want {
				t.Errorf("scope: got %q, want %q", got, want)
			}
			if left := time.Until(token.Expiry); left > time.Hour || left < 59*time.Minute {
				t.Errorf("expires in %s, want an hour", left)
			}
			srv.AdvanceClock(2 * time.Hour)
			token.Expiry = time.Now().Add(-time.Second)
			fresh, err := c.TokenSource(through(t, srv), token).Token()
			if err != nil {
				t.Fatal(err)
			}
			if fresh.AccessToken == token.AccessToken || fresh.RefreshToken == token.RefreshToken {
				t.Error("the refresh brought the same tokens again")
			}
		})
	}
}

// TestDetectionDoesNotBurnTheCode has x/oauth2 try the header first although
// only the body would do: the failure must leave the code alone.
func TestDetectionDoesNotBurnTheCode(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t)
	srv.Inject(control.Fault{Endpoint: "token", Error: "invalid_client", Status: http.StatusUnauthorized})
	c := config(oauth2.AuthStyleAutoDetect)
	if _, err := c.Exchange(through(t, srv), code(srv, c)); err != nil {
		t.Error(err)
	}
	srv.RequireRequests(2, control.RequestFilter{Endpoint: "token"})
}

func TestOAuth2WithPKCE(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		redeem func(verifier string) []oauth2.AuthCodeOption
		want   string
	}{
		"right": {func(v string) []oauth2.AuthCodeOption { return []oauth2.AuthCodeOption{oauth2.VerifierOption(v)} }, ""},
		"wrong": {func(string) []oauth2.AuthCodeOption {
			return []oauth2.AuthCodeOption{oauth2.VerifierOption(oauth2.GenerateVerifier())}
		}, "code_verifier_mismatch"},
		"missing": {func(string) []oauth2.AuthCodeOption { return nil }, "code_verifier_missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := testkit.New(t, testkit.WithWorld(fixtures.World{PKCE: fixtures.PKCERequire}))
			c, verifier := config(oauth2.AuthStyleInHeader), oauth2.GenerateVerifier()
			_, err := c.Exchange(through(t, srv), code(srv, c, oauth2.S256ChallengeOption(verifier)), test.redeem(verifier)...)
			var refusal *oauth2.RetrieveError
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (!errors.As(err, &refusal) || refusal.ErrorCode != test.want):
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
