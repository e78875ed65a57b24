package oauth

import (
	"net/http"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/endpoint"
)

// serving answers a request or returns an error that says why not.
type serving func(*Server, http.ResponseWriter, *http.Request) error

// endpoints returns the server's endpoints. None of them leaves the method to
// the router: as with the real server, that is the handlers' business.
func endpoints() []endpoint.Served[serving] {
	const ask = "Ask the user for access to the account."
	refused := endpoint.Answer{Status: "4XX", Description: "An OAuth error.", Content: endpoint.JSON(ErrorAnswer{})}
	redirect := endpoint.Answer{
		Status:      "302",
		Description: "Back to the application: with code and state, or with an OAuth error, which is in the body too.",
		Content:     endpoint.JSON(ErrorAnswer{}),
	}
	consent := endpoint.Answer{Status: "200", Description: "The consent page.", Content: endpoint.Text("text/html")}
	return []endpoint.Served[serving]{
		{Serve: (*Server).serveAuthorize, Endpoint: endpoint.Endpoint{
			Methods: "GET POST", Any: true, Path: "/authorize", Name: "authorize", Kind: fixtures.EndpointAuthorize, Summary: ask,
			Parameters: endpoint.Of[authorizeParameters](), Answers: []endpoint.Answer{consent, redirect, refused},
		}},
		{Serve: (*Server).serveConsent, Endpoint: endpoint.Endpoint{
			Methods: "POST", Any: true, Path: "/consent", Name: "answerConsent", Kind: fixtures.EndpointAuthorize,
			Summary:    "Answer the consent page of the double.",
			Parameters: endpoint.Of[consentParameters](), Answers: []endpoint.Answer{redirect, refused},
		}},
		{Serve: (*Server).serveToken, Endpoint: endpoint.Endpoint{
			Methods: "POST", Any: true, Path: "/token", Name: "token", Kind: fixtures.EndpointToken, Login: endpoint.Client,
			Summary:    "Redeem a code or a refresh token.",
			Parameters: endpoint.Of[tokenParameters](), Answers: []endpoint.Answer{done(tokenAnswer{}), refused},
		}},
		{Serve: (*Server).serveRevoke, Endpoint: endpoint.Endpoint{
			Methods: "POST", Any: true, Path: "/revoke", Name: "revoke", Kind: fixtures.EndpointRevoke,
			Summary:    "Revoke an access token or a refresh token.",
			Parameters: endpoint.Of[revokeParameters](), Answers: []endpoint.Answer{done(revokeAnswer{}), refused},
		}},
		{Serve: (*Server).serveMe, Endpoint: endpoint.Endpoint{
			Methods: "GET", Any: true, Path: "/me", Name: "me", Kind: fixtures.EndpointMe, Login: endpoint.Token,
			Summary: "The account that a token stands for.",
			Answers: []endpoint.Answer{
				done(profile{}),
				{Status: "401", Description: "The token is missing (without a body) or wrong.", Content: endpoint.JSON(ErrorAnswer{})},
			},
		}},
	}
}

func done(answer any) endpoint.Answer {
	return endpoint.Answer{Status: "200", Description: "What was asked for.", Content: endpoint.JSON(answer)}
}

// Endpoints returns what the server answers.
func Endpoints() []endpoint.Endpoint { return endpoint.Declarations(endpoints()) }

// table leads to the endpoints. It is the same for every server.
var table = sync.OnceValue(func() *endpoint.Table[serving] { return endpoint.NewTable(endpoints()) })

// Leads reports whether there is anything at a path.
func Leads(path string) bool { return table().Leads(path) }

// Endpoint returns what a path is for the journal and for faults, or "" if
// there is nothing at it, and whether it has no variables.
func (s *Server) Endpoint(path string) (kind fixtures.Endpoint, literal bool) {
	return table().Kind(path)
}

// Serve answers a request that carries a call. It reports whether there is
// anything at its path.
func (s *Server) Serve(w http.ResponseWriter, r *http.Request) (found bool) {
	p, _ := table().Find(r.URL.Path)
	if p == nil {
		return false
	}
	if err := p.First().Serve(s, w, r); err != nil {
		WriteError(w, r, asError(err))
	}
	noteArrays(call.Of(r))
	s.noteHint(call.Of(r))
	return true
}

type authorizeParameters struct {
	ResponseType  string `yaml:"response_type" required:"true" doc:"code."`
	ClientID      string `yaml:"client_id" required:"true" doc:"The client."`
	RedirectURI   string `yaml:"redirect_uri" doc:"One of the client's redirect URIs; may be left out if there is only one."`
	Scope         string `yaml:"scope" doc:"Scopes between single spaces; the default scope unless given."`
	State         string `yaml:"state" required:"true" doc:"Comes back with the answer."`
	Challenge     string `yaml:"code_challenge" doc:"PKCE, in the query only."`
	ChallengeForm string `yaml:"code_challenge_method" doc:"S256 or plain."`
	LoginHint     string `yaml:"login_hint" doc:"The double's own: name or email address of the account that is logged in."`
}

type consentParameters struct {
	Request     string   `yaml:"request" required:"true" doc:"The authorization request, encoded."`
	Answer      string   `yaml:"answer" required:"true" doc:"allow, allow_with_fault, deny or error."`
	Account     string   `yaml:"account" doc:"Name of the account."`
	Scope       []string `yaml:"scope" doc:"With allow: what is granted."`
	Error       string   `yaml:"error" doc:"With error: the OAuth error."`
	Description string   `yaml:"error_description" doc:"With error: its description."`
	Preset      string   `yaml:"preset" doc:"With allow: a ready-made fault for the client's next request."`
	Fault       string   `yaml:"fault" doc:"With allow_with_fault: the same, as the page sends it."`
}

type tokenParameters struct {
	GrantType    fixtures.GrantType `yaml:"grant_type" required:"true" doc:"What is redeemed."`
	Code         string             `yaml:"code" doc:"With authorization_code: the code."`
	RedirectURI  string             `yaml:"redirect_uri" doc:"With authorization_code: that of the authorization request, if it had one."`
	Verifier     string             `yaml:"code_verifier" doc:"With authorization_code: PKCE."`
	RefreshToken string             `yaml:"refresh_token" doc:"With refresh_token: the refresh token."`
	Scope        string             `yaml:"scope" doc:"A part of what was granted; all of it unless given."`
	ClientID     string             `yaml:"client_id" doc:"The client, unless it is in the header."`
	Secret       string             `yaml:"client_secret" doc:"Its secret, unless it is in the header."`
}

type revokeParameters struct {
	Token string `yaml:"token" required:"true" doc:"The token."`
	Hint  string `yaml:"token_type_hint" doc:"access_token or refresh_token."`
}
