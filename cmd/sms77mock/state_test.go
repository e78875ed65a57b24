package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"example.com/sms77mock/internal/checked"
)

// fetch asks the program and reads its answer, JSON if into is not nil.
func (r *running) fetch(t *testing.T, request *http.Request, into any) (status int, reason string) {
	t.Helper()
	client := http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		return 0, err.Error() // as it is while the program is being killed
	}
	defer response.Body.Close()
	if into != nil {
		body, _ := io.ReadAll(response.Body)
		json.Unmarshal(body, into)
	}
	return response.StatusCode, response.Header.Get("Mock-Reason") + response.Header.Get("Location")
}

// post is a request with a form, as the documentation's client or with a bearer
// token.
func (r *running) post(path string, form url.Values, bearer string) *http.Request {
	request, err := http.NewRequest(http.MethodPost, r.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if request.SetBasicAuth("testclient", "testsecret"); bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	return request
}

// grant is what a flow has been told.
type grant struct {
	code    string
	first   string // the refresh token that was used
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	sms     string
	contact string
}

// flow logs in, refreshes, sends an SMS and adds a contact.
func (r *running) flow(t *testing.T, name string) (g grant, ok bool) {
	t.Helper()
	ask, _ := http.NewRequest(http.MethodGet, r.url+"/authorize?response_type=code&client_id=testclient&state=xyz&scope=sms+contacts", nil)
	_, location := r.fetch(t, ask, nil)
	back, err := url.Parse(location)
	if err != nil {
		return g, false
	}
	g.code = back.Query().Get("code")
	r.fetch(t, r.post("/token", url.Values{"grant_type": {"authorization_code"}, "code": {g.code}}, ""), &g)
	g.first = g.Refresh
	r.fetch(t, r.post("/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {g.first}}, ""), &g)
	var sent struct {
		Messages []struct{ ID string }
	}
	r.fetch(t, r.post("/api/sms", url.Values{"to": {"0171" + name}, "text": {name}, "json": {"1"}}, g.Access), &sent)
	status, _ := r.fetch(t, r.post("/api/contacts", url.Values{"lastname": {name}}, g.Access), nil)
	if len(sent.Messages) > 0 {
		g.sms = sent.Messages[0].ID
	}
	g.contact = name
	return g, status == http.StatusOK
}

// writtenAfter reads the log and returns what is closed when the state has been
// written that there was at a request with the path.
func (r *running) writtenAfter(path string) <-chan struct{} {
	written := make(chan struct{})
	go func() {
		const line = "the state is written"
		for _, next := range []string{"path=" + path, line, line} { // one may have begun before
			for r.log.Scan() && !strings.Contains(r.log.Text(), next) {
			}
		}
		close(written)
		for r.log.Scan() { // lines that nobody reads are dropped
		}
	}()
	return written
}

// reports is a receiver of delivery reports.
type reports struct {
	*httptest.Server
	mu   sync.Mutex     // guards seen
	seen map[string]int // how often each message has been reported
	more chan struct{}  // gets something if there may be others
}

func newReports(t *testing.T) *reports {
	r := &reports{seen: map[string]int{}, more: make(chan struct{}, 1)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		r.seen[q.PostFormValue("data[msg_id]")]++
		r.mu.Unlock()
		select {
		case r.more <- struct{}{}:
		default:
		}
	}))
	t.Cleanup(r.Close)
	return r
}

// lacks returns a message that has not been reported, "" if all have been.
func (r *reports) lacks(sent []grant) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, g := range sent {
		if r.seen[g.sms] == 0 {
			return g.sms
		}
	}
	return ""
}

// TestKilled kills the program in the middle of flows, and goes on from its state:
// what was there when it was written is there, what was used stays used, and what
// was to be reported is.
func TestKilled(t *testing.T) {
	t.Parallel()
	dir, reports := t.TempDir(), newReports(t)
	world := file(t, fmt.Sprintf("gateway: {messages: 10000}\naccounts: [{name: john, balance: '100000', hooks: [{target_url: %q, event_type: dlr}]}]\n", reports.URL))
	args := []string{"--state", dir, "--world", world, "--log-level", "debug"}
	r := serve(t, nil, args...)
	written := r.writtenAfter("/marker")

	var mu sync.Mutex // guards done
	var done []grant
	var flows sync.WaitGroup
	ended := make(chan struct{}, 10_000)
	for worker := range 4 {
		flows.Go(func() {
			for i := 0; ; i++ {
				g, ok := r.flow(t, fmt.Sprintf("%07d", 1_000_000*(worker+1)+i))
				if !ok {
					return // it was killed
				}
				mu.Lock()
				done = append(done, g)
				mu.Unlock()
				select {
				case ended <- struct{}{}:
				default:
				}
			}
		})
	}
	for range 1000 {
		<-ended
	}
	mu.Lock()
	durable := len(done)
	mu.Unlock()
	r.status(t, "/marker")
	<-written
	r.Process.Kill()
	flows.Wait()

	r = serve(t, nil, args...)
	type token struct{ Token, State string }
	var tokens []token
	var messages []struct{ ID, Text string }
	var state struct {
		Accounts []struct {
			Balance  string
			Contacts []struct{ Lastname string }
		}
	}
	r.read(t, "/_mock/tokens", &tokens)
	r.read(t, "/_mock/messages", &messages)
	r.read(t, "/_mock/world?state=now", &state)
	known := map[string]string{}
	for _, x := range tokens {
		known[x.Token] = x.State
	}
	for _, m := range messages {
		known["sms "+m.ID] = m.Text
	}
	for _, c := range state.Accounts[0].Contacts {
		known["contact "+c.Lastname] = "there"
	}
	for i, g := range done {
		for what, want := range map[string]string{g.code: "used", g.first: "used", g.Access: "valid", g.Refresh: "valid", "sms " + g.sms: g.contact, "contact " + g.contact: "there"} {
			if got := known[what]; got != want && i < durable {
				t.Errorf("flow %d of %d, of which %d are durable: %s is %q, want %s", i, len(done), durable, what, got, want)
			}
		}
		if known[g.Access] != "" && known[g.first] != "used" || known[g.first] != "" && known[g.code] != "used" {
			t.Errorf("flow %d: what was issued is there, and what it was issued for is good", i)
		}
	}
	for lacking := reports.lacks(done[:durable]); lacking != ""; lacking = reports.lacks(done[:durable]) {
		select {
		case <-reports.more:
		case <-time.After(patience):
			t.Fatalf("nobody was told of the SMS %s", lacking)
		}
	}
	if g, ok := r.flow(t, "9999999"); !ok || known["sms "+g.sms] != "" {
		t.Errorf("the next flow: got %+v, want an SMS that there was not", g)
	}
	g := done[durable/2]
	status, reason := r.fetch(t, r.post("/token", url.Values{"grant_type": {"authorization_code"}, "code": {g.code}}, ""), nil)
	if want := regexp.MustCompile(`^the code was used .* by request \d+; this is reuse number 1$`); status != http.StatusBadRequest || !want.MatchString(reason) {
		t.Errorf("a code that was used: got %d %q, want %s", status, reason, want)
	}
	if status, reason := r.fetch(t, r.post("/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {g.Refresh}}, ""), nil); status != http.StatusOK {
		t.Errorf("a refresh token that is good: got %d %q", status, reason)
	}
}

// read asks the program for JSON by GET.
func (r *running) read(t *testing.T, path string, into any) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, r.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if status, reason := r.fetch(t, request, into); status != http.StatusOK {
		t.Fatalf("%s: got %d %s", path, status, reason)
	}
}

// TestStopKeeps stops the program at once after a change.
func TestStopKeeps(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var issued []grant
	for range 3 {
		r := serve(t, nil, "--state", dir)
		for _, g := range issued {
			if got, _ := r.fetch(t, r.post("/me", nil, g.Access), nil); got != http.StatusOK {
				t.Errorf("/me: got %d, want 200", got)
			}
		}
		g, ok := r.flow(t, "1234567")
		if !ok {
			t.Fatalf("got %+v", g)
		}
		issued = append(issued, g)
		var clock struct{ Offset string }
		forward, _ := http.NewRequest(http.MethodPost, r.url+"/_mock/clock", strings.NewReader(`{"advance":"10m"}`))
		if r.fetch(t, forward, &clock); clock.Offset != fmt.Sprintf("%d0m0s", len(issued)) {
			t.Errorf("the clock is %s ahead, want 10 minutes more than before the stop", clock.Offset)
		}
		r.Process.Signal(syscall.SIGTERM)
		if err := r.Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestStateOfAnotherWorld changes the world while the program does not run, and
// while it does.
func TestStateOfAnotherWorld(t *testing.T) {
	t.Parallel()
	dir, path := t.TempDir(), file(t, world("one"))
	start := func() *running { return serve(t, nil, "--state", dir, "--world", path, "--watch") }
	stop := func(r *running) {
		r.Process.Signal(syscall.SIGTERM)
		r.Wait()
	}
	r := start()
	r.waitForLog(t, "kept from now on")
	added, _ := http.NewRequest(http.MethodPost, r.url+"/_mock/clients", strings.NewReader(`{"id":"added","public":true,"redirect_uris":["https://x.example/cb"]}`))
	if status, _ := r.fetch(t, added, nil); status != http.StatusOK {
		t.Fatalf("adding a client: got %d", status)
	}
	stop(r)
	r = start()
	r.waitForLog(t, "going on from the state")
	stop(r)

	write(t, path, world("two"))
	r = start()
	if line := r.waitForLog(t, "began with another world"); !strings.Contains(line, filepath.Join(dir, "state.db.of-")) {
		t.Errorf("got %s, want where the former one is", line)
	}
	r.knows(t, "two")
	write(t, path+".new", world("three"))
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	r.waitForLog(t, "world loaded")
	stop(r)

	r = start()
	r.waitForLog(t, "going on from the state")
	r.knows(t, "three")
	stop(r)

	write(t, path, world("one"))
	r = start()
	r.waitForLog(t, "began with another world")
	r.waitForLog(t, "going on from the state")
	r.knows(t, "added") // when the first world had its turn
	stop(r)

	write(t, path, world("three"))
	if err := os.Remove(filepath.Join(dir, "state.db")); err != nil {
		t.Fatal(err)
	}
	r = start()
	r.waitForLog(t, "the one that was set aside with this world is back")
	r.waitForLog(t, "going on from the state")
}

// TestOriginOf names a world as all versions do: one that names it otherwise sets every
// state aside.
func TestOriginOf(t *testing.T) {
	t.Parallel()
	w, err := checked.ParseWith(os.LookupEnv, "world.yaml", []byte("pkce: require\nclients: [{id: a, secrets: [x], redirect_uris: ['https://a.example/cb']}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(`{"pkce":"require","clients":[{"id":"a","secrets":["x"],"redirect_uris":["https://a.example/cb"]}]}`))
	if got, want := originOf(w), hex.EncodeToString(sum[:]); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestStateRefused starts the program on what it cannot go on from.
func TestStateRefused(t *testing.T) {
	t.Parallel()
	open, damaged, file := t.TempDir(), t.TempDir(), filepath.Join(t.TempDir(), "file")
	serve(t, nil, "--state", open)
	write(t, filepath.Join(damaged, "state.db"), "this is no store")
	write(t, file, "")
	for name, c := range map[string]struct{ dir, want string }{
		"open":    {open, "is open in another process: end that one, or give each a directory of its own"},
		"damaged": {damaged, "is damaged .*: put a copy in its place, or move it away to start anew"},
		"no dir":  {file, "state: mkdir .*: not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := call(t, "--state", c.dir, "--addr", "127.0.0.1:0")
			if code != 1 || stdout != "" || !regexp.MustCompile(c.want).MatchString(stderr) {
				t.Errorf("got %d, %q, %q, want 1, nothing and %q", code, stdout, stderr, c.want)
			}
		})
	}
}

// TestStateOfOthers starts the program on a file that all others could read.
func TestStateOfOthers(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "state.db"), "")
	if err := os.Chmod(filepath.Join(dir, "state.db"), 0o644); err != nil {
		t.Fatal(err)
	}
	serve(t, nil, "--state", dir).waitForLog(t, "could be read by others, which has been mended")
}
