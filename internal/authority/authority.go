// Package authority makes a certificate authority, and certificates for the
// hosts that the double stands in for.
package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"slices"
	"strings"
	"time"
)

// The validity of certificates. A server makes itself another leaf when the one
// it has is good for less than leafRenewal.
const (
	caValidity   = 365 * 24 * time.Hour
	leafValidity = 90 * 24 * time.Hour
	leafRenewal  = 30 * 24 * time.Hour
	backdate     = time.Hour // for clients whose clock is behind
)

// organization tells the authorities of this program from others.
const organization = "sms77mock"

// domains are what every authority may speak for, with the names below them:
// the vendor's domains, and this machine. So are loopback addresses.
var domains = []string{"sms77.io", "seven.io", "localhost"}

// loopback are the addresses of this machine.
var loopback = []*net.IPNet{
	{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)},
	{IP: net.IPv6loopback, Mask: net.CIDRMask(128, 128)},
}

// Authority is a certificate authority: a self-signed certificate and its key.
// It is never changed, so its methods may be called from several goroutines.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	now         time.Time
}

// New makes an authority that is good for a year from now on, for the certificates
// of servers alone, and for nobody but the vendor's domains, this machine and hosts:
// DNS names and IP addresses. Whoever trusts it trusts it with no more than that.
func New(now time.Time, hosts ...string) (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template, err := newTemplate(now, caValidity)
	if err != nil {
		return nil, err
	}
	template.Subject = pkix.Name{CommonName: "sms77mock CA, for tests only", Organization: []string{organization}}
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	template.BasicConstraintsValid, template.IsCA, template.MaxPathLenZero = true, true, true
	template.PermittedDNSDomainsCritical = true // of all the name constraints
	template.PermittedDNSDomains = slices.Clone(domains)
	template.PermittedIPRanges = slices.Clone(loopback)
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.PermittedIPRanges = append(template.PermittedIPRanges, only(ip))
		} else {
			template.PermittedDNSDomains = append(template.PermittedDNSDomains, strings.TrimPrefix(host, "*."))
		}
	}
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

// only returns the range that has one address.
func only(ip net.IP) *net.IPNet {
	if v4 := ip.To4(); v4 != nil {
		ip = v4
	}
	return &net.IPNet{IP: ip, Mask: net.CIDRMask(8*len(ip), 8*len(ip))}
}

// permits reports whether the authority may speak for a host.
func (a *Authority) permits(host string) bool {
	if ip := net.ParseIP(host); ip != nil {
		return slices.ContainsFunc(a.certificate.PermittedIPRanges, func(n *net.IPNet) bool { return n.Contains(ip) })
	}
	host = strings.ToLower(strings.TrimPrefix(host, "*."))
	return slices.ContainsFunc(a.certificate.PermittedDNSDomains, func(domain string) bool {
		return host == domain || strings.HasSuffix(host, "."+domain)
	})
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
		return nil, &expiredError{certificate}
	case now.Before(certificate.NotBefore):
		return nil, fmt.Errorf("the certificate is not good before %s", certificate.NotBefore.Format(time.DateTime))
	}
	return &Authority{certificate, key, now}, nil
}

// expiredError says that an authority is not good any more.
type expiredError struct{ certificate *x509.Certificate }

func (e *expiredError) Error() string {
	return "the certificate expired on " + e.certificate.NotAfter.Format(time.DateOnly)
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
