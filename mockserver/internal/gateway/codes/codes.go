// Package codes has the numbers that the vendor answers with in place of words, and what
// they mean.
package codes

// The codes, as far as the gateway gives them of its own accord or they concern one
// recipient of several. A world's magic numbers can produce the others too.
const (
	Carrier         = 11 // the recipient's carrier is unavailable for the moment
	Accepted        = 100
	Partial         = 101 // at least one recipient failed
	Sender          = 201 // the sender is neither 11 characters nor 16 digits
	Recipient       = 202 // a recipient's number is invalid
	NoRecipient     = 301 // `to` is missing
	NoType          = 304 // `type` is missing
	NoText          = 305 // `text` is missing
	Type            = 400 // `type` is invalid
	TooLong         = 401 // `text` is too long
	Reload          = 402 // the same SMS was sent a moment ago
	Limit           = 403 // the recipient gets no more for now
	NoCredit        = 500 // the account's credit does not suffice
	Undelivered     = 600 // the carrier did not deliver it
	Unknown         = 700 // anything else
	Unauthenticated = 900 // no such key, or no good token
	Signature       = 901 // the signature headers are wrong
	NoAccess        = 902 // the token or key has no right to the endpoint
	Address         = 903 // the key may not be used from this address
)

// OfRecipient reports whether a code concerns one recipient of several, rather than the
// whole request.
func OfRecipient(code int) bool {
	switch code {
	case Carrier, Partial, Recipient, Reload, Limit, NoCredit, Undelivered, Unknown:
		return true
	}
	return false
}

// Text says what a code means, for the error_text of a recipient and the
// error_message of waba. The vendor's own words are not known.
func Text(code int) string {
	switch code {
	case Carrier:
		return "Carrier temporarily unavailable"
	case Partial:
		return "Sending to at least one recipient failed"
	case Recipient:
		return "Recipient number invalid"
	case Sender:
		return "Sender invalid"
	case NoRecipient:
		return "Recipient missing"
	case NoText:
		return "Text missing"
	case Type:
		return "Type invalid"
	case TooLong:
		return "Text too long"
	case Reload:
		return "This SMS has already been sent within the reload lock"
	case Limit:
		return "Limit for this recipient reached"
	case NoCredit:
		return "Not enough credit"
	case Undelivered:
		return "Carrier delivery failed"
	}
	return "Unknown error"
}
