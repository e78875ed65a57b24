package main

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestCgroupLimit reads the limit of the innermost group that has one, or of
// those around it if theirs is less.
func TestCgroupLimit(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"/sys/fs/cgroup/memory.max":                       "max\n",
		"/sys/fs/cgroup/pod/memory.max":                   "67108864\n",
		"/sys/fs/cgroup/pod/one/memory.max":               "134217728\n",
		"/sys/fs/cgroup/memory/memory.limit_in_bytes":     "9223372036854771712\n",
		"/sys/fs/cgroup/memory/old/memory.limit_in_bytes": "33554432\n",
	}
	read := func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
	for groups, want := range map[string]int64{
		"":                                0,
		"0::/\n":                          0,
		"0::/pod\n":                       64 << 20,
		"0::/pod/one\n":                   64 << 20,
		"0::/pod/one/gone\n":              64 << 20,
		"5:cpu:/old\n4:memory:/old\n0::/": 32 << 20,
		"4:memory:/\n":                    0,
		"nonsense":                        0,
	} {
		if got := cgroupLimit([]byte(groups), read); got != want {
			t.Errorf("%q: got %d, want %d", groups, got, want)
		}
	}
}

// TestVariables gives variables that are no settings.
func TestVariables(t *testing.T) {
	t.Parallel()
	r := serve(t, []string{
		"SMS77MOCK_JOURNAL=", "SMS77MOCK_LOG_FORMAT=", "SMS77MOCK_WATCH=", "SMS77MOCK_TLS_ADDR=", // empty is absent
		"SMS77MOCK_SERVICE_HOST=10.0.0.7", "SMS77MOCK_SERVICE_PORT=8077", "SMS77MOCK_SERVICE_PORT_HTTP=8077", "SMS77MOCK_PORT=tcp://10.0.0.7:8077",
		"SMS77MOCK_PORT_8077_TCP=tcp://10.0.0.7:8077", "SMS77MOCK_PORT_8077_TCP_PROTO=tcp", "SMS77MOCK_PORT_8077_TCP_PORT=8077", "SMS77MOCK_PORT_8077_TCP_ADDR=10.0.0.7",
		"SMS77MOCK_INSIDE=/account", // of another command
		"SMS77MOCK_WRLD=x",
	})
	r.Process.Signal(syscall.SIGTERM)
	var log []string
	for r.log.Scan() {
		log = append(log, r.log.Text())
	}
	all := strings.Join(log, "\n")
	if strings.Count(all, "unknown variable") != 1 || !strings.Contains(all, "name=SMS77MOCK_WRLD") {
		t.Errorf("got %s, want one warning, of SMS77MOCK_WRLD", all)
	}
}

// TestLongHeader asks with more than a web server takes.
func TestLongHeader(t *testing.T) {
	t.Parallel()
	r := serve(t, nil)
	for length, want := range map[int]int{30_000: http.StatusNotFound, 100_000: http.StatusRequestHeaderFieldsTooLarge} {
		if got := r.status(t, "/"+strings.Repeat("a", length)); got != want {
			t.Errorf("%d bytes: got %d, want %d", length, got, want)
		}
	}
}

// byHTTP2 returns two ways to ask a program by HTTP/2, which tells its TLS and its proxy:
// the transport and the base URL of each.
func byHTTP2(t *testing.T, r *running) map[string]secureWay {
	t.Helper()
	secure := regexp.MustCompile(`https://[0-9.]+:[0-9]+`).FindString(r.ready)
	plain := anyURL.FindAllString(r.ready, -1)
	proxy, err := url.Parse(plain[len(plain)-1])
	if err != nil || len(plain) != 3 {
		t.Fatalf("got %q, want the proxy's URL, too", r.ready)
	}
	transport := func(proxy *url.URL) *http.Transport {
		transport := &http.Transport{
			Proxy: http.ProxyURL(proxy), TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true,
		}
		t.Cleanup(transport.CloseIdleConnections)
		return transport
	}
	return map[string]secureWay{"TLS": {transport(nil), secure}, "the proxy": {transport(proxy), "https://gateway.sms77.io"}}
}

type secureWay struct {
	transport *http.Transport
	url       string
}

// Large bodies that come by one connection of HTTP/2 wait for each other, too: those
// that wait let the one come through that is read.
func TestLargeBodiesByOneConnection(t *testing.T) {
	t.Parallel()
	r := serve(t, []string{"GOMEMLIMIT=64MiB"}, "--tls-addr", "127.0.0.1:0", "--proxy-addr", "127.0.0.1:0")
	body := bytes.Repeat([]byte("a"), 5<<20) // more than half of what is read at once
	for name, by := range byHTTP2(t, r) {
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				response, err := (&http.Client{Transport: by.transport}).Post(by.url+"/api/sms", "text/plain", bytes.NewReader(body))
				if err != nil {
					t.Errorf("by %s: %v", name, err)
					return
				}
				response.Body.Close()
				if response.ProtoMajor != 2 || response.StatusCode == http.StatusServiceUnavailable {
					t.Errorf("by %s: got %s %s (%s)", name, response.Proto, response.Status, response.Header.Get("Mock-Reason"))
				}
			})
		}
		all.Wait()
	}
}

// TestHealthcheckTakesNoProxy asks with a proxy in the environment that leads
// nowhere. Go leaves loopback out of a proxy by itself, but no other address.
func TestHealthcheckTakesNoProxy(t *testing.T) {
	t.Parallel()
	c := program(t, []string{"HTTP_PROXY=http://127.0.0.1:1"}, "healthcheck", "--addr", "192.0.2.1:1", "--timeout", "300ms")
	out, err := c.CombinedOutput()
	if err == nil || strings.Contains(string(out), "proxyconnect") || strings.Contains(string(out), "127.0.0.1:1") {
		t.Errorf("got %v, %s, want a failure without the proxy", err, out)
	}
}

// TestWatch changes the world file in ways that are easy to take for something
// else.
func TestWatch(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "world.yaml")
	one, two := filepath.Join(dir, "one"), filepath.Join(dir, "two")
	write(t, one, world("one"))
	write(t, two, world("two"))
	moment := time.Now().Add(-time.Hour)
	if err := errors.Join(os.Chtimes(one, moment, moment), os.Chtimes(two, moment, moment), os.Symlink(one, path)); err != nil {
		t.Fatal(err)
	}
	link := func(target string) {
		t.Helper()
		if err := errors.Join(os.Symlink(target, path+".new"), os.Rename(path+".new", path)); err != nil {
			t.Fatal(err)
		}
	}
	r := serve(t, nil, "--watch", "--world", path)
	link(two)
	r.waitForLog(t, "world loaded") // a link that was swapped, with equal size and time
	r.knows(t, "two")
	for _, nothing := range []string{"", "null\n", "--- # none\n~\n"} {
		write(t, two, nothing)
		if line := r.waitForLog(t, "world refused"); !strings.Contains(line, "the file is empty") {
			t.Errorf("%q: got %q, want that the file is empty", nothing, line)
		}
	}
	r.knows(t, "two")
	link("/dev/zero") // which has no end; a pipe may have no beginning
	if line := r.waitForLog(t, "world refused"); !strings.Contains(line, "no regular file") {
		t.Errorf("got %q, want that it is no regular file", line)
	}
	link(two)
	write(t, two, world("three"))
	r.waitForLog(t, "world loaded")
	r.knows(t, "three")
}

// TestWatchUndone makes a mistake in the world file and undoes it: what has come since
// the start stays. Without a mistake, the same world starts again.
func TestWatchUndone(t *testing.T) {
	t.Parallel()
	path := file(t, world("one"))
	r := serve(t, nil, "--watch", "--world", path)
	added, _ := http.NewRequest(http.MethodPost, r.url+"/_mock/clients", strings.NewReader(`{"id":"added","public":true,"redirect_uris":["https://x.example/cb"]}`))
	if status, _ := r.fetch(t, added, nil); status != http.StatusOK {
		t.Fatalf("adding a client: got %d", status)
	}
	write(t, path, "clients: [")
	r.waitForLog(t, "world refused")
	write(t, path, world("one")+"# undone\n")
	r.waitForLog(t, "the world is as it was, the running one stays in force|world loaded")
	r.knows(t, "added")
	write(t, path, world("one"))
	r.waitForLog(t, "world loaded")
	if got := r.status(t, "/authorize?response_type=x&client_id=added"); got == http.StatusFound {
		t.Error("the same world did not start again")
	}
}

// knows fails the test unless the running world has a client.
func (r *running) knows(t *testing.T, client string) {
	t.Helper()
	if got, want := r.status(t, "/authorize?response_type=x&client_id="+client), http.StatusFound; got != want {
		t.Errorf("client %s: got %d, want %d", client, got, want)
	}
}

// TestReloaderWaits looks at a file while it is written.
func TestReloaderWaits(t *testing.T) {
	t.Parallel()
	path := file(t, "a")
	r := newReloader(worldFlags{World: path}, nil)
	for i, step := range []struct {
		content string // "" to leave it
		changed bool
	}{
		{"", false}, {"ab", false}, {"abc", false}, {"abcd", false}, {"", true}, {"", true},
	} {
		if step.content != "" {
			write(t, path, step.content)
		}
		if got := r.changed(); got != step.changed {
			t.Errorf("look %d: got %t, want %t", i, got, step.changed)
		}
	}
}

// TestAddrIn finds the address in command lines of containers' first processes.
func TestAddrIn(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"/sms77mock": "",
		"/sms77mock --addr 0.0.0.0:9000 --world deny":         "0.0.0.0:9000",
		"/sms77mock serve --watch --addr=:9000":               ":9000",
		"/sbin/docker-init -- /sms77mock --addr 0.0.0.0:9000": "0.0.0.0:9000",
		"/sbin/init --addr 0.0.0.0:9000":                      "",
		"/sms77mock --addr":                                   "",
		"":                                                    "",
	} {
		if got := addrIn(strings.Split(line, " ")); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}
