package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"example.com/sms77mock/internal/authority"
	"example.com/sms77mock/internal/proxy"
	"example.com/sms77mock/mockserver"
)

// standInFlags let the server stand in for the real hosts.
type standInFlags struct {
	TLSAddr          string   `help:"Serve the real hosts by HTTPS here, with a CA made for it; the CA is at /_mock/ca.pem." name:"tls-addr" placeholder:"HOST:PORT"`
	TLSHost          []string `help:"Further host to serve by HTTPS; may be repeated." name:"tls-host" placeholder:"HOST"`
	TLSCADir         string   `help:"Keep the CA in this directory across restarts." name:"tls-ca-dir" placeholder:"DIR"`
	ProxyAddr        string   `help:"Be an HTTPS proxy here that leads the real hosts to the server." placeholder:"HOST:PORT"`
	ProxyPassThrough bool     `help:"Let the proxy pass other hosts on instead of refusing them."`
}

// standIn is the CA and the configuration that it has signed; nil where neither
// TLS nor the proxy was asked for.
type standIn struct {
	flags standInFlags
	ca    *authority.Authority
	tls   *tls.Config
}

// standIn makes the CA, or reads the one that was kept.
func (c serveCmd) standIn() (*standIn, error) {
	if c.TLSAddr == "" && c.ProxyAddr == "" {
		return nil, nil
	}
	ca, err := keptAuthority(c.TLSCADir)
	if err != nil {
		return nil, fmt.Errorf("CA: %w", err)
	}
	hosts := append(mockserver.Hosts(), "localhost", "127.0.0.1", "::1")
	config, err := ca.TLSConfig(append(hosts, c.TLSHost...)...)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	return &standIn{c.standInFlags, ca, config}, nil
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
			Handler:     server,
			TLS:         s.tls,
			Hosts:       mockserver.Hosts(),
			PassThrough: s.flags.ProxyPassThrough,
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

// The files in which a CA is kept.
const (
	caFile  = "ca.pem"
	keyFile = "ca-key.pem"
)

// keptAuthority returns the CA that is kept in dir, and makes one if there is
// none. Without dir it makes one that is gone with the process.
func keptAuthority(dir string) (*authority.Authority, error) {
	if dir == "" {
		return authority.New(time.Now())
	}
	certificate, err := os.ReadFile(filepath.Join(dir, caFile))
	if errors.Is(err, fs.ErrNotExist) {
		return newKeptAuthority(dir)
	}
	if err != nil {
		return nil, err
	}
	key, err := os.ReadFile(filepath.Join(dir, keyFile))
	if err != nil {
		return nil, err
	}
	ca, err := authority.Load(certificate, key, time.Now())
	if err != nil {
		return nil, fmt.Errorf("%s: %w; delete %s and %s to have another one made", dir, err, caFile, keyFile)
	}
	return ca, nil
}

func newKeptAuthority(dir string) (*authority.Authority, error) {
	ca, err := authority.New(time.Now())
	if err != nil {
		return nil, err
	}
	key, err := ca.KeyPEM()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, keyFile), key, 0o600); err != nil {
		return nil, err
	}
	return ca, os.WriteFile(filepath.Join(dir, caFile), ca.PEM(), 0o644)
}
