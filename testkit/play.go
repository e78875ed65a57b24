package testkit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// AuthURL returns the URL of the authorization endpoint.
func (s *Server) AuthURL() string { return s.URL + "/authorize" }

// TokenURL returns the URL of the token endpoint.
func (s *Server) TokenURL() string { return s.URL + "/token" }

// MeURL returns the URL of the profile of the account behind a token.
func (s *Server) MeURL() string { return s.URL + "/me" }

// GatewayURL returns the URL of the gateway, to which "/sms" and the like are
// appended.
func (s *Server) GatewayURL() string { return s.URL + "/api" }

// Authorize plays the user's browser: it opens authURL, which may be the login
// page of the application under test as well, and follows the redirects until
// the double sends the user back to the application. It returns that URL, with
// code and state or with error in its query. If the application's callback is a
// server on this machine it is called, with the cookies that the application
// has set. An answer that is no redirect, such as an error page or the consent
// page, fails the test.
func (s *Server) Authorize(authURL string) *url.URL {
	s.tb.Helper()
	back, err := s.browse(authURL)
	if err != nil {
		s.tb.Fatalf("testkit: Authorize: %v", err)
	}
	return back
}

// browse returns the URL with which the double sends the user back.
func (s *Server) browse(authURL string) (*url.URL, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	var back *url.URL
	browser := s.Client()
	browser.Jar = jar
	follow := browser.CheckRedirect
	browser.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		fromDouble := s.transport.isDouble(via[len(via)-1].URL)
		if back == nil && fromDouble && !s.transport.isDouble(next.URL) {
			back = next.URL
		}
		return follow(next, via)
	}
	response, err := browser.Get(authURL)
	if err != nil {
		if back != nil && !errors.Is(err, errAborted) {
			return back, nil // nobody listens at the application's callback
		}
		return nil, err
	}
	defer response.Body.Close()
	if back != nil {
		return back, nil
	}
	if location, err := response.Location(); err == nil { // not http, such as com.example.app:/callback
		return location, nil
	}
	return nil, explainPage(response)
}

// explainPage says what the user got to see instead of a redirect.
func explainPage(response *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(response.Body, 1000))
	if err != nil {
		return err
	}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		return fmt.Errorf("%s shows a page (%s), as decision prompt does: decide with Decide or WithDecision", response.Request.URL, response.Status)
	}
	return fmt.Errorf("%s answers %s: %s (%s)", response.Request.URL, response.Status, body, response.Header.Get("Mock-Reason"))
}

// Token mints an access token and a refresh token, without an authorization
// request. Without a [control.TokenRequest] they are for the first client
// and the account that is logged in, and carry the default scope.
func (s *Server) Token(request ...control.TokenRequest) *control.Token {
	s.tb.Helper()
	var r control.TokenRequest
	if len(request) > 0 {
		r = request[0]
	}
	token, err := s.IssueToken(r)
	if err != nil {
		s.tb.Fatalf("testkit: Token: %v", err)
	}
	return &token
}

// patience is how long the Require methods wait for what the code under test
// does in the background.
const patience = 5 * time.Second

// RequireMessage returns the first message to a number, waiting up to five
// seconds for it, and fails the test if none comes.
func (s *Server) RequireMessage(to string) control.Message {
	s.tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	message, err := s.WaitForMessage(ctx, control.MessageFilter{To: to})
	if err != nil {
		var others []string
		sent, _ := s.Messages(control.MessageFilter{})
		for _, m := range sent {
			others = append(others, m.To)
		}
		s.tb.Fatalf("testkit: RequireMessage: %v; messages went to %q", err, others)
	}
	return message
}

// RequireRequest returns the first request to an endpoint, waiting up to five
// seconds for it, and fails the test if none comes.
func (s *Server) RequireRequest(endpoint fixtures.Endpoint) control.Entry {
	s.tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	entry, err := s.WaitForRequest(ctx, control.RequestFilter{Endpoint: endpoint})
	if err != nil {
		s.tb.Fatalf("testkit: RequireRequest: %v", err)
	}
	return entry
}

// RequireNoRequest fails the test if an endpoint has been asked.
func (s *Server) RequireNoRequest(endpoint fixtures.Endpoint) {
	s.tb.Helper()
	entries, err := s.Requests(control.RequestFilter{Endpoint: endpoint})
	if err != nil {
		s.tb.Fatalf("testkit: RequireNoRequest: %v", err)
	}
	for _, e := range entries {
		s.tb.Fatalf("testkit: RequireNoRequest: there was one: %s", e)
	}
}
