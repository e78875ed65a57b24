package oauth

// The refusals that faults imitate. What they say stands where the server's
// refusals do.
var (
	UnknownCode         = errUnknownCode
	CodeExpired         = errCodeExpired
	BadCredentials      = errBadCredentials
	UnknownRefreshToken = errUnknownRefreshToken
	RefreshTokenExpired = errRefreshTokenExpired
	UnknownBearer       = *challenged(errUnknownBearer.because(""), "")
	BearerScope         = *challenged(errBearerScope.because(""), "")
)
