package oauth

import (
	"context"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/manage"

	"example.com/sms77mock/fixtures"
)

// newManager configures go-oauth2 for the clients with these lifetimes: what the
// manager would check by rules of its own has been checked before by those of
// the real server.
func (s *Server) newManager(lifetimes fixtures.Lifetimes) *manage.Manager {
	m := manage.NewManager()
	m.SetAuthorizeCodeExp(lifetimes.Code)
	m.SetAuthorizeCodeTokenCfg(&manage.Config{
		AccessTokenExp:    lifetimes.AccessToken,
		RefreshTokenExp:   lifetimes.RefreshToken,
		IsGenerateRefresh: true,
	})
	m.SetRefreshTokenCfg(&manage.RefreshingConfig{
		AccessTokenExp:     lifetimes.AccessToken,
		RefreshTokenExp:    lifetimes.RefreshToken,
		IsGenerateRefresh:  true,
		IsResetRefreshTime: true,
	})
	m.SetValidateURIHandler(func(string, string) error { return nil })
	m.MapAuthorizeGenerate(codeGenerator{s.mint})
	m.MapAccessGenerate(tokenGenerator{s.mint})
	m.MapClientStorage(clients{})
	m.MapTokenStorage(&store{s.book, s.config.Clock})
	return m
}

// clients is a go-oauth2 client store that has whatever client it is asked for:
// the server has found it before.
type clients struct{}

func (clients) GetByID(_ context.Context, id string) (oauth2.ClientInfo, error) {
	return clientInfo(id), nil
}

// clientInfo is what go-oauth2 gets to know of a client: its id. Its secret has
// been checked before.
type clientInfo string

func (id clientInfo) GetID() string              { return string(id) }
func (id clientInfo) GetSecret() string          { return "" }
func (id clientInfo) GetDomain() string          { return "" }
func (id clientInfo) GetUserID() string          { return "" }
func (id clientInfo) IsPublic() bool             { return false }
func (id clientInfo) VerifyPassword(string) bool { return true }
