package audit

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// network is what the browsers of one audit have in common.
type network struct {
	transport http.RoundTripper
	patience  time.Duration
	isDouble  func(*url.URL) bool
	marks     []reference // what scripts repeat

	mu      sync.Mutex                 // guards what follows
	playing string                     // the scenario
	unread  []answer                   // what the application has answered and nobody has searched; each body once
	weight  int                        // of unread, in bytes
	known   map[[sha256.Size]byte]bool // the bodies that were there, by their hash
	scripts []*url.URL                 // that the pages name, each once; no more than mostScripts
}

// mostUnread is how many bytes of answers wait to be searched before they are,
// between two parts of a scenario.
const mostUnread = 8 << 20

// mostScripts is how many scripts of the pages are looked into.
const mostScripts = 50

// play notes which scenario is played.
func (n *network) play(scenario string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.playing = scenario
}

// note keeps an answer until it is searched. A body that was there before is not
// searched again: tokens are newer than that.
func (n *network) note(a answer) {
	hash := sha256.Sum256([]byte(a.body))
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known[hash] {
		a.body = ""
	} else if n.known == nil {
		n.known = map[[sha256.Size]byte]bool{}
	}
	n.known[hash] = true
	a.during = n.playing
	n.noteScripts(a)
	n.unread = append(n.unread, a)
	n.weight += len(a.body) + len(a.url.String())
	for name, values := range a.header {
		n.weight += len(name) + len(strings.Join(values, ""))
	}
}

// noteScripts keeps where the scripts of a page are.
func (n *network) noteScripts(a answer) {
	if a.body == "" || !a.isHTML() {
		return
	}
	for _, t := range tags(a.body) {
		source := t.attrs["src"]
		if t.name != "script" || source == "" || len(n.scripts) == mostScripts {
			continue
		}
		script, err := resolve(a.url, source)
		if err == nil && script.Host == a.url.Host && !slices.ContainsFunc(n.scripts, func(u *url.URL) bool { return *u == *script }) {
			n.scripts = append(n.scripts, script)
		}
	}
}

// named returns the scripts that the pages name.
func (n *network) named() []*url.URL {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.scripts)
}

// heavy reports whether it is time to search what has come.
func (n *network) heavy() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.weight > mostUnread
}

// take returns what has not been searched yet, and forgets it.
func (n *network) take() []answer {
	n.mu.Lock()
	defer n.mu.Unlock()
	unread := n.unread
	n.unread, n.weight = nil, 0
	return unread
}

// maxBody is the most of an answer that is read.
const maxBody = 1 << 20

func (n *network) roundTrip(r *http.Request) (int, http.Header, string, error) {
	response, err := n.transport.RoundTrip(r)
	if err != nil {
		return 0, nil, "", brokenOff(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	return response.StatusCode, response.Header, string(body), brokenOff(err)
}

// brokenOff says in words when a connection has ended before the answer, as it does
// where an application crashes.
func brokenOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) {
		return fmt.Errorf("the connection broke off: %w", err)
	}
	return err
}
