package mockserver

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// Option configures a [Server].
type Option func(*options)

type options struct {
	logger       *slog.Logger
	version      string
	worldName    string
	journalSize  int
	memory       int64 // bytes
	noReason     bool
	droppedLines func() int
	noControl    bool
	publicURL    string
	public       *url.URL // what publicURL says; nil if there is none
	ca           []byte
	transport    http.RoundTripper
	reach        func(host string) bool
	hosts        []string
	origins      []string
	token        string
	auditor      control.Auditor
	defaults     func(fixtures.World) fixtures.World
}

// newOptions returns the defaults, changed by what is given; what can have no
// effect is an error.
func newOptions(opts []Option) (options, error) {
	o := options{
		logger: slog.New(slog.DiscardHandler), version: "devel", memory: DefaultMemory,
		defaults: func(w fixtures.World) fixtures.World { return w },
	}
	for _, opt := range opts {
		opt(&o)
	}
	for _, entry := range o.hosts {
		if _, err := hosts.Pattern(entry); err != nil {
			return o, fmt.Errorf("WithAllowedHosts: %w", err)
		}
	}
	for i, origin := range o.origins {
		var err error
		if o.origins[i], err = hosts.Origin(origin); err != nil {
			return o, fmt.Errorf("WithCORS: %w", err)
		}
	}
	var err error
	if o.public, err = hosts.BaseURL(o.publicURL); err != nil {
		return o, fmt.Errorf("WithPublicURL: %w", err)
	}
	return o, nil
}

// WithLogger makes the server log one line per request. Secrets and tokens do
// not appear. The default logs nothing.
func WithLogger(l *slog.Logger) Option { return func(o *options) { o.logger = l } }

// WithVersion sets the version that health and the pages show.
func WithVersion(version string) Option { return func(o *options) { o.version = version } }

// WithWorldName sets what the dashboard calls the world, such as the name of its
// file.
func WithWorldName(name string) Option { return func(o *options) { o.worldName = name } }

// WithJournalSize sets how many requests the journal remembers; 0 stands for
// the default of 1000.
func WithJournalSize(entries int) Option { return func(o *options) { o.journalSize = entries } }

// DefaultMemory is how many bytes all that a server keeps may take together, unless
// [WithMemory] says otherwise.
const DefaultMemory = kept.DefaultTotal

// WithMemory sets about how many bytes everything that the server keeps may take
// together: [DefaultMemory] unless given. Each kind of thing has a bound of its own
// within that; beyond either, the oldest make room, and what a tester orders is
// refused. The world that it starts from does not count. 0 stands for the default.
func WithMemory(bytes int64) Option {
	return func(o *options) { o.memory = cmp.Or(bytes, DefaultMemory) }
}

// WithDroppedLines lets /_mock/metrics say how many lines the log has dropped since
// the start: the number that total returns.
func WithDroppedLines(total func() int) Option { return func(o *options) { o.droppedLines = total } }

// WithoutReason leaves out the headers Mock-Reason and Mock-Request. The reasons
// are still in the journal and the log.
func WithoutReason() Option { return func(o *options) { o.noReason = true } }

// WithoutControl leaves out the routes under /_mock/, except /_mock/health and
// /_mock/ready. [Server.Control] still serves them, for a listener of its own.
func WithoutControl() Option { return func(o *options) { o.noControl = true } }

// WithPublicURL fixes the URL under which the server says it can be reached.
// The default is what each request says by Host and X-Forwarded-Proto, -Host, -Port
// and -Prefix. If it has a path, the server is behind a proxy that takes it away
// from requests, or leaves it there. [New] refuses what is no such URL.
func WithPublicURL(url string) Option { return func(o *options) { o.publicURL = url } }

// WithCA offers a CA certificate in PEM at /_mock/ca.pem.
func WithCA(pem []byte) Option { return func(o *options) { o.ca = pem } }

// WithTransport sends webhooks through t, and what an audit's browser asks
// applications. [WebhookOwner] tells t whose a webhook is. The default takes no
// proxy.
func WithTransport(t http.RoundTripper) Option { return func(o *options) { o.transport = t } }

// WithWebhookHosts lets webhooks, and audits, go to further hosts than those of
// the world (gateway.webhooks.hosts). The function is called with each host when
// it is needed: in lower case, without a port or a final dot.
func WithWebhookHosts(allowed func(host string) bool) Option {
	return func(o *options) { o.reach = allowed }
}

// WithDefaults has each world that [Server.Load] or [Server.Merge] puts in force be what
// fill returns for it, so that settings of the program's own stand for what such a world
// leaves out. Fill must not change what it is given, nor what it has filled.
func WithDefaults(fill func(fixtures.World) fixtures.World) Option {
	return func(o *options) { o.defaults = fill }
}

// WithAllowedHosts names further hosts under which the levers and the pages of the
// server may be reached: a name, *.name for all below it, an IP address, or * for
// all. [New] refuses what can be none of these.
func WithAllowedHosts(hosts ...string) Option {
	return func(o *options) { o.hosts = append(o.hosts, hosts...) }
}

// WithCORS lets pages of other origins, such as http://127.0.0.1:3000, or of all
// for *, ask /token, /revoke, /me, /api/ and /_mock/ by script. The real server
// lets none. [New] refuses what is no origin.
func WithCORS(origins ...string) Option {
	return func(o *options) { o.origins = append(o.origins, origins...) }
}

// WithToken keeps the levers to those who present a token, as a bearer token or in
// the form that the dashboard shows. The pages of the double stay open. With "",
// the default, everybody may use them.
func WithToken(token string) Option { return func(o *options) { o.token = token } }

// WithAuditor lets the server play audits of applications when a tester starts them.
// Without one it refuses to.
func WithAuditor(a control.Auditor) Option { return func(o *options) { o.auditor = a } }
