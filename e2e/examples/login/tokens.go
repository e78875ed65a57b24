package login

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/oauth2"
)

// errLogin says that the user has to log in again.
var errLogin = errors.New("the user has to log in again")

// TokenStore keeps the users' tokens. The zero TokenStore is empty.
type TokenStore struct {
	mu     sync.Mutex // guards tokens
	tokens map[string]*oauth2.Token

	// refreshing lets one request at a time refresh: a refresh token is good
	// for one use, and the second of two requests would lose the login.
	refreshing sync.Mutex
}

// Put stores the token of a user.
func (s *TokenStore) Put(user string, token *oauth2.Token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tokens == nil {
		s.tokens = map[string]*oauth2.Token{}
	}
	s.tokens[user] = token
}

// Get returns the token of a user, or nil.
func (s *TokenStore) Get(user string) *oauth2.Token {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens[user]
}

// withToken asks the gateway in the name of a user. If the token is refused it
// is refreshed, once, and the request tried again.
func (a *App) withToken(ctx context.Context, user, method, target string, form url.Values) ([]byte, error) {
	token := a.tokens.Get(user)
	if token == nil {
		return nil, errLogin
	}
	body, err := a.ask(ctx, token, method, target, form)
	if !errors.Is(err, errRefused) {
		return body, err
	}
	if token, err = a.refresh(ctx, user, token); err != nil {
		return nil, err
	}
	return a.ask(ctx, token, method, target, form)
}

// refresh replaces a token that was refused, unless somebody else has done it.
func (a *App) refresh(ctx context.Context, user string, refused *oauth2.Token) (*oauth2.Token, error) {
	a.tokens.refreshing.Lock()
	defer a.tokens.refreshing.Unlock()
	if current := a.tokens.Get(user); current.AccessToken != refused.AccessToken {
		return current, nil
	}
	stale := &oauth2.Token{RefreshToken: refused.RefreshToken}
	fresh, err := a.config.TokenSource(a.asking(ctx), stale).Token()
	var refusal *oauth2.RetrieveError
	switch {
	case errors.As(err, &refusal) && refusal.ErrorCode == "invalid_grant":
		return nil, errLogin
	case err != nil:
		return nil, err
	}
	a.tokens.Put(user, fresh)
	return fresh, nil
}

// errRefused says that the vendor refused the access token.
var errRefused = errors.New("the access token was refused")

// ask sends one request with a bearer token and returns the body of the answer.
func (a *App) ask(ctx context.Context, token *oauth2.Token, method, target string, form url.Values) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, target, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	token.SetAuthHeader(r)
	response, err := a.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	switch {
	case err != nil:
		return nil, err
	case response.StatusCode == http.StatusUnauthorized:
		return nil, errRefused
	case response.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("%s answered %s", target, response.Status)
	}
	return body, nil
}
