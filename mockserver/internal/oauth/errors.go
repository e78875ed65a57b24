package oauth

import (
	"errors"
	"fmt"
	"net/http"
)

// Error is an answer that refuses a request. What the client gets to see are
// the real server's words; the reason is for the developer.
type Error struct {
	Status      int         // HTTP status
	Code        string      // "error" in the body; "" for an answer without a body
	Description string      // "error_description" in the body
	URI         string      // "error_uri" in the body, if any
	Header      http.Header // further headers, if any

	redirect string // where the user is sent with the error; "" for an answer to be read by the client
	state    any    // state that goes along with a redirect, as it was sent; see [phpwire.Typed]; nil for none
	reason   string // what was wrong and what would have been accepted
	unlogged string // the part of the reason that the log leaves out; see [call.Call]
}

// Error returns the code and the description.
func (e *Error) Error() string { return e.Code + ": " + e.Description }

// Reason says for the developer which check refused and what it would have
// accepted.
func (e *Error) Reason() string { return e.reason }

// because returns a copy of e that carries a reason.
func (e Error) because(format string, args ...any) *Error {
	e.reason = fmt.Sprintf(format, args...)
	return &e
}

// to returns a copy of e that sends the user to target, with state if it is
// not nil.
func (e Error) to(target string, state any) *Error {
	e.redirect, e.state = target, state
	return &e
}

// rfc is where the library's error_uri values point: plain http, as recorded.
const rfc = "http://tools.ietf.org/html/rfc6749#"

// The real server's refusals of /authorize, in the order of its checks.
var (
	errNoClientID        = Error{Status: 400, Code: "invalid_client", Description: "No client id supplied"}
	errUnknownClientID   = Error{Status: 400, Code: "invalid_client", Description: "The client id supplied is invalid"}
	errRedirectFragment  = Error{Status: 400, Code: "invalid_uri", Description: "The redirect URI must not contain a fragment"}
	errRedirectMismatch  = Error{Status: 400, Code: "redirect_uri_mismatch", Description: "The redirect URI provided is missing or does not match", URI: rfc + "section-3.1.2"}
	errNoRedirect        = Error{Status: 400, Code: "invalid_uri", Description: "No redirect URI was supplied or stored"}
	errSeveralRedirects  = Error{Status: 400, Code: "invalid_uri", Description: "A redirect URI must be supplied when multiple redirect URIs are registered", URI: rfc + "section-3.1.2.3"}
	errResponseType      = Error{Code: "invalid_request", Description: "Invalid or missing response type"}
	errGrantUnauthorized = Error{Status: 400, Code: "unauthorized_client", Description: "The grant type is unauthorized for this client_id"}
	errImplicit          = Error{Code: "unsupported_response_type", Description: "implicit grant type not supported"}
	errUnsupportedScope  = Error{Code: "invalid_scope", Description: "An unsupported scope was requested"}
	errNoDefaultScope    = Error{Code: "invalid_client", Description: "This application requires you specify a scope parameter"}
	errNoState           = Error{Code: "invalid_request", Description: "The state parameter is required"}
	errDenied            = Error{Code: "access_denied", Description: "The user denied access to your application"}
)

// The refusals of PKCE, at /authorize and at /token.
var (
	errNoChallenge       = Error{Status: 400, Code: "missing_code_challenge", Description: "This application requires you provide a PKCE code challenge"}
	errBadChallenge      = Error{Status: 400, Code: "invalid_code_challenge", Description: "The PKCE code challenge supplied is invalid"}
	errNoChallengeMethod = Error{Status: 400, Code: "missing_code_challenge_method", Description: "This application requires you specify a PKCE code challenge method"}
	errNoVerifier        = Error{Status: 400, Code: "code_verifier_missing", Description: "The PKCE code verifier parameter is required."}
	errBadVerifier       = Error{Status: 400, Code: "code_verifier_invalid", Description: "The PKCE code verifier parameter is invalid."}
	errChallengeMethod   = Error{Status: 400, Code: "code_challenge_method_invalid", Description: "Unknown PKCE code challenge method."}
	errVerifierMismatch  = Error{Status: 400, Code: "code_verifier_mismatch", Description: "The PKCE code verifier parameter does not match the code challenge."}
)

// The refusals of /token, in the order of its checks.
var (
	errTokenMethod         = Error{Status: 405, Code: "invalid_request", Description: "The request method must be POST when requesting an access token", URI: rfc + "section-3.2", Header: allow}
	errNoGrantType         = Error{Status: 400, Code: "invalid_request", Description: "The grant type was not specified in the request"}
	errNoCredentials       = Error{Status: 400, Code: "invalid_client", Description: "Client credentials were not found in the headers or body"}
	errNoSecret            = Error{Status: 400, Code: "invalid_client", Description: "This client is invalid or must authenticate using a client secret"}
	errBadCredentials      = Error{Status: 400, Code: "invalid_client", Description: "The client credentials are invalid"}
	errNoCode              = Error{Status: 400, Code: "invalid_request", Description: `Missing parameter: "code" is required`}
	errUnknownCode         = Error{Status: 400, Code: "invalid_grant", Description: "Authorization code doesn't exist or is invalid for the client"}
	errTokenRedirect       = Error{Status: 400, Code: "redirect_uri_mismatch", Description: "The redirect URI is missing or do not match", URI: rfc + "section-4.1.3"}
	errCodeExpired         = Error{Status: 400, Code: "invalid_grant", Description: "The authorization code has expired"}
	errNoRefreshToken      = Error{Status: 400, Code: "invalid_request", Description: `Missing parameter: "refresh_token" is required`}
	errUnknownRefreshToken = Error{Status: 400, Code: "invalid_grant", Description: "Invalid refresh token"}
	errRefreshTokenExpired = Error{Status: 400, Code: "invalid_grant", Description: "Refresh token has expired"}
	errScope               = Error{Status: 400, Code: "invalid_scope", Description: "The scope requested is invalid for this request"}
)

// errGrantType names the grant type that the server does not know.
func errGrantType(name string) Error {
	return Error{Status: 400, Code: "unsupported_grant_type", Description: `Grant type "` + name + `" not supported`}
}

// errOtherClient refuses a code or refresh token of another client; it is
// called by the grant type.
func errOtherClient(grantType string) Error {
	return Error{Status: 400, Code: "invalid_grant", Description: grantType + " doesn't exist or is invalid for the client"}
}

// The refusals of /revoke.
var (
	errRevokeMethod = Error{Status: 405, Code: "invalid_request", Description: "The request method must be POST when revoking an access token", URI: rfc + "section-3.2", Header: allow}
	errTokenHint    = Error{Status: 400, Code: "invalid_request", Description: "Token type hint must be either 'access_token' or 'refresh_token'"}
	errNoToken      = Error{Status: 400, Code: "invalid_request", Description: "Missing token parameter to revoke"}
)

// The refusals of a bearer token, with the statuses of RFC 6750.
var (
	errNoBearer          = Error{Status: 401}
	errSeveralBearers    = Error{Status: 400, Code: "invalid_request", Description: "Only one method may be used to authenticate at a time (Auth header, GET or POST)"}
	errMalformedBearer   = Error{Status: 400, Code: "invalid_request", Description: "Malformed auth header"}
	errBearerBodyMethod  = Error{Status: 400, Code: "invalid_request", Description: "When putting the token in the body, the method must be POST or PUT", URI: rfc + "section-2.2"}
	errBearerContentType = Error{Status: 400, Code: "invalid_request", Description: `The content type for POST requests must be "application/x-www-form-urlencoded"`}
	errUnknownBearer     = Error{Status: 401, Code: "invalid_token", Description: "The access token provided is invalid"}
	errBearerExpired     = Error{Status: 401, Code: "invalid_token", Description: "The access token provided has expired"}
	errBearerScope       = Error{Status: 403, Code: "insufficient_scope", Description: "The request requires higher privileges than provided by the access token"}
)

// errFailed is the answer when go-oauth2 fails, which nothing that a client
// sends brings about. The real server has no such answer; RFC 6749 has the code.
var errFailed = Error{Status: 500, Code: "server_error", Description: "The grant failed"}

// asError returns err as an answer.
func asError(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return errFailed.because("%v", err)
}
