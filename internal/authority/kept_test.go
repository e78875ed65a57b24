package authority_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/sms77mock/internal/authority"
)

var quiet = slog.New(slog.DiscardHandler)

// keep returns the authority that is kept in a directory.
func keep(t *testing.T, dir string, hosts ...string) []byte {
	t.Helper()
	a, err := authority.Kept(dir, time.Now(), quiet, hosts...)
	if err != nil {
		t.Fatal(err)
	}
	return a.PEM()
}

// TestKept starts six times at once, and once more.
func TestKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "ca")
	var made [6][]byte
	var starts sync.WaitGroup
	for i := range made {
		starts.Go(func() {
			if a, err := authority.Kept(dir, time.Now(), quiet); err != nil {
				t.Error(err)
			} else {
				made[i] = a.PEM()
			}
		})
	}
	starts.Wait()
	last := keep(t, dir)
	for i, got := range made {
		if !bytes.Equal(got, last) {
			t.Errorf("start %d has another authority than the last one", i)
		}
	}
	if got := mode(t, dir, "ca-key.pem"); got != 0o600 {
		t.Errorf("the key has the mode %04o, want 0600", got)
	}
}

func mode(t *testing.T, dir, name string) os.FileMode {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

// TestKeptKeyOfOthers finds a key that everybody may write.
func TestKeptKeyOfOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	want := keep(t, dir)
	if err := os.Chmod(filepath.Join(dir, "ca-key.pem"), 0o666); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	a, err := authority.Kept(dir, time.Now(), slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil || !bytes.Equal(a.PEM(), want) {
		t.Errorf("got %v, want the same authority", err)
	}
	if got := mode(t, dir, "ca-key.pem"); got != 0o600 || !strings.Contains(log.String(), "mode=0666") {
		t.Errorf("got the mode %04o and the log %q, want 0600 and a warning", got, &log)
	}
}

// TestKeptAfterAFullDisk finds what an earlier start could not write.
func TestKeptAfterAFullDisk(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ca.pem", "both"} {
		dir := t.TempDir()
		before := keep(t, dir)
		for _, file := range []string{"ca.pem", "ca-key.pem"} {
			if name == file || name == "both" {
				write(t, dir, file, nil)
			}
		}
		if bytes.Equal(keep(t, dir), before) {
			t.Errorf("%s: got the authority that was there before, want another one", name)
		}
	}
}

// TestKeptNowhere cannot write, and leaves nothing behind.
func TestKeptNowhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "ca-key.pem", nil)
	if err := os.Mkdir(filepath.Join(dir, "ca.pem"), 0o700); err != nil { // in the way
		t.Fatal(err)
	}
	if _, err := authority.Kept(dir, time.Now(), quiet); err == nil {
		t.Error("got no error, want one")
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%q was left behind, %v", left, err)
	}
}

func write(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestKeptExpired is found a year later: another authority takes its place.
func TestKeptExpired(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	before := keep(t, dir)
	var log strings.Builder
	a, err := authority.Kept(dir, time.Now().AddDate(1, 0, 1), slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil || bytes.Equal(a.PEM(), before) || !strings.Contains(log.String(), "the CA has expired") {
		t.Errorf("got %v and the log %q, want another authority and a warning", err, &log)
	}
}

// TestKeptRefuses finds authorities that are not to be used: it says what to do,
// and leaves them alone.
func TestKeptRefuses(t *testing.T) {
	t.Parallel()
	for want, prepare := range map[string]func(dir string){
		"may not speak for \"app.example.com\"": func(dir string) { keep(t, dir) },
		"not made by sms77mock":                 func(dir string) { foreign(t, dir, "Acme", 0) },
		"that of an earlier version":            func(dir string) { foreign(t, dir, "sms77mock", 0) },
		"the certificate expired on":            func(dir string) { foreign(t, dir, "Acme", -2*time.Hour) },
		"ca-key.pem is missing": func(dir string) {
			keep(t, dir)
			os.Remove(filepath.Join(dir, "ca-key.pem"))
		},
		"ca-key.pem is no file": func(dir string) {
			keep(t, dir)
			os.Remove(filepath.Join(dir, "ca-key.pem"))
			if err := os.Symlink(os.DevNull, filepath.Join(dir, "ca-key.pem")); err != nil {
				t.Skip(err) // Windows wants a right for that
			}
		},
		`want a PEM block "CERTIFICATE"`: func(dir string) {
			keep(t, dir)
			write(t, dir, "ca.pem", []byte("x"))
		},
	} {
		dir := t.TempDir()
		prepare(dir)
		before, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = authority.Kept(dir, time.Now(), quiet, "app.example.com")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "delete ca.pem and ca-key.pem") {
			t.Errorf("got error %v, want one with %q that says what to do", err, want)
		}
		after, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("%s: the file was changed", want)
		}
	}
}

// What is wrong with an authority is told where nothing can be written, too.
func TestKeptWithoutLock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	foreign(t, dir, "Acme", 0)
	if err := os.Mkdir(filepath.Join(dir, "ca.lock"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := authority.Kept(dir, time.Now(), quiet); err == nil || !strings.Contains(err.Error(), "not made by sms77mock") {
		t.Errorf("got %v, want that it was not made by sms77mock", err)
	}
}

// foreign puts an authority into a directory that is good for an hour and more,
// and without constraints.
func foreign(t *testing.T, dir, organization string, more time.Duration) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{Organization: []string{organization}}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-3 * time.Hour), NotAfter: time.Now().Add(time.Hour + more),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	if der, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "ca-key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}
