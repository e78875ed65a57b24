package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"example.com/sms77mock/internal/authority"
	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/internal/proxy"
	"example.com/sms77mock/mockserver"
)

// standInFlags let the server stand in for the real hosts.
type standInFlags struct {
	TLSAddr          string        `help:"Serve the vendor's hosts by HTTPS here, with a CA made for that; its certificate is at /_mock/ca.pem." name:"tls-addr" placeholder:"HOST:PORT"`
	TLSHost          []hostPattern `help:"Further host to serve by HTTPS: a name, *.name or an IP address; may be repeated." name:"tls-host" placeholder:"HOST"`
	TLSCADir         string        `help:"Keep the CA in this directory across restarts." name:"tls-ca-dir" placeholder:"DIR"`
	ProxyAddr        string        `help:"Run an HTTPS proxy here that leads the vendor's hosts to the double." placeholder:"HOST:PORT"`
	ProxyPassThrough bool          `help:"Let the proxy pass other hosts on instead of refusing them."`
}

// Validate refuses what makes no sense or would have no effect.
func (f standInFlags) Validate() error {
	for _, host := range f.TLSHost {
		if host == "*" {
			return errors.New("--tls-host: \"*\": no certificate is for all hosts: want a name, *.name or an IP address")
		}
	}
	switch tls := f.TLSAddr != "" || f.ProxyAddr != ""; {
	case len(f.TLSHost) > 0 && !tls:
		return errors.New("--tls-host: nothing is served by HTTPS: want --tls-addr or --proxy-addr, too")
	case f.TLSCADir != "" && !tls:
		return errors.New("--tls-ca-dir: no CA is needed: want --tls-addr or --proxy-addr, too")
	case f.ProxyPassThrough && f.ProxyAddr == "":
		return errors.New("--proxy-pass-through: there is no proxy: want --proxy-addr, too")
	}
	return errors.Join(checkAddr("--tls-addr", f.TLSAddr), checkAddr("--proxy-addr", f.ProxyAddr))
}

// standIn is the CA and the configuration that it has signed; nil where neither
// TLS nor the proxy was asked for.
type standIn struct {
	flags standInFlags
	ca    *authority.Authority
	tls   *tls.Config
}

// standIn makes the CA, or reads the one that was kept.
func (c serveCmd) standIn(logger *slog.Logger) (*standIn, error) {
	if c.TLSAddr == "" && c.ProxyAddr == "" {
		return nil, nil
	}
	ca, err := c.authority(logger)
	if err != nil {
		return nil, fmt.Errorf("CA: %w", err)
	}
	config, err := ca.TLSConfig(slices.Concat(mockserver.Hosts(), hosts.Local(), texts(c.TLSHost))...)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	return &standIn{c.standInFlags, ca, config}, nil
}

// authority returns the CA, which is gone with the process unless it is kept.
func (f standInFlags) authority(logger *slog.Logger) (*authority.Authority, error) {
	if f.TLSCADir == "" {
		return authority.New(time.Now(), texts(f.TLSHost)...)
	}
	return authority.Kept(f.TLSCADir, time.Now(), logger, texts(f.TLSHost)...)
}

// pem returns the CA certificate, nil if there is none.
func (s *standIn) pem() []byte {
	if s == nil {
		return nil
	}
	return s.ca.PEM()
}

// listen opens the listeners for TLS and the proxy.
func (s *standIn) listen(group *listeners, server http.Handler, r *ready) error {
	if s == nil {
		return nil
	}
	if s.flags.TLSAddr != "" {
		url, err := group.serve("https", s.flags.TLSAddr, server, s.tls)
		if err != nil {
			return err
		}
		r.add("TLS", url)
	}
	if s.flags.ProxyAddr != "" {
		p := proxy.New(proxy.Options{
			Handler:     group.open.requests(server),
			TLS:         s.tls,
			Hosts:       mockserver.Hosts(),
			PassThrough: s.flags.ProxyPassThrough,
			Advice:      "--proxy-pass-through would let it pass",
			Logger:      group.logger,
		})
		group.closers = append(group.closers, p.Close)
		url, err := group.serve("http", s.flags.ProxyAddr, p, nil)
		if err != nil {
			return err
		}
		r.add("proxy", url)
	}
	return nil
}
