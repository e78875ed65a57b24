package gateway

// The vendor's numeric codes, as far as the gateway gives them of its own
// accord or they concern one recipient of several. A world's magic numbers can
// produce the others too.
const (
	codeCarrier         = 11 // the recipient's carrier is unavailable for the moment
	codeAccepted        = 100
	codePartial         = 101 // at least one recipient failed
	codeSender          = 201 // the sender is neither 11 characters nor 16 digits
	codeRecipient       = 202 // a recipient's number is invalid
	codeNoRecipient     = 301 // `to` is missing
	codeNoType          = 304 // `type` is missing
	codeNoText          = 305 // `text` is missing
	codeType            = 400 // `type` is invalid
	codeTooLong         = 401 // `text` is too long
	codeReload          = 402 // the same SMS was sent a moment ago
	codeLimit           = 403 // the recipient gets no more for now
	codeNoCredit        = 500 // the account's credit does not suffice
	codeUndelivered     = 600 // the carrier did not deliver it
	codeUnknown         = 700 // anything else
	codeUnauthenticated = 900 // no such key, or no good token
	codeSignature       = 901 // the signature headers are wrong
	codeNoAccess        = 902 // the token or key has no right to the endpoint
	codeAddress         = 903 // the key may not be used from this address
)

// codeText says what a code means, for the error_text of a recipient and the
// error_message of waba. The vendor's own words are not known.
func codeText(code int) string {
	switch code {
	case codeCarrier:
		return "Carrier temporarily unavailable"
	case codePartial:
		return "Sending to at least one recipient failed"
	case codeRecipient:
		return "Recipient number invalid"
	case codeSender:
		return "Sender invalid"
	case codeNoRecipient:
		return "Recipient missing"
	case codeNoText:
		return "Text missing"
	case codeType:
		return "Type invalid"
	case codeTooLong:
		return "Text too long"
	case codeReload:
		return "This SMS has already been sent within the reload lock"
	case codeLimit:
		return "Limit for this recipient reached"
	case codeNoCredit:
		return "Not enough credit"
	case codeUndelivered:
		return "Carrier delivery failed"
	}
	return "Unknown error"
}
