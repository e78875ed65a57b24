package login

import (
	"context"
	"encoding/json"
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

// user is somebody who has logged in, with the tokens of that login.
type user struct {
	name string

	// mu guards token. It is held while that is refreshed: a refresh token is good
	// for one use, and the second of two requests would lose the login.
	mu    sync.Mutex
	token *oauth2.Token
}

// current returns the user's token.
func (u *user) current() *oauth2.Token {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.token
}

// asking has x/oauth2 ask through the application's own client.
func (a *App) asking(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, &a.client)
}

// admit redeems a code and asks whose account it is.
func (a *App) admit(ctx context.Context, code, verifier string) (*user, error) {
	if code == "" {
		return nil, errors.New("there is no code")
	}
	token, err := a.config.Exchange(a.asking(ctx), code, oauth2.VerifierOption(verifier))
	if err != nil {
		return nil, err
	}
	if token.Type() != "Bearer" {
		return nil, fmt.Errorf("token type %q", token.TokenType)
	}
	var profile struct {
		Email string `json:"email"`
	}
	body, err := a.ask(ctx, token, http.MethodGet, "https://oauth.sms77.io/me", nil)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, &profile); err != nil || profile.Email == "" {
		return nil, errors.New("the profile has no email")
	}
	return &user{name: profile.Email, token: token}, nil
}

// withToken asks the gateway in the name of a user. A token that is about to
// expire, or is refused, is refreshed, and the request tried again, once.
func (a *App) withToken(ctx context.Context, u *user, method, target string, form url.Values) ([]byte, error) {
	if u == nil {
		return nil, errLogin
	}
	token := u.current()
	if !token.Valid() && token.RefreshToken != "" {
		var err error
		if token, err = a.refresh(ctx, u, token); err != nil {
			return nil, err
		}
	}
	body, err := a.ask(ctx, token, method, target, form)
	if !errors.Is(err, errRefused) {
		return body, err
	}
	if token, err = a.refresh(ctx, u, token); err != nil {
		return nil, err
	}
	if body, err = a.ask(ctx, token, method, target, form); errors.Is(err, errRefused) {
		return nil, errLogin
	}
	return body, err
}

// refresh replaces a token, unless somebody else has done it.
func (a *App) refresh(ctx context.Context, u *user, old *oauth2.Token) (*oauth2.Token, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.token.AccessToken != old.AccessToken {
		return u.token, nil
	}
	if old.RefreshToken == "" {
		return nil, errLogin
	}
	fresh, err := a.config.TokenSource(a.asking(ctx), &oauth2.Token{RefreshToken: old.RefreshToken}).Token()
	var refusal *oauth2.RetrieveError
	switch {
	case errors.As(err, &refusal) && refusal.ErrorCode == "invalid_grant":
		return nil, errLogin
	case err != nil:
		return nil, err
	}
	u.token = fresh
	return fresh, nil
}

// revoke gives the tokens of a user back. The session has ended: nothing depends
// on whether that works.
func (a *App) revoke(ctx context.Context, u *user) {
	token := u.current()
	for _, value := range []string{token.RefreshToken, token.AccessToken} {
		_, _ = a.ask(ctx, token, http.MethodPost, "https://oauth.sms77.io/revoke", url.Values{"token": {value}})
	}
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
