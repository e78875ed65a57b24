package mockserver

import (
	"encoding/base64"
	"strings"
	"sync"

	"example.com/sms77mock/fixtures"
)

// secrets are the client secrets and API keys of the server, which must not get
// into the log, wherever a client puts them by mistake. The zero value knows
// none.
type secrets struct {
	mu    sync.RWMutex // guards everything below
	words map[string]bool
	odd   []string // those that are not one word
}

// least is how long a secret has to be to be told from an ordinary word.
const least = 4

// start forgets everything but what a world has.
func (s *secrets) start(world fixtures.World) {
	s.mu.Lock()
	s.words, s.odd = nil, nil
	s.mu.Unlock()
	s.learn(world)
}

// learn adds what a world has.
func (s *secrets) learn(world fixtures.World) {
	for _, c := range world.Clients {
		s.add(c.Secrets...)
	}
	for _, a := range world.Accounts {
		for _, key := range a.AllKeys() {
			s.add(key.Key)
		}
		s.add(a.SigningKey)
	}
}

func (s *secrets) add(secrets ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.words == nil {
		s.words = map[string]bool{}
	}
	for _, secret := range secrets {
		if len(secret) < least || s.words[secret] {
			continue
		}
		s.words[secret] = true
		if strings.ContainsFunc(secret, notInWord) {
			s.odd = append(s.odd, secret)
		}
	}
}

func (s *secrets) has(word string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.words[word]
}

// oddOnes returns the secrets that are not one word.
func (s *secrets) oddOnes() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.odd
}

// masked stands for a secret in the log.
const masked = "***"

// mask returns a text for the log: without secrets, codes and tokens.
func (s *Server) mask(text string) string {
	if s.isSecret(text) {
		return masked
	}
	for _, secret := range s.secrets.oddOnes() {
		text = strings.ReplaceAll(text, secret, masked)
	}
	var b strings.Builder
	done := 0 // what of text is in b or need not be
	for from := 0; from < len(text); {
		to := from
		for to < len(text) && !notInWord(rune(text[to])) {
			to++
		}
		if word := text[from:to]; s.isSecret(word) || s.hasCredentials(word) {
			b.WriteString(text[done:from] + masked)
			done = to
		}
		from = to + 1
	}
	if done == 0 {
		return text
	}
	return b.String() + text[done:]
}

// notInWord tells what ends a word.
func notInWord(r rune) bool {
	return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
}

// isSecret reports whether a word is a secret, or a code or token of this server
// or, by its looks, of another.
func (s *Server) isSecret(word string) bool {
	return len(word) >= least && (s.secrets.has(word) || s.oauth.IsToken(word) || looksLikeToken(word))
}

// looksLikeToken reports whether a word is written as the vendor writes codes
// and tokens: 40 hexadecimal digits.
func looksLikeToken(word string) bool {
	return len(word) == 40 && strings.Trim(word, "0123456789abcdef") == ""
}

// hasCredentials reports whether a word is a name and a secret as
// HTTP's Basic writes them.
func (s *Server) hasCredentials(word string) bool {
	if len(word) < 2*least {
		return false
	}
	decoded, err := base64.RawStdEncoding.DecodeString(word)
	if err != nil {
		return false
	}
	name, secret, ok := strings.Cut(string(decoded), ":")
	return ok && (s.isSecret(secret) || s.isSecret(name))
}
