package testkit

import (
	"cmp"
	"errors"
	"fmt"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// Option configures the double that [New] and [Start] start. Options compose,
// in any order. [Connect] takes those that are not about the double itself:
// [WithApp], [AllowHosts], [AllowUnused] and [Strict]; and [WithDial], which is for
// it alone. An option in the wrong place fails the test.
type Option func(*options) error

type options struct {
	world       *fixtures.World // nil for the default one
	chosen      string          // the option that chose the world; "" for the default one
	decision    fixtures.Decision
	inMemory    bool
	tls         bool
	allowUnused bool
	strict      bool
	hosts       []string
	apps        []app
	server      []mockserver.Option
	dial        []control.DialOption
	local       []string // options that are for a double in this process
	remote      []string // options that are for a double elsewhere
}

func collect(opts []Option) (options, error) {
	var o options
	for _, opt := range opts {
		if err := opt(&o); err != nil {
			return o, err
		}
	}
	if o.decision != "" {
		if o.world == nil {
			world := fixtures.Default()
			o.world = &world
		}
		o.world.Authorize.Decision = o.decision
		o.server = append(o.server, mockserver.WithDefaults(func(w fixtures.World) fixtures.World {
			w.Authorize.Decision = cmp.Or(w.Authorize.Decision, o.decision)
			return w
		}))
	}
	if o.tls && o.inMemory {
		return o, errors.New("TLS needs a socket: leave InMemory out")
	}
	return o, nil
}

// choose notes which option chose the world: only one may.
func (o *options) choose(option string) error {
	if o.chosen != "" {
		return fmt.Errorf("%s and %s both choose the world: leave one out", o.chosen, option)
	}
	o.chosen = option
	return nil
}

// WithWorld starts from w instead of the world of the vendor's documentation.
// What w leaves out is as in the documentation, but for its codes and tokens.
func WithWorld(w fixtures.World) Option {
	return func(o *options) error {
		o.local = append(o.local, "WithWorld")
		world := w // the option may be used again
		o.world = &world
		return o.choose("WithWorld")
	}
}

// WithWorldFile starts from the world file at path, relative to the test's
// package. A file that names no clients, accounts, codes and tokens keeps those
// of the documentation.
func WithWorldFile(path string) Option {
	return func(o *options) error {
		o.local = append(o.local, "WithWorldFile")
		world, err := fixtures.Load(path)
		if err != nil {
			return err
		}
		world = world.WithDocumented()
		o.world = &world
		return o.choose("WithWorldFile")
	}
}

// WithDecision sets what becomes of authorization requests, unless an account
// or a client of the world says otherwise, or a world that is loaded later.
func WithDecision(d fixtures.Decision) Option {
	return func(o *options) error {
		o.local = append(o.local, "WithDecision")
		o.decision = d
		return nil
	}
}

// InMemory starts the server without a socket: [Server.Client] and
// [Server.Transport] call it directly. It works inside a testing/synctest
// bubble, where sleeping for an hour lets a token expire at once.
func InMemory() Option {
	return func(o *options) error {
		o.local = append(o.local, "InMemory")
		o.inMemory = true
		return nil
	}
}

// TLS serves by HTTPS, with a CA made for it: see [Server.CertPool].
// [Server.Client] and [Server.Transport] trust it.
func TLS() Option {
	return func(o *options) error {
		o.local = append(o.local, "TLS")
		o.tls = true
		return nil
	}
}

// WithDial passes options on to [control.Dial], for [Connect].
func WithDial(opts ...control.DialOption) Option {
	return func(o *options) error {
		o.remote = append(o.remote, "WithDial")
		o.dial = append(o.dial, opts...)
		return nil
	}
}

// AllowHosts lets [Server.Client] and [Server.Transport] send requests to these hosts
// over the network: names, *.name for all below one, IP addresses, or * for all.
// Loopback hosts need no permission.
func AllowHosts(list ...string) Option {
	return func(o *options) error {
		for _, entry := range list {
			if _, err := hosts.Pattern(entry); err != nil {
				return fmt.Errorf("AllowHosts: %w", err)
			}
		}
		o.hosts = append(o.hosts, list...)
		return nil
	}
}

// AllowUnused lets a test end with faults, decisions and scripts that nothing has
// met.
func AllowUnused() Option {
	return func(o *options) error {
		o.allowUnused = true
		return nil
	}
}

// Strict fails the test for each request that leads nowhere: a path at which
// the double has no endpoint, as a typing error makes it. Without it such a
// request is answered with 404 and stands in the journal.
func Strict() Option {
	return func(o *options) error {
		o.strict = true
		return nil
	}
}

// WithServer passes options on to [mockserver.New].
func WithServer(opts ...mockserver.Option) Option {
	return func(o *options) error {
		o.local = append(o.local, "WithServer")
		o.server = append(o.server, opts...)
		return nil
	}
}
