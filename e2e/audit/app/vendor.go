package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// errLogin says that the user has to log in again.
var errLogin = errors.New("the user has to log in again")

// tokens are what the vendor has issued to a user.
type tokens struct {
	access, refresh string
	expires         time.Time // zero if that is not known
}

// user is somebody who has logged in, in one session.
type user struct {
	id             int
	email, company string

	mu sync.Mutex // guards tokens; held while they are refreshed, so that one request at a time does that
	tokens
}

// reply is an answer of the vendor.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// ask sends a request to the vendor and reads the answer, whole.
func (a *App) ask(r *http.Request) (reply, error) { return a.askBy(&a.vendor, r) }

func (a *App) askBy(client *http.Client, r *http.Request) (reply, error) {
	response, err := client.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil && !a.is("half-answers") {
		return reply{}, err
	}
	return reply{response.StatusCode, response.Header, body}, nil
}

func (a *App) post(path string, form url.Values) *http.Request {
	r, err := http.NewRequest(http.MethodPost, a.Double+path, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// answer is what /token answers, as far as it is looked at.
type answer struct {
	Access  string          `json:"access_token"`
	Refresh string          `json:"refresh_token"`
	Type    string          `json:"token_type"`
	Expires json.RawMessage `json:"expires_in"`
	Scope   string          `json:"scope"`
	Error   string          `json:"error"`
}

// token asks /token.
func (a *App) token(form url.Values) (tokens, error) {
	form.Set("client_id", a.Client)
	form.Set("client_secret", a.Secret)
	client, refreshes := &a.vendor, form.Has("refresh_token")
	if a.is("refresh-waits") && refreshes { // as oauth2's Config.Client(context.Background(), token) does
		client = http.DefaultClient
	}
	got, err := a.askBy(client, a.post("/token", form))
	for try := 0; (a.is("five-tries") || a.is("refresh-tries") && refreshes) && try < 4 && (err != nil || got.status >= 500); try++ {
		got, err = a.askBy(client, a.post("/token", form))
	}
	if err != nil {
		if a.is("reset-500") {
			panic(err)
		}
		return tokens{}, err
	}
	var t answer
	decode := json.Unmarshal(got.body, &t)
	if a.is("status-500") && got.status != http.StatusOK {
		panic(got.status)
	}
	if a.is("strict-json") {
		decode = strictly(got.body)
	}
	if a.is("error-ignored") && got.status == http.StatusOK && t.Error != "" {
		return tokens{}, nil
	}
	if t.Error == "invalid_grant" {
		return tokens{}, errLogin
	}
	return a.check(got, t, decode)
}

// strictly refuses members that it does not know.
func strictly(body []byte) error {
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.DisallowUnknownFields()
	return d.Decode(new(answer))
}

// check looks at everything that has to be right about an answer of /token.
func (a *App) check(got reply, t answer, decode error) (tokens, error) {
	switch {
	case got.status != http.StatusOK:
		return tokens{}, fmt.Errorf("/token answered %d", got.status)
	case decode != nil && a.is("json-500"):
		panic(decode)
	case decode != nil && !a.is("json-ignored"):
		return tokens{}, decode
	case t.Access == "" && !a.is("empty-token") && !a.is("json-ignored"):
		return tokens{}, errors.New("no access token")
	case !strings.EqualFold(t.Type, "Bearer") && !a.is("any-type") && !a.is("empty-token") && !a.is("json-ignored"),
		t.Type != "Bearer" && a.is("type-case"):
		return tokens{}, fmt.Errorf("token type %q", t.Type)
	case t.Scope == "" && a.is("scope-required"):
		return tokens{}, errors.New("no scope")
	}
	var seconds int
	if err := json.Unmarshal(t.Expires, &seconds); err != nil {
		if a.is("expires-required") && t.Expires == nil {
			return tokens{}, err
		}
		if a.is("expires-typed") && t.Expires != nil {
			panic(err)
		}
	} else if a.is("divides") {
		_ = 3600 / seconds // tokens for an hour
	}
	issued := tokens{access: t.Access, refresh: t.Refresh}
	if (seconds > 0 || a.is("spins")) && !a.is("lazy") {
		issued.expires = time.Now().Add(time.Duration(seconds) * time.Second)
		if a.is("milliseconds") {
			issued.expires = time.Now().Add(time.Duration(seconds) * time.Millisecond)
		}
	}
	return issued, nil
}

// exchange redeems a code.
func (a *App) exchange(code, verifier string) (tokens, error) {
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {a.Base + "/callback"}}
	if !a.is("no-pkce") {
		form.Set("code_verifier", verifier)
	}
	t, err := a.token(form)
	for try := 0; a.is("code-again") && try < 3 && err != nil; try++ {
		t, err = a.token(form)
	}
	return t, err
}

// profile asks whose tokens they are.
func (a *App) profile(t tokens) (*user, error) {
	r, err := http.NewRequest(http.MethodGet, a.Double+"/me", nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+t.access)
	got, err := a.ask(r)
	var me struct {
		ID      int    `json:"user_id"`
		Email   string `json:"email"`
		Company string `json:"company"`
	}
	if err == nil {
		err = json.Unmarshal(got.body, &me)
	}
	switch {
	case a.is("empty-token") || a.is("json-ignored") || a.is("error-ignored") && t.access == "": // logged in is who has come back
	case (err != nil || me.ID == 0) && a.is("profile-500"):
		panic(me.ID)
	case err != nil:
		return nil, err
	case got.status != http.StatusOK || me.ID == 0:
		return nil, fmt.Errorf("/me answered %d", got.status)
	}
	u := &user{id: me.ID, email: me.Email, company: me.Company, tokens: t}
	if a.is("by-email") {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.byEmail[me.Email] = u
	}
	if a.is("in-background") && !t.expires.IsZero() {
		time.AfterFunc(time.Until(t.expires)*3/4, func() { _, _ = a.refresh(u, t) }) // or else when somebody acts
	}
	return u, nil
}

// sms sends a message with an access token.
func (a *App) sms(access, to, text string) (reply, error) {
	form := url.Values{"to": {to}, "text": {text}}
	r := a.post("/api/sms", form)
	if a.is("token-in-query") {
		r = a.post("/api/sms?access_token="+access, form)
	} else {
		r.Header.Set("Authorization", "Bearer "+access)
	}
	r.Header.Set("Accept", "application/json")
	return a.ask(r)
}

// sendSMS sends a message in the name of a user. A token that is refused, or has
// expired, is refreshed once.
func (a *App) sendSMS(u *user, to, text string) error {
	if a.is("by-email") {
		a.mu.Lock()
		u = a.byEmail[u.email]
		a.mu.Unlock()
	}
	t, err := a.good(u)
	for try := 0; a.is("spins") && try < 5 && err == nil && !t.expires.After(time.Now()); try++ {
		t, err = a.refresh(u, t)
	}
	if err != nil {
		return err
	}
	got, err := a.sms(t.access, to, text)
	for try := 0; a.is("sends-again") && try < 2 && (err != nil || got.status >= 500); try++ {
		got, err = a.sms(t.access, to, text)
	}
	for try := 0; a.is("hammers") && try < 2 && err == nil && got.status == http.StatusTooManyRequests; try++ {
		got, err = a.sms(t.access, to, text)
	}
	if err == nil && (got.status == http.StatusUnauthorized || a.is("403-refreshes") && got.status == http.StatusForbidden) {
		switch a.Flaw {
		case "401-ignored":
			return errors.New("not sent")
		case "by-clock":
			return errLogin
		}
		if t, err = a.refresh(u, t); err != nil {
			if a.is("refresh-optimistic") && !errors.Is(err, errLogin) {
				return nil
			}
			return err
		}
		if a.is("refreshed-by-email") {
			a.share(u.email, t)
		}
		got, err = a.sms(t.access, to, text)
	}
	if err != nil {
		if a.is("optimistic") { // it will have arrived
			return nil
		}
		return err
	}
	if got.status >= 500 && a.is("5xx-refreshes") {
		_, _ = a.refresh(u, t) // for the next time
	}
	return a.sent(got)
}

// sent says whether the gateway has said yes.
func (a *App) sent(got reply) error {
	var said struct {
		Success  string `json:"success"`
		Messages []struct {
			Success bool `json:"success"`
		} `json:"messages"`
	}
	switch {
	case got.status == http.StatusForbidden && a.is("403-500"), got.status == http.StatusInternalServerError && a.is("500-500"):
		panic(got.status)
	case got.status == http.StatusUnauthorized && a.is("401-optimistic"), got.status == http.StatusTooManyRequests && a.is("429-optimistic"):
		return nil
	case got.status == http.StatusUnauthorized:
		return errLogin
	case got.status >= 500 && a.is("optimistic"), got.status == http.StatusForbidden && a.is("403-optimistic"):
		return nil
	case got.status != http.StatusOK:
		return fmt.Errorf("the gateway answered %d", got.status)
	case a.is("status-is-enough"):
		return nil
	case json.Unmarshal(got.body, &said) != nil || said.Success != "100":
		return errors.New("the gateway said no")
	}
	for _, m := range said.Messages {
		if !m.Success && !a.is("100-is-enough") {
			return errors.New("the gateway refused the recipient")
		}
	}
	return nil
}

// good returns tokens that have not expired as far as the application knows.
func (a *App) good(u *user) (tokens, error) {
	u.mu.Lock()
	t := u.tokens
	u.mu.Unlock()
	if !t.expires.IsZero() && time.Now().After(t.expires) && t.refresh != "" && !a.is("no-refresh") {
		return a.refresh(u, t)
	}
	return t, nil
}

// refresh replaces tokens, unless somebody else has done that meanwhile.
func (a *App) refresh(u *user, old tokens) (tokens, error) {
	if a.is("no-refresh") {
		return tokens{}, errLogin
	}
	if !a.is("no-lock") {
		u.mu.Lock()
		defer u.mu.Unlock()
		if u.access != old.access {
			return u.tokens, nil
		}
	}
	if old.refresh == "" && !a.is("refreshes-nothing") {
		return tokens{}, errLogin
	}
	fresh, err := a.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {old.refresh}})
	switch {
	case err != nil && a.is("any-error-is-the-end"):
		return tokens{}, errLogin
	case errors.Is(err, errLogin) && a.is("refused-refresh"), old.refresh == "" && a.is("refreshes-nothing"):
		return tokens{}, errors.New("not sent")
	case err != nil:
		if a.is("half-answers") && !errors.Is(err, errLogin) {
			u.tokens = tokens{} // what the half answer held
		}
		return tokens{}, err
	}
	if fresh.refresh == "" && !a.is("refresh-token-lost") || a.is("old-refresh-token") {
		fresh.refresh = old.refresh
	}
	u.tokens = fresh
	return fresh, nil
}

// share gives everybody with an e-mail address the same tokens.
func (a *App) share(email string, t tokens) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, s := range a.sessions {
		s.mu.Lock()
		u := s.user
		s.mu.Unlock()
		if u != nil && u.email == email {
			u.mu.Lock()
			u.tokens = t
			u.mu.Unlock()
		}
	}
}

// revoke gives a user's tokens back.
func (a *App) revoke(u *user) {
	u.mu.Lock()
	t := u.tokens
	u.mu.Unlock()
	if a.is("revokes-one") {
		t.refresh = ""
	}
	for _, token := range []string{t.refresh, t.access} {
		if token != "" {
			_, _ = a.ask(a.post("/revoke", url.Values{"token": {token}})) // the session ends all the same
		}
	}
}

// flaws are the switches of the HTTP client.
func (a *App) flaws() {
	switch a.Flaw {
	case "no-time-out":
		a.vendor.Timeout = 0
	case "impatient":
		a.vendor.Timeout = 600 * time.Millisecond
	case "follows-redirects":
		a.vendor.CheckRedirect = nil
	}
}
