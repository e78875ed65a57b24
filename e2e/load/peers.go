package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// peer is another server that an integration may be tested against, and how it is
// asked.
type peer struct {
	name    string
	about   string                 // what has to be known to compare it
	install func(dir string) error // nil if there is nothing to install
	command func(dir string, port string) (argv []string)

	authorize func(c *conn) (code string, err error)
	token     string // path of the token endpoint
	redirect  string // redirect_uri of the exchange; "" for none
	client    string // id and secret, as Basic has them
	me        string // path of what a token opens; "" if there is nothing
}

const acme = "https://acme.inc/oauth_redirect"

var peers = []peer{
	{
		name: "oauth2-mock-server (npm)", about: "checks nothing; signs tokens with RS256",
		install: npm,
		command: func(dir, port string) []string {
			return []string{"node", dir + "/node_modules/oauth2-mock-server/dist/oauth2-mock-server.mjs", "-a", "127.0.0.1", "-p", port}
		},
		authorize: asking("/authorize?response_type=code&client_id=testclient&state=xyz&scope=sms&redirect_uri=" + url.QueryEscape(acme)),
		token:     "/token", redirect: acme, client: "testclient:testsecret", me: "/userinfo",
	},
	{
		name: "oidc-provider (npm)", about: "its own default storage, in memory",
		install:   npm,
		command:   func(dir, port string) []string { return []string{"node", dir + "/provider.js", port} },
		authorize: asking("/auth?response_type=code&client_id=testclient&state=xyz&scope=openid&redirect_uri=" + url.QueryEscape(acme)),
		token:     "/token", redirect: acme, client: "testclient:testsecret", me: "/me",
	},
	{
		name: "go-oauth2's example", about: "every authorization takes a log-in before it, which counts",
		install: func(dir string) error {
			c := exec.Command("go", "install", "github.com/go-oauth2/oauth2/v4/example/server@v4.5.4")
			c.Env = append(os.Environ(), "GOBIN="+dir)
			return quietly(c)
		},
		command: func(dir, port string) []string { return []string{dir + "/server", "-d=false", "-p", port, "-r", acme} },
		authorize: func(c *conn) (string, error) {
			form := "username=test&password=test"
			if _, err := c.follow("POST", "/login", form); err != nil {
				return "", err
			}
			return asking("/oauth/authorize?response_type=code&client_id=222222&state=xyz&scope=sms&redirect_uri=" + url.QueryEscape(acme))(c)
		},
		token: "/oauth/token", redirect: acme, client: "222222:22222222", me: "/test",
	},
}

// sms77mock is the double as one of them.
var sms77mock = peer{
	name: "sms77mock", about: "checks all that the vendor checks; records and logs every request",
	authorize: asking("/authorize?response_type=code&client_id=testclient&state=xyz&scope=sms"),
	token:     "/token", client: "testclient:testsecret", me: "/me",
}

// asking returns what asks for a code at a path, and follows the server's own
// redirects until it leads to the application.
func asking(path string) func(c *conn) (string, error) {
	return func(c *conn) (string, error) {
		at := path
		for range 5 {
			location, err := c.follow("GET", at, "")
			if err != nil {
				return "", err
			}
			u, err := url.Parse(location)
			if err != nil {
				return "", err
			}
			if code := u.Query().Get("code"); code != "" {
				return code, nil
			}
			at = u.RequestURI()
		}
		return "", fmt.Errorf("%s leads nowhere", path)
	}
}

// follow sends a request with the cookies that the connection has been given, and
// returns where the answer leads.
func (c *conn) follow(method, path, form string) (location string, err error) {
	head := method + " " + path + " HTTP/1.1\r\nHost: " + c.RemoteAddr().String() + "\r\n"
	for name, value := range c.cookies {
		head += "Cookie: " + name + "=" + value + "\r\n"
	}
	if form != "" {
		head += fmt.Sprintf("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n", len(form))
	}
	response, _, err := c.do(head + "\r\n" + form)
	if err != nil {
		return "", err
	}
	for _, cookie := range response.Cookies() {
		if c.cookies == nil {
			c.cookies = map[string]string{}
		}
		c.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 || !cookie.Expires.IsZero() && cookie.Expires.Before(time.Now()) {
			delete(c.cookies, cookie.Name)
		}
	}
	return response.Header.Get("Location"), nil
}

// loads are what is compared: how often in a second.
func (p peer) loads() []load {
	exchange := func(c *conn) error {
		code, err := p.authorize(c)
		if err != nil {
			return err
		}
		return c.redeem(p, "grant_type=authorization_code&code="+url.QueryEscape(code)+"&redirect_uri="+url.QueryEscape(p.redirect))
	}
	ready := func(c *conn) error {
		if c.access != "" {
			return nil
		}
		return exchange(c)
	}
	return []load{
		{"authorization", func(c *conn) (int, error) {
			_, err := p.authorize(c)
			return 1, err
		}},
		{"and code for token", func(c *conn) (int, error) { return 1, exchange(c) }},
		{"refresh", func(c *conn) (int, error) {
			if err := ready(c); err != nil {
				return 0, err
			}
			return 1, c.redeem(p, "grant_type=refresh_token&refresh_token="+url.QueryEscape(c.fresh))
		}},
		{"/me or its like", func(c *conn) (int, error) {
			if err := ready(c); err != nil {
				return 0, err
			}
			_, _, err := c.do("GET " + p.me + " HTTP/1.1\r\nHost: " + c.RemoteAddr().String() + "\r\nAuthorization: Bearer " + c.access + "\r\n\r\n")
			return 1, err
		}},
	}
}

// npm installs what peers/package.json names, once.
func npm(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err == nil {
		return nil
	}
	c := exec.Command("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
	c.Dir = dir
	return quietly(c)
}

// quietly runs a command, and returns what it said if it fails.
func quietly(c *exec.Cmd) error {
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", c.Args[0], err, out)
	}
	return nil
}

// comparePeers prints how the double and its peers bear the same load. One that
// cannot be installed is left out, and named.
func comparePeers(binary, sources string, duration time.Duration, rounds int) error {
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, os.DirFS(sources)); err != nil {
		return err
	}
	if err := pinLoad(); err != nil {
		return err
	}
	fmt.Printf("| per second (CPU each) |")
	for _, l := range sms77mock.loads() {
		fmt.Printf(" %s |", l.name)
	}
	fmt.Printf("\n|---|---|---|---|---|\n")
	server, err := start(binary, "--addr", "127.0.0.1:0")
	if err != nil {
		return err
	}
	err = sms77mock.measure(server, duration, rounds)
	server.stop()
	if err != nil {
		return err
	}
	for _, p := range peers {
		server, err := p.start(dir)
		if err != nil {
			fmt.Printf("%s is left out: %v\n", p.name, err)
			continue
		}
		err = p.measure(server, duration, rounds)
		server.stop()
		if err != nil {
			fmt.Printf("%s failed: %v\n", p.name, err)
		}
	}
	return nil
}

// start installs and starts a peer.
func (p peer) start(dir string) (*process, error) {
	if err := p.install(dir); err != nil {
		return nil, err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0") // which none of them can choose
	if err != nil {
		return nil, err
	}
	addr := free.Addr().String()
	free.Close()
	_, port, _ := strings.Cut(addr, ":")
	argv := p.command(dir, port)
	if canPin() {
		argv = append([]string{"taskset", "-c", serverCore}, argv...)
	}
	server := &process{command: exec.Command(argv[0], argv[1:]...), addr: addr}
	if err := server.command.Start(); err != nil {
		return nil, err
	}
	for range 100 {
		if response, err := http.Get("http://" + addr + "/"); err == nil {
			return server, response.Body.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	server.stop()
	return nil, errors.New("it does not answer within ten seconds")
}

// measure prints a row of the table.
func (p peer) measure(server *process, duration time.Duration, rounds int) error {
	row := "| " + p.name + ": " + p.about + " |"
	for _, l := range p.loads() {
		var results []result
		for range rounds {
			r, err := run(server, l, duration)
			if err != nil {
				return fmt.Errorf("%s: %w", l.name, err)
			}
			results = append(results, r)
		}
		r := median(results)
		row += fmt.Sprintf(" %.0f (%s) |", r.perSecond, r.cpu.Round(time.Microsecond))
	}
	fmt.Println(row)
	return nil
}
