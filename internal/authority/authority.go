// Package authority makes a certificate authority, and certificates for the
// hosts that the double stands in for.
package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"time"
)

// The validity of certificates. Clients of Apple refuse leaves that are good
// for more than 825 days.
const (
	caValidity   = 10 * 365 * 24 * time.Hour
	leafValidity = 800 * 24 * time.Hour
	backdate     = time.Hour // for clients whose clock is behind
)

// Authority is a certificate authority: a self-signed certificate and its key.
// It is never changed, so its methods may be called from several goroutines.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	now         time.Time
}

// New makes an authority that is good from now on.
func New(now time.Time) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template, err := newTemplate(now, caValidity)
	if err != nil {
		return nil, err
	}
	template.Subject = pkix.Name{CommonName: "sms77mock CA, for tests only", Organization: []string{"sms77mock"}}
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	template.BasicConstraintsValid, template.IsCA, template.MaxPathLenZero = true, true, true
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &Authority{certificate, key, now}, nil
}

func newTemplate(now time.Time, validity time.Duration) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	return &x509.Certificate{SerialNumber: serial, NotBefore: now.Add(-backdate), NotAfter: now.Add(validity)}, nil
}

// Load returns the authority that was kept as two PEM files. One that is not an
// authority, does not fit its key or is not good at the moment now is an error.
func Load(certificatePEM, keyPEM []byte, now time.Time) (*Authority, error) {
	der, err := block(certificatePEM, "CERTIFICATE")
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("certificate: %w", err)
	}
	der, err = block(keyPEM, "PRIVATE KEY")
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	switch {
	case !ok:
		return nil, fmt.Errorf("key: want an ECDSA key, have %T", parsed)
	case !key.PublicKey.Equal(certificate.PublicKey):
		return nil, errors.New("the key is not that of the certificate")
	case !certificate.IsCA:
		return nil, errors.New("the certificate is not that of an authority")
	case now.After(certificate.NotAfter):
		return nil, fmt.Errorf("the certificate expired on %s", certificate.NotAfter.Format(time.DateOnly))
	case now.Before(certificate.NotBefore):
		return nil, fmt.Errorf("the certificate is not good before %s", certificate.NotBefore.Format(time.DateTime))
	}
	return &Authority{certificate, key, now}, nil
}

func block(data []byte, kind string) ([]byte, error) {
	b, _ := pem.Decode(data)
	if b == nil || b.Type != kind {
		return nil, fmt.Errorf("want a PEM block %q", kind)
	}
	return b.Bytes, nil
}

// PEM returns the authority's certificate, which clients have to trust.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

// KeyPEM returns the authority's key, which has to be kept secret.
func (a *Authority) KeyPEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}

// TLSConfig returns the configuration of a server that speaks HTTP/2 and
// HTTP/1.1 in the name of hosts: DNS names and IP addresses.
func (a *Authority) TLSConfig(hosts ...string) (*tls.Config, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := a.leaf(&key.PublicKey, hosts)
	if err != nil {
		return nil, err
	}
	return &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{der, a.certificate.Raw}, PrivateKey: key}},
		NextProtos:   []string{"h2", "http/1.1"},
		MinVersion:   tls.VersionTLS12,
	}, nil
}

// leaf makes the certificate of a server.
func (a *Authority) leaf(key *ecdsa.PublicKey, hosts []string) ([]byte, error) {
	if len(hosts) == 0 {
		return nil, errors.New("a certificate needs at least one host")
	}
	template, err := newTemplate(a.now, leafValidity)
	if err != nil {
		return nil, err
	}
	if template.NotAfter.After(a.certificate.NotAfter) {
		template.NotAfter = a.certificate.NotAfter
	}
	template.Subject = pkix.Name{CommonName: hosts[0], Organization: []string{"sms77mock"}}
	template.SubjectKeyId, err = keyID(key)
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
	return x509.CreateCertificate(rand.Reader, template, a.certificate, key, a.key)
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
