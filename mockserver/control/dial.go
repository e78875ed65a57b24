package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/internal/strict"
)

// Client pulls the levers of a double elsewhere, such as one in a container. It
// has every method of [Levers], with the same effect and the same errors: a
// name or number that does not exist is a [NotFoundError] wherever it is one in
// process. Make one with [Dial].
type Client struct {
	base  string // without a final slash
	token string
	http  *http.Client
}

// A Client is one way to the levers.
var _ Levers = (*Client)(nil)

// DialOption configures a [Client].
type DialOption func(*Client)

// WithToken sends a bearer token with each request, for a double that guards
// its levers.
func WithToken(token string) DialOption { return func(c *Client) { c.token = token } }

// WithHTTPClient asks the double through h. Its timeout has to be longer than
// 30 s, which is how long one poll of a wait may take. The default is a client
// of its own that takes its proxy from the environment.
func WithHTTPClient(h *http.Client) DialOption { return func(c *Client) { c.http = h } }

// ErrToken is the error of a client that has not shown the double's token; see
// [WithToken].
var ErrToken = errors.New("the double does not let this client in")

// Dial returns a client of the double at a URL such as http://localhost:8080. An
// error means that no double answers there, or that it wants a token ([ErrToken]);
// see [WithToken].
func Dial(url string, opts ...DialOption) (*Client, error) {
	if err := checkBase(url); err != nil {
		return nil, err
	}
	c := &Client{base: strings.TrimRight(url, "/")}
	for _, opt := range opts {
		opt(c)
	}
	if c.http == nil {
		c.http = &http.Client{
			Transport: &http.Transport{Proxy: http.ProxyFromEnvironment, IdleConnTimeout: time.Minute},
			Timeout:   2 * time.Minute,
		}
	}
	if err := c.greet(); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// greet makes sure that a double answers, and lets the client pull its levers.
func (c *Client) greet() error {
	health, err := c.Health()
	var stranger *strangerError
	var missing *NotFoundError
	switch {
	case errors.As(err, &missing):
		return fmt.Errorf("no double answers at %s: GET %s%s is answered with 404: %w", c.base, c.base, route.Health.Path, err)
	case errors.As(err, &stranger), errors.Is(err, ErrToken):
		return err
	case err != nil:
		return fmt.Errorf("no double answers at %s: %w", c.base, err)
	case health.ID == "":
		return fmt.Errorf("no double answers at %s, or one that is too old: its health has no id", c.base)
	}
	_, err = c.Clock() // unlike health, it is guarded as the levers are
	if errors.As(err, &stranger) {
		return fmt.Errorf("the double at %s does not serve its levers there: %s: %s", c.base, stranger.url, stranger.why)
	}
	return err
}

// checkBase refuses what is no address of a double.
func checkBase(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return fmt.Errorf("url: %q: want the address of a double, such as http://localhost:8080", raw)
	}
	return nil
}

// URL returns where the double is reached, without a final slash.
func (c *Client) URL() string { return c.base }

// Close gives back the connections that are idle. The client can still be used.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// do pulls a lever and reads what the double answers into answer.
func (c *Client) do(ctx context.Context, at route.Route, in, answer any) error {
	r, err := c.request(ctx, at, in)
	if err != nil {
		return err
	}
	response, err := c.http.Do(r)
	if err != nil {
		return fmt.Errorf("cannot ask the double: %w", err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("cannot read what the double answers to %s %s: %w", r.Method, r.URL, err)
	}
	if response.StatusCode != http.StatusOK {
		return refused(r, response.StatusCode, data)
	}
	if err := json.Unmarshal(data, answer); err != nil {
		return &strangerError{r.URL, err.Error()}
	}
	return nil
}

// request makes the request that pulls a lever.
func (c *Client) request(ctx context.Context, at route.Route, in any) (*http.Request, error) {
	query, body, mediaType, err := encoded(at, in)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, at.Method, c.base+at.Path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.URL.RawQuery = query
	if mediaType != "" {
		r.Header.Set("Content-Type", mediaType)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	return r, nil
}

// encoded returns the query, or the body and what it is, that a lever has its
// parameters in.
func encoded(at route.Route, in any) (query string, body []byte, mediaType string, err error) {
	switch text, isText := in.(string); {
	case in == nil:
	case isText:
		body, mediaType = []byte(text), route.YAML
	case at.InQuery():
		query = strict.Values(in).Encode()
	default:
		mediaType = "application/json"
		body, err = strict.MarshalJSON(in)
	}
	return query, body, mediaType, err
}

// refused returns the error for an answer whose status is not 200: in the double's own
// words, if it was a double that answered.
func refused(r *http.Request, status int, data []byte) error {
	var refusal route.Refusal
	if json.Unmarshal(data, &refusal) != nil || refusal.Error == "" {
		return &strangerError{r.URL, fmt.Sprintf("status %d", status)}
	}
	switch what, closing := strings.CutSuffix(refusal.Error, ErrClosing.Error()); {
	case closing:
		return fmt.Errorf("%s%w", what, ErrClosing)
	case status == http.StatusNotFound:
		return &NotFoundError{refusal.Error}
	case status == http.StatusRequestTimeout:
		return &timeoutError{refusal.Error}
	case status == http.StatusUnauthorized:
		return fmt.Errorf("%w: %s", ErrToken, refusal.Error)
	}
	return errors.New(refusal.Error)
}

// strangerError says that what has answered is no lever of a double.
type strangerError struct {
	url *url.URL
	why string
}

func (e *strangerError) Error() string {
	return fmt.Sprintf("no double answers at %s: %s", e.url, e.why)
}

// timeoutError is how one poll of a wait ends when nothing came.
type timeoutError struct{ text string }

func (e *timeoutError) Error() string { return e.text }
