package main

import (
	"bufio"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// workers is how many connections ask at the same time.
const workers = 8

// load is one way to ask: a function that asks once, or a few times in a row,
// and returns how many requests that were.
type load struct {
	name string
	ask  func(c *conn) (int, error)
}

var loads = []load{
	{"/me", (*conn).askMe},
	{"/authorize", (*conn).authorize},
	{"/token refresh_token", (*conn).refresh},
	{"/token code (+authorize)", (*conn).flow},
	{"/api/sms JSON", (*conn).send},
}

// richWorld is one in which an account can send as long as it likes.
const richWorld = `{accounts: [{name: john, balance: "999999999", api_keys: [key]}], gateway: {reload_lock: 0s}}`

// writing are the loads by which an account of the [richWorld] writes something
// that is kept.
var writing = []load{
	{"/api/sms sent", func(c *conn) (int, error) {
		return 1, c.write("sms", `{"to":"491716992343","text":"Your code is 1234"}`)
	}},
	{"/api/contacts", func(c *conn) (int, error) {
		c.written++
		return 1, c.write("contacts", fmt.Sprintf(`{"lastname":"Doe %d","mobile_number":"491716992343"}`, c.written))
	}},
}

// write has the account write something.
func (c *conn) write(endpoint, body string) error {
	_, _, err := c.do(fmt.Sprintf("POST /api/%s HTTP/1.1\r\nHost: x\r\nX-Api-Key: key\r\nAccept: application/json\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", endpoint, len(body), body))
	return err
}

// result is what one measurement tells.
type result struct {
	perSecond float64       // requests
	cpu       time.Duration // of the server, for each request
}

// run asks a server for a while.
func run(server *process, l load, duration time.Duration) (result, error) {
	var count atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, workers)
	begin, before := time.Now(), server.cpu()
	for i := range workers {
		wg.Go(func() {
			c, err := dial(server.addr)
			if err != nil {
				errs[i] = err
				return
			}
			defer c.Close()
			for time.Since(begin) < duration {
				n, err := l.ask(c)
				if err != nil {
					errs[i] = err
					return
				}
				count.Add(int64(n))
			}
		})
	}
	wg.Wait()
	n := count.Load()
	return result{
		perSecond: float64(n) / time.Since(begin).Seconds(),
		cpu:       (server.cpu() - before) / time.Duration(max(n, 1)),
	}, errors.Join(errs...)
}

// issue has the double issue tokens, one flow after the other.
func issue(addr string, tokens int) error {
	c, err := dial(addr)
	if err != nil {
		return err
	}
	defer c.Close()
	for issued := 0; issued < tokens; issued += 2 {
		if _, err := c.refresh(); err != nil {
			return err
		}
	}
	return nil
}

// conn is a connection that is kept alive, with what was learnt on it.
type conn struct {
	net.Conn
	in            *bufio.Reader
	access, fresh string
	cookies       map[string]string
	written       int // how often something was
}

func dial(addr string) (*conn, error) {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &conn{Conn: raw, in: bufio.NewReader(raw)}, nil
}

// do sends a request as it stands and reads the answer.
func (c *conn) do(request string) (*http.Response, string, error) {
	if _, err := io.WriteString(c, request); err != nil {
		return nil, "", err
	}
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return nil, "", err
	}
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode >= 400 {
		err = fmt.Errorf("%s: %s", response.Status, body)
	}
	return response, string(body), err
}

func (c *conn) askMe() (int, error) {
	if c.access == "" {
		if _, err := c.flow(); err != nil {
			return 0, err
		}
	}
	_, _, err := c.do("GET /me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + c.access + "\r\n\r\n")
	return 1, err
}

func (c *conn) refresh() (int, error) {
	if c.fresh == "" {
		if _, err := c.flow(); err != nil {
			return 0, err
		}
	}
	return 1, c.token("grant_type=refresh_token&refresh_token=" + c.fresh)
}

// authorize asks for a code.
func (c *conn) authorize() (int, error) {
	_, err := c.code()
	return 1, err
}

func (c *conn) code() (string, error) {
	response, _, err := c.do("GET /authorize?response_type=code&client_id=testclient&state=xyz&scope=sms HTTP/1.1\r\nHost: x\r\n\r\n")
	if err != nil {
		return "", err
	}
	_, after, _ := strings.Cut(response.Header.Get("Location"), "code=")
	code, _, _ := strings.Cut(after, "&")
	return code, nil
}

// flow is an authorization request and the exchange of its code.
func (c *conn) flow() (int, error) {
	code, err := c.code()
	if err != nil {
		return 0, err
	}
	return 2, c.token("grant_type=authorization_code&code=" + code)
}

// send sends an SMS, which the double only checks and prices: the credit of
// john would be used up in a moment.
func (c *conn) send() (int, error) {
	if c.access == "" {
		if _, err := c.flow(); err != nil {
			return 0, err
		}
	}
	const body = `{"to":"491716992343","text":"Your code is 1234","debug":1}`
	_, _, err := c.do(fmt.Sprintf("POST /api/sms HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nAccept: application/json\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", c.access, len(body), body))
	return 1, err
}

// token has the double redeem a form.
func (c *conn) token(form string) error { return c.redeem(sms77mock, form) }

// redeem posts a form to a token endpoint and remembers the tokens it is answered.
func (c *conn) redeem(p peer, form string) error {
	_, body, err := c.do(fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Basic %s\r\n"+
		"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		p.token, c.RemoteAddr(), base64.StdEncoding.EncodeToString([]byte(p.client)), len(form), form))
	if err != nil {
		return err
	}
	c.access, c.fresh = member(body, "access_token"), member(body, "refresh_token")
	return nil
}

// member returns a string member of a JSON object that needs no unescaping.
func member(body, name string) string {
	_, after, _ := strings.Cut(body, `"`+name+`":"`)
	value, _, _ := strings.Cut(after, `"`)
	return value
}
