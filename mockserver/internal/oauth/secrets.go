package oauth

import (
	"iter"
	"net/url"
	"strconv"
	"strings"

	"example.com/sms77mock/fixtures"
)

// secrets are the client secrets, API keys and signing keys of a directory, and
// the codes and tokens of its world, all of them folded. To look for them in a
// text costs the same however many there are.
type secrets struct {
	held    map[string]int                    // how many have each
	lengths map[[leastSecret]byte]map[int]int // by how they begin: how many of each length there are
}

// fold returns a character as it is compared: what a client sent may have come
// through something that writes hosts in lower case, or a blank as a plus.
func fold(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c - 'A' + 'a'
	case c == '+':
		return ' '
	}
	return c
}

func folded(text string) string {
	b := []byte(text)
	for i, c := range b {
		b[i] = fold(c)
	}
	return string(b)
}

// startOf returns how a text begins, folded.
func startOf(text string) (start [leastSecret]byte) {
	for i := range start {
		start[i] = fold(text[i])
	}
	return start
}

// How long a secret has to be, in bytes, to be told from other text.
const (
	leastSecret = 4 // from an ordinary word
	leastWithin = 8 // from a part of a word
)

func newSecrets(about int) *secrets {
	return &secrets{held: make(map[string]int, about), lengths: map[[leastSecret]byte]map[int]int{}}
}

// ofClient are the secrets of a client, ofAccount those of an account.
func ofClient(c *fixtures.Client) iter.Seq[string] { return written(c.Secrets) }

func ofAccount(a *fixtures.Account) iter.Seq[string] {
	return func(yield func(string) bool) {
		list := []string{a.SigningKey}
		for _, key := range a.AllKeys() {
			list = append(list, key.Key)
		}
		written(list)(yield)
	}
}

// ofWorld are the codes and tokens of a world.
func ofWorld(w fixtures.World) iter.Seq[string] { return written(issued(w)) }

// written returns those that are long enough for secrets, folded, in every form in
// which they may appear: as they are, quoted, and escaped as in a form. Their longer
// words count too: a client that does not escape a secret, or a server that misreads
// one, cuts it between words.
func written(list []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, secret := range list {
			if len(secret) < leastSecret {
				continue
			}
			if !yield(folded(secret)) {
				return
			}
			for _, form := range otherForms(secret) {
				if form != secret && !yield(folded(form)) {
					return
				}
			}
		}
	}
}

// otherForms returns how else a secret may be written, if it is more than a word.
func otherForms(secret string) []string {
	noWord := func(r rune) bool { return r > '~' || !InWord(byte(r)) }
	if strings.IndexFunc(secret, noWord) < 0 {
		return nil
	}
	quoted, escaped := strconv.Quote(secret), url.QueryEscape(secret)
	forms := []string{quoted[1 : len(quoted)-1], escaped, strings.ReplaceAll(escaped, "+", "%20")}
	for word := range strings.FieldsFuncSeq(secret, noWord) {
		if len(word) >= leastWithin {
			forms = append(forms, word)
		}
	}
	return forms
}

func (s *secrets) add(list iter.Seq[string]) {
	if s == nil {
		return // nobody has looked for one so far
	}
	for secret := range list {
		if s.held[secret]++; s.held[secret] > 1 {
			continue
		}
		start := startOf(secret)
		lengths := s.lengths[start]
		if lengths == nil {
			lengths = map[int]int{}
			s.lengths[start] = lengths
		}
		lengths[len(secret)]++
	}
}

func (s *secrets) remove(list iter.Seq[string]) {
	if s == nil {
		return
	}
	for secret := range list {
		if s.held[secret]--; s.held[secret] > 0 {
			continue
		}
		delete(s.held, secret)
		start := startOf(secret)
		if s.lengths[start][len(secret)]--; s.lengths[start][len(secret)] == 0 {
			delete(s.lengths[start], len(secret))
		}
		if len(s.lengths[start]) == 0 {
			delete(s.lengths, start)
		}
	}
}

// at returns how long the longest secret is that stands in a text at a place; 0
// if there is none. A short one counts only as a word of its own. A long text may have
// been cut within a secret: the beginning of one before "..." counts too.
func (s *secrets) at(text string, from int) (longest int) {
	rest := text[from:]
	if len(rest) < leastSecret {
		return 0
	}
	lengths := s.lengths[startOf(rest)]
	if len(lengths) == 0 {
		return 0
	}
	const farthest = 128 // bytes that are searched for the cut
	end := strings.Index(rest[:min(len(rest), farthest)], "...")
	for length := range lengths {
		if end >= leastSecret && end < length {
			longest = max(longest, end)
		}
		if length <= longest || length > len(rest) || s.held[folded(rest[:length])] == 0 {
			continue
		}
		if length >= leastWithin || !wordAt(text, from-1) && !wordAt(text, from+length) {
			longest = length
		}
	}
	return longest
}

// wordAt reports whether a word goes on at a place of a text.
func wordAt(text string, at int) bool {
	return at >= 0 && at < len(text) && InWord(text[at])
}

// InWord reports whether a character may stand in a word: a letter, a digit, a
// dash or an underscore.
func InWord(c byte) bool {
	return c == '-' || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// SecretAt returns how long the secret or key is that stands in a text at a
// place, in bytes; 0 if there is none. Upper and lower case are alike there, and so
// are a plus and a blank.
func (s *Server) SecretAt(text string, from int) int {
	d := s.directory.Load()
	d.mu.RLock()
	if d.secrets == nil {
		d.mu.RUnlock()
		d.gatherSecrets()
		d.mu.RLock()
	}
	defer d.mu.RUnlock()
	return d.secrets.at(text, from)
}

// gatherSecrets collects the secrets on the first occasion. A server that writes no
// log, as in most tests, never needs them.
func (d *directory) gatherSecrets() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.secrets != nil {
		return
	}
	d.secrets = newSecrets(d.clients.length() + d.accounts.length())
	d.secrets.add(ofWorld(d.issued))
	for c := range d.clients.all() {
		d.secrets.add(ofClient(c.Client))
	}
	for a := range d.accounts.all() {
		d.secrets.add(ofAccount(a))
	}
}

// StartsWith reports whether a text starts with a secret, which is compared as by
// [Server.SecretAt].
func StartsWith(text, secret string) bool {
	if len(text) < len(secret) {
		return false
	}
	for i := range len(secret) {
		if fold(text[i]) != fold(secret[i]) {
			return false
		}
	}
	return true
}
