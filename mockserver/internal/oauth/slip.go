package oauth

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// slipOf says how a value was spoilt on its way if there is a known one behind
// it; else it returns "".
func slipOf(value string, known func(string) bool) string {
	plain, unseen := call.WithoutUnseen(value)
	switch {
	case known(strings.TrimSpace(value)):
		return "has white space around it"
	case known(strings.Trim(strings.TrimPrefix(value, "b'"), `"'`)): // b' as Python writes bytes
		return "has quotes around it"
	case known(plain):
		return fmt.Sprintf("has an invisible character in it, %U", unseen)
	case known(phpwire.URLDecode(value)):
		return "came percent-encoded, as RFC 6749, section 2.3.1, has it: decoded it would match, and this server does not decode"
	case !utf8.ValidString(value) && known(fromLatin1(value)):
		return "came in Latin-1; want UTF-8"
	case known(strings.ToLower(value)):
		return "differs in upper and lower case"
	}
	return ""
}

// secretSlipOf is the same for what nobody would guess: it may stand within something
// longer, too. A client_id may be part of another by chance.
func secretSlipOf(value string, known func(string) bool) string {
	if slip := slipOf(value, known); slip != "" {
		return slip
	}
	return within(value, known)
}

// within says where in a longer value the known one stands, as in Optional[TOKEN] or in a
// whole JSON answer; "" if it does not. What else is there may be secret.
func within(value string, known func(string) bool) string {
	isOther := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	end := 0 // of the words so far
	for word := range strings.FieldsFuncSeq(value, isOther) {
		begin := end + strings.Index(value[end:], word)
		end = begin + len(word)
		if known(word) {
			before, after := utf8.RuneCountInString(value[:begin]), utf8.RuneCountInString(value[end:])
			return fmt.Sprintf("stands within something longer, with %s in front of it and %d behind it; want it alone", plural.Of(before, "characters"), after)
		}
	}
	return ""
}

// fromLatin1 returns what the bytes of s say in Latin-1.
func fromLatin1(s string) string {
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}
