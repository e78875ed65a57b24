package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
)

// TestMain runs the program itself when a test has started it again.
func TestMain(m *testing.M) {
	if os.Getenv("SMS77MOCK_UNDER_TEST") != "" {
		os.Unsetenv("SMS77MOCK_UNDER_TEST")
		main()
	}
	os.Exit(m.Run())
}

// patience is how long a test waits for an answer of the program before it fails.
const patience = time.Minute

// program is the program with arguments, not started yet. It ends with the test, and
// with nothing before: on a busy machine, all that it is asked takes its time.
func program(t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], args...)
	c.Env = append(append(os.Environ(), "SMS77MOCK_UNDER_TEST=1"), env...)
	return c
}

// call runs the program to its end.
func call(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	c := program(t, nil, args...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil && c.ProcessState == nil {
		t.Fatal(err)
	}
	return c.ProcessState.ExitCode(), out.String(), errs.String()
}

// running is a program that serves.
type running struct {
	*exec.Cmd
	url   string
	ready string
	log   *bufio.Scanner

	stderr io.Closer
}

var anyURL = regexp.MustCompile(`http://[0-9.]+:[0-9]+`)

// serve starts the program on a free port and waits until it is ready.
func serve(t *testing.T, env []string, args ...string) *running {
	t.Helper()
	return start(t, program(t, env, append(args, "--addr", "127.0.0.1:0")...))
}

// start starts a program that serves and waits until it is ready.
func start(t *testing.T, c *exec.Cmd) *running {
	t.Helper()
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	ready, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		rest, _ := io.ReadAll(stderr)
		t.Fatalf("no ready line: %v; %s", err, rest)
	}
	return &running{Cmd: c, url: anyURL.FindString(ready), ready: ready, log: bufio.NewScanner(stderr), stderr: stderr}
}

// waitForLog reads the log until a line matches.
func (r *running) waitForLog(t *testing.T, pattern string) string {
	t.Helper()
	want := regexp.MustCompile(pattern)
	for r.log.Scan() {
		if want.MatchString(r.log.Text()) {
			return r.log.Text()
		}
	}
	t.Fatalf("the log ended without %q", pattern)
	return ""
}

// status asks the program by GET.
func (r *running) status(t *testing.T, path string) int {
	t.Helper()
	client := http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(r.url + path)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// file writes a world file.
func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "world.yaml")
	write(t, path, content)
	return path
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// world is a world file with one client.
func world(client string) string {
	return "clients: [{id: " + client + ", secrets: [x], redirect_uris: [https://x.example/cb]}]\n"
}

func TestCommands(t *testing.T) {
	t.Parallel()
	good, broken := file(t, world("a")), file(t, "pkce: maybe\nclient: []\n")
	checkCommands(t, nil, map[string]command{
		"version":             {[]string{"version"}, 0, `^sms77mock devel\n$`, `^$`},
		"help":                {[]string{"--help"}, 0, `validate`, `^$`},
		"a good world":        {[]string{"validate", good}, 0, `: ok\n$`, `^$`},
		"a broken world":      {[]string{"validate", good, broken}, 1, `: ok\n$`, `world.yaml:1: pkce: "maybe": want one of ignore, verify, require\n.*world.yaml:2: client: unknown field(.|\n)*1 of 2 world files have mistakes`},
		"config":              {[]string{"config", "--world", good}, 0, `(?s)code: 30s.*decision: approve.*pkce: verify.*id: a`, `^$`},
		"serve a broken one":  {[]string{"--world", broken, "--addr", "127.0.0.1:0"}, 1, `^$`, `^sms77mock: .*world.yaml:1`},
		"a missing file":      {[]string{"--world", "/does/not/exist.yaml"}, 1, `^$`, `^sms77mock: cannot read world file: open /does/not/exist.yaml: no such file or directory; shipped worlds are default, `},
		"a directory":         {[]string{"--world", t.TempDir()}, 1, `^$`, `: is a directory; Docker makes one where the host does not have the file that is mounted\n$`},
		"control twice":       {[]string{"--no-control", "--control-addr", "127.0.0.1:0"}, 2, `^$`, `can't be used together`},
		"a public URL":        {[]string{"--public-url", "foo"}, 2, `^$`, `want a URL such as`},
		"no URL to document":  {[]string{"openapi", "--url", "foo"}, 2, `^$`, `--url: "foo": want a URL such as`},
		"an empty URL":        {[]string{"openapi", "--url", ""}, 2, `^$`, `--url: want a URL such as`},
		"a token of a file":   {[]string{"--token", "abc\n"}, 2, `^$`, `--token: it begins or ends with a blank or a newline`},
		"an empty token":      {[]string{"--token", ""}, 2, `^$`, `^sms77mock: --token: is empty: leave it out to serve /_mock/ without a guard\n$`},
		"a query":             {[]string{"--public-url", "https://qa.test/?a=b"}, 2, `^$`, `without a password, query or fragment`},
		"a fragment":          {[]string{"--public-url", "https://qa.test/#a"}, 2, `^$`, `without a password, query or fragment`},
		"a password":          {[]string{"--public-url", "https://a:b@qa.test/"}, 2, `^$`, `without a password, query or fragment`},
		"a port alone":        {[]string{"--addr", "8077"}, 2, `^$`, `--addr: "8077": want HOST:PORT such as`},
		"an empty port":       {[]string{"--addr", ":"}, 2, `^$`, `--addr: ":": want HOST:PORT such as`},
		"too high a port":     {[]string{"--control-addr", "127.0.0.1:65536"}, 2, `^$`, `--control-addr: "127.0.0.1:65536": want HOST:PORT such as`},
		"TLS without a port":  {[]string{"--tls-addr", "localhost"}, 2, `^$`, `--tls-addr: "localhost": want HOST:PORT such as`},
		"a proxy by a name":   {[]string{"--proxy-addr", ":no-such-service"}, 2, `^$`, `--proxy-addr: ":no-such-service": want HOST:PORT such as`},
		"no origin":           {[]string{"--cors", "http://x.test/a"}, 2, `^$`, `--cors: "http://x.test/a": want an origin`},
		"no journal":          {[]string{"--journal", "0"}, 2, `^$`, `--journal: 0: want at least 1`},
		"no address":          {[]string{"--addr", ""}, 2, `^$`, `--addr: want HOST:PORT, such as 127\.0\.0\.1:8077`},
		"watch a shipped one": {[]string{"--watch", "--world", "deny"}, 2, `^$`, `--watch: the world deny is no file`},
		"two worlds":          {[]string{"config", "--world", "deny", "--world-yaml", "{}"}, 2, `^$`, `--world-yaml and --world can't be used together`},
		"a world as text":     {[]string{"config", "--world-yaml", "pkce: require"}, 0, `pkce: require(.|\n)*testclient`, `^$`},
		"a broken text":       {[]string{"--world-yaml", "pkce: maybe"}, 1, `^$`, `^sms77mock: --world-yaml:1: pkce: "maybe": want`},
		"flags for the world": {[]string{"config", "--world", "deny", "--pkce", "ignore", "--decision=prompt", "--webhook-host=*.a.example,b.example", "--webhook-host=*"}, 0, `(?s)decision: prompt.*pkce: ignore.*hosts:\s+- '\*\.a\.example'\s+- b\.example\s+- '\*'`, `^$`},
		"hosts with blanks":   {[]string{"config", "--webhook-host", "a.example, B.example.,[::1]"}, 0, `hosts:\s+- a\.example\s+- b\.example\s+- ::1\n`, `^$`},
		"a webhook URL":       {[]string{"config", "--webhook-host", "a.example,http://b.example"}, 2, `^$`, `--webhook-host: "http://b.example": want a host such as`},
		"a port to allow":     {[]string{"--allow-host", "a.example:80"}, 2, `^$`, `--allow-host: "a.example:80": want a host such as`},
		"a path by TLS":       {[]string{"--tls-addr", "127.0.0.1:0", "--tls-host", "a.example/b"}, 2, `^$`, `--tls-host: "a.example/b": want a host such as`},
		"all hosts by TLS":    {[]string{"--tls-addr", "127.0.0.1:0", "--tls-host", "*"}, 2, `^$`, `--tls-host: "\*": no certificate is for all hosts`},
		"a host without TLS":  {[]string{"--tls-host", "a.example"}, 2, `^$`, `--tls-host: nothing is served by HTTPS: want --tls-addr or --proxy-addr`},
		"a CA without TLS":    {[]string{"--tls-ca-dir", "/does/not/exist"}, 2, `^$`, `--tls-ca-dir: no CA is needed: want --tls-addr or --proxy-addr`},
		"no proxy to pass":    {[]string{"--tls-addr", "127.0.0.1:0", "--proxy-pass-through"}, 2, `^$`, `--proxy-pass-through: there is no proxy: want --proxy-addr`},
		"a wrong word":        {[]string{"config", "--pkce", "maybe"}, 2, `^$`, `--pkce must be one of`},
		"an empty name":       {[]string{"config", "--world", ""}, 0, `testclient`, `^$`},
		"an unknown flag":     {[]string{"--wrold", "x"}, 2, `^$`, `^sms77mock: unknown flag --wrold`},
		"an unknown command":  {[]string{"adit"}, 2, `^$`, `^sms77mock: unexpected argument adit: want one of serve, .*; did you mean "audit"\?\n$`},
		"a world by itself":   {[]string{"a.yaml"}, 2, `^$`, `^sms77mock: unexpected argument a.yaml: a world is given as --world a.yaml\n$`},
		"a world after flags": {[]string{"--watch", "a.yaml"}, 2, `^$`, `: a world is given as --world a.yaml\n$`},
		"a name by itself":    {[]string{"config", "deny"}, 2, `^$`, `^sms77mock: unexpected argument deny: a world is given as --world deny\n$`},
		"a second file":       {[]string{"audit", "a.yaml", "b.yaml"}, 2, `^$`, `^sms77mock: unexpected argument b.yaml\n$`},
		"an unhealthy one":    {[]string{"healthcheck", "--addr", "127.0.0.1:1", "--wait", "--timeout", "100ms"}, 1, `^$`, `^sms77mock: not well after 100ms: `},
	})
}

// command is a command line and what comes of it.
type command struct {
	args           []string
	code           int
	stdout, stderr string // regular expressions
}

// checkCommands runs each command with arguments that come first.
func checkCommands(t *testing.T, first []string, commands map[string]command) {
	t.Helper()
	for name, test := range commands {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, stdout, stderr := call(t, slices.Concat(first, test.args)...)
			if code != test.code {
				t.Errorf("exit code: got %d, want %d", code, test.code)
			}
			if !regexp.MustCompile(test.stdout).MatchString(stdout) {
				t.Errorf("stdout: got %q, want %q", stdout, test.stdout)
			}
			if !regexp.MustCompile(test.stderr).MatchString(stderr) {
				t.Errorf("stderr: got %q, want %q", stderr, test.stderr)
			}
		})
	}
}

func TestServeUntilASignal(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			r := serve(t, nil)
			if got := r.status(t, "/_mock/health"); got != http.StatusOK {
				t.Errorf("health: got %d, want 200", got)
			}
			if code, stdout, _ := call(t, "healthcheck", "--addr", strings.TrimPrefix(r.url, "http://")); code != 0 || stdout != "ok\n" {
				t.Errorf("healthcheck: got %d %q, want 0 ok", code, stdout)
			}
			r.Process.Signal(signal)
			if err := r.Wait(); err != nil {
				t.Errorf("got %v, want exit code 0", err)
			}
		})
	}
}

func TestPortInUse(t *testing.T) {
	t.Parallel()
	r := serve(t, nil)
	code, _, stderr := call(t, "--addr", strings.TrimPrefix(r.url, "http://"))
	if code != 1 || strings.Count(stderr, "\n") != 1 || !strings.Contains(stderr, "address already in use: another program listens there; port 0 picks a free one\n") {
		t.Errorf("got %d %q, want 1 and one line that says so", code, stderr)
	}
}

// TestPrecedence holds flags to beat variables, and variables defaults.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	env := []string{"SMS77MOCK_WORLD=" + file(t, world("variable"))}
	if got, want := serve(t, env).status(t, "/authorize?client_id=variable&response_type=x"), http.StatusFound; got != want {
		t.Errorf("variable: got %d, want %d", got, want)
	}
	r := serve(t, env, "--world", file(t, world("flag")))
	if got, want := r.status(t, "/authorize?client_id=flag&response_type=x"), http.StatusFound; got != want {
		t.Errorf("flag: got %d, want %d", got, want)
	}
}

func TestReload(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args   []string
		reload func(*running)
	}{
		"by signal":  {nil, func(r *running) { r.Process.Signal(syscall.SIGHUP) }},
		"by --watch": {[]string{"--watch"}, func(*running) {}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := file(t, world("first"))
			r := serve(t, nil, append(test.args, "--world", path)...)
			write(t, path, "pkce: maybe # refused\n")
			test.reload(r)
			if line := r.waitForLog(t, "world refused"); !strings.Contains(line, "world.yaml:1") {
				t.Errorf("got %q, want file and line", line)
			}
			if got, want := r.status(t, "/authorize?client_id=first&response_type=x"), http.StatusFound; got != want {
				t.Errorf("after a refused file: got %d, want %d", got, want)
			}
			write(t, path, world("second-client"))
			test.reload(r)
			r.waitForLog(t, "world loaded")
			if got, want := r.status(t, "/authorize?client_id=second-client&response_type=x"), http.StatusFound; got != want {
				t.Errorf("after a good file: got %d, want %d", got, want)
			}
		})
	}
}

// TestFlagsOutliveWorlds puts other worlds in force: what they leave out is as the flags
// have it, and what a file says, too.
func TestFlagsOutliveWorlds(t *testing.T) {
	t.Parallel()
	r := serve(t, nil, "--pkce", "require", "--decision", "prompt", "--webhook-host", "a.example", "--world", file(t, "pkce: ignore\n"))
	flags := fixtures.World{PKCE: fixtures.PKCERequire, Authorize: fixtures.Authorize{Decision: fixtures.Prompt, Account: "john"}}
	flags.Gateway.Webhooks.Hosts = []string{"a.example"}
	tester := fixtures.World{PKCE: fixtures.PKCEIgnore, Authorize: fixtures.Authorize{Decision: fixtures.Deny, Account: "john"}}
	tester.Gateway.Webhooks.Hosts = []string{"b.example", "a.example"}
	for _, step := range []struct {
		method, body string
		want         fixtures.World
	}{
		{http.MethodGet, "", flags},
		{http.MethodPut, "{}", flags},
		{http.MethodPut, `{"pkce": "ignore", "authorize": {"decision": "deny"}, "gateway": {"webhooks": {"hosts": ["b.example"]}}}`, tester},
		{http.MethodPut, "clients: []", flags},
		{http.MethodPatch, "pkce: ignore\nauthorize: {decision: deny}\ngateway: {webhooks: {hosts: [b.example]}}", tester},
		{http.MethodPatch, "gateway: {sender: SMS}", tester},
	} {
		request, err := http.NewRequest(step.method, r.url+"/_mock/world", strings.NewReader(step.body))
		if err != nil {
			t.Fatal(err)
		}
		var got fixtures.World
		if status, _ := r.fetch(t, request, &got); status != http.StatusOK {
			t.Fatalf("%s %s: got status %d, want 200", step.method, step.body, status)
		}
		if got.PKCE != step.want.PKCE || got.Authorize != step.want.Authorize || !slices.Equal(got.Gateway.Webhooks.Hosts, step.want.Gateway.Webhooks.Hosts) {
			t.Errorf("%s %s: got %s, %v, %s, want %s, %v, %s", step.method, step.body,
				got.PKCE, got.Authorize, got.Gateway.Webhooks.Hosts, step.want.PKCE, step.want.Authorize, step.want.Gateway.Webhooks.Hosts)
		}
	}
}

// TestWorldAsTextHasItsName asks what a world is called that is no file: on the
// dashboard, and when it is loaded again.
func TestWorldAsTextHasItsName(t *testing.T) {
	t.Parallel()
	r := serve(t, []string{"SMS77MOCK_WORLD_YAML=" + world("text")})
	response, err := http.Get(r.url + "/_mock/")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if page, err := io.ReadAll(response.Body); err != nil || !strings.Contains(string(page), "--world-yaml") {
		t.Errorf("dashboard: got %s, %v, want the name --world-yaml", page, err)
	}
	r.Process.Signal(syscall.SIGHUP)
	if line := r.waitForLog(t, "world loaded"); !strings.Contains(line, "world=--world-yaml") {
		t.Errorf("log: got %q, want the name --world-yaml", line)
	}
}

func TestControlOnAListenerOfItsOwn(t *testing.T) {
	t.Parallel()
	r := serve(t, nil, "--control-addr", "127.0.0.1:0")
	if got, want := r.status(t, "/_mock/clock"), http.StatusNotFound; got != want {
		t.Errorf("beside the double: got %d, want %d", got, want)
	}
	if got, want := r.status(t, "/_mock/health"), http.StatusOK; got != want {
		t.Errorf("health beside the double: got %d, want %d", got, want)
	}
	control := &running{url: anyURL.FindAllString(r.ready, 2)[1]}
	if got, want := control.status(t, "/_mock/clock"), http.StatusOK; got != want {
		t.Errorf("on its own: got %d, want %d", got, want)
	}
}

// TestLogsHoldNoSecrets asks with secrets everywhere and reads the log.
func TestLogsHoldNoSecrets(t *testing.T) {
	t.Parallel()
	r := serve(t, nil, "--log-format", "json", "--log-level", "debug")
	form := strings.NewReader("grant_type=refresh_token&refresh_token=sesame-refresh&client_id=testclient&client_secret=sesame-secret&code=sesame-code")
	response, err := http.Post(r.url+"/token?access_token=sesame-query", "application/x-www-form-urlencoded", form)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if line := r.waitForLog(t, `"msg":"request"`); strings.Contains(line, "sesame") || !strings.Contains(line, `"client":"testclient"`) {
		t.Errorf("got %s, want the client and no secret", line)
	}
}
