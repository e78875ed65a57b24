package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// TLSConfig returns the configuration of a server that speaks HTTP/2 and
// HTTP/1.1 in the name of hosts: DNS names and IP addresses. The server has
// another certificate made before one expires.
func (a *Authority) TLSConfig(hosts ...string) (*tls.Config, error) {
	s := &server{authority: a, hosts: hosts}
	first, err := s.certificate(a.now)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{
		Certificates: []tls.Certificate{*first},
		NextProtos:   []string{"h2", "http/1.1"},
		MinVersion:   tls.VersionTLS12,
	}
	later := config.Clone()
	config.GetConfigForClient = func(*tls.ClientHelloInfo) (*tls.Config, error) {
		leaf, err := s.certificate(time.Now())
		if err != nil || leaf == first {
			return nil, err
		}
		renewed := later.Clone()
		renewed.Certificates = []tls.Certificate{*leaf}
		return renewed, nil
	}
	return config, nil
}

// server is who an authority makes certificates for.
type server struct {
	authority *Authority
	hosts     []string

	mu   sync.Mutex // guards leaf
	leaf *tls.Certificate
}

// certificate returns one that is good at the moment now and for a while.
func (s *server) certificate(now time.Time) (*tls.Certificate, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.leaf != nil && now.Add(leafRenewal).Before(s.leaf.Leaf.NotAfter) {
		return s.leaf, nil
	}
	leaf, err := s.authority.leaf(s.hosts, now)
	if err != nil {
		return nil, err
	}
	s.leaf = leaf
	return leaf, nil
}

// leaf makes the certificate of a server, with its key. It is not good for
// longer than the authority is.
func (a *Authority) leaf(hosts []string, now time.Time) (*tls.Certificate, error) {
	if len(hosts) == 0 {
		return nil, errors.New("a certificate needs at least one host")
	}
	for _, host := range hosts {
		if !a.permits(host) {
			return nil, fmt.Errorf("%q: the authority may not speak for it", host)
		}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template, err := newTemplate(now, leafValidity)
	if err != nil {
		return nil, err
	}
	if template.NotAfter.After(a.certificate.NotAfter) {
		template.NotAfter = a.certificate.NotAfter
	}
	template.Subject = pkix.Name{CommonName: hosts[0], Organization: []string{organization}}
	template.SubjectKeyId, err = keyID(&key.PublicKey)
	if err != nil {
		return nil, err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: key, Leaf: parsed}, nil
}

// keyID names a key as RFC 7093 section 2 recommends; crypto/x509 does so only
// for authorities.
func keyID(key *ecdsa.PublicKey) ([]byte, error) {
	point, err := key.Bytes()
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(point)
	return hash[:20], nil
}
