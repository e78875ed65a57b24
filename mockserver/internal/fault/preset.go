package fault

import (
	"net/http"
	"sync"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/oauth"
)

// preset is what a name in [fixtures.Presets] stands for: a fault spelt out,
// or an edit of the proper answer.
type preset struct {
	fault      control.Fault
	edit       func(*Answer) bool
	carriedOut bool // whether the request is carried out although its answer is thrown away
}

// presets are made when the first one is asked for, and only read.
var presets = sync.OnceValue(func() map[fixtures.PresetName]preset {
	return map[fixtures.PresetName]preset{
		"token-unavailable":       replaced(http.StatusServiceUnavailable, "text/plain; charset=utf-8", "Service Unavailable\n"),
		"server-error":            oauthError(http.StatusInternalServerError, "server_error", "The authorization server encountered an unexpected condition"),
		"bad-gateway":             replaced(http.StatusBadGateway, "text/html", htmlPage("502 Bad Gateway")),
		"rate-limited":            {fault: control.Fault{Status: http.StatusTooManyRequests, Headers: map[string]string{"Content-Type": "application/json", "Retry-After": "30"}, Body: ptr(`{"error":"too_many_requests"}`)}},
		"html-error-page":         replaced(http.StatusOK, "text/html", htmlPage("Please log in to the network")),
		"wrong-content-type":      {edit: good(asHTML)},
		"malformed-json":          {edit: good(cutBody)},
		"empty-body":              replaced(http.StatusOK, "application/json", ""),
		"json-array":              replaced(http.StatusOK, "application/json", "[]"),
		"json-null":               replaced(http.StatusOK, "application/json", "null"),
		"byte-order-mark":         {edit: good(markBody)},
		"error-with-status-200":   oauthError(http.StatusOK, oauth.UnknownRefreshToken.Code, oauth.UnknownRefreshToken.Description),
		"no-access-token":         {edit: without("access_token")},
		"null-access-token":       {edit: with("access_token", `null`)},
		"no-refresh-token":        {edit: without("refresh_token")},
		"no-expires-in":           {edit: without("expires_in")},
		"string-expires-in":       {edit: quoted("expires_in")},
		"zero-expires-in":         {edit: with("expires_in", `0`)},
		"lower-case-token-type":   {edit: with("token_type", `"bearer"`)},
		"scope-as-array":          {edit: scopeAsArray},
		"scope-narrowed":          {edit: narrowScope},
		"unknown-fields":          {edit: unknownFields},
		"code-already-used":       imitated(oauth.UnknownCode),
		"code-expired":            imitated(oauth.CodeExpired),
		"invalid-client":          imitated(oauth.BadCredentials),
		"refresh-token-revoked":   imitated(oauth.UnknownRefreshToken),
		"refresh-token-expired":   imitated(oauth.RefreshTokenExpired),
		"response-lost":           {fault: control.Fault{Connection: fixtures.ConnectionReset}, carriedOut: true},
		"tampered-state":          {edit: tamperState},
		"missing-state":           {edit: dropFromRedirect("state")},
		"missing-code":            {edit: dropFromRedirect("code")},
		"temporarily-unavailable": {fault: control.Fault{Error: "temporarily_unavailable", ErrorDescription: "The authorization server is currently unable to handle the request"}},
		"access-token-revoked":    imitated(oauth.UnknownBearer),
		"insufficient-scope":      imitated(oauth.BearerScope),
		"slow":                    {fault: control.Fault{Delay: 10 * time.Second}},
		"hang":                    {fault: control.Fault{Connection: fixtures.ConnectionHang}},
		"connection-reset":        {fault: control.Fault{Connection: fixtures.ConnectionReset}},
		"empty-reply":             {fault: control.Fault{Connection: fixtures.ConnectionEmpty}},
		"truncated-body":          {fault: control.Fault{Connection: fixtures.ConnectionTruncate}},
	}
})

func ptr(s string) *string { return &s }

func replaced(status int, contentType, body string) preset {
	return preset{fault: control.Fault{Status: status, Headers: map[string]string{"Content-Type": contentType}, Body: &body}}
}

func oauthError(status int, code, description string) preset {
	return preset{fault: control.Fault{Status: status, Error: code, ErrorDescription: description}}
}

// imitated is a refusal of the server's own.
func imitated(e oauth.Error) preset {
	p := oauthError(e.Status, e.Code, e.Description)
	for name := range e.Header {
		p.fault.Headers = map[string]string{name: e.Header.Get(name)}
	}
	return p
}

func htmlPage(title string) string {
	return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title + "</h1></center>\r\n</body>\r\n</html>\r\n"
}
