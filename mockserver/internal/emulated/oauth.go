package emulated

import "example.com/sms77mock/mockserver/internal/openapi"

func oauthRoutes() []openapi.Route {
	redirect := openapi.Answer{
		Status:      "302",
		Description: "Back to the application: with code and state, or with an OAuth error, which is in the body too.",
		Content:     openapi.JSON(of[oauthError]()),
	}
	consent := openapi.Answer{Status: "200", Description: "The consent page.", Content: openapi.Content{"text/html": nil}}
	refused := openapi.Answer{Status: "4XX", Description: "An OAuth error.", Content: openapi.JSON(of[oauthError]())}
	unauthorized := openapi.Answer{
		Status:      "401",
		Description: "The token is missing (without a body) or wrong.",
		Content:     openapi.JSON(of[oauthError]()),
	}
	ok := func(content openapi.Content) openapi.Answer {
		return openapi.Answer{Status: "200", Description: "What was asked for.", Content: content}
	}
	return []openapi.Route{{
		Method: "GET", Path: "/authorize", Name: "authorize", Tag: TagOAuth, Loose: true,
		Summary: "Ask the user for access to the account.",
		Query:   of[authorization](), Answers: []openapi.Answer{consent, redirect, refused},
	}, {
		Method: "POST", Path: "/authorize", Name: "authorizeByPost", Tag: TagOAuth, Loose: true,
		Summary: "Ask the user for access to the account.",
		Body:    of[authorization](), MediaTypes: formTypes(), Answers: []openapi.Answer{consent, redirect, refused},
	}, {
		Method: "POST", Path: "/consent", Name: "answerConsent", Tag: TagOAuth, Loose: true,
		Summary: "Answer the consent page of the double.",
		Body:    of[consentForm](), MediaTypes: formTypes(), Answers: []openapi.Answer{redirect, refused},
	}, {
		Method: "POST", Path: "/token", Name: "token", Tag: TagOAuth, Loose: true,
		Summary: "Redeem a code or a refresh token.",
		Body:    of[grant](), MediaTypes: formTypes(), Security: []map[string][]string{{schemeClient: {}}, {}},
		Answers: []openapi.Answer{ok(openapi.JSON(of[tokenAnswer]())), refused},
	}, {
		Method: "POST", Path: "/revoke", Name: "revoke", Tag: TagOAuth, Loose: true,
		Summary: "Revoke an access token or a refresh token.",
		Body:    of[revocation](), MediaTypes: formTypes(), Answers: []openapi.Answer{ok(openapi.JSON(of[revoked]())), refused},
	}, {
		Method: "GET", Path: "/me", Name: "me", Tag: TagOAuth, Loose: true,
		Summary:  "The account that a token stands for.",
		Security: []map[string][]string{{schemeOAuth: {}}, {schemeBearer: {}}},
		Answers:  []openapi.Answer{ok(openapi.JSON(of[profile]())), unauthorized},
	}}
}

type authorization struct {
	ResponseType  string `yaml:"response_type" required:"true" doc:"code."`
	ClientID      string `yaml:"client_id" required:"true" doc:"The client."`
	RedirectURI   string `yaml:"redirect_uri" doc:"One of the client's redirect URIs; may be left out if there is only one."`
	Scope         string `yaml:"scope" doc:"Scopes between single spaces; the default scope unless given."`
	State         string `yaml:"state" required:"true" doc:"Comes back with the answer."`
	Challenge     string `yaml:"code_challenge" doc:"PKCE, in the query only."`
	ChallengeForm string `yaml:"code_challenge_method" doc:"S256 or plain."`
	LoginHint     string `yaml:"login_hint" doc:"The double's own: name or email address of the account that is logged in."`
}

type consentForm struct {
	Request     string   `yaml:"request" required:"true" doc:"The authorization request, encoded."`
	Answer      string   `yaml:"answer" required:"true" doc:"allow, deny or error."`
	Account     string   `yaml:"account" doc:"Name of the account."`
	Scope       []string `yaml:"scope" doc:"With allow: what is granted."`
	Error       string   `yaml:"error" doc:"With error: the OAuth error."`
	Description string   `yaml:"error_description" doc:"With error: its description."`
	Preset      string   `yaml:"preset" doc:"With allow: a ready-made fault for the client's next request."`
}

type grant struct {
	GrantType    string `yaml:"grant_type" required:"true" doc:"authorization_code or refresh_token."`
	Code         string `yaml:"code" doc:"With authorization_code: the code."`
	RedirectURI  string `yaml:"redirect_uri" doc:"With authorization_code: that of the authorization request, if it had one."`
	Verifier     string `yaml:"code_verifier" doc:"With authorization_code: PKCE."`
	RefreshToken string `yaml:"refresh_token" doc:"With refresh_token: the refresh token."`
	Scope        string `yaml:"scope" doc:"A part of what was granted; all of it unless given."`
	ClientID     string `yaml:"client_id" doc:"The client, unless it is in the header."`
	Secret       string `yaml:"client_secret" doc:"Its secret, unless it is in the header."`
}

type tokenAnswer struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int    `json:"expires_in"`
	TokenType    string `json:"token_type"`
	Scope        string `json:"scope"`
	RefreshToken string `json:"refresh_token"`
}

type revocation struct {
	Token string `yaml:"token" required:"true" doc:"The token."`
	Hint  string `yaml:"token_type_hint" doc:"access_token or refresh_token."`
}

type revoked struct {
	Revoked bool `json:"revoked"`
}

type profile struct {
	Success bool   `json:"success"`
	UserID  int    `json:"user_id"`
	Email   string `json:"email"`
	Company string `json:"company"`
	Alias   string `json:"alias"`
	Balance string `json:"balance"`
}

type oauthError struct {
	Error       string `json:"error"`
	Description string `json:"error_description,omitempty"`
	URI         string `json:"error_uri,omitempty"`
	State       string `json:"state,omitempty"`
}
