package proxy_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/internal/authority"
	"example.com/sms77mock/internal/proxy"
)

// double answers with what it was asked.
var double = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "%s %s%s TLS %t", r.Proto, r.Host, r.URL.Path, r.TLS != nil)
})

// started is a proxy that serves.
type started struct {
	*proxy.Proxy
	addr  string
	roots *x509.CertPool // its CA
}

// start runs a proxy for oauth.sms77.io until the test ends.
func start(t *testing.T, o proxy.Options) started {
	t.Helper()
	ca, err := authority.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	o.Hosts = []string{"oauth.sms77.io"}
	if o.TLS, err = ca.TLSConfig(o.Hosts...); err != nil {
		t.Fatal(err)
	}
	if o.Handler == nil {
		o.Handler = double
	}
	p := proxy.New(o)
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	t.Cleanup(p.Close)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca.PEM())
	return started{p, server.Listener.Addr().String(), roots}
}

// client returns a client that uses the proxy, as with HTTP_PROXY and
// HTTPS_PROXY, and trusts its CA.
func (s started) client(t *testing.T, http2 bool) *http.Client {
	transport := &http.Transport{
		Proxy:             http.ProxyURL(&url.URL{Scheme: "http", Host: s.addr}),
		TLSClientConfig:   &tls.Config{RootCAs: s.roots},
		ForceAttemptHTTP2: http2,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// say opens a connection to the proxy and sends text.
func (s started) say(t *testing.T, text string) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn, bufio.NewReader(conn)
}

// answer reads one answer of the proxy.
func answer(t *testing.T, r *bufio.Reader, method string) (status int, body string) {
	t.Helper()
	response, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode == http.StatusOK && method == http.MethodConnect {
		return response.StatusCode, "" // what follows belongs to the tunnel
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// get returns the body of an answer, or the error.
func get(client *http.Client, url string) string {
	response, err := client.Get(url)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err.Error()
	}
	return string(body)
}

func TestTheVendorsHostEndsHere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		http2     bool
		url, want string
	}{
		"HTTP/1.1":    {false, "https://oauth.sms77.io/token", "HTTP/1.1 oauth.sms77.io/token TLS true"},
		"HTTP/2":      {true, "https://oauth.sms77.io/token", "HTTP/2.0 oauth.sms77.io/token TLS true"},
		"any port":    {false, "https://oauth.sms77.io:8443/token", "HTTP/1.1 oauth.sms77.io:8443/token TLS true"},
		"any case":    {false, "https://OAuth.SMS77.io/token", "HTTP/1.1 OAuth.SMS77.io/token TLS true"},
		"rooted name": {false, "https://oauth.sms77.io./token", "HTTP/1.1 oauth.sms77.io./token TLS true"},
		"plain HTTP":  {false, "http://oauth.sms77.io/token", "HTTP/1.1 oauth.sms77.io/token TLS false"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := get(start(t, proxy.Options{}).client(t, test.http2), test.url); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestLongHeader asks through a tunnel with more than a web server takes.
func TestLongHeader(t *testing.T) {
	t.Parallel()
	long := "https://oauth.sms77.io/" + strings.Repeat("a", 100_000)
	if got := get(start(t, proxy.Options{}).client(t, false), long); !strings.HasPrefix(got, "431 ") {
		t.Errorf("got %.200q, want 431", got)
	}
}

// TestImpatientClient begins its handshake before the tunnel is said to be
// there.
func TestImpatientClient(t *testing.T) {
	t.Parallel()
	p := start(t, proxy.Options{})
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	impatient := &joined{Conn: conn, first: "CONNECT oauth.sms77.io:443 HTTP/1.1\r\nHost: oauth.sms77.io:443\r\n\r\n"}
	client := tls.Client(impatient, &tls.Config{RootCAs: p.roots, ServerName: "oauth.sms77.io"})
	if err := client.Handshake(); err != nil {
		t.Fatal(err)
	}
}

// joined is a connection whose first write takes a text along, and whose first
// read comes after the answer to that.
type joined struct {
	net.Conn
	first string
	in    *bufio.Reader
}

func (j *joined) Write(b []byte) (int, error) {
	n := len(j.first)
	written, err := j.Conn.Write(append([]byte(j.first), b...))
	j.first = ""
	return written - n, err
}

func (j *joined) Read(b []byte) (int, error) {
	if j.in == nil {
		j.in = bufio.NewReader(j.Conn)
		if _, err := http.ReadResponse(j.in, &http.Request{Method: http.MethodConnect}); err != nil {
			return 0, err
		}
	}
	return j.in.Read(b)
}

func TestOtherHostsAreRefused(t *testing.T) {
	t.Parallel()
	const reason = `The proxy stands in for oauth.sms77.io and refuses %q; advice.`
	for name, test := range map[string]struct {
		method, request string
		status          int
		body            string
	}{
		"CONNECT":       {"CONNECT", "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n", 403, fmt.Sprintf(reason, "example.org")},
		"CONNECT to IP": {"CONNECT", "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n", 403, fmt.Sprintf(reason, "::1")},
		"a subdomain":   {"CONNECT", "CONNECT x.oauth.sms77.io:443 HTTP/1.1\r\nHost: x.oauth.sms77.io:443\r\n\r\n", 403, fmt.Sprintf(reason, "x.oauth.sms77.io")},
		"a host that lies": {"CONNECT", "CONNECT example.org:443 HTTP/1.1\r\nHost: oauth.sms77.io\r\n\r\n", 403,
			fmt.Sprintf(reason, "example.org")},
		"plain HTTP": {"GET", "GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\n\r\n", 403, fmt.Sprintf(reason, "example.org")},
		"no proxy request": {"GET", "GET /token HTTP/1.1\r\nHost: oauth.sms77.io\r\n\r\n", 400,
			"This is an HTTPS proxy: name it in HTTPS_PROXY, and ask it for oauth.sms77.io."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, in := start(t, proxy.Options{Advice: "advice"}).say(t, test.request)
			status, body := answer(t, in, test.method)
			if status != test.status || body != test.body+"\n" {
				t.Errorf("got %d %q, want %d %q", status, body, test.status, test.body)
			}
		})
	}
}

// Where nothing would let a host pass, nothing is advised.
func TestRefusalWithoutAdvice(t *testing.T) {
	t.Parallel()
	_, in := start(t, proxy.Options{}).say(t, "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n")
	const want = `The proxy stands in for oauth.sms77.io and refuses "example.org".`
	if status, body := answer(t, in, http.MethodConnect); status != http.StatusForbidden || body != want+"\n" {
		t.Errorf("got %d %q, want 403 %q", status, body, want)
	}
}

func TestOtherHostsArePassedOn(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(double)
	t.Cleanup(secure.Close)
	plain := httptest.NewServer(double)
	t.Cleanup(plain.Close)
	p := start(t, proxy.Options{PassThrough: true})
	p.roots.AddCert(secure.Certificate())
	client := p.client(t, false)
	for server, tls := range map[*httptest.Server]bool{secure: true, plain: false} {
		want := fmt.Sprintf("HTTP/1.1 %s/x TLS %t", server.Listener.Addr(), tls)
		if got := get(client, server.URL+"/x"); got != want {
			t.Errorf("%s: got %q, want %q", server.URL, got, want)
		}
	}
}

// TestHalfClosed ends one direction of a tunnel that is passed on: the other
// one still carries the answer.
func TestHalfClosed(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		all, _ := io.ReadAll(conn) // as far as it came, which the test sees
		fmt.Fprintf(conn, "heard %s", all)
	}()
	target := listener.Addr().String()
	conn, in := start(t, proxy.Options{PassThrough: true}).say(t, "CONNECT "+target+" HTTP/1.1\r\nHost: "+target+"\r\n\r\n")
	if status, body := answer(t, in, http.MethodConnect); status != http.StatusOK {
		t.Fatalf("got %d %q, want 200", status, body)
	}
	io.WriteString(conn, "hello")
	conn.(*net.TCPConn).CloseWrite()
	got, err := io.ReadAll(in)
	if want := "heard hello"; string(got) != want || err != nil {
		t.Errorf("got %q and error %v, want %q", got, err, want)
	}
}

// unlimited notes whether an answer may take any time.
type unlimited struct {
	*httptest.ResponseRecorder
	told bool
}

func (u *unlimited) SetWriteDeadline(until time.Time) error {
	u.told = until.IsZero()
	return nil
}

// TestTimeOfOthers is not limited: what is passed on takes as long as its server does.
func TestTimeOfOthers(t *testing.T) {
	t.Parallel()
	w := &unlimited{ResponseRecorder: httptest.NewRecorder()}
	start(t, proxy.Options{PassThrough: true}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:1/", nil))
	if !w.told {
		t.Error("the answer has the deadline of the proxy's own")
	}
}

// TestBrokenOff resets one side of a tunnel that is passed on: the other one ends.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	target := listener.Addr().String()
	conn, in := start(t, proxy.Options{PassThrough: true}).say(t, "CONNECT "+target+" HTTP/1.1\r\nHost: "+target+"\r\n\r\n")
	there, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	if status, body := answer(t, in, http.MethodConnect); status != http.StatusOK {
		t.Fatalf("got %d %q, want 200", status, body)
	}
	conn.(*net.TCPConn).SetLinger(0)
	conn.Close()
	there.SetReadDeadline(time.Now().Add(10 * time.Second))
	if got, err := io.ReadAll(there); len(got) > 0 || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("got %q and error %v, want the end", got, err)
	}
}

func TestUnreachableHost(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := listener.Addr().String()
	listener.Close()
	p := start(t, proxy.Options{PassThrough: true})
	for _, method := range []string{"CONNECT " + gone, "GET http://" + gone + "/"} {
		_, in := p.say(t, method+" HTTP/1.1\r\nHost: "+gone+"\r\n\r\n")
		if status, body := answer(t, in, "GET"); status != http.StatusBadGateway || !strings.Contains(body, "refused") {
			t.Errorf("%s: got %d %q, want 502 and why", method, status, body)
		}
	}
}

// TestLog: who is refused, and who does not trust the CA, is said aloud.
func TestLog(t *testing.T) {
	t.Parallel()
	lines, log := io.Pipe()
	p := start(t, proxy.Options{Logger: slog.New(slog.NewTextHandler(log, nil))})
	p.roots = x509.NewCertPool()
	client := p.client(t, false)
	go func() {
		get(client, "https://example.org/")
		get(client, "https://oauth.sms77.io/")
	}()
	in := bufio.NewScanner(lines)
	for _, want := range []string{
		`level=WARN msg="proxy refuses a host" host=example.org`,
		`level=WARN msg="http: TLS handshake error from .*" advice=".*/_mock/ca\.pem"`,
	} {
		if in.Scan(); !regexp.MustCompile(want).MatchString(in.Text()) {
			t.Errorf("got log line %q, want %q", in.Text(), want)
		}
	}
	go io.Copy(io.Discard, lines) // what comes with the end of the test
}

// TestPassThroughFromElsewhere asks a proxy that is reached by another machine
// for what is on its own.
func TestPassThroughFromElsewhere(t *testing.T) {
	t.Parallel()
	inside := httptest.NewServer(double)
	t.Cleanup(inside.Close)
	p := proxy.New(proxy.Options{PassThrough: true, Handler: double, TLS: new(tls.Config)})
	t.Cleanup(p.Close)
	_, port, err := net.SplitHostPort(inside.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]", "169.254.169.254", "[fe80::1%25lo]", "100.100.100.200", "168.63.129.16", "[fd00:ec2::254]"} {
		for _, method := range []string{http.MethodGet, http.MethodConnect} {
			r := httptest.NewRequest(http.MethodGet, "http://"+host+":"+port+"/", nil)
			if method == http.MethodConnect {
				r.Method, r.URL = method, &url.URL{Host: r.Host}
			}
			r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(172, 17, 0, 2), Port: 8079}))
			w := httptest.NewRecorder()
			p.ServeHTTP(w, r)
			if w.Code != http.StatusForbidden {
				t.Errorf("%s %s: got %d %s, want 403", method, host, w.Code, w.Body)
			}
		}
	}
}
