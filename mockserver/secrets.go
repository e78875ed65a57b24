package mockserver

import (
	"strings"

	"example.com/sms77mock/internal/excerpt"
	"example.com/sms77mock/mockserver/internal/oauth"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// maxShown is how many bytes are shown, or logged, of a text that may be as long as a
// client likes.
const maxShown = 1000

// asterisks stand for a secret in the log.
const asterisks = "***"

// shown returns what the log shows of a text, which may have come from a client
// and be as long as that likes: about [maxShown] bytes, without secrets, keys,
// codes and tokens. A text that hides one behind %XX, perhaps several times over,
// is shown as it reads.
func (s *Server) shown(text string) string {
	shown, _ := s.mask(text)
	const rounds = 3
	for plain, n := shown, 0; n < rounds && strings.Contains(plain, "%"); n++ {
		masked, found := s.mask(phpwire.RawURLDecode(plain))
		if plain = masked; found {
			shown = masked
		}
	}
	return shown
}

// mask masks every secret in a text, plain or in Base64, and reports whether there
// were any. It returns about maxShown bytes.
func (s *Server) mask(text string) (shown string, found bool) {
	var b strings.Builder
	var hidden []span
	done, looked := 0, 0 // up to where text is in b, and was searched for Base64
	for i := 0; i < len(text); {
		if b.Len()+i-done >= maxShown {
			return b.String() + excerpt.Of(text[done:], i-done), found
		}
		if i >= looked {
			hidden, looked = s.encodedFrom(text, i)
		}
		length := s.plainAt(text, i)
		for len(hidden) > 0 && hidden[0].from <= i {
			length = max(length, hidden[0].to-i)
			hidden = hidden[1:]
		}
		if length == 0 {
			i++
			continue
		}
		b.WriteString(text[done:i] + asterisks)
		i += length
		done, found = i, true
	}
	return b.String() + text[done:], found
}

// plainAt returns how long the secret, key, code or token is that stands in a text
// at a place; 0 if there is none.
func (s *Server) plainAt(text string, at int) int {
	length := s.secretAt(text, at)
	if length == 0 && oauth.InWord(text[at]) && (at == 0 || !oauth.InWord(text[at-1])) {
		length = s.tokenAt(text, at)
	}
	return length
}

// secretAt returns how long the secret, key, code or token is that stands in a
// text at a place, wherever in a word that is; 0 if there is none. Codes and
// tokens are told by how the vendor writes them.
func (s *Server) secretAt(text string, from int) int {
	if from == 0 || !isHex(text[from-1]) {
		end := from
		for end < len(text) && isHex(text[end]) {
			end++
		}
		const digits = 40
		if end-from >= digits {
			return end - from
		}
	}
	if token := s.options.token; token != "" && oauth.StartsWith(text[from:], token) {
		return len(token)
	}
	return s.oauth.SecretAt(text, from)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// tokenAt returns how long the code or token is that begins in a text at a place;
// 0 if there is none. It tries several characters as part of the word or as its end.
func (s *Server) tokenAt(text string, from int) int {
	const longest = 500 // of what is looked at
	text = text[from:min(from+longest, len(text))]
	before := 0
	for _, also := range []string{"", ".~", ".~+=", ".~+=/"} {
		word := text
		if end := strings.IndexFunc(text, func(r rune) bool { return r > 0x7f || !oauth.InWord(byte(r)) && !strings.ContainsRune(also, r) }); end >= 0 {
			word = text[:end]
		}
		if len(word) > before && s.oauth.IsToken(word) {
			return len(word)
		}
		before = len(word)
	}
	return 0
}
