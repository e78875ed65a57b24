package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/manage"
	"github.com/gorilla/mux"
)

// least is the least that a double by the same libraries does: gorilla/mux finds the
// handler, go-oauth2 issues codes and tokens, log/slog writes a line for each request.
// It checks no client, redirect URI, scope or lifetime, and records nothing. What it
// costs beside the bare server, no double that uses these libraries can save.
type least struct{ manager *manage.Manager }

func newLeast() http.Handler {
	s := least{manage.NewManager()}
	s.manager.SetValidateURIHandler(func(string, string) error { return nil })
	s.manager.MapAuthorizeGenerate(codeGenerator{})
	s.manager.MapAccessGenerate(tokenGenerator{})
	s.manager.MapClientStorage(anyClient{})
	s.manager.MapTokenStorage(&leastStore{tokens: map[string]oauth2.TokenInfo{}})
	router := mux.NewRouter()
	router.HandleFunc("/authorize", s.authorize)
	router.HandleFunc("/token", s.token)
	router.HandleFunc("/me", s.me)
	router.HandleFunc("/api/{endpoint}", s.sms)
	return logging(router)
}

// logging writes a line for each request, many of them at once.
func logging(h http.Handler) http.Handler {
	logger := slog.New(slog.NewTextHandler(&buffered{out: bufio.NewWriterSize(os.Stderr, 32<<10)}, nil))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		header := w.Header()
		header.Set("Content-Type", "application/json")
		header.Set("Mock-Request", "12345")
		h.ServeHTTP(w, r)
		logger.LogAttrs(r.Context(), slog.LevelInfo, "request",
			slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Duration("took", time.Since(begin)))
	})
}

// buffered is a writer for several goroutines that writes when its buffer is full.
type buffered struct {
	mu  sync.Mutex
	out *bufio.Writer
}

func (b *buffered) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.out.Write(p)
}

func (s least) authorize(w http.ResponseWriter, r *http.Request) {
	info, err := s.manager.GenerateAuthToken(r.Context(), oauth2.Code, &oauth2.TokenGenerateRequest{
		ClientID: r.FormValue("client_id"), UserID: "john", Scope: r.FormValue("scope"),
	})
	if refused(w, err) {
		return
	}
	w.Header().Set("Location", "https://acme.inc/oauth_redirect?code="+info.GetCode()+"&state="+url.QueryEscape(r.FormValue("state")))
	w.WriteHeader(http.StatusFound)
}

func (s least) token(w http.ResponseWriter, r *http.Request) {
	var info oauth2.TokenInfo
	var err error
	id, secret, _ := r.BasicAuth()
	if refresh := r.FormValue("refresh_token"); refresh != "" {
		info, err = s.manager.RefreshAccessToken(r.Context(), &oauth2.TokenGenerateRequest{ClientID: id, ClientSecret: secret, Refresh: refresh})
	} else {
		info, err = s.manager.GenerateAccessToken(r.Context(), oauth2.AuthorizationCode, &oauth2.TokenGenerateRequest{ClientID: id, ClientSecret: secret, Code: r.FormValue("code")})
	}
	if refused(w, err) {
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Pragma", "no-cache")
	json.NewEncoder(w).Encode(struct {
		AccessToken  string `json:"access_token"`
		ExpiresIn    int    `json:"expires_in"`
		TokenType    string `json:"token_type"`
		Scope        string `json:"scope"`
		RefreshToken string `json:"refresh_token"`
	}{info.GetAccess(), 3600, "Bearer", info.GetScope(), info.GetRefresh()})
}

func (s least) me(w http.ResponseWriter, r *http.Request) {
	_, err := s.manager.LoadAccessToken(r.Context(), strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
	if !refused(w, err) {
		io.WriteString(w, profile)
	}
}

func (least) sms(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body)
	io.WriteString(w, sent)
}

// refused answers a request that has failed, and reports whether it has.
func refused(w http.ResponseWriter, err error) bool {
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	return err != nil
}

// fresh returns a code or a token as long as the double's.
func fresh() string {
	var b [20]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

type codeGenerator struct{}

func (codeGenerator) Token(context.Context, *oauth2.GenerateBasic) (string, error) {
	return fresh(), nil
}

type tokenGenerator struct{}

func (tokenGenerator) Token(context.Context, *oauth2.GenerateBasic, bool) (access, refresh string, err error) {
	return fresh(), fresh(), nil
}

// anyClient has whatever client go-oauth2 asks for.
type anyClient struct{}

func (anyClient) GetByID(_ context.Context, id string) (oauth2.ClientInfo, error) {
	return leastClient(id), nil
}

type leastClient string

func (id leastClient) GetID() string           { return string(id) }
func (leastClient) GetSecret() string          { return "" }
func (leastClient) GetDomain() string          { return "" }
func (leastClient) GetUserID() string          { return "" }
func (leastClient) IsPublic() bool             { return false }
func (leastClient) VerifyPassword(string) bool { return true }
